import Foundation
import Glibc
import TestSupport
import Testing

/// New rules on old items: tried without a trace, or applied once.
@Suite struct BacktestTests {
    @Test func triesAndApplies() async throws {
        let watched = try WatchedFeeds(interval: "1h")
        let config = ["--config", watched.configurationPath]
        _ = try await ProgramRun.run(["run", "--once"] + config)
        let next = try watched.directory.write(
            try String(contentsOfFile: watched.configurationPath, encoding: .utf8)
                .replacing(
                    WatchedFeeds.rules, with: #"{ Name = "초지능"; Any = ( "초지능" ); }, { Name = "날씨"; Any = ( "날씨" ); }"#),
            to: "next.plist")

        let tried = try await ProgramRun.run(["backtest", "--config", next])
        #expect(tried.code == 0, "\(tried.errors)")
        let changes = tried.lines.filter { $0.hasPrefix("+") || $0.hasPrefix("-") }
        #expect(changes.count { $0.hasPrefix("+ ") && $0.contains("[날씨] | 오늘의 날씨 | utf8.xml") } == 1)
        #expect(changes.count { $0.hasPrefix("- ") && $0.contains("[초지능] | Superintelligence lab") } == 1)
        #expect(changes.count { $0.hasPrefix("- ") && $0.contains("[임명]") } == 2)
        #expect(changes.count == 4)
        #expect(
            tried.lines.suffix(5).map { $0.split(separator: " ").joined(separator: " ") } == [
                "RULE ADDED DROPPED KEPT", "초지능 +0 -1 1", "날씨 +1 -0 0", "임명 +0 -2 0", "4 items tried",
            ])
        let same = try await ProgramRun.run(["backtest", "--against", watched.configurationPath] + config)
        #expect(same.lines.allSatisfy { !$0.hasPrefix("+ ") && !$0.hasPrefix("- ") })
        #expect(watched.directory.read("log/alerts.log").split(separator: "\n").count == 3)

        let daemon = try ProgramRun(["run"] + config)
        #expect(await daemon.says("talentwatch starts"))
        #expect(await daemon.catches(SIGUSR1))
        let applied = try await ProgramRun.run(["backtest", "--apply", "--format", "jsonl", "--config", next])
        #expect(applied.code == 0)
        #expect(applied.errors.contains("1 alerts were made"))
        // The test reads the log until the daemon, told by a signal, has written it.
        while !watched.directory.read("log/alerts.log").contains("#4 [날씨] | 오늘의 날씨") { await Task.yield() }
        daemon.send(SIGTERM)
        #expect(await daemon.result().code == 0)
        let again = try await ProgramRun.run(["backtest", "--apply", "--config", next])
        #expect(again.errors.contains("0 alerts were made"))
    }

    @Test func storedItemsAndMovesAreShown() async throws {
        let watched = try WatchedFeeds(interval: "1h")
        let lexicon = try String(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("Config/lexicon.plist"), encoding: .utf8)
        try watched.directory.write(lexicon, to: "lexicon.plist")
        try watched.configure(interval: "1h", rules: #"{ Name = "영입"; Any = ( "임명", "joins" ); }"#)
        let path = try watched.directory.write(
            try String(contentsOfFile: watched.configurationPath, encoding: .utf8)
                .replacing("StateDirectory", with: "Include = ( \"lexicon.plist\" ); StateDirectory"),
            to: "talentwatch.plist")
        watched.server.routeFeed(
            "/utf8.xml",
            body: Array(
                """
                <rss version='2.0'><channel>
                <item><guid>m1</guid><title>메타, 오픈AI 출신 셩지아 자오(Shengjia Zhao)를 초지능연구소 수석과학자로 임명</title></item>
                <item><guid>m2</guid><title>Shengjia Zhao joins Meta as chief scientist from OpenAI</title></item>
                </channel></rss>
                """.utf8))
        let config = ["--config", path]
        let run = try await ProgramRun.run(["run", "--once"] + config)
        #expect(run.code == 0, "\(run.errors)")
        let moves = try await ProgramRun.run(["moves"] + config)
        #expect(moves.lines.count { $0.contains("자오") || $0.contains("Zhao") } == 1, "\(moves.output)")
        let dot = try await ProgramRun.run(["moves", "--format", "dot"] + config)
        #expect(dot.lines.first == "digraph moves {" && dot.lines.last == "}")
        #expect(dot.output.contains("->"))
        let person = try await ProgramRun.run(["alerts", "--person", "zhao"] + config)
        #expect(person.lines.count == 2)
        #expect(person.output.contains("also told 1 times"))
        let kind = try await ProgramRun.run(["alerts", "--kind", "appointment"] + config)
        #expect(kind.lines.count >= 1)
        let stored = try await ProgramRun.run(["explain", "--since", "1d"] + config)
        #expect(stored.output.contains("move: appointment 셩지아 자오"))
    }
}
