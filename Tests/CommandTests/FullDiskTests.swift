import Foundation
import Glibc
import TestSupport
import Testing

/// A disk that is full, or read-only, while the daemon runs: it polls on, says so once, and all arrives when it is over.
@Suite struct FullDiskTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var directories: [String]
        var code: Int32

        var testDescription: String { "\(directories.joined(separator: " and ")): \(String(cString: strerror(code)))" }
        var hasState: Bool { directories.contains("state") }
        var hasLogs: Bool { directories.contains("logs") }
    }

    private static let cases = [
        Case(directories: ["state"], code: ENOSPC), Case(directories: ["state"], code: EROFS),
        Case(directories: ["logs"], code: ENOSPC), Case(directories: ["state", "logs"], code: ENOSPC),
        Case(directories: ["state", "logs"], code: EROFS),
    ]

    /// A daemon on a disk that `valve` closes, as soon as it has written something.
    private struct Watch: Sendable {
        let place: TemporaryDirectory
        let feeds: GrowingFeeds
        let disk: FaultyDisk
        let daemon: ProgramRun

        var logs: WrittenLogs { WrittenLogs(text: place.read("logs/a.log"), json: place.read("logs/a.jsonl")) }
        var complaints: [String] { logs.complaints(expected: feeds.items) }

        init(_ full: Case) async throws {
            let place = try TemporaryDirectory()
            self.place = place
            feeds = try GrowingFeeds(count: 4, stateDirectory: place.file("state"), logDirectory: place.file("logs"))
            disk = FaultyDisk(
                full.directories.map(place.file), report: place.file("report"), valve: place.file("closed"),
                code: full.code)
            daemon = try ProgramRun(["run", "--config", feeds.configurationPath], environment: disk.environment)
            let watch = self
            let writes = await eventually { watch.logs.lines.count >= 8 }
            try #require(writes, "\(daemon.errors)")
            #expect(disk.refused == 0)
        }

        /// Lets the disk fail from now on, and waits until the daemon has said so.
        func close(_ full: Case) async throws {
            try place.write("", to: "closed")
            if full.hasState {
                try #require(await daemon.says(storeFails), "\(daemon.errors)")
            } else {
                let saysSo = await eventually { says(logFails) == 2 }
                try #require(saysSo, "\(daemon.errors)")
            }
        }

        func open() throws {
            try FileManager.default.removeItem(atPath: place.file("closed"))
        }

        /// In how many lines the daemon has said it.
        func says(_ text: String) -> Int {
            daemon.errors.split(separator: "\n").count { $0.contains(text) }
        }

        /// After a store that failed, feeds wait for some time: this has them asked at once.
        func refresh() async throws {
            for feed in 0..<feeds.count {
                let config = ["--config", feeds.configurationPath]
                let result = try await ProgramRun.run(["feeds", "refresh", "f\(feed)"] + config)
                #expect(result.code == 0, "\(result.errors)")
            }
        }

        /// What `talentwatch status` calls faults.
        func faults() async throws -> [Substring] {
            let status = try await ProgramRun.run(["status", "--config", feeds.configurationPath])
            #expect(status.code == 0, "\(status.errors)")
            return status.output.split(separator: "\n").filter { $0.hasPrefix("fault: ") }
        }

        /// Another program on the same store, without faults.
        func runOnce() async throws {
            let again = try ProgramRun(["run", "--once", "--config", feeds.configurationPath])
            #expect(await again.result(within: .seconds(20))?.code == 0, "\(again.errors)")
        }
    }

    @Test(arguments: cases) func allArrivesWhenThereIsRoomAgain(_ full: Case) async throws {
        let watch = try await Watch(full)
        try await watch.close(full)
        // Polling goes on, and fails anew.
        let (asked, refused) = (watch.feeds.server.requests.count, watch.disk.refused)
        if full.hasState { try await watch.refresh() }
        let goesOn = await eventually {
            watch.feeds.server.requests.count >= asked + watch.feeds.count && watch.disk.refused > refused
        }
        try #require(goesOn, "\(watch.daemon.errors)")
        // Where nothing at all can be written, nothing can be left for `status` either.
        let isTold = full.code == ENOSPC || !full.hasState
        if isTold {
            let faults = try await watch.faults()
            #expect(faults.contains { $0.hasPrefix("fault: the store cannot be used: ") } == full.hasState, "\(faults)")
            if !full.hasState {
                #expect(faults.count { $0.hasPrefix("fault: an alert log waits: cannot ") } == 2, "\(faults)")
            }
        }

        try watch.open()
        if full.hasState {
            try await watch.refresh()
            #expect(await watch.daemon.says("the store can be used again"), "\(watch.daemon.errors)")
        } else {
            #expect(await eventually { watch.says("alert log is written again") == 2 }, "\(watch.daemon.errors)")
        }
        watch.feeds.stopGrowing()
        #expect(await eventually { watch.complaints.isEmpty }, "\(watch.complaints) \(watch.daemon.errors)")
        #expect(watch.says(storeFails) == (full.hasState ? 1 : 0), "\(watch.daemon.errors)")
        #expect(watch.says(logFails) <= (full.hasLogs ? 2 : 0), "\(watch.daemon.errors)")
        // The last fault is taken back a moment after the last line is written.
        var faults = try await watch.faults()
        for _ in 0..<100 where !faults.isEmpty { faults = try await watch.faults() }
        #expect(faults == [])
        watch.daemon.send(SIGTERM)
        #expect(await watch.daemon.result(within: .seconds(20))?.code == 0)
        try await watch.runOnce()
        #expect(watch.complaints == [])
    }

    @Test(arguments: cases) func canBeStoppedMeanwhile(_ full: Case) async throws {
        let watch = try await Watch(full)
        try await watch.close(full)
        watch.daemon.send(SIGTERM)
        #expect(await watch.daemon.result(within: .seconds(20))?.code == 0, "\(watch.daemon.errors)")
        try watch.open()
        watch.feeds.stopGrowing()
        try await watch.runOnce()
        #expect(watch.complaints == [])
    }
}

private let storeFails = "the store cannot be used"
private let logFails = "alert log cannot be written"
