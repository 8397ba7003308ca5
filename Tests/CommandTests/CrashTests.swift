import Foundation
import Glibc
import TestSupport
import Testing

/// Killed at any moment, with torn tails: every flagged item exactly once in both logs, and no seq missing.
@Suite struct CrashTests {
    /// In CI; TALENTWATCH_KILLS asks for more, such as 200 at night.
    private static let kills = ProcessInfo.processInfo.environment["TALENTWATCH_KILLS"].flatMap(Int.init) ?? 25
    private static let feeds = 8

    @Test func nothingIsLostAndNothingComesTwice() async throws {
        let server = try LoopbackServer()
        let counts = (0..<Self.feeds).map { _ in Counter() }
        for (feed, counter) in counts.enumerated() {
            server.route("/\(feed)") { _ in
                let newest = counter.next()
                let items = (max(0, newest - 20)...newest).reversed().map { number in
                    "<item><guid isPermaLink='false'>\(feed)-\(number)</guid><title>초지능 \(feed)-\(number)</title></item>"
                }
                return .response(text: "<rss version='2.0'><channel><title>f</title>\(items.joined())</channel></rss>")
            }
        }
        let directory = try TemporaryDirectory()
        let feeds = (0..<Self.feeds).map { "{ Name = \"f\($0)\"; URL = \"\(server.url("/\($0)"))\"; }" }.joined(
            separator: ", ")
        let config = try directory.write(
            """
            {
              StateDirectory = "state";
              AlertLogs = ( { Path = "\(directory.file("a.log"))"; Format = text; }, { Path = "\(directory.file("a.jsonl"))"; Format = json; } );
              Polling = { Interval = 1s; MaximumInterval = 1s; AllowPrivateNetworks = YES; HostGap = 0; PerHost = 8; FirstPollWindow = forever; };
              Feeds = ( \(feeds) ); Rules = ( { Name = "초지능"; Any = ( "초지능" ); } );
            }
            """, to: "t.plist")
        var random = SeededGenerator(seed: 11)
        for kill in 0..<Self.kills {
            let daemon = try ProgramRun(["run", "--config", config])
            let asked = server.requests.count
            // Somewhere in the first polls and what follows them.
            _ = await server.requests(atLeast: asked + Int.random(in: 0...(2 * Self.feeds), using: &random))
            for _ in 0..<Int.random(in: 0...2000, using: &random) { await Task.yield() }
            daemon.send(SIGKILL)
            _ = await daemon.result()
            if kill % 3 == 0 {
                try tear(
                    directory.file(kill % 2 == 0 ? "a.log" : "a.jsonl"), by: Int.random(in: 1...40, using: &random))
            }
        }
        let last = try ProgramRun(["run", "--once", "--config", config])
        #expect(await last.result().code == 0)

        let text = directory.read("a.log").split(separator: "\n")
        let json = directory.read("a.jsonl").split(separator: "\n")
        let seqs = text.compactMap {
            $0.split(separator: "#").dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) }
        }
        #expect(seqs == Array(1...max(1, seqs.count)))
        #expect(json.count == text.count)
        struct Line: Decodable {
            struct Item: Decodable { var id: String }
            var seq: Int
            var item: Item
        }
        let lines = try json.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        #expect(lines.map(\.seq) == seqs)
        let ids = lines.map(\.item.id)
        #expect(Set(ids).count == ids.count)
        // A feed shows its newest 21 items and gains one an answer, so none was gone before it could be read.
        for (feed, counter) in counts.enumerated() {
            let expected = Set((0...counter.newest).map { "\(feed)-\($0)" })
            #expect(expected.subtracting(ids) == [])
        }
    }

    /// Cuts the last line short, as a power cut may, but no more than its end.
    private func tear(_ path: String, by count: Int) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        let size = try handle.seekToEnd()
        try handle.truncate(atOffset: size - min(size, UInt64(count)))
    }
}

/// Counts up, from 0.
private final class Counter: @unchecked Sendable {
    // Guarded by the lock.
    private var value = -1
    private let lock = NSLock()

    func next() -> Int {
        lock.withLock {
            value += 1
            return value
        }
    }

    var newest: Int { lock.withLock { value } }
}
