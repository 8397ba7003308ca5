import Glibc

/// The feeds that somebody wants asked now: lines of a file in the state directory, which commands write and the daemon
/// takes away at their signal.
///
/// Whoever has the file open holds its lock (flock(2)), so no request is lost between a reading and a removal.
public struct RefreshRequests: Sendable {
    /// The file's name inside the state directory.
    public static let fileName = "refresh-requests"
    /// More requests are not taken until the daemon has read those there are, in bytes.
    private static let sizeLimit = 1 << 20
    /// Feeds taken at a time, and bytes of a name.
    private static let countLimit = 10_000
    private static let nameLimit = 4096
    /// Milliseconds that a writer waits for another one.
    private static let patience = 5000

    /// Why a request could not be left or taken, as a whole sentence.
    public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// The sentence.
        public var description: String
    }

    private let directory: String
    private var path: String { directory + "/" + Self.fileName }

    /// The requests to the daemon that works in a state directory.
    public init(directory: String) {
        self.directory = directory
    }

    /// Leaves a request for the feed called `name`. Blocks for some seconds at most, while another process has the file.
    public func add(_ name: String) throws(Failure) {
        let descriptor = try openLocked()
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("read") }
        guard status.st_size < Self.sizeLimit else {
            throw Failure(description: "\(path) is full: the daemon does not read it")
        }
        // What root writes must be read by the user that the daemon runs as.
        var owner = stat()
        if geteuid() == 0, stat(directory, &owner) == 0 { _ = fchown(descriptor, owner.st_uid, owner.st_gid) }
        let line = Array((name + "\n").utf8)
        guard write(descriptor, line, line.count) == line.count else { throw failure("write") }
    }

    /// Takes all requests away. Does not block: a writer who has the file just now signals when it is done.
    ///
    /// - Returns: the names of the feeds, each once, in their order.
    public func take() throws(Failure) -> [String] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return [] }
            throw failure("read")
        }
        defer { close(descriptor) }
        guard Self.isOwn(descriptor) else {
            // Whatever somebody put there, only its name here goes.
            unlink(path)
            throw Failure(description: "\(path) is no file of requests: it was removed, and nothing of it was taken")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK { return [] }
            throw failure("lock")
        }
        var bytes = [UInt8](repeating: 0, count: 2 * Self.sizeLimit)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw failure("read") }
        guard unlink(path) == 0 else { throw failure("remove") }
        var met: Set<String> = []
        return bytes[..<count].split(separator: ASCII.newline, maxSplits: Self.countLimit)
            .prefix(Self.countLimit).filter { $0.count <= Self.nameLimit }
            .map { String(decoding: $0, as: UTF8.self) }.filter { met.insert($0).inserted }
    }

    /// Opens the file for appending, with its lock; one that was taken away meanwhile is left for the next.
    private func openLocked() throws(Failure) -> Int32 {
        var waited = 0
        while true {
            let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
            let descriptor = open(path, flags, 0o600)
            guard descriptor >= 0 else { throw failure("write") }
            guard Self.isOwn(descriptor) else {
                close(descriptor)
                throw Failure(description: "\(path) is no file of requests: remove it")
            }
            while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                let isHeld = errno == EWOULDBLOCK && waited < Self.patience
                guard errno == EINTR || isHeld else {
                    let failure = failure("lock")
                    close(descriptor)
                    throw failure
                }
                usleep(10_000)
                waited += 10
            }
            var opened = stat()
            var named = stat()
            if fstat(descriptor, &opened) == 0, stat(path, &named) == 0, opened.st_ino == named.st_ino,
                opened.st_dev == named.st_dev
            {
                return descriptor
            }
            close(descriptor)
        }
    }

    /// Whether it is a regular file that has no other name, by which it would be somebody else's too.
    private static func isOwn(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_nlink <= 1
    }

    private func failure(_ what: String) -> Failure {
        Failure(description: "cannot \(what) \(path): \(String(cString: strerror(errno)))")
    }
}
