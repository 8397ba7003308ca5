import FeedParser
import Testing

@Suite struct FormatTests {
    @Test(
        arguments: [
            ("<rss version='2.0'><channel><title>t</title></channel></rss>", FeedFormat.rss2, "2.0"),
            ("<rss version='0.91'><channel><title>t</title></channel></rss>", .rss0x, "0.91"),
            ("<rss><channel><title>t</title></channel></rss>", .rss2, nil),
            ("<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title></feed>", .atom10, nil),
            ("<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>t</title></feed>", .atom03, "0.3"),
            (
                "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><channel><title>t</title></channel></rdf:RDF>",
                .rdf, nil
            ),
            ("<CHANNEL HREF='http://a.example/'><TITLE>t</TITLE></CHANNEL>", .cdf, nil),
            (#"{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": []}"#, .jsonfeed, "1.1"),
        ] as [(String, FeedFormat, String?)])
    func tellsFormats(document: String, format: FeedFormat, version: String?) throws {
        let parsed = try feed(document)
        #expect(parsed.format == format)
        #expect(parsed.version == version)
        #expect(parsed.title == "t")
        #expect(parsed.items.isEmpty)
    }

    @Test func readsAnRSSItem() throws {
        let parsed = try feed(
            """
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <channel><title>새벽일보</title><link>https://news.example.kr/</link><description>아침 소식</description>
            <language>ko</language><lastBuildDate>Sat, 26 Jul 2025 10:30:00 +0900</lastBuildDate><ttl>30</ttl>
            <skipHours><hour>0</hour><hour>13</hour></skipHours><skipDays><day>Sunday</day></skipDays>
            <image><title>그림</title><url>https://news.example.kr/i.png</url><link>https://elsewhere.example/</link></image>
            <item><title>연구소장 선임</title><link>https://news.example.kr/1</link><guid isPermaLink="false">n-1</guid>
            <pubDate>Sat, 26 Jul 2025 09:00:00 +0900</pubDate><dc:creator>김하늘</dc:creator>
            <category>인사</category><category>인사</category><category>연구</category>
            <description>짧은 글</description><content:encoded><![CDATA[<p>긴 <b>글</b></p>]]></content:encoded>
            <enclosure url="https://news.example.kr/1.mp3" type="audio/mpeg" length="1"/></item>
            </channel></rss>
            """)
        #expect(parsed.title == "새벽일보")
        #expect(parsed.link == "https://news.example.kr/")
        #expect(parsed.descriptionText == "아침 소식")
        #expect(parsed.language == "ko")
        #expect(parsed.updated == (try instant("2025-07-26T01:30:00Z")))
        #expect(parsed.timeToLive == 30)
        #expect(parsed.skipHours == [0, 13])
        #expect(parsed.skipDays == ["Sunday"])
        #expect(parsed.warnings.isEmpty)
        let item = try #require(parsed.items.first)
        #expect(item.title == "연구소장 선임")
        #expect(item.link == "https://news.example.kr/1")
        #expect(item.guid == "n-1")
        #expect(!item.guidIsPermaLink)
        #expect(item.published == (try instant("2025-07-26T00:00:00Z")))
        #expect(item.author == "김하늘")
        #expect(item.categories == ["인사", "연구"])
        #expect(item.summary == "짧은 글")
        #expect(item.content == "긴 글")
        #expect(item.enclosureURL == "https://news.example.kr/1.mp3")
    }

    @Test func readsAnAtomEntry() throws {
        let parsed = try feed(
            """
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/a/" xml:lang="en">
            <title type="html">Notes &amp;amp; queries</title><id>urn:feed</id><link rel="self" href="feed.xml"/><link href="."/>
            <author><name>Ada</name><email>ada@blog.example</email></author><updated>2025-07-26T10:30:00Z</updated>
            <entry><title>A &lt;b&gt; literal</title><id>urn:1</id><link rel="self" href="1.atom"/><link rel="alternate" href="1"/>
            <published>2025-07-25T00:00:00Z</published><updated>2025-07-26T00:00:00+09:00</updated>
            <category term="ml" label="Machine learning"/>
            <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>two &lt;three&gt;</p></div></summary>
            <content type="html">&lt;p&gt;Full&lt;/p&gt;</content></entry></feed>
            """)
        #expect(parsed.title == "Notes & queries")
        #expect(parsed.id == "urn:feed")
        #expect(parsed.link == "https://blog.example/a/")
        #expect(parsed.language == "en")
        let entry = try #require(parsed.items.first)
        #expect(entry.title == "A <b> literal")
        #expect(entry.guid == "urn:1")
        #expect(entry.link == "https://blog.example/a/1")
        #expect(entry.published == (try instant("2025-07-25T00:00:00Z")))
        #expect(entry.updated == (try instant("2025-07-25T15:00:00Z")))
        #expect(entry.categories == ["ml", "Machine learning"])
        #expect(entry.summary == "One two <three>")
        #expect(entry.content == "Full")
        #expect(entry.author == "Ada")
    }

    @Test func readsRDF() throws {
        let parsed = try feed(
            """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
             xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
            <channel rdf:about="https://lab.example/"><title>Lab</title><link>https://lab.example/</link>
            <sy:updatePeriod>Hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
            <items><rdf:Seq><rdf:li rdf:resource="https://lab.example/1"/></rdf:Seq></items></channel>
            <item rdf:about="urn:lab:1"><title>One</title><link>https://lab.example/1</link><dc:date>2025-07-26</dc:date>
            <dc:subject>AI</dc:subject></item></rdf:RDF>
            """)
        #expect(parsed.id == "https://lab.example/")
        #expect(parsed.updatePeriod == "hourly")
        #expect(parsed.updateFrequency == 2)
        #expect(parsed.items.count == 1)
        #expect(parsed.items.first?.guid == "urn:lab:1")
        #expect(parsed.items.first?.published == (try instant("2025-07-26T00:00:00Z")))
        #expect(parsed.items.first?.categories == ["AI"])
    }

    @Test func readsCDF() throws {
        let parsed = try feed(
            """
            <CHANNEL HREF="http://a.example/" LASTMOD="1998-11-05T00:00"><TITLE>Old</TITLE><ABSTRACT>About</ABSTRACT>
            <ITEM HREF="http://a.example/1" LASTMOD="1998-11-06T00:00"><TITLE>First</TITLE><ABSTRACT>Text</ABSTRACT></ITEM></CHANNEL>
            """)
        #expect(parsed.link == "http://a.example/")
        #expect(parsed.descriptionText == "About")
        #expect(parsed.items.first?.title == "First")
        #expect(parsed.items.first?.link == "http://a.example/1")
        #expect(parsed.items.first?.summary == "Text")
        #expect(parsed.items.first?.updated == (try instant("1998-11-06T00:00:00Z")))
    }

    @Test func readsJSONFeed() throws {
        let parsed = try feed(
            #"""
            {"version": "https://jsonfeed.org/version/1.1", "title": "J & K", "home_page_url": "https://j.example/",
             "authors": [{"name": "Kim"}], "language": "ko", "items": [
             {"id": 7, "url": "/7", "content_html": "<p>R&amp;D</p>", "date_published": "2025-07-26T10:30:00+09:00",
              "tags": ["a", "a", "b"], "attachments": [{"url": "https://j.example/7.mp3"}]},
             {"id": "8", "content_text": "a < b", "author": {"name": "\ud55c\uae00 \ud83d\ude80"}}]}
            """#, options: ParseOptions(baseURL: "https://j.example/feed.json"))
        #expect(parsed.title == "J & K")
        #expect(parsed.items.count == 2)
        #expect(parsed.items[0].guid == "7")
        #expect(parsed.items[0].link == "https://j.example/7")
        #expect(parsed.items[0].content == "R&D")
        #expect(parsed.items[0].author == "Kim")
        #expect(parsed.items[0].categories == ["a", "b"])
        #expect(parsed.items[0].enclosureURL == "https://j.example/7.mp3")
        #expect(parsed.items[0].published == (try instant("2025-07-26T01:30:00Z")))
        #expect(parsed.items[1].content == "a < b")
        #expect(parsed.items[1].author == "한글 🚀")
    }

    @Test(arguments: [
        ("", FeedParseError.Code.empty, "line 1: nothing in it"),
        (" \n ", .empty, "line 1: nothing in it"),
        ("\n\n<!DOCTYPE html><html><head></head></html>", .htmlPage, "line 3: an HTML page, not a feed"),
        ("<html><body>x</body></html>", .htmlPage, "line 1: an HTML page, not a feed"),
        ("<opml version='1.0'><body/></opml>", .notFeed, "line 1: <opml> is not the root of a feed"),
        ("just text", .notMarkup, "line 1: neither XML nor JSON"),
        (#"{"a": 1}"#, .notFeed, #"line 1: JSON, but not a feed (no "version" of jsonfeed.org)"#),
        (
            "{\n\"a\" 1}", .malformedJSON,
            "line 2: JSON that cannot be read: a comma, colon or bracket is missing (offset 6)"
        ),
    ])
    func refuses(document: String, code: FeedParseError.Code, message: String) {
        let error = #expect(throws: FeedParseError.self) { try feed(document) }
        #expect(error?.code == code)
        #expect(error?.message == message)
    }

    @Test func manyThreadsMayReadAtOnce() async throws {
        let documents = (0..<64).map { number in
            number.isMultiple(of: 2)
                ? rss("<title>글 \(number) &amp; &lt;b&gt;셋&lt;/b&gt;</title>")
                : rss("<title>broken \(number) & <b></title>")
        }
        let alone = try documents.map { try feed($0) }
        let together = try await withThrowingTaskGroup(of: (Int, ParsedFeed).self) { group in
            for (index, document) in documents.enumerated() {
                group.addTask { (index, try feed(document)) }
            }
            return try await group.reduce(into: [Int: ParsedFeed]()) { $0[$1.0] = $1.1 }
        }
        #expect(documents.indices.allSatisfy { together[$0] == alone[$0] })
    }
}
