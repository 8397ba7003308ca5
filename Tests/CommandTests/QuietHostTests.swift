import Foundation
import TestSupport
import Testing

/// A host that asks to be left alone, as users see it.
@Suite struct QuietHostTests {
    @Test func everyFeedOfTheHostSaysUntilWhenAndWhy() async throws {
        let server = try LoopbackServer()
        let other = try LoopbackServer(address: "127.0.0.2")
        let directory = try TemporaryDirectory()
        server.route("/lim", .response(429, headers: ["Retry-After": "604800"], text: ""))
        other.routeFeed("/c", body: Array("<rss version='2.0'><channel><title>t</title></channel></rss>".utf8))
        let feeds = [
            ("lim", server.url("/lim")), ("a", server.url("/a")), ("b", server.url("/b")), ("c", other.url("/c")),
        ]
        try directory.write(
            """
            {
              StateDirectory = state; AlertLogs = ();
              Polling = { AllowPrivateNetworks = YES; PerHost = 1; };
              Feeds = ( \(feeds.map { "{ Name = \($0); URL = \"\($1)\"; }" }.joined(separator: ", ")) );
              Rules = ( { Name = "초지능"; Any = ( "초지능" ); } );
            }
            """, to: "t.plist")
        let config = ["--config", directory.file("t.plist")]
        let once = try await ProgramRun.run(["run", "--once"] + config)
        #expect(once.code == 74, "\(once.errors)")
        #expect(once.errors.split(separator: "\n").count { $0.contains("their host is quiet") } == 1)
        #expect(once.errors.contains("2 feeds of quiet hosts were not asked: nothing is lost"))
        #expect(server.requests.count == 1)

        let list = try await ProgramRun.run(["feeds", "list", "--format", "jsonl"] + config)
        let now = InternetText.now
        for (line, name) in zip(list.lines, ["lim", "a", "b", "c"]) {
            let state = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(state["name"] as? String == name)
            let reason = state["reason"] as? String ?? ""
            #expect(reason.contains("host quiet until ") == (name != "c"), "\(line)")
            if name != "c" { #expect(reason.contains("because lim was answered HTTP 429"), "\(line)") }
            #expect(state["next_check"] as? String ?? "" > now, "\(line)")
        }
        let text = try await ProgramRun.run(["feeds", "list"] + config)
        #expect(text.output.contains("host quiet until "))
        let status = try await ProgramRun.run(["status"] + config)
        let line = try #require(status.lines.first { $0.hasPrefix("host quiet until ") })
        #expect(line.hasSuffix("because lim was answered HTTP 429: \(server.url("")): lim, a, b"), "\(line)")
        #expect(status.output.contains("overdue: 0\n"))
    }

    /// RFC 3339 in UTC: compares as text.
    private enum InternetText {
        static var now: String { Date().formatted(.iso8601) }
    }
}
