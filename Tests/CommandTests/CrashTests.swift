import Foundation
import Glibc
import TestSupport
import Testing

/// Killed at any moment, with torn tails: every flagged item exactly once in both logs, and no seq missing.
@Suite struct CrashTests {
    /// In CI; TALENTWATCH_KILLS asks for more, such as 200 at night.
    private static let kills = ProcessInfo.processInfo.environment["TALENTWATCH_KILLS"].flatMap(Int.init) ?? 25

    @Test func nothingIsLostAndNothingComesTwice() async throws {
        let feeds = try GrowingFeeds(count: 8)
        let directory = feeds.directory
        var random = SeededGenerator(seed: 11)
        for kill in 0..<Self.kills {
            let daemon = try ProgramRun(["run", "--config", feeds.configurationPath])
            let asked = feeds.server.requests.count
            // Somewhere in the first polls and what follows them.
            _ = await feeds.server.requests(atLeast: asked + Int.random(in: 0...(2 * feeds.count), using: &random))
            for _ in 0..<Int.random(in: 0...2000, using: &random) { await Task.yield() }
            daemon.send(SIGKILL)
            _ = await daemon.result()
            if kill % 3 == 0 {
                try tear(
                    directory.file(kill % 2 == 0 ? "a.log" : "a.jsonl"), by: Int.random(in: 1...40, using: &random))
            }
        }
        let last = try ProgramRun(["run", "--once", "--config", feeds.configurationPath])
        #expect(await last.result().code == 0)

        let logs = WrittenLogs(text: directory.read("a.log"), json: directory.read("a.jsonl"))
        #expect(logs.complaints(expected: feeds.items) == [])
    }

    /// Cuts the last line short, as a power cut may, but no more than its end.
    private func tear(_ path: String, by count: Int) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        let size = try handle.seekToEnd()
        try handle.truncate(atOffset: size - min(size, UInt64(count)))
    }
}
