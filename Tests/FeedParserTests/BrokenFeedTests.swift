import FeedParser
import Testing

@Suite struct BrokenFeedTests {
    /// What stands in the title of an item, and how it is read.
    @Test(arguments: [
        ("AT&T & R&D", "AT&T & R&D"),
        ("a&nbsp;b&hellip;&eacute;", "a b…é"),
        ("<속보> 대표 내정", "<속보> 대표 내정"),
        ("하나 <단독>", "하나 <단독>"),
        ("1 < 2", "1 < 2"),
        ("a\u{0}b\u{1F}c", "abc"),
        ("a\u{B}b", "a b"),
        ("a&#x1F;b&#0;", "ab\u{FFFD}"),
        ("&#xD83D;&#xDE80;", "🚀"),
        ("<b>bold", "bold"),
        ("<b><i>crossed</b></i>", "crossed"),
        ("stray</p> end", "stray end"),
        ("<![CDATA[open", "open"),
        ("<a href='x>quote</a>", "quote"),
    ])
    func readsBrokenTitles(source: String, expected: String) throws {
        let parsed = try feed(rss("<title>\(source)</title><link>http://a.example/1</link><guid>1</guid>"))
        #expect(parsed.items.count == 1)
        #expect(parsed.items.first?.title == expected)
        #expect(parsed.items.first?.link == "http://a.example/1")
        #expect(parsed.items.first?.guid == "1")
    }

    @Test(arguments: [
        "\n\n \(rss("<title>t</title>"))",
        "<br />\n<b>Warning</b>: x on line <b>3</b><br />\n\(rss("<title>t</title>"))",
        "\u{FEFF}\u{FEFF}\(rss("<title>t</title>"))",
        "\(rss("<title>t</title>"))\n<script>x</script> trailing",
        "<RSS VERSION='2.0'><CHANNEL><ITEM><TITLE>t</TITLE></ITEM></CHANNEL></RSS>",
        "<rss version='2.0'><channel><item><title>t</item></channel></rss>",
        "<rss version='2.0'><channel><item><title>t</title></channel></rss>",
        "<rss version='2.0'><channel><item><title>t</Title></item></channel></rss>",
        "<rss version=2.0><channel><item id=1 id=2 x><title>t</title></item></channel></rss>",
        "<!DOCTYPE rss [<!ENTITY x \"t\">]><rss version='2.0'><channel><item><title>&x;</title></item></channel></rss>",
        "<rss version='2.0'><channel><image><title>no</title><item><title>t</title></item></channel></rss>",
        "<rss version='2.0'><channel><item><b><title>t</title></item></channel></rss>",
        "<?xml version='1.0' encoding='utf-8'><rss version='2.0'><channel><item><title>t</title></item></channel></rss>",
    ])
    func findsTheItem(document: String) throws {
        #expect(try feed(document).items.map(\.title) == ["t"])
    }

    @Test func fieldsLeftOpenEndWhereTheNextBegins() throws {
        let parsed = try feed(
            """
            <rss version="2.0"><channel><title>T<item><title>a<link>http://a.example/1<description>foo <p>bar
            <pubDate>Sat, 26 Jul 2025 10:30:00 GMT<item><title>b</title><link>http://a.example/2</channel></rss>
            """)
        #expect(parsed.title == "T")
        #expect(parsed.items.map(\.title) == ["a", "b"])
        #expect(parsed.items.map(\.link) == ["http://a.example/1", "http://a.example/2"])
        #expect(parsed.items.first?.summary == "foo bar")
        #expect(parsed.items.first?.published == (try instant("2025-07-26T10:30:00Z")))
    }

    @Test func severalRootsAreReadAsOne() throws {
        let parsed = try feed(rss("<title>a</title>") + "\n" + rss("<title>b</title>"))
        #expect(parsed.items.map(\.title) == ["a", "b"])
        #expect(parsed.warnings.isEmpty)
    }

    /// Cut at every byte, a document keeps the items whose ends came before the cut.
    @Test func cutBodiesKeepWhatIsComplete() throws {
        let document = Array(
            """
            <rss version="2.0"><channel><title>새벽</title><item><title>하나</title><description><![CDATA[<p>글</p>]]></description></item>\
            <item><title>둘 &amp; 셋</title><guid isPermaLink="false">2</guid></item></channel></rss>
            """.utf8)
        // The end tag's name ends the item, its bracket or not.
        let ends = document.indices.filter { document[..<$0].hasSuffix("</item") }
        #expect(ends.count == 2)
        for cut in 30..<document.count {
            let parsed = try parseFeed(Array(document[..<cut]))
            #expect(parsed.items.count == ends.count(where: { $0 <= cut }), "cut at \(cut)")
            #expect(parsed.items.first.map { $0.title == "하나" && $0.summary == "글" } ?? true)
        }
        let cut = try parseFeed(Array(document[..<200]))
        #expect(cut.warnings.contains { $0.message.hasPrefix("the document ends in the middle") })
    }

    @Test func undeclaredPrefixesMeanWhatTheyDoByCustom() throws {
        let item = try item(
            """
            <dc:creator>김하늘</dc:creator><dc:date>2025-07-26</dc:date><content:encoded>&lt;p&gt;글&lt;/p&gt;</content:encoded>
            <media:content url="http://a.example/1.jpg"/><media:title>사진</media:title>
            """, channel: "<language>en</language>")
        #expect(item.author == "김하늘")
        #expect(item.published == (try instant("2025-07-26T00:00:00Z")))
        #expect(item.content == "글")
        #expect(item.enclosureURL == "http://a.example/1.jpg")
        #expect(item.title == "사진")
    }

    @Test func otherPrefixesMeanTheSame() throws {
        let parsed = try feed(
            """
            <a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:q="http://purl.org/dc/elements/1.1/"><a:title>T</a:title>
            <a:entry><a:title>e</a:title><q:creator>K</q:creator><z:title xmlns:z="urn:z">no</z:title></a:entry></a:feed>
            """)
        #expect(parsed.format == .atom10)
        #expect(parsed.items.first?.title == "e")
        #expect(parsed.items.first?.author == "K")
    }

    @Test func whatLiesInUnknownElementsIsNotTheItems() throws {
        let parsed = try feed(
            rss("<title>a</title><related><item><title>no</title><link>http://no.example/</link></item></related>"))
        #expect(parsed.items.count == 1)
        #expect(parsed.items.first?.title == "a")
        #expect(parsed.items.first?.link == nil)
    }

    @Test func externalEntitiesAreNotRead() throws {
        let parsed = try feed(
            """
            <!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>
            <rss version="2.0"><channel><title>x&a;y</title></channel></rss>
            """)
        #expect(parsed.title == "x&a;y")
    }

    @Test(arguments: [#"{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1"}, {"id": "2", "tit"#])
    func cutJSONKeepsCompleteItems(document: String) throws {
        let parsed = try feed(document)
        #expect(parsed.items.map(\.guid) == ["1"])
        #expect(
            parsed.warnings.first?.description == "line 1: broken off: a string without an end; complete items are kept"
        )
    }
}

extension ArraySlice<UInt8> {
    fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
