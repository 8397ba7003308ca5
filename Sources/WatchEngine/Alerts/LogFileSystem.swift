import Glibc

/// A failed system call on a log file, for the daemon's log.
public struct LogFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was tried.
    public var operation: String
    /// On which file or directory.
    public var path: String
    /// errno.
    public var code: Int32

    /// A failed call.
    public init(operation: String, path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// "cannot write /var/log/…: No space left on device".
    public var description: String {
        "cannot \(operation) \(path): \(String(cString: strerror(code)))"
    }
}

/// Which file a path or a descriptor leads to.
public struct FileIdentity: Sendable, Equatable {
    /// st_dev.
    public var device: UInt64
    /// st_ino.
    public var inode: UInt64
    /// Bytes.
    public var size: Int
}

/// The system calls an alert log needs, so that tests can let any of them fail. Descriptors are plain numbers; whoever
/// opens one closes it.
public protocol LogFileSystem: Sendable {
    /// Opens for reading and appending, creating the file (mode 0640) but not its directory.
    func open(_ path: String) throws(LogFileError) -> Int32
    /// Never fails for the caller: the data was synced before, or the caller already failed.
    func close(_ descriptor: Int32)
    /// The file behind a descriptor.
    func identity(of descriptor: Int32, path: String) throws(LogFileError) -> FileIdentity
    /// The file at a path; nil where there is none.
    func identity(at path: String) throws(LogFileError) -> FileIdentity?
    /// At most `count` bytes from `offset`.
    func read(_ descriptor: Int32, from offset: Int, count: Int, path: String) throws(LogFileError) -> [UInt8]
    /// Appends; returns how many bytes got there, fewer than asked where the disk filled up.
    func append(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>, path: String) throws(LogFileError) -> Int
    /// Cuts the file.
    func truncate(_ descriptor: Int32, to size: Int, path: String) throws(LogFileError)
    /// fdatasync(2) is not enough for a file just created: this is fsync(2).
    func sync(_ descriptor: Int32, path: String) throws(LogFileError)
    /// Makes a new entry of the directory durable.
    func syncDirectory(of path: String) throws(LogFileError)
    /// Creates the directory of `path` and those above it.
    func createDirectory(of path: String) throws(LogFileError)
    /// The paths in the directory of `path` that begin with it: itself and what rotation renamed it to.
    func siblings(of path: String) throws(LogFileError) -> [String]
}

/// The real thing.
public struct PosixFileSystem: LogFileSystem {
    /// Holds nothing.
    public init() {}

    /// See `LogFileSystem`.
    public func open(_ path: String) throws(LogFileError) -> Int32 {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0o640)
        guard descriptor >= 0 else { throw LogFileError(operation: "open", path: path, code: errno) }
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
        return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size))
    }

    /// See `LogFileSystem`.
    public func identity(at path: String) throws(LogFileError) -> FileIdentity? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw LogFileError(operation: "inspect", path: path, code: errno)
        }
        return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size))
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
            if made == "/" || mkdir(made, 0o755) == 0 || errno == EEXIST || errno == EISDIR { continue }
            throw LogFileError(operation: "create", path: made, code: errno)
        }
    }

    /// See `LogFileSystem`.
    public func siblings(of path: String) throws(LogFileError) -> [String] {
        let directory = Self.directory(of: path)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard let stream = opendir(directory) else {
            throw LogFileError(operation: "list", path: directory, code: errno)
        }
        defer { closedir(stream) }
        var found: [String] = []
        while let entry = readdir(stream) {
            let entryName = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if entryName.hasPrefix(name) { found.append(directory + "/" + entryName) }
        }
        return found
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
