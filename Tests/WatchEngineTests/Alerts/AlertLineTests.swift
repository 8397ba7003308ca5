import FoundationEssentials
import Testing

@testable import WatchEngine

@Suite struct AlertLineTests {
    @Test func textShowsTheMoveAndTheSource() {
        #expect(
            AlertLine.text(Fixtures.alert())
                == "2026-11-24T21:39:55+09:00 #17 [초지능,수석과학자] appointment 셩지아 자오 (수석과학자) 오픈AI → 메타 초지능연구소"
                + " | 메타, 셩지아 자오를 수석과학자로 | AI타임스 | https://www.aitimes.com/190423")
    }

    @Test func textLeavesOutAMoveThatIsNotThere() {
        var alert = Fixtures.alert()
        alert.moves = []
        alert.type = .update
        #expect(AlertLine.text(alert).hasPrefix("2026-11-24T21:39:55+09:00 #17 update [초지능,수석과학자] | 메타, "))
        alert.type = .corroboration
        alert.link = nil
        #expect(AlertLine.text(alert).hasPrefix("2026-11-24T21:39:55+09:00 #17 also [초지능,수석과학자] | 메타, "))
        #expect(AlertLine.text(alert).hasSuffix(" | AI타임스 | -"))
    }

    @Test(arguments: [
        (
            AlertMove(kind: "departure", person: .init(name: "A", aliases: []), role: nil, from: "B", to: nil),
            "departure A B →"
        ),
        (AlertMove(kind: "join", person: nil, role: "CTO", from: nil, to: "C"), "join (CTO) → C"),
        (AlertMove(kind: "reorg", person: nil, role: nil, from: nil, to: nil), "reorg"),
    ])
    func movesShowWhatIsKnown(move: AlertMove, expected: String) {
        #expect(AlertLine.text(move) == expected)
    }

    @Test func jsonHasItsKeysInTheirOrder() {
        #expect(
            AlertLine.json(Fixtures.alert())
                == #"{"v":1,"seq":17,"type":"alert","time":"2026-11-24T21:39:55+09:00","story":17,"#
                + #""rules":["초지능","수석과학자"],"severity":"high","matches":[{"rule":"초지능","term":"초지능","#
                + #""field":"title","text":"초지능","start":29,"end":32}],"move":{"kind":"appointment","#
                + #""person":{"name":"셩지아 자오","aliases":["Shengjia Zhao"]},"role":"수석과학자","from":"오픈AI","#
                + #""to":"메타 초지능연구소"},"feed":{"name":"AI타임스","url":"https://www.aitimes.com/rss/allArticle.xml"},"#
                + #""item":{"id":"190423","title":"메타, 셩지아 자오를 수석과학자로","link":"https://www.aitimes.com/190423","#
                + #""published":"2026-11-24T12:23:20Z"}}"#)
    }

    @Test func hostileTextNeitherBreaksTheLineNorSteersATerminal() throws {
        var alert = Fixtures.alert()
        alert.title =
            "a\nb\r\u{2028}c \u{1B}[31mred\u{1B}[0m \u{1B}]0;title\u{07}x \u{202E}drow\u{202C} \u{9B}2Jy \"q\" \\ \u{0}"
        let text = AlertLine.text(alert)
        let json = AlertLine.json(alert)
        #expect(text.contains(#" | a b c red x drow y "q" \ | "#))
        for line in [text, json] {
            #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
            #expect(!line.contains("\u{2028}") && !line.contains("\u{202E}"))
        }
        struct Line: Decodable {
            struct Item: Decodable { var title: String }
            var item: Item
        }
        let decoded = try JSONDecoder().decode(Line.self, from: Data(json.utf8))
        #expect(decoded.item.title == #"a b c red x drow y "q" \"#)
    }

    @Test func noPartCanBeTakenForSeveral() {
        var alert = Fixtures.alert()
        alert.rules = ["a | b", "c|d"]
        alert.title = "| A |  | B || C| D |"
        alert.feedName = "가 | 나"
        alert.moves[0].to = "메타 | #99 [r]"
        let parts = AlertLine.text(alert).split(separator: " | ", omittingEmptySubsequences: false)
        #expect(parts.count == 4)
        #expect(parts[0].hasSuffix("[a ¦ b,c|d] appointment 셩지아 자오 (수석과학자) 오픈AI → 메타 ¦ #99 [r]"))
        #expect(parts[1] == "¦ A ¦ ¦ B || C| D ¦")
        #expect(parts[2] == "가 ¦ 나")
    }

    @Test func longTextsAreCut() throws {
        var alert = Fixtures.alert()
        alert.title = "\u{1B}[31m" + String(repeating: "가", count: 1000) + "\u{0}"
        #expect(AlertLine.text(alert).contains(" | " + String(repeating: "가", count: 1000) + " | "))
        alert.title = String(repeating: "가", count: 1001)
        alert.link = "https://a.example/" + String(repeating: "b", count: 4000)
        #expect(AlertLine.text(alert).contains(" | " + String(repeating: "가", count: 1000) + "… | "))
        #expect(AlertLine.text(alert).hasSuffix("b…"))
        #expect(AlertLine.json(alert).contains(#""title":""# + String(repeating: "가", count: 1000) + #"…","#))
    }

    @Test(arguments: ["\u{0}", "\u{E0041}", "\"", "😀", "가", " #9223372036854775806"])
    func noLineIsLongerThanItsBound(text: String) {
        let long = String(repeating: text, count: (64 << 10) / text.utf8.count)
        var alert = Fixtures.alert(seq: .max)
        alert.title = long
        alert.link = long
        alert.guid = long
        alert.feedName = long
        alert.feedURL = long
        let names = (0..<4).map { _ in long } + (0..<1000).map { _ in text }
        alert.rules = names
        alert.matches = names.map {
            AlertMatch(rule: text, term: text, field: "categories", text: $0, start: .max, end: .max)
        }
        let move = AlertMove(
            kind: "appointment", person: .init(name: long, aliases: names), role: long, from: long, to: long)
        alert.moves = [move, move]
        #expect(AlertLine.json(alert).utf8.count < AlertBounds.line)
        #expect(AlertLine.text(alert).utf8.count < AlertBounds.line)
        #expect(AlertLine.json(alert) == AlertLine.json(alert.bounded))
    }

    @Test func jsonKeepsMatchesAndIdsExactInSafeBytes() throws {
        let unsafe = String(
            String.UnicodeScalarView(
                [
                    0...0x1F, 0x7F...0x9F, 0x61C...0x61C, 0x180E...0x180E, 0x200E...0x200F, 0x2028...0x202E,
                    0x2066...0x206F, 0xFEFF...0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F,
                ].flatMap { ($0 as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init) }))
        let text = "수석  과학자\u{A0}\"\\é" + unsafe + "😀"
        var alert = Fixtures.alert()
        alert.matches[0].text = text
        alert.guid = text
        let json = AlertLine.json(alert)
        #expect(!json.unicodeScalars.contains { PrintableText.isUnsafe($0) })
        #expect(json.contains(#"\u0000\u0001"#) && json.contains(#"\udb40\udc7f"#))
        struct Line: Decodable {
            struct Match: Decodable { var text: String }
            struct Item: Decodable { var id: String }
            var matches: [Match]
            var item: Item
        }
        let decoded = try JSONDecoder().decode(Line.self, from: Data(json.utf8))
        #expect(decoded.matches[0].text.unicodeScalars.elementsEqual(text.unicodeScalars))
        #expect(decoded.item.id.unicodeScalars.elementsEqual(text.unicodeScalars))
    }

    @Test(arguments: [
        ("plain", "plain"), ("  두  칸 ", "두 칸"), ("\u{FEFF}머리", "머리"), ("끝\u{1B}", "끝"), ("\u{1B}[3", ""),
        ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"), ("a\u{AD}b", "a\u{AD}b"), ("é\u{A0}è", "é è"),
        ("tag\u{E0041}", "tag"), ("", ""), ("a\u{206A}b\u{206F}c", "abc"), ("몽\u{180E}골", "몽골"),
    ])
    func printableTextIsOneCleanLine(text: String, expected: String) {
        #expect(PrintableText.line(text) == expected)
    }
}
