import Glibc
import TestSupport
import Testing

@testable import WatchEngine

/// After "How SQLite Is Tested": the N-th operation fails, N = 1, 2, 3 … until a run gets through, with rotations and
/// the death of the process in between. Each time both logs have each alert once.
@Suite struct AlertLogFaultTests {
    private struct Run: AlertLogTesting {
        let directory: TemporaryDirectory
        let files = FailingFileSystem()
        let time = ManualTime(now: Fixtures.now)
        let told = RecordedLog()
        let store: Store
        let fault: AlertLogTableFault

        static let names = ["alerts.log", "alerts.jsonl"]

        init() async throws {
            directory = try TemporaryDirectory()
            store = try Store.open(directory: directory.path)
            fault = try await AlertLogTableFault(store)
        }

        /// Opens the logs as the daemon's start does: where the store cannot take that, systemd starts it again.
        func start() async throws -> AlertLogService {
            let logs = try service(store, logs: Self.names)
            do {
                try await logs.open()
                return logs
            } catch {
                let again = try service(store, logs: Self.names)
                try await again.open()
                return again
            }
        }

        /// Two alerts a round; in each a pass that may fail and, unless the process dies, the one that mends it.
        func go() async throws {
            var logs = try await start()
            for round in 0..<4 {
                try await makeAlerts(2, in: store, from: 1 + 2 * round)
                // Lines that are synced but not recorded when the process dies, before the logs are rotated.
                fault.setBroken(round == 1)
                await logs.writeAll()
                fault.setBroken(false)
                if round == 1 {
                    rotate()
                    logs = try await start()
                } else if round == 2 {
                    rotate()
                }
                time.advance(by: .seconds(61))
                await logs.writeAll()
            }
        }

        private func rotate() {
            for name in Self.names {
                let number = (1...9).first { directory.read("log/\($0)-\(name)").isEmpty } ?? 9
                rename(directory.file("log/\(name)"), directory.file("log/\(number)-\(name)"))
            }
        }

        /// The numbers in a log's files, the oldest file first.
        func allSeqs(_ name: String) -> [Int64] {
            (1...9).flatMap { seqs("log/\($0)-\(name)") } + seqs("log/\(name)")
        }
    }

    @Test func everyOperationMayFailOnce() async throws {
        for number in 1...200 {
            let run = try await Run()
            run.files.fail(operation: number)
            try await run.go()
            for name in Run.names { #expect(run.allSeqs(name) == Array(1...8), "operation \(number), \(name)") }
            if run.files.count < number { return }
        }
        Issue.record("no run got through without a failure")
    }

    @Test func everyRecordMayFailOnce() async throws {
        for number in 1...200 {
            let run = try await Run()
            run.fault.fail(change: number)
            try await run.go()
            for name in Run.names { #expect(run.allSeqs(name) == Array(1...8), "change \(number), \(name)") }
            if run.fault.count < number { return }
        }
        Issue.record("no run got through without a failure")
    }
}
