import Logging
import Synchronization
import TestSupport
import Testing

@testable import talentwatch

/// What the service manager is told, and when it is left untold.
@Suite struct SystemdNotifierTests {
    @Test func aHungCheckStarvesTheWatchdogAndNeitherItsReturnNorTheStop() async throws {
        let directory = try TemporaryDirectory()
        let listener = try NotifyListener(path: directory.file("notify"))
        let log = CollectedLog()
        let (asked, askedEnd) = AsyncStream.makeStream(of: CheckedContinuation<Bool, Never>.self)
        let notifier = SystemdNotifier(
            environment: ["NOTIFY_SOCKET": directory.file("notify"), "WATCHDOG_USEC": "30000"], logger: log.logger
        ) {
            await withCheckedContinuation { _ = askedEnd.yield($0) }
        }
        let running = Task { try await notifier.run() }
        #expect(await listener.next() == "READY=1\nSTATUS=Watching")

        var questions = asked.makeAsyncIterator()
        let first = try #require(await questions.next())
        // The second turn of the watchdog finds the question open.
        #expect(await log.next() == "the daemon makes no progress; the watchdog is not fed until it does")
        first.resume(returning: true)
        #expect(await listener.next() == "WATCHDOG=1")
        #expect(await log.next() == "the daemon makes progress again")

        let second = try #require(await questions.next())
        second.resume(returning: false)
        #expect(await log.next() == "the daemon makes no progress; the watchdog is not fed until it does")
        let third = try #require(await questions.next())
        running.cancel()
        try await running.value
        #expect(await listener.next() == "STOPPING=1")
        third.resume(returning: true)
    }

    @Test(arguments: [
        ("/" + String(repeating: "d", count: 107), "the path in NOTIFY_SOCKET is longer than a socket's can be"),
        ("vsock:2:1234", "NOTIFY_SOCKET names neither a path nor an abstract socket"),
        ("/nowhere/notify", "No such file or directory"),
        ("@talentwatch-nobody-listens", "Connection refused"),
    ])
    func saysWhyNobodyCanBeTold(name: String, reason: String) {
        #expect(NotifySocket(name: name).send("READY=1") == reason)
    }

    @Test func aDeafManagerIsToldOfOnce() async throws {
        let log = CollectedLog()
        let notifier = SystemdNotifier(environment: ["NOTIFY_SOCKET": "/nowhere/notify"], logger: log.logger) { true }
        notifier.ready(status: "a")
        notifier.ready(status: "b")
        #expect(log.messages == ["the service manager cannot be told"])
    }
}

/// Keeps the messages that are logged.
private final class CollectedLog: Sendable {
    private let collected = Mutex<[String]>([])
    private let stream: AsyncStream<String>
    private let end: AsyncStream<String>.Continuation

    init() {
        (stream, end) = AsyncStream.makeStream(of: String.self)
    }

    var messages: [String] { collected.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(log: self) }
    }

    /// The next message that nobody took yet.
    func next() async -> String? {
        var messages = stream.makeAsyncIterator()
        return await messages.next()
    }

    private struct Handler: LogHandler {
        let log: CollectedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.collected.withLock { $0.append(event.message.description) }
            log.end.yield(event.message.description)
        }
    }
}
