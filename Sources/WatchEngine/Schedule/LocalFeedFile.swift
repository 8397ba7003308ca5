import Glibc

/// A feed that is a file of this machine. Only the configuration may name one; no redirect and no feed can.
enum LocalFeedFile {
    /// The bytes of a regular file and a validator that changes with them; nil bytes when `validator` still holds.
    ///
    /// - Throws: `PollFailure` that says why it cannot be read.
    static func read(
        _ path: String, validator: String?, maximumSize: Int
    ) throws(PollFailure) -> (bytes: [UInt8]?, validator: String) {
        // Not blocking: the path may lead to a named pipe.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw PollFailure("cannot open \(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw PollFailure("\(path) is not a regular file")
        }
        let current = "\(status.st_ino)-\(status.st_size)-\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
        if current == validator { return (nil, current) }
        guard status.st_size <= maximumSize else {
            throw PollFailure("\(path) has \(status.st_size) bytes, more than MaximumBodySize (\(maximumSize))")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw PollFailure("cannot read \(path): \(String(cString: strerror(errno)))") }
            if got == 0 { break }
            filled += got
        }
        bytes.removeLast(bytes.count - filled)
        return (bytes, current)
    }
}

/// Why a poll brought nothing: one line, safe to print.
struct PollFailure: Error, Sendable, Equatable {
    var message: String
    /// The HTTP status, where there was an answer.
    var status: Int?
    /// What the site asked for with Retry-After, from the answer on.
    var retryAfter: Duration?
    /// The URL that gave the answer, behind all redirects, where the poll looked.
    var url: String?

    init(_ message: String, status: Int? = nil, retryAfter: Duration? = nil, url: String? = nil) {
        self.message = PrintableText.line(message)
        self.status = status
        self.retryAfter = retryAfter
        self.url = url
    }
}
