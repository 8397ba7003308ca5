import Foundation
import Glibc
import TalentMatch
import TestSupport
import Testing

@testable import WatchEngine

/// The log is a projection of the store: whatever fails and whenever it dies, one line per seq.
@Suite struct AlertLogServiceTests {
    let directory: TemporaryDirectory
    let files = FailingFileSystem()
    let time = ManualTime(now: Fixtures.now)

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func service(_ store: Store, logs: [String] = ["alerts.log"]) throws -> AlertLogService {
        var configuration = Configuration(sourcePath: "test", stateDirectory: directory.path)
        configuration.alertLogs = logs.map {
            AlertLogConfiguration(path: directory.file("log/" + $0), format: $0.hasSuffix("jsonl") ? .json : .text)
        }
        return AlertLogService(
            store: store, configuration: LiveConfiguration(try ActiveConfiguration(configuration)), files: files,
            time: time,
            logger: Fixtures.silent)
    }

    private func makeAlerts(_ count: Int, in store: Store, from first: Int = 1) async throws {
        guard let feed = try await store.register(feeds: [("https://a.example/f", "가")]).first else { return }
        var change = FeedChange(state: feed)
        change.newItems = (first..<first + count).map { number in
            let draft = AlertDraft(
                type: .alert, time: Fixtures.now, secondsFromUTC: 0, severity: .normal, rules: ["r"], matches: [],
                move: nil)
            return FeedChange.NewItem(
                item: Fixtures.item(guid: "g\(number)", title: "t\(number)"),
                identity: ItemIdentity(keys: [UInt64(number)]), matchedRules: ["r"], alert: draft)
        }
        #expect(try await store.commit([change]) == count)
    }

    private func seqs(_ file: String = "log/alerts.log") -> [Int64] {
        directory.read(file).split(separator: "\n").compactMap {
            AlertLogTail.seq(of: $0.utf8)
        }
    }

    @Test func writesWhatTheStoreHas() async throws {
        let store = try Store.open(directory: directory.path)
        let logs = try service(store, logs: ["alerts.log", "alerts.jsonl"])
        try await logs.open()
        try await makeAlerts(3, in: store)
        await logs.writeAll()
        await logs.writeAll()
        #expect(seqs() == [1, 2, 3])
        #expect(seqs("log/alerts.jsonl") == [1, 2, 3])
    }

    @Test func continuesAfterACrashBetweenTheLineAndItsRecord() async throws {
        let store = try Store.open(directory: directory.path)
        try await service(store).open()
        try await makeAlerts(3, in: store)
        // The process died after the line of #2 was synced and while #3 was being written.
        let lines = try await store.alerts().prefix(2).map(AlertLine.text)
        try directory.write(lines.map { $0 + "\n" }.joined() + "2026-11-18T", to: "log/alerts.log")
        let logs = try service(store)
        try await logs.open()
        await logs.writeAll()
        #expect(seqs() == [1, 2, 3])
    }

    @Test func continuesAfterACrashAndARotation() async throws {
        let store = try Store.open(directory: directory.path)
        let first = try service(store)
        try await first.open()
        try await makeAlerts(1, in: store)
        await first.writeAll()
        try await makeAlerts(2, in: store, from: 2)
        // #2 was synced but not recorded when the process died; then the file was rotated.
        let second = AlertLine.text(try await store.alerts()[1]) + "\n"
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: directory.file("log/alerts.log")))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(second.utf8))
        try handle.close()
        #expect(rename(directory.file("log/alerts.log"), directory.file("log/alerts.log.1")) == 0)
        let logs = try service(store)
        try await logs.open()
        await logs.writeAll()
        #expect(seqs("log/alerts.log.1") == [1, 2])
        #expect(seqs() == [3])
    }

    @Test func aLogThatIsAddedLaterBeginsThen() async throws {
        let store = try Store.open(directory: directory.path)
        let first = try service(store)
        try await first.open()
        try await makeAlerts(2, in: store)
        await first.writeAll()
        let both = try service(store, logs: ["alerts.log", "later.jsonl"])
        try await both.open()
        try await makeAlerts(1, in: store, from: 3)
        await both.writeAll()
        #expect(seqs() == [1, 2, 3])
        #expect(seqs("log/later.jsonl") == [3])
    }

    @Test func aLogThatOutlivedItsStoreIsContinued() async throws {
        try directory.write("2026-01-01T00:00:00Z #500 [r] | a | f | -\n", to: "log/alerts.log")
        let store = try Store.open(directory: directory.path)
        let logs = try service(store)
        try await logs.open()
        try await makeAlerts(2, in: store)
        await logs.writeAll()
        #expect(seqs() == [500, 501, 502])
    }

    /// A line that claims what cannot be, from an administrator or a broken disk, must not stop the store.
    @Test(arguments: [1_000_000_001, .max - 1, .max])
    func anAbsurdNumberIsNotBelieved(number: Int64) async throws {
        let store = try Store.open(directory: directory.path)
        let before = "2026-01-01T00:00:00Z #\(number) [r] | a | f | -\n"
        try directory.write(before, to: "log/alerts.log")
        let logs = try service(store)
        try await logs.open()
        try await makeAlerts(2, in: store)
        await logs.writeAll()
        #expect(seqs() == [number, 1, 2])
        #expect(directory.read("log/alerts.log").hasPrefix(before))
        try await store.raiseSeq(to: .max)
        try await makeAlerts(1, in: store, from: 3)
    }

    @Test func everyOperationMayFailOnce() async throws {
        for number in 1...60 {
            let directory = try TemporaryDirectory()
            let store = try Store.open(directory: directory.path)
            var configuration = Configuration(sourcePath: "test", stateDirectory: directory.path)
            configuration.alertLogs = [AlertLogConfiguration(path: directory.file("log/a.log"), format: .text)]
            let logs = AlertLogService(
                store: store, configuration: LiveConfiguration(try ActiveConfiguration(configuration)), files: files,
                time: time, logger: Fixtures.silent)
            let before = files.count
            files.fail(operation: number)
            try await logs.open()
            for round in 0..<3 {
                try await makeAlerts(2, in: store, from: 1 + 2 * round)
                await logs.writeAll()
                time.advance(by: .seconds(61))
                await logs.writeAll()
            }
            files.fail(operation: nil)
            let found = directory.read("log/a.log").split(separator: "\n")
                .compactMap { AlertLogTail.seq(of: $0.utf8) }
            #expect(found == [1, 2, 3, 4, 5, 6], "operation \(number) failed")
            if files.count - before < number { return }
        }
        Issue.record("no run got through without a failure")
    }

    @Test func aFullDiskLosesNothing() async throws {
        let store = try Store.open(directory: directory.path)
        let logs = try service(store)
        try await logs.open()
        files.setBroken("write", true)
        try await makeAlerts(2, in: store)
        await logs.writeAll()
        await logs.writeAll()
        #expect(seqs() == [])
        files.setBroken("write", false)
        time.advance(by: .seconds(2))
        await logs.writeAll()
        #expect(seqs() == [1, 2])
    }

    @Test func aVanishedDirectoryComesBack() async throws {
        let store = try Store.open(directory: directory.path)
        let logs = try service(store)
        try await logs.open()
        try await makeAlerts(1, in: store)
        await logs.writeAll()
        try FileManager.default.removeItem(atPath: directory.file("log"))
        try await makeAlerts(1, in: store, from: 2)
        await logs.writeAll()
        #expect(seqs() == [2])
    }
}
