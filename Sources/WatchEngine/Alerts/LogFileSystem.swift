import Glibc

/// A log file that cannot be used, for the daemon's log.
public struct LogFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Why it cannot.
    public enum Cause: Sendable, Equatable {
        /// A system call failed with this errno.
        case code(Int32)
        /// The path leads to a directory, a pipe, a device or a socket, where lines cannot be kept.
        case notRegular
    }

    /// What was tried.
    public var operation: String
    /// On which file or directory.
    public var path: String
    /// Why it failed.
    public var cause: Cause

    /// A failed call.
    public init(operation: String, path: String, code: Int32) {
        self.operation = operation
        self.path = path
        cause = .code(code)
    }

    /// A path that leads to something else than a file.
    public init(notRegular path: String) {
        operation = "open"
        self.path = path
        cause = .notRegular
    }

    /// "cannot write /var/log/…: No space left on device".
    public var description: String {
        switch cause {
        case .code(let code): "cannot \(operation) \(path): \(String(cString: strerror(code)))"
        case .notRegular: "cannot \(operation) \(path): it is not a regular file"
        }
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

    /// Whether both are the same file, whatever its size.
    func isSameFile(as other: FileIdentity) -> Bool {
        device == other.device && inode == other.inode
    }
}

/// The system calls an alert log needs, so that tests can let any of them fail. Descriptors are plain numbers; whoever
/// opens one closes it.
public protocol LogFileSystem: Sendable {
    /// Opens a regular file for reading and appending, through symbolic links. Never waits for a pipe's other end.
    ///
    /// - Parameter creates: whether to make the file (mode 0640), but not its directory, where there is none.
    func open(_ path: String, creates: Bool) throws(LogFileError) -> Int32
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
    /// The path of a regular file, whatever its name, in the directory that the file at `path` is in; nil where it is not
    /// among the first `limit` entries.
    func find(_ identity: FileIdentity, beside path: String, atMost limit: Int) throws(LogFileError) -> String?
}
