import Foundation
import Glibc
import Logging
import ServiceLifecycle

/// Tells the service manager how the daemon is, by the datagrams of sd_notify(3). Does nothing where nobody listens.
struct SystemdNotifier: Service {
    private let socketPath: String?
    private let watchdogInterval: Duration?
    private let logger: Logger
    private let isAlive: @Sendable () async -> Bool

    /// - Parameter isAlive: asked before the watchdog is fed; must hang or say no when the daemon makes no progress.
    init(environment: [String: String], logger: Logger, isAlive: @escaping @Sendable () async -> Bool) {
        socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        let isForThis = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        watchdogInterval =
            isForThis ? environment["WATCHDOG_USEC"].flatMap(Int64.init).map { .microseconds($0) / 3 } : nil
        self.logger = logger
        self.isAlive = isAlive
    }

    /// READY at the start, WATCHDOG while the daemon lives, STOPPING at the end.
    func run() async throws {
        send("READY=1\nSTATUS=Watching")
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // Without a watchdog there is nothing to do but wait for the end.
                try? await Task.sleep(for: watchdogInterval ?? .seconds(3600))
                if !Task.isCancelled, watchdogInterval != nil, await isAlive() { send("WATCHDOG=1") }
            }
        }
        send("STOPPING=1")
    }

    /// Tells that the configuration is being read again (`Type=notify-reload`).
    func reloading() {
        var reading = timespec()
        clock_gettime(CLOCK_MONOTONIC, &reading)
        send("RELOADING=1\nMONOTONIC_USEC=\(Int64(reading.tv_sec) * 1_000_000 + Int64(reading.tv_nsec) / 1000)")
    }

    /// Tells that the reload is over, with a line for `systemctl status`.
    func ready(status: String) {
        send("READY=1\nSTATUS=\(status.replacing("\n", with: " "))")
    }

    private func send(_ message: String) {
        guard let socketPath else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return failed(errno) }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // An abstract address begins with a NUL, which the environment writes as @.
        var path = Array(socketPath.utf8)
        if path.first == UInt8(ascii: "@") { path[0] = 0 }
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return failed(ENAMETOOLONG) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let bytes = Array(message.utf8)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        if sent < 0 { failed(errno) }
    }

    private func failed(_ code: Int32) {
        logger.warning(
            "the service manager cannot be told", metadata: ["reason": "\(String(cString: strerror(code)))"])
    }
}
