import Glibc
import Synchronization
import WatchEngine

/// Where results go. Lines are gathered into large writes; `flush` makes sure of them. Any thread.
enum StandardOutput {
    /// The reader has gone away.
    struct Closed: Error {}

    private static let writeSize = 64 << 10
    private static let buffer = Mutex<[UInt8]>([])

    /// Writes a line.
    ///
    /// - Throws: `Closed`, or `CommandFailure` when the output cannot be written.
    static func line(_ text: String) throws {
        try buffer.withLock { buffer in
            buffer.append(contentsOf: text.utf8)
            buffer.append(UInt8(ascii: "\n"))
            if buffer.count >= writeSize { try empty(&buffer) }
        }
    }

    /// Writes out what is gathered.
    static func flush() throws {
        try buffer.withLock { try empty(&$0) }
    }

    private static func empty(_ buffer: inout [UInt8]) throws {
        defer { buffer.removeAll(keepingCapacity: true) }
        var rest = buffer[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                throw failure()
            }
            rest = rest.dropFirst(written)
        }
    }

    /// Whether a person looks at the output on a terminal that can show colours (https://no-color.org).
    static func isColourWanted(environment: [String: String]) -> Bool {
        isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    private static func failure() -> any Error {
        let code = errno
        return code == EPIPE
            ? Closed() : CommandFailure(.inputOutput, "cannot write the output: \(String(cString: strerror(code)))")
    }
}

/// Where messages about the work go. Any thread.
enum Diagnostics {
    /// A reader who reads nothing for so long, in milliseconds, is waited for no more until there is room again.
    private static let patience: Int32 = 1000
    private static let hasStalled = Atomic(false)

    /// Writes a line to stderr. A stderr that cannot be written has nobody to tell it to.
    static func write(_ text: String) {
        var space = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        let isReady = poll(&space, 1, hasStalled.load(ordering: .relaxed) ? 0 : patience) != 0
        hasStalled.store(!isReady, ordering: .relaxed)
        guard isReady else { return }
        // Whatever a message shows of arguments, paths and answers, it steers no terminal.
        var line = PrintableText.escaped(text) + "\n"
        line.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
