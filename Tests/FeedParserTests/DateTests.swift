import FeedParser
import Testing

@Suite struct DateTests {
    @Test(arguments: [
        ("Sat, 26 Jul 2025 10:30:00 +0900", "2025-07-26T01:30:00Z"),
        ("Sat, 26 Jul 2025 10:30:00 GMT", "2025-07-26T10:30:00Z"),
        ("26 Jul 25 10:30 EST", "2025-07-26T15:30:00Z"),
        ("Sat, 26 Jul 2025 10:30:00 GMT+0900", "2025-07-26T01:30:00Z"),
        ("Sat Jul 26 10:30:00 KST 2025", "2025-07-26T01:30:00Z"),
        ("Sat Jul 26 10:30:00 2025", "2025-07-26T10:30:00Z"),
        ("Sat,26Jul2025 10:30:00+09:00", "2025-07-26T01:30:00Z"),
        ("26-Jul-2025 10:30:00 UTC", "2025-07-26T10:30:00Z"),
        ("July 26, 2025 3:05 PM UTC", "2025-07-26T15:05:00Z"),
        ("12:05 AM, 26 July 2025 UTC", "2025-07-26T00:05:00Z"),
        ("2025-07-26T10:30:00Z", "2025-07-26T10:30:00Z"),
        ("2025-07-26T10:30:00.250+09:00", "2025-07-26T01:30:00.25Z"),
        ("2025-07-26T10:30+0900", "2025-07-26T01:30:00Z"),
        ("20250726T103000Z", "2025-07-26T10:30:00Z"),
        ("2025-07-26 10:30:00 +0000 UTC", "2025-07-26T10:30:00Z"),
        ("2025-207", "2025-07-26T00:00:00Z"),
        ("2025-07", "2025-07-01T00:00:00Z"),
        ("2025", "2025-01-01T00:00:00Z"),
        ("1753493400", "2025-07-26T01:30:00Z"),
        ("1753493400000", "2025-07-26T01:30:00Z"),
        ("07/26/2025 10:30:00 UTC", "2025-07-26T10:30:00Z"),
        ("26.07.2025 10:30 UTC", "2025-07-26T10:30:00Z"),
        ("Fri, 2025/07/26 10:30:00 EDT", "2025-07-26T14:30:00Z"),
        ("sam., 26 juil. 2025 10:30:00 +0200", "2025-07-26T08:30:00Z"),
        ("mar. 5 août 2025 10:30:00 +0200", "2025-08-05T08:30:00Z"),
        ("Di, 04 Mär 2025 10:30:00 +0100", "2025-03-04T09:30:00Z"),
        ("2025년 7월 26일 오후 3시 5분 12초", "2025-07-26T06:05:12Z"),
        ("2025-07-26T23:59:60Z", "2025-07-27T00:00:00Z"),
        ("2025-07-26T24:00:00Z", "2025-07-27T00:00:00Z"),
        ("2025-07-26T25:61:00Z", "2025-07-27T02:01:00Z"),
        ("2004-február-13T09:15-05:00", "2004-02-13T14:15:00Z"),
        ("Sat, 26 Jul 2025 10:30:00 AT", "2025-07-26T14:30:00Z"),
        ("July 26, 2025 at 3:05 p.m. UTC", "2025-07-26T15:05:00Z"),
        ("Sat, 26 Jul 2025 10:30:00 N", "2025-07-26T09:30:00Z"),
        ("250726", "2025-07-26T00:00:00Z"),
        ("26 juillet 2025 15h04", "2025-07-26T15:04:00Z"),
        ("26/Jul/2025:10:30:00 +0000", "2025-07-26T10:30:00Z"),
        ("2025-07-26T10:30:00+09:00:00", "2025-07-26T01:30:00Z"),
        ("10:30 26.07.2025", "2025-07-26T10:30:00Z"),
        ("2025年7月26日 10:30", "2025-07-26T10:30:00Z"),
        ("25-207", "2025-07-26T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ])
    func readsDates(text: String, expected: String) throws {
        let published = try #require(
            try item("<pubDate>\(text)</pubDate>", channel: "<language>en</language>").published)
        #expect(rfc3339(published) == expected)
    }

    @Test(arguments: [
        ("2025-07-26 10:30:00", "2025-07-26T01:30:00Z"),
        ("2025.07.26 10:30", "2025-07-26T01:30:00Z"),
        ("2025. 7. 26. 오후 3:05:12", "2025-07-26T06:05:12Z"),
        ("2025-07-26 오전 12:10:00", "2025-07-25T15:10:00Z"),
        ("20250726103000", "2025-07-26T01:30:00Z"),
        ("25.07.26 10:30", "2025-07-26T01:30:00Z"),
        ("2025-07-26 10:30:00 KST", "2025-07-26T01:30:00Z"),
        ("2025.07.26", "2025-07-25T15:00:00Z"),
        ("Sat, 26 Jul 2025 10:30:00 UTC", "2025-07-26T10:30:00Z"),
    ])
    func readsKoreanDates(text: String, expected: String) throws {
        let published = try #require(
            try item("<pubDate>\(text)</pubDate>", channel: "<language>ko</language>").published)
        #expect(rfc3339(published) == expected)
    }

    @Test(arguments: [
        "", "yesterday", "0", "0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-01:00", "2025-13-45", "99:99",
        "Sat, 26 Foo", "오후",
    ])
    func leavesOutWhatIsNoDate(text: String) throws {
        let item = try item("<title>t</title><pubDate>\(text)</pubDate>")
        #expect(item.published == nil)
        #expect(item.title == "t")
    }

    @Test func zonelessDatesTakeTheGivenZoneFirst() throws {
        let inside = "<pubDate>2025-07-26 10:30:00</pubDate>"
        let given = try item(inside, channel: "<language>ko</language>", options: ParseOptions(timeZone: -3_600))
        #expect(given.published == (try instant("2025-07-26T11:30:00Z")))
        let byHost = try item(
            inside, channel: "<language>en</language>", options: ParseOptions(baseURL: "https://a.example.kr:8080/x"))
        #expect(byHost.published == (try instant("2025-07-26T01:30:00Z")))
        let elsewhere = try item(
            inside, channel: "<language>en</language>", options: ParseOptions(baseURL: "https://a.example/x.kr"))
        #expect(elsewhere.published == (try instant("2025-07-26T10:30:00Z")))
    }

    @Test func theLanguageMayComeBehindTheItems() throws {
        let parsed = try feed(
            "<rss version='2.0'><channel><item><pubDate>2025-07-26 10:30:00</pubDate></item><language>ko-KR</language></channel></rss>"
        )
        #expect(parsed.items.first?.published == (try instant("2025-07-26T01:30:00Z")))
    }
}
