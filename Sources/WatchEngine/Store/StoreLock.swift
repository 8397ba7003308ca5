import Glibc

/// Holds a store for one process: an open-file-description lock (fcntl(2)) on a file beside it, which the kernel lets go when the process ends,
/// however it ends. The file's text is the holder's process id, for messages.
final class StoreLock: Sendable {
    // F_OFD_GETLK and F_OFD_SETLK of Linux's fcntl.h, which Glibc's module map leaves out.
    private static let getLock: Int32 = 36
    private static let setLock: Int32 = 37

    private let descriptor: Int32

    /// Takes the lock at once or not at all.
    ///
    /// - Throws: `StoreError.inUse` with the holder's process id, or `.cannotOpen`.
    init(path: String) throws {
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard opened >= 0 else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        var wanted = Self.wholeFile(F_WRLCK)
        guard fcntl(opened, Self.setLock, &wanted) == 0 else {
            let isHeld = errno == EAGAIN || errno == EACCES
            let reason = String(cString: strerror(errno))
            let holder = Self.readProcess(opened)
            close(opened)
            throw isHeld
                ? StoreError.inUse(path: path, process: holder)
                : StoreError.cannotOpen(path: path, reason: reason)
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(opened, 0) == 0, pwrite(opened, text, text.count, 0) == text.count else {
            let reason = String(cString: strerror(errno))
            close(opened)
            throw StoreError.cannotOpen(path: path, reason: reason)
        }
        descriptor = opened
    }

    deinit {
        close(descriptor)
    }

    /// The process that holds the lock at `path`, nil when none does.
    static func holder(path: String) -> Int32? {
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { return nil }
        defer { close(opened) }
        // Asks only: taking it, even for a moment, would refuse a daemon that starts just then.
        var asked = wholeFile(F_WRLCK)
        guard fcntl(opened, getLock, &asked) == 0, asked.l_type != Int16(F_UNLCK) else { return nil }
        return readProcess(opened) ?? 0
    }

    private static func wholeFile(_ type: Int32) -> flock {
        flock(l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
    }

    private static func readProcess(_ descriptor: Int32) -> Int32? {
        var text = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &text, text.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: text[..<count], as: UTF8.self).prefix { $0.isNumber })
    }
}
