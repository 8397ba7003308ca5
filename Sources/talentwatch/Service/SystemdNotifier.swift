import Glibc
import Logging
import ServiceLifecycle
import Synchronization

/// Tells the service manager how the daemon is, by the datagrams of sd_notify(3). Does nothing where nobody listens.
final class SystemdNotifier: Service {
    private struct State {
        var isChecking = false
        var isStopping = false
        /// What the user was told and is not over.
        var isStuckTold = false
        var isSilenceTold = false
    }

    private let socket: NotifySocket?
    private let watchdogInterval: Duration?
    private let logger: Logger
    private let isAlive: @Sendable () async -> Bool
    private let state = Mutex(State())

    /// - Parameter isAlive: asked before the watchdog is fed; must hang or say no when the daemon makes no progress. It is
    ///   asked again only when it has answered.
    init(environment: [String: String], logger: Logger, isAlive: @escaping @Sendable () async -> Bool) {
        socket = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : NotifySocket(name: $0) }
        let isForThis = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        let limit = environment["WATCHDOG_USEC"].flatMap(Int64.init).flatMap { $0 > 0 ? $0 : nil }
        watchdogInterval = isForThis ? limit.map { .microseconds($0) / 3 } : nil
        self.logger = logger
        self.isAlive = isAlive
    }

    /// READY at the start, WATCHDOG while the daemon lives, STOPPING at the end.
    func run() async throws {
        send("READY=1\nSTATUS=Watching")
        await cancelWhenGracefulShutdown {
            // Without a watchdog there is nothing to do but wait for the end, which cancels the sleep.
            while (try? await Task.sleep(for: self.watchdogInterval ?? .seconds(3600))) != nil {
                if self.watchdogInterval != nil { self.check() }
            }
        }
        state.withLock { $0.isStopping = true }
        send("STOPPING=1")
    }

    /// Tells that the configuration is being read again (`Type=notify-reload`).
    func reloading() {
        var reading = timespec()
        clock_gettime(CLOCK_MONOTONIC, &reading)
        send("RELOADING=1\nMONOTONIC_USEC=\(Int64(reading.tv_sec) * 1_000_000 + Int64(reading.tv_nsec) / 1000)")
    }

    /// A line for `systemctl status`.
    func tell(status: String) {
        send("STATUS=\(status.replacing("\n", with: " "))")
    }

    /// Tells that the reload is over, with a line for `systemctl status`.
    func ready(status: String) {
        send("READY=1\nSTATUS=\(status.replacing("\n", with: " "))")
    }

    /// Asks whether the daemon is alive, unless the last question is still open, and feeds the watchdog when it says so.
    private func check() {
        let isOpen = state.withLock { state in
            defer { state.isChecking = true }
            return state.isChecking
        }
        guard !isOpen else { return note(isStuck: true) }
        // The one task outside of the service's own: while it hangs, as it may, the stop must not wait for it.
        Task {
            let isAlive = await isAlive()
            let isWanted = state.withLock { state in
                state.isChecking = false
                return !state.isStopping
            }
            guard isWanted else { return }
            if isAlive { send("WATCHDOG=1") }
            note(isStuck: !isAlive)
        }
    }

    private func note(isStuck: Bool) {
        let isNews = state.withLock { state in
            defer { state.isStuckTold = isStuck }
            return state.isStuckTold != isStuck
        }
        guard isNews else { return }
        if isStuck {
            logger.error("the daemon makes no progress; the watchdog is not fed until it does")
        } else {
            logger.notice("the daemon makes progress again")
        }
    }

    private func send(_ message: String) {
        guard let socket else { return }
        let failure = socket.send(message)
        let isNews = state.withLock { state in
            defer { state.isSilenceTold = failure != nil }
            return !state.isSilenceTold
        }
        if let failure, isNews {
            logger.warning("the service manager cannot be told", metadata: ["reason": "\(failure)"])
        }
    }
}

/// The datagram socket that a service manager listens on: a path, or an abstract name that is written with @.
struct NotifySocket: Sendable {
    /// A manager that takes no datagram for so many seconds is not waited for.
    private static let sendTimeout = 2

    let name: String

    /// Sends a message as one datagram. Blocks while the manager's queue is full, for two seconds at most.
    ///
    /// - Returns: why it could not be sent; nil when it was.
    func send(_ message: String) -> String? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(name.utf8)
        guard path.first == UInt8(ascii: "/") || path.first == UInt8(ascii: "@") else {
            return "NOTIFY_SOCKET names neither a path nor an abstract socket"
        }
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else {
            return "the path in NOTIFY_SOCKET is longer than a socket's can be"
        }
        // An abstract name begins with a NUL, and its length is what the call says.
        if path[0] == UInt8(ascii: "@") { path[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)

        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: Self.sendTimeout, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let bytes = Array(message.utf8)
        while true {
            let sent = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
                }
            }
            if sent >= 0 { return nil }
            if errno != EINTR { return String(cString: strerror(errno)) }
        }
    }
}
