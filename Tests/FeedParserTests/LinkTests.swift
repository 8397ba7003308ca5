import FeedParser
import Testing

@Suite struct LinkTests {
    /// RFC 3986, section 5.4, against http://a/b/c/d;p?q
    @Test(arguments: [
        ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
        ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
        ("g#s", "http://a/b/c/g#s"), (";x", "http://a/b/c/;x"), (".", "http://a/b/c/"), ("..", "http://a/b/"),
        ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), ("..g", "http://a/b/c/..g"),
        ("./g/.", "http://a/b/c/g/"), ("g/../h", "http://a/b/c/h"), ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("https://x/y", "https://x/y"), ("urn:x", "urn:x"), (" /기사?제목=채용 ", "http://a/기사?제목=채용"),
        ("http://x/a\n  b", "http://x/a  b"), ("/x?a=1&amp;amp;b=2", "http://a/x?a=1&b=2"),
    ])
    func resolvesReferences(reference: String, expected: String) throws {
        let source = reference.replacing("&", with: "&amp;")
        let parsed = try item("<link>\(source)</link>", options: ParseOptions(baseURL: "http://a/b/c/d;p?q"))
        #expect(parsed.link == expected)
    }

    @Test func basesNest() throws {
        let parsed = try feed(
            """
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="/x/"><link href="."/>
            <entry xml:base="y/"><link href="z"/><content type="xhtml" xml:base="c/">
            <div xmlns="http://www.w3.org/1999/xhtml"><a href="d?a=1&amp;b=2">q</a> <a name="n">r</a></div></content></entry>
            <entry><link href="w"/></entry></feed>
            """, options: ParseOptions(baseURL: "http://a.example/f", collectsLinks: true))
        #expect(parsed.link == "http://a.example/x/")
        #expect(parsed.items.map(\.link) == ["http://a.example/x/y/z", "http://a.example/x/w"])
        #expect(parsed.items.first?.contentLinks == ["http://a.example/x/y/c/d?a=1&b=2"])
    }

    @Test func linksAreCollectedOnlyWhenAskedFor() throws {
        let inside = "<description><![CDATA[<a class=x href=/1>a</a><A HREF='/2?a&amp;b'>b</A>]]></description>"
        #expect(try item(inside).summaryLinks.isEmpty)
        let options = ParseOptions(baseURL: "http://a.example/", collectsLinks: true)
        #expect(try item(inside, options: options).summaryLinks == ["http://a.example/1", "http://a.example/2?a&b"])
    }

    @Test func thePageComesBeforeTheFeedItself() throws {
        let parsed = try feed(
            """
            <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
            <atom:link rel="self" href="http://a.example/feed"/><link>http://a.example/</link>
            <item><atom:link rel="self" href="http://a.example/self"/><atom:link href="http://a.example/alternate"/></item>
            <item><atom:link href="http://a.example/alternate"/><link>http://a.example/own</link></item></channel></rss>
            """)
        #expect(parsed.link == "http://a.example/")
        #expect(parsed.items.map(\.link) == ["http://a.example/alternate", "http://a.example/own"])
    }

    @Test(
        arguments: [
            ("<guid>http://a.example/1</guid>", "http://a.example/1", true),
            ("<guid isPermaLink='true'>/1</guid>", "http://b.example/1", true),
            ("<guid isPermaLink='false'>http://a.example/1</guid>", nil, false),
            ("<guid>tag:a.example,2025:1</guid>", nil, false),
            ("<guid>http://a.example/1</guid><link>http://a.example/2</link>", "http://a.example/2", true),
            ("<link> </link><guid>http://a.example/1</guid>", "http://a.example/1", true),
        ] as [(String, String?, Bool)])
    func aPermaLinkStandsInForALink(inside: String, link: String?, isPermaLink: Bool) throws {
        let item = try item(inside, options: ParseOptions(baseURL: "http://b.example/feed"))
        #expect(item.link == link)
        #expect(item.guidIsPermaLink == isPermaLink)
    }

    @Test(arguments: [
        ("http://a.example/1", "http://a.example/1"),
        ("http://a.example/1?utm_source=rss&utm_medium=feed", "http://a.example/1"),
        ("http://a.example/1?no=3&utm_source=rss&cate=2", "http://a.example/1?no=3&cate=2"),
        ("http://a.example/1?fbclid=x#top", "http://a.example/1#top"),
        ("http://a.example/1?a=1#utm_source=rss", "http://a.example/1?a=1"),
        ("http://a.example/1?UTM_Source=x&gclid", "http://a.example/1"),
        ("http://a.example/1?q=utm_source", "http://a.example/1?q=utm_source"),
        ("http://a.example/1?", "http://a.example/1?"),
    ])
    func identityForgetsWhereAReaderCameFrom(link: String, identity: String) throws {
        let item = try item("<link>\(link.replacing("&", with: "&amp;"))</link>")
        #expect(item.link == link)
        #expect(item.identityLink == identity)
    }

    @Test(arguments: [
        ("http://a.example/v.do;jsessionid=0A1B.was01?no=3", "http://a.example/v.do?no=3"),
        ("http://a.example/v.do?no=3;JSESSIONID=0A1B", "http://a.example/v.do?no=3"),
        ("http://a.example/v.php?PHPSESSID=x1&no=3", "http://a.example/v.php?no=3"),
        ("http://a.example/v.php?PHPSESSID=x1#top", "http://a.example/v.php#top"),
        ("http://a.example/(S(abc123def))/v.aspx?no=3", "http://a.example/v.aspx?no=3"),
        ("http://a.example/(X(1)S(abc123def))/v.aspx", "http://a.example/v.aspx"),
        ("http://a.example/v?sid=0f3a9c7712de45b8&no=3", "http://a.example/v?no=3"),
        ("http://a.example/v?sid=105&s=openai&token=3", "http://a.example/v?sid=105&s=openai&token=3"),
        ("http://a.example/v?sid=20261128123456789012", "http://a.example/v?sid=20261128123456789012"),
        ("http://a.example/wiki/AI_(lab)?", "http://a.example/wiki/AI_(lab)?"),
        ("http://a.example/v;p=1/w?a=1;b=2", "http://a.example/v;p=1/w?a=1;b=2"),
    ])
    func sessionIDsDoNotLast(link: String, lasting: String) {
        #expect(ItemAddress.lasting(link) == lasting)
    }

    @Test func thePlaceIsWhatStaysWhenASiteMoves() {
        #expect(ItemAddress.place("http://a.example/1?b=2&utm_source=x") == "/1?b=2")
        #expect(ItemAddress.place("https://www.b.example") == "/")
        #expect(ItemAddress.place("tag:a.example,2025:1") == nil)
        #expect(ItemAddress.page("http://www.a.example/") == ItemAddress.page("https://a.example"))
        #expect(ItemAddress.underOtherScheme("https://a.example/1") == "http://a.example/1")
        #expect(ItemAddress.underOtherScheme("HTTP://a.example/1") == "https://a.example/1")
        #expect(ItemAddress.differInFragmentAlone("http://a.example/1#0", "http://a.example/1#1"))
        #expect(!ItemAddress.differInFragmentAlone("g#0", "g#1"))
    }

    @Test(arguments: [
        ("http://a.example/v/3?key=a1b2c3d4e5f6a7b8c9", "/v/3?key=*"),
        ("http://a.example/v/3b1f0e6a-9d3c-4a55-8f20-1c2d3e4f5a6b?no=3", "/v/*?no=3"),
        ("http://a.example/2026/openai-names-new-chief-scientist", "/2026/openai-names-new-chief-scientist"),
        ("http://a.example/articleView.html?idxno=20261128001234", "/articleView.html?idxno=20261128001234"),
        ("http://a.example/%EC%B4%88%EC%A7%80%EB%8A%A5", "/%EC%B4%88%EC%A7%80%EB%8A%A5"),
    ])
    func whatLooksRandomHasAShape(link: String, shape: String) {
        #expect(ItemAddress.shape(link) == shape)
    }
}
