import Foundation
import GRDB
import Logging
import Synchronization
import TalentMatch
import TestSupport
import Testing

@testable import WatchEngine

/// What the tests of the alert logs begin with: a directory, a file system that fails as told, a clock, and what was told.
protocol AlertLogTesting {
    var directory: TemporaryDirectory { get }
    var files: FailingFileSystem { get }
    var time: ManualTime { get }
    var told: RecordedLog { get }
}

extension AlertLogTesting {
    /// A configuration with these files in the directory `log`; the name tells the format.
    func configuration(logs: [String]) throws -> ActiveConfiguration {
        var configuration = WatchEngine.Configuration(sourcePath: "test", stateDirectory: directory.path)
        configuration.alertLogs = logs.map {
            AlertLogConfiguration(path: directory.file("log/" + $0), format: $0.hasSuffix("jsonl") ? .json : .text)
        }
        return try ActiveConfiguration(configuration)
    }

    func service(_ store: Store, logs: [String] = ["alerts.log"]) throws -> AlertLogService {
        service(store, LiveConfiguration(try configuration(logs: logs)))
    }

    func service(_ store: Store, _ live: LiveConfiguration) -> AlertLogService {
        AlertLogService(store: store, configuration: live, files: files, time: time, logger: told.logger)
    }

    /// Stores alerts with the numbers from `first` on.
    func makeAlerts(_ count: Int, in store: Store, from first: Int = 1) async throws {
        guard let feed = try await store.register(feeds: [("https://a.example/f", "가")]).first else { return }
        var change = FeedChange(state: feed)
        change.newItems = (first..<first + count).map { number in
            let draft = AlertDraft(
                type: .alert, time: Fixtures.now, secondsFromUTC: 0, severity: .normal, rules: ["r"], matches: [],
                moves: [])
            return FeedChange.NewItem(
                item: Fixtures.item(guid: "g\(number)", title: "t\(number)"),
                identity: ItemIdentity(keys: [UInt64(number)]), matchedRules: ["r"], alert: draft)
        }
        #expect(try await store.commit([change]) == count)
    }

    /// The numbers of a log's lines.
    func seqs(_ file: String = "log/alerts.log") -> [Int64] {
        directory.read(file).split(separator: "\n").compactMap { AlertLogTail.seq(of: $0.utf8) }
    }
}

/// Keeps the messages that are logged.
final class RecordedLog: Sendable {
    private let state = Mutex<[String]>([])

    var messages: [String] { state.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        var log: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.state.withLock { $0.append(event.message.description) }
        }
    }
}

/// Lets the store refuse to record how far the logs are, as on a full disk: the N-th change, or all while told so.
final class AlertLogTableFault: Sendable {
    private struct State {
        var count = 0
        var failing: Int?
        var isBroken = false
    }

    private let state = Mutex(State())

    /// Changes so far.
    var count: Int { state.withLock(\.count) }

    /// - Parameter store: whose changes of `alert_log` are counted and fail as told.
    init(_ store: Store) async throws {
        try await store.write { database in
            database.add(function: DatabaseFunction("alert_log_fault", argumentCount: 0) { _ in try self.step() })
            for change in ["INSERT", "UPDATE", "DELETE"] {
                try database.execute(
                    sql: """
                        CREATE TEMP TRIGGER alert_log_fault_\(change) BEFORE \(change) ON alert_log
                        BEGIN SELECT alert_log_fault(); END
                        """)
            }
        }
    }

    /// Lets the N-th change from now on fail, counted from 1; nil for none.
    func fail(change number: Int?) {
        state.withLock { state in state.failing = number.map { state.count + $0 } }
    }

    func setBroken(_ isBroken: Bool) {
        state.withLock { $0.isBroken = isBroken }
    }

    private func step() throws -> Int? {
        let fails = state.withLock { state in
            state.count += 1
            return state.isBroken || state.count == state.failing
        }
        if fails { throw DatabaseError(resultCode: .SQLITE_FULL) }
        return nil
    }
}
