import Foundation
import GRDB
import Glibc
import ServiceLifecycle
import TestSupport
import Testing

@testable import WatchEngine

/// The log is a projection of the store: whatever fails and whenever it dies, one line per seq.
@Suite struct AlertLogServiceTests: AlertLogTesting {
    let directory: TemporaryDirectory
    let files = FailingFileSystem()
    let time = ManualTime(now: Fixtures.now)
    let told = RecordedLog()

    init() throws {
        directory = try TemporaryDirectory()
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

    /// What an earlier release took over from such a line is in the store already.
    @Test func aStoreAtTheEndOfTheNumbersIsNoCrash() async throws {
        let store = try Store.open(directory: directory.path)
        let path = directory.file("log/alerts.log")
        try await store.write { database in
            try database.execute(
                sql: "INSERT INTO sqlite_sequence (name, seq) VALUES ('alert', ?)", arguments: [Int64.max])
        }
        let logs = try service(store)
        try await logs.open()
        try await store.save(AlertLogProgress(path: path, writtenSeq: .max, file: nil))
        let again = try service(store)
        try await again.open()
        await again.writeAll()
        #expect(seqs() == [])
        #expect(told.messages == [])
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

    @Test func whatWaitsUnwrittenIsLateAndWhatFailedIsNot() async throws {
        let store = try Store.open(directory: directory.path)
        let faults = StandingFaults()
        let logs = AlertLogService(
            store: store, configuration: LiveConfiguration(try configuration(logs: ["a.log", "b.log"])), files: files,
            time: time, faults: faults, logger: told.logger)
        try await logs.open()
        #expect(await logs.lag() == .zero)
        try await makeAlerts(2, in: store)
        #expect(await logs.lag() == .zero)
        time.advance(by: .seconds(90))
        #expect(await logs.lag() == .seconds(90))
        files.setBroken("sync", true)
        await logs.writeAll()
        #expect(await logs.lag() == .zero)
        #expect(faults.all.map(\.text).allSatisfy { $0.hasPrefix("an alert log waits: cannot sync /") })
        #expect(faults.all.count == 2)
        files.setBroken("sync", false)
        time.advance(by: .seconds(90))
        await logs.writeAll()
        #expect(await logs.lag() == .zero)
        #expect(faults.all.isEmpty)
        // Slow, but not stuck.
        for first in [3, 5, 7] {
            try await makeAlerts(2, in: store, from: first)
            #expect(await logs.lag() == .zero)
            time.advance(by: .seconds(90))
            await logs.writeAll()
        }
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

    @Test func theLastPassTriesAtOnceWhatFailedBefore() async throws {
        let store = try Store.open(directory: directory.path)
        let logs = try service(store)
        try await logs.open()
        files.setBroken("write", true)
        try await makeAlerts(2, in: store)
        let group = ServiceGroup(configuration: .init(services: [logs], logger: Fixtures.silent))
        async let end: Void = group.run()
        // The service waits for its next try.
        while time.sleeperCount == 0 { await Task.yield() }
        files.setBroken("write", false)
        #expect(seqs() == [])
        await group.triggerGracefulShutdown()
        try await end
        #expect(seqs() == [1, 2])
    }

    @Test func aCancelledPassIsNoFailure() async throws {
        let store = try Store.open(directory: directory.path)
        let logs = try service(store)
        try await logs.open()
        try await makeAlerts(1, in: store)
        await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await logs.writeAll()
        }.value
        #expect(told.messages == [])
        #expect(seqs() == [])
        // No wait was begun either.
        await logs.writeAll()
        #expect(seqs() == [1])
    }

    /// As many logs as the machine has cores, and one more, wait for their disks at once; others still get their turn.
    @Test func aSlowDiskHoldsUpNobodyElse() async throws {
        let count = ProcessInfo.processInfo.activeProcessorCount + 1
        var all: [AlertLogService] = []
        for number in 0..<count {
            let store = try Store.open(directory: directory.file("store\(number)"))
            let logs = try service(store, logs: ["\(number).log"])
            try await logs.open()
            try await makeAlerts(1, in: store)
            all.append(logs)
        }
        let (entered, enters) = AsyncStream.makeStream(of: Void.self)
        let disk = DispatchSemaphore(value: 0)
        files.whileSyncing {
            enters.yield()
            // Runs out only where the test fails.
            if disk.wait(timeout: .now() + 20) == .timedOut { Issue.record("nobody could free the disk") }
        }
        await withTaskGroup(of: Void.self) { group in
            for logs in all { group.addTask { await logs.writeAll() } }
            var waiting = entered.makeAsyncIterator()
            for _ in 0..<count { await waiting.next() }
            for _ in 0..<count { disk.signal() }
        }
        for number in 0..<count { #expect(seqs("log/\(number).log") == [1]) }
    }
}
