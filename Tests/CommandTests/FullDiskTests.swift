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
    private static let storeFails = "the store cannot be used"
    private static let logFails = "alert log cannot be written"

    @Test(arguments: cases) func allArrivesWhenThereIsRoomAgain(_ full: Case) async throws {
        let place = try TemporaryDirectory()
        let feeds = try GrowingFeeds(
            count: 4, stateDirectory: place.file("state"), logDirectory: place.file("logs"))
        let valve = place.file("closed")
        let disk = FaultyDisk(
            full.directories.map(place.file), report: place.file("report"), valve: valve, code: full.code)
        let daemon = try ProgramRun(["run", "--config", feeds.configurationPath], environment: disk.environment)
        let logs = { @Sendable in WrittenLogs(text: place.read("logs/a.log"), json: place.read("logs/a.jsonl")) }
        try #require(await eventually { logs().lines.count >= 8 }, "\(daemon.errors)")

        #expect(disk.refused == 0)
        try place.write("", to: "closed")
        if full.hasState { try #require(await daemon.says(Self.storeFails), "\(daemon.errors)") }
        if full.hasLogs, !full.hasState {
            try #require(await eventually { Self.count(Self.logFails, daemon) == 2 }, "\(daemon.errors)")
        }
        // Polling goes on, and fails anew.
        let (asked, refused) = (feeds.server.requests.count, disk.refused)
        if full.hasState { try await refresh(feeds) }
        try #require(
            await eventually { feeds.server.requests.count >= asked + feeds.count && disk.refused > refused },
            "\(daemon.errors)")

        try FileManager.default.removeItem(atPath: valve)
        if full.hasState { try await refresh(feeds) }
        if full.hasState { #expect(await daemon.says("the store can be used again"), "\(daemon.errors)") }
        feeds.stopGrowing()
        #expect(
            await eventually { logs().complaints(expected: feeds.items).isEmpty },
            "\(logs().complaints(expected: feeds.items)) \(daemon.errors)")
        if full.hasLogs, !full.hasState {
            #expect(await eventually { Self.count("alert log is written again", daemon) == 2 }, "\(daemon.errors)")
        }
        #expect(Self.count(Self.storeFails, daemon) == (full.hasState ? 1 : 0), "\(daemon.errors)")
        #expect(Self.count(Self.logFails, daemon) <= (full.hasLogs ? 2 : 0), "\(daemon.errors)")
        daemon.send(SIGTERM)
        #expect(await daemon.result(within: .seconds(20))?.code == 0)

        let again = try ProgramRun(["run", "--once", "--config", feeds.configurationPath])
        #expect(await again.result(within: .seconds(20))?.code == 0, "\(again.errors)")
        #expect(logs().complaints(expected: feeds.items) == [])
    }

    /// After a store that failed, feeds wait for some time: this has them asked at once.
    private func refresh(_ feeds: GrowingFeeds) async throws {
        for feed in 0..<feeds.count {
            let config = ["--config", feeds.configurationPath]
            let result = try await ProgramRun.run(["feeds", "refresh", "f\(feed)"] + config)
            #expect(result.code == 0, "\(result.errors)")
        }
    }

    private static func count(_ text: String, _ daemon: ProgramRun) -> Int {
        daemon.errors.split(separator: "\n").count { $0.contains(text) }
    }
}
