import Foundation
import TestSupport
import Testing

/// The main job, end to end, by the program itself.
@Suite struct RunOnceTests {
    @Test func flagsReportsAndRemembers() async throws {
        let watched = try WatchedFeeds()
        let config = ["--config", watched.configurationPath]
        let first = try await ProgramRun.run(["run", "--once"] + config)
        #expect(first.code == 0, "\(first.errors)")

        let lines = watched.directory.read("log/alerts.log").split(separator: "\n").sorted()
        #expect(lines.count == 3)
        let text = lines.joined(separator: "\n")
        #expect(text.contains("[초지능,임명] | 라온랩, 윤서도를 초지능 연구소장으로 임명 | utf8.xml | https://a.example/1"))
        #expect(text.contains("[임명] | 한빛대, 새 총장 임명 | euckr.xml | https://b.example/1"))
        #expect(
            text.contains(
                "[초지능] | Superintelligence lab names chief | atom.xml | \(watched.server.url("/news/2026/1"))"))
        let json = watched.directory.read("log/alerts.jsonl").split(separator: "\n")
        #expect(json.count == 3)
        for line in json {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["v"] as? Int == 1)
            #expect(object["type"] as? String == "alert")
        }

        let failing = first.errors.split(separator: "\n").filter { $0.contains("feed cannot be read") }
        #expect(failing.count == 2)
        #expect(failing.contains { $0.contains("feed=\"page.html\"") && $0.contains("HTML page") })
        #expect(failing.contains { $0.contains("feed=\"broken\"") && $0.contains("HTTP 500") })

        let asked = watched.server.requests.count
        let second = try await ProgramRun.run(["run", "--once"] + config)
        #expect(second.code == 0)
        #expect(watched.directory.read("log/alerts.log").split(separator: "\n").count == 3)
        let conditional = watched.server.requests.dropFirst(asked).first { $0.path == "/utf8.xml" }
        #expect(conditional?.headers["if-none-match"] == "\"v1\"")

        let alerts = try await ProgramRun.run(["alerts", "--format", "jsonl"] + config)
        #expect(alerts.output == watched.directory.read("log/alerts.jsonl"))
        let byRule = try await ProgramRun.run(["alerts", "--rule", "초지능"] + config)
        #expect(byRule.lines.count == 2)
        let found = try await ProgramRun.run(["search", "임명"] + config)
        #expect(found.lines.filter { !$0.hasPrefix(" ") }.count == 2)
        let none = try await ProgramRun.run(["search", "임명", "날씨"] + config)
        #expect(none.output == "" && none.code == 0)

        let list = try await ProgramRun.run(["feeds", "list", "--format", "jsonl"] + config)
        let states = try list.lines.map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(states.map { $0["state"] as? String } == ["ok", "ok", "ok", "failing", "failing"])
        #expect(states[0]["http_status"] as? Int == 304)
        #expect(states[4]["http_status"] as? Int == 500)
        #expect(states[4]["failures"] as? Int == 2)
        #expect((states[3]["last_error"] as? String)?.contains("HTML page") == true)
        #expect(states[0]["interval_seconds"] as? Int ?? 0 >= 900)

        let status = try await ProgramRun.run(["status"] + config)
        #expect(status.code == 69)
        #expect(status.output.contains("not running\nfeeds: 3 ok, 2 failing\n"))
        #expect(status.output.contains("store: 4 items, 3 alerts\n"))
    }

    @Test func explainsItemsAndFeeds() async throws {
        let watched = try WatchedFeeds()
        let config = ["--config", watched.configurationPath]
        let items = try watched.directory.write(
            """
            {"id":"a","title":"초지능 연구소 개소","summary":"수장 임명은 아직"}

            {"id":"b","title":"날씨"}
            """, to: "items.jsonl")
        let result = try await ProgramRun.run(["explain", "--format", "jsonl", "--items", items] + config)
        #expect(result.code == 0)
        #expect(
            result.lines == [
                #"{"id":"a","flagged":true,"rules":["초지능","임명"],"matches":[{"rule":"초지능","term":"초지능","field":"title","text":"초지능","start":0,"end":3},"#
                    + #"{"rule":"임명","term":"임명","field":"summary","text":"임명","start":3,"end":5}],"talent_event":false,"events":[]}"#,
                #"{"id":"b","flagged":false,"rules":[],"matches":[],"talent_event":false,"events":[]}"#,
            ])
        let text = try await ProgramRun.run(["explain", watched.server.url("/utf8.xml")] + config)
        #expect(text.output.contains("[초지능,임명] 라온랩, 윤서도를 초지능 연구소장으로 임명"))
        #expect(text.output.contains("«초지능»"))
        let broken = try await ProgramRun.run(
            ["explain", "--items", "-"] + config, input: "{\"id\":\"a\"}\nnonsense\n")
        #expect(broken.code == 65)
        #expect(broken.errors.hasPrefix("talentwatch: -:2: not an object"))
    }

    @Test(arguments: [("Asia/Seoul", "+09:00"), ("Asia/Kolkata", "+05:30"), ("UTC", "Z"), ("Nowhere/Nothing", "Z")])
    func timesOfTheTextLogAreOfTheLocalZone(zone: String, offset: String) async throws {
        let watched = try WatchedFeeds()
        let run = try await ProgramRun.run(
            ["run", "--once", "--config", watched.configurationPath], environment: ["TZ": zone])
        #expect(run.code == 0)
        let lines = watched.directory.read("log/alerts.log").split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.prefix { $0 != " " }.hasSuffix(offset) }, "\(lines)")
    }
}
