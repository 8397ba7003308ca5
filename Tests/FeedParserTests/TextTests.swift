import FeedParser
import Testing

@Suite struct TextTests {
    /// The markup as it stands in the document, and what a reader sees.
    @Test(arguments: [
        ("R&amp;D", "R&D"),
        ("R&amp;amp;D", "R&D"),
        ("&amp;lt;속보&amp;gt; 내정", "<속보> 내정"),
        ("&lt;속보&gt; 내정", "<속보> 내정"),
        ("<![CDATA[<속보> 내정]]>", "<속보> 내정"),
        ("<![CDATA[초<b>지능</b>연구소]]>", "초지능연구소"),
        ("<![CDATA[<p>하나</p><p>둘</p>셋<br/>넷]]>", "하나 둘 셋 넷"),
        ("<![CDATA[a<script>if (a < b) { x('</p>') }</script>b<style>p{}</style>c]]>", "abc"),
        ("<![CDATA[a<!-- > -->b]]>", "ab"),
        ("<![CDATA[1 < 2 && 3 > 2]]>", "1 < 2 && 3 > 2"),
        ("<![CDATA[A<B]]>", "A<B"),
        ("<![CDATA[I <3 you]]>", "I <3 you"),
        ("<![CDATA[<a href='x>y'>link</a>]]>", "link"),
        ("<![CDATA[cut <a href='x]]>", "cut"),
        ("<![CDATA[&nbsp;&hellip;&#8220;x&#x201D;&copy 2025]]>", "…“x”© 2025"),
        ("<![CDATA[&notit; &unknown; &]]>", "¬it; &unknown; &"),
        ("<![CDATA[&#150;&#0;&#xD83D;&#xDE80;]]>", "–\u{FFFD}🚀"),
        ("  a\n\t b\u{3000}c\u{00A0}d\u{2028}e ", "a b c d e"),
        ("<![CDATA[<template>x</template><noscript>y</noscript>z]]>", "z"),
        ("<b>raw</b> markup", "raw markup"),
        ("&lt;![CDATA[inside]]&gt;", "inside]]>"),
    ])
    func showsWhatAReaderSees(source: String, expected: String) throws {
        #expect(try item("<title>\(source)</title>").title == expected)
        #expect(try item("<description>\(source)</description>").summary == expected)
    }

    @Test(arguments: ["", " ", "<![CDATA[ ]]>", "<![CDATA[<img src='x'>]]>", "&#160;"])
    func textsWithNothingToSeeAreAbsent(source: String) throws {
        let item = try item("<title>\(source)</title><description>\(source)</description>")
        #expect(item.title == nil)
        #expect(item.summary == nil)
    }

    @Test(arguments: [
        ("", "a &amp;amp; &lt;b&gt;", "a &amp; <b>"),
        ("type='text'", "1 &lt; 2", "1 < 2"),
        ("type='html'", "a &amp;amp; &lt;b&gt;c&lt;/b&gt;", "a & c"),
        ("type='xhtml'", "<div xmlns='http://www.w3.org/1999/xhtml'>a &lt;b&gt; <i>c</i></div>", "a <b> c"),
        ("type='text'", "a <i>b</i> &lt;c&gt;", "a b <c>"),
        ("type='application/octet-stream'", "PGI+7KCc66qpPC9iPg==", "제목"),
        ("type='application/octet-stream'", "7KCc66qp", "제목"),
        ("type='image/svg+xml'", "a <i>b</i>", "a b"),
    ])
    func atomTypesSayWhatMarkupMeans(type: String, source: String, expected: String) throws {
        let parsed = try feed(
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title \(type)>\(source)</title></entry></feed>")
        #expect(parsed.items.first?.title == expected)
    }

    @Test(arguments: [
        ("kim@news.example (김하늘)", "김하늘"), ("김하늘 <kim@news.example>".replacing("<", with: "&lt;"), "김하늘"),
        ("<name>김하늘</name><email>kim@news.example</email>", "김하늘"), ("<b>김하늘</b>", "김하늘"),
        ("<email>kim@news.example</email>", "kim@news.example"), ("kim@news.example", "kim@news.example"),
        ("김하늘 기자", "김하늘 기자"), ("A &amp;amp; B", "A & B"),
    ])
    func authorsAreNames(source: String, expected: String) throws {
        #expect(try item("<author>\(source)</author>").author == expected)
    }
}
