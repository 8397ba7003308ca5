import FeedParser
import Testing

/// What sites write that no standard has, and readers take as it is meant.
@Suite struct FeedHabitTests {
    @Test(arguments: [
        ("Meet &lt;kiwi&gt; today", "Meet <kiwi> today"),
        ("Meet &#x3C;kiwi&#x3E; today", "Meet <kiwi> today"),
        ("<![CDATA[Meet <kiwi> today]]>", "Meet <kiwi> today"),
        ("<![CDATA[<AI times> says &amp; more</AI times>]]>", "<AI times> says & more</AI times>"),
        ("Meet <kiwi>green</kiwi> today", "Meet green today"),
        ("<![CDATA[A <b>bold</b> <EM>word</EM><br/>here]]>", "A bold word here"),
        ("<![CDATA[A <fruit kind='k'>kiwi</o:p> x]]>", "A kiwi x"),
        ("<![CDATA[Meet <kiwi &amp; co> today]]>", "Meet <kiwi & co> today"),
        ("1 &lt; 2 and A&lt;B", "1 < 2 and A<B"),
    ])
    func aTitleKeepsItsWords(source: String, expected: String) throws {
        #expect(try item("<title>\(source)</title>").title == expected)
        #expect(try feed("<rss><channel><title>\(source)</title></channel></rss>").title == expected)
    }

    @Test func unknownTagsOfATextAreDropped() throws {
        #expect(try item("<description>a &lt;kiwi&gt;b&lt;/kiwi&gt;</description>").summary == "a b")
    }

    @Test(arguments: [
        "<link rel='enclosure'>http://a.example/e.mp3</link><link rel='alternate'>http://a.example/1</link>",
        "<link rel='alternate'>http://a.example/1</link><link rel='enclosure'>http://a.example/e.mp3</link>",
        "<link rel='enclosure'>http://a.example/e.mp3</link><link href='http://a.example/1'/>",
        "<link rel='self'>http://a.example/self</link><link>http://a.example/1</link>"
            + "<link rel='enclosure' href='http://a.example/e.mp3'/>",
        "<link href=''>http://a.example/1</link><link rel='enclosure' href=''>http://a.example/e.mp3</link>",
    ])
    func linksWithTheirAddressAsText(links: String) throws {
        for space in ["http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"] {
            let parsed = try feed("<feed xmlns='\(space)'><title>t</title><entry>\(links)</entry></feed>")
            #expect(parsed.items.first?.link == "http://a.example/1")
            #expect(parsed.items.first?.enclosureURL == "http://a.example/e.mp3")
        }
    }

    @Test(arguments: [
        "<title>own</title><media:title>m</media:title><itunes:title>i</itunes:title>",
        "<media:title>m</media:title><itunes:title>i</itunes:title><title>own</title>",
        "<media:group><media:title>m</media:title></media:group><title>own</title>",
        "<image><title>picture</title></image><title>own</title>",
    ])
    func theItemsOwnTitleCounts(inside: String) throws {
        let spaces =
            "xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
        for (open, close) in [
            ("<rss version='2.0' \(spaces)><channel><item>", "</item></channel></rss>"),
            ("<feed xmlns='http://www.w3.org/2005/Atom' \(spaces)><entry>", "</entry></feed>"),
            ("<feed xmlns='urn:nobody' \(spaces)><entry>", "</entry></feed>"),
        ] { #expect(try feed(open + inside + close).items.first?.title == "own") }
    }

    @Test(arguments: [
        ("-0312", "2003-12-01T00:00:00Z"),
        ("-03-12", "2003-12-01T00:00:00Z"),
        ("03-12-31", "2003-12-31T00:00:00Z"),
        ("03335", "2003-12-01T00:00:00Z"),
        ("2003-012-31T10:14:55+00:00", "2003-12-31T10:14:55Z"),
        ("2003-12-031T10:14:55Z", "2003-12-31T10:14:55Z"),
        ("Thu, 005 Apr 2012 10:00:00 GMT", "2012-04-05T10:00:00Z"),
        ("23 Sat, 11 04 2020 08:51:49 +0100", "2020-04-11T07:51:49Z"),
        ("2020 04 11 08:51:49 +0000", "2020-04-11T08:51:49Z"),
        ("Mon, 13 Feb, 2012 06:28:00 UTC", "2012-02-13T06:28:00Z"),
        ("Wed, 19 Feb 2012 22:40:00 GMT-01:01", "2012-02-19T23:41:00Z"),
        ("Sun Jul 15 01:16:00 +0000 2012", "2012-07-15T01:16:00Z"),
        ("Wed, 19 Aug 2009 18:28:00 Etc/GMT", "2009-08-19T18:28:00Z"),
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"),
        ("2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z"),
        ("2004-07-08 23:56:58 -00:20", "2004-07-09T00:16:58Z"),
        ("2004-05-25 오후 11:23:17", "2004-05-25T14:23:17Z"),
        ("2004년 05월 28일  01:31:15", "2004-05-27T16:31:15Z"),
        ("2004년 05월 28일 01:31:15 GMT", "2004-05-28T01:31:15Z"),
    ])
    func datesOfManyHands(text: String, expected: String) throws {
        let published = try #require(
            try item("<pubDate>\(text)</pubDate>", channel: "<language>en</language>").published)
        #expect(rfc3339(published) == expected)
    }
}
