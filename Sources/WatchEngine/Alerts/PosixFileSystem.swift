import Glibc

/// The system calls themselves.
public struct PosixFileSystem: LogFileSystem {
    /// Holds nothing.
    public init() {}

    /// See `LogFileSystem`.
    public func open(_ path: String, creates: Bool) throws(LogFileError) -> Int32 {
        // Looked at first, since opening a device can already do something; and again, since it may have been replaced.
        var status = stat()
        if stat(path, &status) == 0, !Self.isRegular(status) { throw LogFileError(notRegular: path) }
        let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (creates ? O_CREAT : 0)
        let descriptor = Glibc.open(path, flags, 0o640)
        guard descriptor >= 0 else { throw LogFileError(operation: "open", path: path, code: errno) }
        guard fstat(descriptor, &status) == 0, Self.isRegular(status) else {
            close(descriptor)
            throw LogFileError(notRegular: path)
        }
        return descriptor
    }

    /// See `LogFileSystem`.
    public func close(_ descriptor: Int32) {
        _ = Glibc.close(descriptor)
    }

    /// See `LogFileSystem`.
    public func identity(of descriptor: Int32, path: String) throws(LogFileError) -> FileIdentity {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw LogFileError(operation: "inspect", path: path, code: errno) }
        return Self.identity(status)
    }

    /// See `LogFileSystem`.
    public func identity(at path: String) throws(LogFileError) -> FileIdentity? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw LogFileError(operation: "inspect", path: path, code: errno)
        }
        return Self.identity(status)
    }

    /// See `LogFileSystem`.
    public func read(
        _ descriptor: Int32, from offset: Int, count: Int, path: String
    ) throws(LogFileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, offset + filled)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw LogFileError(operation: "read", path: path, code: errno) }
            if got == 0 { break }
            filled += got
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    /// See `LogFileSystem`.
    public func append(
        _ descriptor: Int32, _ bytes: ArraySlice<UInt8>, path: String
    ) throws(LogFileError) -> Int {
        while true {
            let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 { return written }
            if errno != EINTR { throw LogFileError(operation: "write", path: path, code: errno) }
        }
    }

    /// See `LogFileSystem`.
    public func truncate(_ descriptor: Int32, to size: Int, path: String) throws(LogFileError) {
        guard ftruncate(descriptor, size) == 0 else {
            throw LogFileError(operation: "mend", path: path, code: errno)
        }
    }

    /// See `LogFileSystem`.
    public func sync(_ descriptor: Int32, path: String) throws(LogFileError) {
        guard fsync(descriptor) == 0 else { throw LogFileError(operation: "sync", path: path, code: errno) }
    }

    /// See `LogFileSystem`.
    public func syncDirectory(of path: String) throws(LogFileError) {
        let directory = Self.directory(of: path)
        let descriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw LogFileError(operation: "open", path: directory, code: errno) }
        defer { _ = Glibc.close(descriptor) }
        try sync(descriptor, path: directory)
    }

    /// See `LogFileSystem`.
    public func createDirectory(of path: String) throws(LogFileError) {
        var made = ""
        for part in Self.directory(of: path).split(separator: "/", omittingEmptySubsequences: false) {
            made += made.isEmpty && part.isEmpty ? "/" : (made.hasSuffix("/") || made.isEmpty ? "" : "/") + part
            if made == "/" { continue }
            if mkdir(made, 0o755) == 0 {
                // What is synced inside of it is lost with it otherwise.
                try syncDirectory(of: made)
                continue
            }
            if errno == EEXIST || errno == EISDIR { continue }
            throw LogFileError(operation: "create", path: made, code: errno)
        }
    }

    /// See `LogFileSystem`.
    public func find(
        _ identity: FileIdentity, beside path: String, atMost limit: Int
    ) throws(LogFileError) -> String? {
        let directory = Self.directory(of: path)
        guard let stream = opendir(directory) else {
            throw LogFileError(operation: "list", path: directory, code: errno)
        }
        defer { closedir(stream) }
        for _ in 0..<limit {
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                // readdir(3) ends the name with a NUL inside d_name's 256 bytes.
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            var status = stat()
            guard fstatat(dirfd(stream), name, &status, 0) == 0, Self.isRegular(status) else { continue }
            if identity.isSameFile(as: Self.identity(status)) { return directory + "/" + name }
        }
        return nil
    }

    private static func isRegular(_ status: stat) -> Bool {
        status.st_mode & S_IFMT == S_IFREG
    }

    private static func identity(_ status: stat) -> FileIdentity {
        FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size))
    }

    /// Where the file of `path` is, or is going to be: behind a symbolic link where `path` is one.
    private static func directory(of path: String) -> String {
        var path = path
        if let real = realpath(path, nil) {
            path = String(cString: real)
            free(real)
        }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
