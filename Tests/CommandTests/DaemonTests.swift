import Foundation
import Glibc
import TestSupport
import Testing

/// The daemon's life: start, one at a time, reload, stop.
@Suite(.serialized) struct DaemonTests {
    @Test func printsStopsAndRefusesASecondOne() async throws {
        let watched = try WatchedFeeds(interval: "1s")
        let config = ["--config", watched.configurationPath]
        let daemon = try ProgramRun(["run", "--print"] + config)
        #expect(await daemon.says("[초지능] | Superintelligence"), "\(daemon.errors)")

        let second = try await ProgramRun.run(["run"] + config)
        #expect(second.code == 69)
        #expect(second.errors.contains("is in use by process \(daemon.process)"))
        let status = try await ProgramRun.run(["status"] + config)
        #expect(status.code == 0)
        #expect(status.output.hasPrefix("running, process \(daemon.process)\n"))

        _ = await watched.server.requests(atLeast: 15)
        let stopped = ContinuousClock().now
        daemon.send(SIGTERM)
        let result = await daemon.result()
        #expect(result.code == 0, "\(result.errors)")
        #expect(ContinuousClock().now - stopped < .seconds(5))
        #expect(watched.directory.read("log/alerts.log").split(separator: "\n").count == 3)
        #expect(result.lines.count == 3)
        // Told once each, however often they fail.
        #expect(result.errors.split(separator: "\n").filter { $0.contains("feed cannot be read") }.count == 2)
    }

    @Test func reloadsAGoodConfigurationAndKeepsTheOldOneOtherwise() async throws {
        let watched = try WatchedFeeds(interval: "1s")
        let daemon = try ProgramRun(["run", "--config", watched.configurationPath])
        #expect(await daemon.says("feed=\"broken\""))

        try watched.configure(interval: "1s", rules: "{ Name = \"R\"; Any = ( \"@nowhere\" ); }")
        daemon.send(SIGHUP)
        #expect(await daemon.says("the old one stays in force"))
        #expect(daemon.errors.contains("@nowhere"))
        // The daemon leaves word of it a moment after its log does.
        var faulty = try await ProgramRun.run(["status", "--config", watched.configurationPath])
        for _ in 0..<100 where !faulty.output.contains("fault:") {
            faulty = try await ProgramRun.run(["status", "--config", watched.configurationPath])
        }
        #expect(faulty.code == 78)
        #expect(faulty.lines.first == "running, process \(daemon.process)")
        #expect(
            faulty.lines.dropFirst().first?.hasPrefix(
                "fault: by the old configuration: the new one has faults (talentwatch check), for ") == true)
        #expect(faulty.errors.contains("@nowhere"))

        try watched.configure(interval: "1s", rules: "{ Name = \"날씨\"; Any = ( \"날씨\" ); }")
        daemon.send(SIGHUP)
        #expect(await daemon.says("configuration reloaded"))
        var sound = try await ProgramRun.run(["status", "--config", watched.configurationPath])
        for _ in 0..<100 where sound.output.contains("fault:") {
            sound = try await ProgramRun.run(["status", "--config", watched.configurationPath])
        }
        #expect(sound.code == 0)
        #expect(!sound.output.contains("fault:"))
        watched.server.routeFeed(
            "/utf8.xml",
            body: Array(
                "<rss version='2.0'><channel><item><guid>9</guid><title>초지능 날씨</title></item></channel></rss>".utf8),
            entityTag: "\"v2\"")
        let log = watched.directory
        while !log.read("log/alerts.log").contains("[날씨] | 초지능 날씨") {
            let asked = watched.server.requests.count
            _ = await watched.server.requests(atLeast: asked + 1)
        }
        daemon.send(SIGTERM)
        #expect(await daemon.result().code == 0)
    }

    /// As a service manager's reload does it, which ends with a check that fails.
    @Test func aCheckBeforeAReloadHasTheDaemonKnowThatItFailed() async throws {
        let watched = try WatchedFeeds()
        let config = ["--config", watched.configurationPath]
        let daemon = try ProgramRun(["run"] + config)
        #expect(await daemon.says("feed=\"broken\""))
        try watched.configure(rules: "{ Name = \"R\"; Any = ( \"@nowhere\" ); }")
        #expect(try await ProgramRun.run(["check"] + config).code == 78)
        #expect(try await ProgramRun.run(["status"] + config).output == "running, process \(daemon.process)\n")

        let reload = ["MAINPID": "\(daemon.process)"]
        #expect(try await ProgramRun.run(["check"] + config, environment: reload).code == 78)
        let fault = "\nfault: by the old configuration: the new one has faults (talentwatch check), for "
        var output = ""
        for _ in 0..<100 where !output.contains(fault) { output = try await ProgramRun.run(["status"] + config).output }
        #expect(output.contains(fault))

        try watched.configure()
        daemon.send(SIGHUP)
        #expect(await daemon.says("configuration reloaded"))
        for _ in 0..<100 where output.contains(fault) { output = try await ProgramRun.run(["status"] + config).output }
        #expect(!output.contains(fault))
        daemon.send(SIGTERM)
        #expect(await daemon.result().code == 0)
    }

    @Test func tellsTheServiceManager() async throws {
        let directory = try TemporaryDirectory()
        let listener = try NotifyListener(path: directory.file("notify"))
        let watched = try WatchedFeeds()
        let daemon = try ProgramRun(
            ["run", "--config", watched.configurationPath],
            environment: ["NOTIFY_SOCKET": directory.file("notify"), "WATCHDOG_USEC": "60000"])
        #expect(await listener.next()?.hasPrefix("READY=1\n") == true)
        var messages: Set<String> = []
        let wanted: Set = ["WATCHDOG=1", "STATUS=Watching 5 feeds, 2 failing, newest alert #3"]
        while !messages.isSuperset(of: wanted), let message = await listener.next() { messages.insert(message) }
        #expect(messages.isSuperset(of: wanted))
        daemon.send(SIGTERM)
        #expect(await daemon.result().code == 0)
        var last: String?
        while let message = await listener.next() {
            last = message
            if message == "STOPPING=1" { break }
        }
        #expect(last == "STOPPING=1")
    }

    @Test func tellsWhyTheServiceManagerCannotBeTold() async throws {
        let watched = try WatchedFeeds()
        let daemon = try ProgramRun(
            ["run", "--config", watched.configurationPath],
            environment: ["NOTIFY_SOCKET": "/" + String(repeating: "n", count: 200)])
        #expect(await daemon.says("the service manager cannot be told reason=\"the path in NOTIFY_SOCKET is longer"))
        daemon.send(SIGTERM)
        #expect(await daemon.result().code == 0)
    }
}

/// The service manager's end of sd_notify(3).
final class NotifyListener: Sendable {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw POSIXError(.EINVAL) }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    /// A message that is there already; nil when none is.
    func waiting() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    /// The next message; nil when none comes for long.
    func next() async -> String? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [descriptor] in
                var bytes = [UInt8](repeating: 0, count: 4096)
                let count = recv(descriptor, &bytes, bytes.count, 0)
                continuation.resume(returning: count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil)
            }
        }
    }
}
