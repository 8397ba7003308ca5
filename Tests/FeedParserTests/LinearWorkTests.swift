import Testing

@testable import FeedParser

/// Four times the document takes four times the steps, whatever is in it: counted, not timed.
@Suite struct LinearWorkTests {
    /// What markup, and what goes wrong in it, is made of.
    private static let bits = [
        "<", "</", "<a", "</a", "<a ", "<a b=", "<!", "<!--", "-->", "<?", "?>", "<![CDATA[", "]]>", "<!DOCTYPE ",
        "<!ENTITY a ", "<!ENTITY", "[", "]", ">", "/>", "\"", "'", "=\"", "='", "&", "&#", "&#x41", "&a;", ";", " ",
        "x",
        "<item>", "</item>", "<title>", "<q/>", "</zz>", "<script>", "<template>", "../", "a@(",
    ]

    /// Where the parser meets them.
    private static let places: [(name: String, head: String, tail: String)] = [
        ("before the root", "", "<rss version='2.0'><channel><title>x</title></channel></rss>"),
        (
            "in the document type", "<!DOCTYPE rss [<!ENTITY a 'y'>",
            "]><rss><channel><title>&a;</title></channel></rss>"
        ),
        ("in an entity", "<!DOCTYPE rss [<!ENTITY a \"", "\">]><rss><channel><title>&a;</title></channel></rss>"),
        ("in the channel", "<rss><channel><title>a & b</title>", "</channel></rss>"),
        ("in an item", "<rss><channel><item><title>a & b</title>", "</item></channel></rss>"),
        ("in a cut title", "<rss><channel><item><title>", ""),
        ("in a tag", "<rss><channel><item><link href=\"http://a.example/\" ", "/></item></channel></rss>"),
        ("in HTML", "<rss><channel><item><description><![CDATA[<p>", "]]></description></item></channel></rss>"),
        ("in an address", "<feed><entry><link href='http://a.example/", "'/></entry></feed>"),
        ("in JSON", #"{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_html":""#, #""}]}"#),
        ("as JSON", #"{"version":"https://jsonfeed.org/version/1","items":[{"tags":["a","#, ""),
    ]

    @Test(arguments: places.indices)
    func markupOfAnyBitsCostsItsLength(place: Int) {
        let place = Self.places[place]
        var units = Self.bits
        for first in Self.bits {
            units += Self.bits.map { first + $0 }
        }
        for (index, unit) in units.enumerated() {
            // With an end somewhere far, or with none at all.
            let end = index % 2 == 0 ? "" : "\"'>-->?>]]>;"
            expectLinear("\(unit) … \(end) \(place.name)", from: 256) { size in
                place.head + repeated(unit, size) + end + place.tail
            }
        }
    }

    private static let shapes: [(name: String, document: @Sendable (Int) -> String)] = [
        ("declarations without quotes", { "<!DOCTYPE rss [\(repeated("<!ENTITY ", $0))]><rss><channel/></rss>" }),
        ("instructions whose end is far", { "\(repeated("<?", $0))><rss><channel/></rss>" }),
        ("end tags whose end is far", { "<rss><channel><title>x</title>\(repeated("</a", $0))>" }),
        ("strange end tags deep down", { "<rss><channel>\(deep("a", 1_000))\(repeated("</zz>", $0))" }),
        (
            "known end tags deep down",
            { "<rss><channel><item><zz>\(deep("a", 900))<title>\(repeated("</zz>", $0))" }
        ),
        ("items deep down", { "<rss>\(repeated("<channel>", 9_000))&\(repeated("<item/>", $0))" }),
        ("a long name ahead", { "<rss><channel><item>\(repeated("<q/>", 6_000))</\(repeated("x", $0))" }),
        ("many attributes", { "<rss><channel><item>&<a \(numbered("a%=1 ", $0))/></item>" }),
        ("many categories", { "<rss><channel><item>\(numbered("<category>%</category>", $0))</item>" }),
        (
            "the same category",
            {
                "<rss><channel><item>\(numbered("<category>%</category>", 6_000))\(repeated("<category>9</category>", $0))"
            }
        ),
        (
            "keywords",
            {
                "<rss xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><item><itunes:keywords>\(numbered("%,", $0))"
            }
        ),
        (
            "bases inside bases",
            {
                "<feed xml:base='http://a.example/'>\(repeated("<x xml:base='\(repeated("b/", 900))'>", 9_000))\(entries($0))"
            }
        ),
        ("links under a long base", { "<feed xml:base='http://a.example/\(repeated("b/", 900))'>\(entries($0))" }),
        ("dots", { "<feed><entry><link href='http://a.example/\(repeated("b/", $0))\(repeated("../", $0))'/>" }),
        ("words in dates", { "<rss><channel><item>\(repeated("<pubDate>ωω ωω ωω ωω ωω</pubDate>", $0))" }),
        ("entities in entities", { size in expansions(size) }),
        (
            "members of an object",
            { "{\"version\":\"jsonfeed.org\",\(numbered("\"a%\":1,", $0))\"items\":[{\"id\":\"1\"}]}" }
        ),
        (
            "tags of an item",
            { "{\"version\":\"jsonfeed.org\",\"items\":[{\"tags\":[\(numbered("\"%\",", $0))\"\"]}]}" }
        ),
        (
            "links in JSON",
            { "{\"version\":\"jsonfeed.org\",\"items\":[{\"content_html\":\"\(repeated("<a href=x>", $0))\"}]}" }
        ),
    ]

    @Test(arguments: shapes.indices)
    func shapesThatTemptToLookTwiceCostTheirLength(shape: Int) {
        expectLinear(Self.shapes[shape].name, from: 16 << 10, Self.shapes[shape].document)
    }

    /// Steps of a document and of one four times as long: no more than five times as many, and few for each byte.
    private func expectLinear(_ what: String, from size: Int, _ document: (Int) -> String) {
        let small = document(size)
        let large = document(4 * size)
        let few = Work(of: small, options: Work.unbounded)
        let many = Work(of: large, options: Work.unbounded)
        // A few steps for each byte are beyond suspicion: the smaller document may have been given up at once.
        let growth = max(4, large.utf8.count / small.utf8.count)
        let size = large.utf8.count
        #expect(many.steps <= (growth + 1) * few.steps + 8 * size, "\(what): \(few.steps) steps, then \(many.steps)")
        #expect(many.steps <= 64 * size + 4_096, "\(what): \(many.steps) steps for \(size) bytes")
        #expect(many.bytes <= 16 * size + (4 << 20), "\(what): \(many.bytes) bytes of \(size)")
    }

    private static func deep(_ name: String, _ count: Int) -> String {
        (0..<count).map { "<\(name)\($0)>" }.joined()
    }

    /// `unit` in about `count` bytes, `%` a number that counts up.
    private static func numbered(_ unit: String, _ count: Int) -> String {
        let parts = unit.split(separator: "%", omittingEmptySubsequences: false)
        return (0..<max(1, count / (unit.utf8.count + 3))).map { "\(parts[0])\($0)\(parts[1])" }.joined()
    }

    private static func entries(_ count: Int) -> String { repeated("<entry><id>a</id><link href='a'/></entry>", count) }

    private static func expansions(_ count: Int) -> String {
        let nested = (1...9).map { "<!ENTITY l\($0) '\(repeated("&l\($0 - 1);", 60))'>" }.joined()
        return "<!DOCTYPE rss [<!ENTITY l0 'lol'>\(nested)]><rss><channel><title>\(repeated("&l9;", count))"
    }
}
