import FeedParser
import Testing

@Suite struct BoundsTests {
    private static func options(_ change: (inout ParseLimits) -> Void) -> ParseOptions {
        var limits = ParseLimits()
        change(&limits)
        return ParseOptions(collectsLinks: true, limits: limits)
    }

    @Test func itemsBeyondTheBoundAreTold() throws {
        let items = (0..<5).map { "<item><title>\($0)</title></item>" }.joined()
        let document = "<rss version='2.0'><channel>\(items)</channel></rss>"
        let parsed = try feed(document, options: Self.options { $0.items = 3 })
        #expect(parsed.items.map(\.title) == ["0", "1", "2"])
        #expect(parsed.warnings.map(\.message) == ["2 items beyond the first 3 left out"])
        #expect(parsed.itemsLeftOut == 2)
    }

    @Test func longTextsAreCutBetweenCharacters() throws {
        let parsed = try item(
            "<title>\(String(repeating: "가", count: 10))</title><description>\(String(repeating: "나", count: 10))</description>",
            options: Self.options {
                $0.shortTextSize = 8
                $0.textSize = 20
            })
        #expect(parsed.title == "가가")
        #expect(parsed.summary == "나나나나나나")
    }

    @Test func deepNestingStopsReading() throws {
        let nested = String(repeating: "<b>", count: 200_000)
        let parsed = try feed(
            "<rss version='2.0'><channel><item><title>a</title></item><item><description>\(nested)</description></item></channel></rss>"
        )
        #expect(parsed.items.first?.title == "a")
        #expect(parsed.warnings.contains { $0.message == "elements nested deeper than 1024; what follows is left out" })
    }

    @Test func entitiesDoNotExpandWithoutEnd() throws {
        let declarations = (1...12).map { level in
            "<!ENTITY l\(level) \"\(String(repeating: "&l\(level - 1);", count: 10))\">"
        }
        let parsed = try feed(
            "<!DOCTYPE rss [<!ENTITY l0 'lol'>\(declarations.joined())]><rss version='2.0'><channel><title>&l12;</title></channel></rss>"
        )
        #expect((parsed.title?.utf8.count ?? 0) <= ParseLimits().shortTextSize)
        #expect(parsed.warnings.contains { $0.message == "entities that expand without end left out" })
    }

    @Test func entitiesMayNotNameEachOtherInACircle() throws {
        let parsed = try feed(
            "<!DOCTYPE rss [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><rss version='2.0'><channel><title>x&a;</title></channel></rss>"
        )
        #expect(parsed.title == "x")
    }

    @Test func documentsBeyondTheBoundAreRefused() {
        let error = #expect(throws: FeedParseError.self) {
            try feed(rss(""), options: Self.options { $0.documentSize = 10 })
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func listsAreBounded() throws {
        let categories = (0..<9).map { "<category>\($0)</category>" }.joined()
        let links = String(repeating: "<a href='http://a.example/'>x</a>", count: 9)
        let item = try item(
            "\(categories)<description><![CDATA[\(links)]]></description>", options: Self.options { $0.listCount = 4 })
        #expect(item.categories == ["0", "1", "2", "3"])
        #expect(item.summaryLinks.count == 4)
    }

    /// Beginnings without ends, each of which must not be looked for to the end of the text again and again.
    @Test(arguments: [
        "<!-- >", "<a ", "</ ", "<![CDATA[ ", "<? >", "<a b=\"", "<a b='>\"", "&", "<", "<b>", "<item><b>x", "</x>",
        "<template>", "<script></", "&#55357;&#", "<!DOCTYPE [", "<a x=1 ",
    ])
    func beginningsWithoutEndsCostTheirLength(part: String) throws {
        let repeated = String(repeating: part, count: 100_000 / part.utf8.count)
        for document in [
            "<rss version='2.0'><channel><title>&</title>\(repeated)",
            "<rss version='2.0'><channel><item><description><![CDATA[\(repeated)]]></description></item></channel></rss>",
            "\(repeated)<rss version='2.0'><channel/></rss>",
        ] {
            let clock = ContinuousClock()
            // Quadratic time would be minutes.
            #expect(clock.measure { _ = try? feed(document) } < .seconds(20))
        }
    }

    @Test func endlessNamesStopReading() throws {
        let names = (0..<40_000).map { "<n\($0)/>" }.joined()
        let parsed = try feed("<rss version='2.0'><channel><item><title>a</title></item>\(names)</channel></rss>")
        #expect(parsed.items.map(\.title) == ["a"])
        #expect(parsed.warnings.map(\.message) == ["too many different names; what follows is left out"])
    }

    @Test func deepJSONStopsReading() throws {
        let document =
            #"{"version": "https://jsonfeed.org/version/1", "title": "t", "items": "#
            + String(repeating: "[", count: 100_000)
        let parsed = try feed(document)
        #expect(parsed.title == "t")
        #expect(parsed.warnings.first?.message == "broken off: nested deeper than 128; complete items are kept")
    }
}
