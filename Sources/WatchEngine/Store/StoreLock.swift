import Glibc
import Synchronization

/// Holds a store for one process: an open-file-description lock (fcntl(2)) on a file beside it, which the kernel lets go when the process ends,
/// however it ends. The file's text is what the holder says of itself (`ProcessRecord`).
final class StoreLock: Sendable {
    // F_OFD_GETLK and F_OFD_SETLK of Linux's fcntl.h, which Glibc's module map leaves out.
    private static let getLock: Int32 = 36
    private static let setLock: Int32 = 37

    private let descriptor: Int32
    private let path: String
    private let ownership: Mutex<Bool>

    /// Whether a store was opened here before, by the lock file's word.
    var hasStore: Bool { ownership.withLock { $0 } }

    /// Takes the lock at once or not at all.
    ///
    /// - Throws: `StoreError.inUse` with the holder's process id, or `.cannotOpen`.
    init(path: String) throws {
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW, 0o600)
        guard opened >= 0 else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        var status = stat()
        guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw StoreError.cannotOpen(path: path, reason: "it is not a regular file")
        }
        var wanted = Self.wholeFile(F_WRLCK)
        guard fcntl(opened, Self.setLock, &wanted) == 0 else {
            let isHeld = errno == EAGAIN || errno == EACCES
            let reason = String(cString: strerror(errno))
            let holder = Self.read(opened)?.process
            close(opened)
            throw isHeld
                ? StoreError.inUse(path: path, process: holder)
                : StoreError.cannotOpen(path: path, reason: reason)
        }
        descriptor = opened
        self.path = path
        let before = Self.read(opened)
        ownership = Mutex(before?.hasStore ?? false)
        // From here on deinit closes it. What it says of the store is there at any moment.
        try write([])
        guard ftruncate(opened, off_t(ProcessRecord.size)) == 0 else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
    }

    /// Says what is wrong with this process.
    ///
    /// - Throws: `StoreError`.
    func write(_ faults: [StandingFault]) throws {
        let bytes = ProcessRecord(process: getpid(), faults: faults, hasStore: hasStore).encoded
        // At its place, so that it takes no room that is not there already.
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
    }

    /// Whether the lock's path still leads to it.
    func isInPlace() throws(LogFileError) -> Bool {
        let files = PosixFileSystem()
        let held = try files.identity(of: descriptor, path: path)
        return try files.identity(at: path)?.isSameFile(as: held) ?? false
    }

    /// Says, durably, that the store beside the lock is one of this program.
    ///
    /// - Throws: `StoreError`.
    func claimStore() throws {
        let isNews = ownership.withLock { hasStore in
            defer { hasStore = true }
            return !hasStore
        }
        guard isNews else { return }
        try write([])
        guard fsync(descriptor) == 0 else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
    }

    deinit {
        release()
        close(descriptor)
    }

    /// Lets the lock go, once and for all. Closing alone does not, as long as a process that was forked meanwhile has the
    /// descriptor too, which it has until it runs its program.
    func release() {
        var nothing = Self.wholeFile(F_UNLCK)
        // It cannot fail: the descriptor is open, and letting go needs no room.
        _ = fcntl(descriptor, Self.setLock, &nothing)
    }

    /// What the process that holds the lock at `path` says of itself, nil when none does. Process 0 is one that says nothing.
    static func holder(path: String) -> ProcessRecord? {
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { return nil }
        defer { close(opened) }
        // Asks only: taking it, even for a moment, would refuse a daemon that starts just then.
        var asked = wholeFile(F_WRLCK)
        guard fcntl(opened, getLock, &asked) == 0, asked.l_type != Int16(F_UNLCK) else { return nil }
        return read(opened) ?? ProcessRecord(process: 0)
    }

    private static func wholeFile(_ type: Int32) -> flock {
        flock(l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
    }

    private static func read(_ descriptor: Int32) -> ProcessRecord? {
        var bytes = [UInt8](repeating: 0, count: ProcessRecord.size)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? ProcessRecord(bytes[..<count]) : nil
    }
}
