import Glibc

/// Replaces a file as a whole: whoever reads it meets the old one or the new one, also after a crash.
enum FileReplacement {
    /// Why a file was not replaced, as a whole sentence. The old one is as it was.
    struct Failure: Error, Equatable {
        var message: String

        init(_ message: String) {
            self.message = message
        }

        /// The reason that `errno` has.
        init(_ what: String, _ code: Int32 = errno) {
            message = "\(what): \(String(cString: strerror(code)))"
        }
    }

    /// Runs `body` while no other process that calls this works in `folder`. Blocks.
    static func locking<Value>(folder: String, _ body: () throws -> Value) throws -> Value {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure("cannot open \(folder)", errno) }
        // Closing it lets the lock go.
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw Failure("cannot lock \(folder)", errno) }
        }
        return try body()
    }

    /// Puts `bytes` into the file at `path`, which keeps its mode and owner; a new file may be read by everybody.
    ///
    /// - Throws: `Failure`.
    static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        let folder = PathText.folder(of: path)
        let name = path.split(separator: "/").last ?? ""
        // Hidden, so that no pattern of an Include finds it.
        let temporary = PathText.join(folder, ".\(name).\(getpid())-\(UInt32.random(in: .min ... .max))")
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure("cannot write into \(folder)", errno) }
        do throws(Failure) {
            try fill(descriptor, bytes, like: path)
            guard fsync(descriptor) == 0 else { throw Failure("cannot write \(temporary)", errno) }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        close(descriptor)
        guard rename(temporary, path) == 0 else {
            let failure = Failure("cannot replace \(path)", errno)
            unlink(temporary)
            throw failure
        }
        try syncFolder(folder)
    }

    private static func fill(_ descriptor: Int32, _ bytes: [UInt8], like path: String) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Failure("cannot write beside \(path)", errno) }
            rest = rest.dropFirst(written)
        }
        var old = stat()
        var new = stat()
        guard stat(path, &old) == 0, fstat(descriptor, &new) == 0 else {
            guard fchmod(descriptor, 0o644) == 0 else { throw Failure("cannot set the mode of \(path)", errno) }
            return
        }
        if old.st_uid != new.st_uid || old.st_gid != new.st_gid {
            guard fchown(descriptor, old.st_uid, old.st_gid) == 0 else {
                throw Failure("cannot keep the owner of \(path)", errno)
            }
        }
        guard fchmod(descriptor, old.st_mode & 0o7777) == 0 else {
            throw Failure("cannot keep the mode of \(path)", errno)
        }
    }

    private static func syncFolder(_ folder: String) throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure("cannot open \(folder)", errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Failure("cannot write \(folder)", errno) }
    }
}
