import FeedParser
import Foundation
import Testing

@Suite struct JSONLineTests {
    @Test func writesWhatThereIs() throws {
        let parsed = try feed(
            """
            <rss version="2.0"><channel><title>a "b" \\ c</title><language>ko</language><item><title>하나</title>
            <guid>http://a.example/1</guid><pubDate>Sat, 26 Jul 2025 10:30:00 +0900</pubDate><category>x</category></item></channel></rss>
            """)
        #expect(
            parsed.jsonLine(file: "f\n.xml")
                == #"{"file":"f\n.xml","format":"rss2","version":"2.0","encoding":"utf-8","title":"a \"b\" \\ c","language":"ko","#
                + #""entries":[{"title":"하나","link":"http://a.example/1","id":"http://a.example/1","#
                + #""published":"2025-07-26T01:30:00Z","categories":["x"]}]}"#)
    }

    @Test func writesRefusals() {
        let error = #expect(throws: FeedParseError.self) { try feed("\n<html></html>") }
        #expect(error?.jsonLine(file: "x") == #"{"file":"x","error":"line 2: an HTML page, not a feed"}"#)
    }

    @Test func everyLineIsOneLineOfJSON() throws {
        let parsed = try feed(rss("<title>a&#x2028;b</title><guid isPermaLink='false'>x\u{7F}\u{2029}\ty</guid>"))
        let line = parsed.jsonLine(file: "\u{1}\u{85}")
        #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x2028 || $0.value == 0x2029 })
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let entries = try #require(object["entries"] as? [[String: Any]])
        #expect(entries.first?["title"] as? String == "a b")
        #expect(entries.first?["id"] as? String == "x\u{7F}\u{2029}\ty")
        #expect(object["file"] as? String == "\u{1}\u{85}")
    }

    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00Z"), (-0.001, "1969-12-31T23:59:59.999Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (1_753_493_400.25, "2025-07-26T01:30:00.25Z"), (-62_135_596_800, "0001-01-01T00:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"), (1e300, "9999-12-31T23:59:59Z"), (-1e300, "0000-01-01T00:00:00Z"),
    ])
    func writesInstants(seconds: Double, expected: String) {
        #expect(rfc3339(Date(timeIntervalSince1970: seconds)) == expected)
    }
}
