import Glibc
import TestSupport
import Testing

@testable import WatchEngine

/// Which alerts belong in a log that comes or goes while the daemon runs.
@Suite struct AlertLogReloadTests: AlertLogTesting {
    let directory: TemporaryDirectory
    let files = FailingFileSystem()
    let time = ManualTime(now: Fixtures.now)
    let told = RecordedLog()

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func pass(_ logs: AlertLogService) async {
        await logs.followConfiguration()
        await logs.writeAll()
    }

    @Test func aReloadWhileTheStoreIsFullIsNotLost() async throws {
        let store = try Store.open(directory: directory.path)
        let fault = try await AlertLogTableFault(store)
        let live = LiveConfiguration(try configuration(logs: ["alerts.log", "old.log"]))
        let logs = service(store, live)
        try await logs.open()
        try await makeAlerts(1, in: store)
        await logs.writeAll()
        try await makeAlerts(1, in: store, from: 2)
        live.replace(with: try configuration(logs: ["alerts.log", "new.jsonl"]))
        fault.setBroken(true)
        await pass(logs)
        await pass(logs)
        #expect(told.messages.filter { $0.contains("registered") }.count == 1)
        // Made after the reload, so it belongs to the new log, whenever that can begin.
        try await makeAlerts(1, in: store, from: 3)
        time.advance(by: .seconds(2))
        await pass(logs)
        #expect(seqs("log/new.jsonl") == [])
        fault.setBroken(false)
        time.advance(by: .seconds(60))
        await pass(logs)
        #expect(seqs() == [1, 2, 3])
        #expect(seqs("log/new.jsonl") == [3])
        #expect(seqs("log/old.log").starts(with: [1, 2]))
        #expect(told.messages.contains("alert logs are registered in the store"))
    }

    @Test func aReloadThatFailsLeavesThePresentLogsAtWork() async throws {
        let store = try Store.open(directory: directory.path)
        let fault = try await AlertLogTableFault(store)
        let live = LiveConfiguration(try configuration(logs: ["alerts.log"]))
        let logs = service(store, live)
        try await logs.open()
        live.replace(with: try configuration(logs: ["new.log"]))
        fault.fail(change: 1)
        await logs.followConfiguration()
        try await makeAlerts(1, in: store)
        await logs.writeAll()
        #expect(seqs() == [1])
        time.advance(by: .seconds(1))
        await pass(logs)
        #expect(seqs("log/new.log") == [1])
        try await makeAlerts(1, in: store, from: 2)
        await pass(logs)
        #expect(seqs() == [1])
        #expect(seqs("log/new.log") == [1, 2])
    }

    @Test func aLogThatComesBackBeginsAnew() async throws {
        let store = try Store.open(directory: directory.path)
        let live = LiveConfiguration(try configuration(logs: ["alerts.log", "other.log"]))
        let logs = service(store, live)
        try await logs.open()
        for (number, names) in [["alerts.log"], ["alerts.log", "other.log"]].enumerated() {
            try await makeAlerts(1, in: store, from: 2 * number + 1)
            live.replace(with: try configuration(logs: names))
            await pass(logs)
            try await makeAlerts(1, in: store, from: 2 * number + 2)
            await pass(logs)
        }
        #expect(seqs() == [1, 2, 3, 4])
        #expect(seqs("log/other.log") == [1, 4])
    }

    @Test func aFormatMayChange() async throws {
        let store = try Store.open(directory: directory.path)
        try await service(store).open()
        var configuration = Configuration(sourcePath: "test", stateDirectory: directory.path)
        let path = directory.file("log/alerts.log")
        configuration.alertLogs = [AlertLogConfiguration(path: path, format: .text)]
        let live = LiveConfiguration(try ActiveConfiguration(configuration))
        let logs = service(store, live)
        try await logs.open()
        try await makeAlerts(1, in: store)
        await pass(logs)
        configuration.alertLogs = [AlertLogConfiguration(path: path, format: .json)]
        live.replace(with: try ActiveConfiguration(configuration))
        try await makeAlerts(1, in: store, from: 2)
        await pass(logs)
        try await makeAlerts(1, in: store, from: 3)
        await pass(logs)
        let lines = directory.read("log/alerts.log").split(separator: "\n").map(String.init)
        #expect(lines == (try await store.alerts()).map { AlertLine.line($0, format: $0.seq < 3 ? .text : .json) })
    }

    @Test func whatCannotBeRecordedIsTheStoresFailureAndRecordedLater() async throws {
        let store = try Store.open(directory: directory.path)
        let fault = try await AlertLogTableFault(store)
        let logs = try service(store)
        try await logs.open()
        try await makeAlerts(1, in: store)
        fault.setBroken(true)
        await logs.writeAll()
        #expect(seqs() == [1])
        #expect(told.messages == ["the store cannot give an alert log's alerts or record how far it is"])
        fault.setBroken(false)
        time.advance(by: .seconds(1))
        await logs.writeAll()
        // The record alone is left to go by.
        #expect(unlink(directory.file("log/alerts.log")) == 0)
        let next = try service(store)
        try await next.open()
        await next.writeAll()
        #expect(seqs() == [])
    }
}
