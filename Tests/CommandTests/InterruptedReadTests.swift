import Foundation
import Glibc
import TestSupport
import Testing

/// A document over which the program ends, by the program itself: it is an outage of that feed alone.
@Suite struct InterruptedReadTests {
    private let server: LoopbackServer
    private let directory: TemporaryDirectory
    private var config: [String] { ["--config", directory.file("t.plist")] }

    init() throws {
        server = try LoopbackServer()
        directory = try TemporaryDirectory()
        try directory.write(
            """
            {
              StateDirectory = state; AlertLogs = ( { Path = "\(directory.path)/a.log"; Format = text; } );
              Polling = { Interval = 1s; MinimumInterval = 1s; AllowPrivateNetworks = YES; HostGap = 0; PerHost = 8; FirstPollWindow = forever; };
              Feeds = ( { Name = poison; URL = "\(server.url("/poison"))"; }, { Name = good; URL = "\(server.url("/good"))"; } );
              Rules = ( { Name = "초지능"; Any = ( "초지능" ); } );
            }
            """, to: "t.plist")
    }

    /// Ten thousand items, which take a while to judge.
    private let longItems: String = {
        let text = String(repeating: "날씨가 좋다. ", count: 40)
        return (1...10_000).map {
            "<item><guid>\($0)</guid><title>\($0)</title><description>\(text)</description></item>"
        }.joined()
    }()

    private func document(_ titles: [String]) -> [UInt8] {
        let items = titles.map { "<item><guid>\($0)</guid><title>\($0)</title></item>" }.joined()
        return Array("<rss version='2.0'><channel><title>t</title>\(items)</channel></rss>".utf8)
    }

    /// Runs the daemon until it has read the good feed, and kills it in the middle of the long document.
    private func runUntilKilledWhileReading(_ alert: String) async throws -> String {
        let daemon = try ProgramRun(["run"] + config)
        let log = directory
        #expect(await eventually { log.read("a.log").contains(alert) }, "\(daemon.errors)")
        let marks = directory.file("state/talentwatch.reading")
        let isCaught = await eventually {
            // While it stands still, what is seen stays so.
            daemon.send(SIGSTOP)
            let isReading = isMarked(marks)
            if !isReading { daemon.send(SIGCONT) }
            return isReading
        }
        #expect(isCaught)
        daemon.send(SIGKILL)
        return await daemon.result().errors
    }

    private func isMarked(_ path: String) -> Bool {
        let bytes = FileManager.default.contents(atPath: path) ?? Data()
        return bytes.contains { $0 != 0 }
    }

    private func poisonState() async throws -> [String: Any] {
        let list = try await ProgramRun.run(["feeds", "list", "--format", "jsonl"] + config)
        let line = try #require(list.lines.first)
        return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test func theFeedIsNamedAndWaitsAndOthersGoOn() async throws {
        // Another one at each poll, so that it is read each time.
        let items = longItems
        let server = self.server
        server.route("/poison") { _ in
            let count = server.requests.count
            return .response(text: "<rss version='2.0'><channel><title>\(count)</title>\(items)</channel></rss>")
        }
        server.routeFeed("/good", body: document(["초지능 하나"]))
        _ = try await runUntilKilledWhileReading("초지능 하나")

        // The first time may be chance.
        server.routeFeed("/good", body: document(["초지능 둘"]))
        let second = try await runUntilKilledWhileReading("초지능 둘")
        #expect(second.contains("the program ended while this feed was read"))
        #expect(second.contains("feed=\"poison\""))

        // The second is hardly: it waits, and the others do not.
        server.routeFeed("/good", body: document(["초지능 셋"]))
        let daemon = try ProgramRun(["run"] + config)
        let log = directory
        #expect(await eventually { log.read("a.log").contains("초지능 셋") }, "\(daemon.errors)")
        #expect(daemon.errors.contains("times=\"2\""), "\(daemon.errors)")
        let state = try await poisonState()
        #expect(state["state"] as? String == "failing")
        #expect(state["last_error"] as? String == "the program ended while it was read, 2 times so far")
        #expect(state["reason"] as? String == "the program ended while it was read, 2 times so far")
        #expect(state["interval_seconds"] as? Int == 60)
        let status = try await ProgramRun.run(["status"] + config)
        #expect(status.output.contains("failing: poison: the program ended while it was read, 2 times so far\n"))
        daemon.send(SIGTERM)
        #expect(await daemon.result().code == 0)

        // A single round leaves it out, and says so.
        let asked = server.requests.count { $0.path == "/poison" }
        let once = try await ProgramRun.run(["run", "--once"] + config)
        #expect(once.code == 0)
        #expect(once.errors.contains("feed is not asked in this round feed=\"poison\""), "\(once.errors)")
        #expect(server.requests.count { $0.path == "/poison" } == asked)

        // It has come to its senses, and somebody asks for it.
        server.routeFeed("/poison", body: document(["초지능 넷"]))
        let last = try ProgramRun(["run"] + config)
        #expect(await last.says("talentwatch starts"))
        _ = try await ProgramRun.run(["feeds", "refresh", "poison"] + config)
        #expect(await last.says("feed is read again feed=\"poison\""), "\(last.errors)")
        #expect(await eventually { log.read("a.log").contains("초지능 넷") })
        #expect(try await poisonState()["state"] as? String == "ok")
        last.send(SIGTERM)
        #expect(await last.result().code == 0)
    }

    /// A stop is no end that anybody is blamed for, however long a document takes.
    @Test func aStopAmidADocumentIsQuickAndBlamesNobody() async throws {
        server.route(
            "/poison", .response(text: "<rss version='2.0'><channel><title>t</title>\(longItems)</channel></rss>"))
        server.routeFeed("/good", body: document(["초지능 하나"]))
        let daemon = try ProgramRun(["run"] + config)
        let marks = directory.file("state/talentwatch.reading")
        let isReading = await eventually { isMarked(marks) }
        #expect(isReading)
        daemon.send(SIGTERM)
        #expect(await daemon.result().code == 0)
        #expect(!isMarked(marks))
        #expect(try await poisonState()["state"] as? String != "failing")
    }
}
