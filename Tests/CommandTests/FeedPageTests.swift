import TestSupport
import Testing

@testable import WatchEngine

/// Pages and lists of any shape are walked over in one pass.
@Suite struct FeedPageTests {
    private func urls(_ page: String, at url: String = "https://a.example/blog/post") -> [String] {
        FeedLinks.find(inPage: Array(page.utf8), at: url).map(\.url)
    }

    private static let type = "type='application/rss+xml'"

    @Test(arguments: [
        ("<link rel=alternate \(type) href=feed>", ["https://a.example/blog/feed"]),
        ("<link rel='home alternate' \(type) href='//b.example/x'>", ["https://b.example/x"]),
        ("<link rel=alternate \(type) href='/소식 1'>", ["https://a.example/%EC%86%8C%EC%8B%9D%201"]),
        ("<link rel=alternate \(type) href='/x#a'><link rel=alternate \(type) href='/x'>", ["https://a.example/x"]),
        ("<base href='https://c.example/d/'><link rel=alternate \(type) href='e'>", ["https://c.example/d/e"]),
        ("<a rel=alternate \(type) href=feed>", []), ("<link rel=stylesheet \(type) href=feed>", []),
        ("<link rel=alternate type=text/html href=feed>", []),
        ("<link rel=alternate \(type) href='file:///etc/passwd'>", []),
        ("<link rel=alternate \(type) href='javascript:1'>", []), ("<link rel=alternate \(type) href=''>", []),
        ("<!-- <link rel=alternate \(type) href=feed>", []),
        ("<title><link rel=alternate \(type) href=feed></title>", []),
        ("<style><link rel=alternate \(type) href=feed>", []),
        ("<link rel=alternate \(type) href='/comments/feed'>", ["https://a.example/comments/feed"]),
        ("<link rel=alternate \(type) href='unclosed", []), ("<", []), ("</", []), ("<a", []), ("", []),
    ])
    func findsLinks(page: String, expected: [String]) {
        #expect(urls(page) == expected)
    }

    @Test func onlyTheFirstBaseCounts() {
        let bases = String(repeating: "<base href='d/'>", count: 50_000)
        #expect(
            urls("<base href='https://c.example/'>\(bases)<link rel=alternate \(Self.type) href=e>") == [
                "https://c.example/e"
            ])
    }

    @Test func linksThatLeadNowhereAreLookedAtInBounds() {
        let bad = String(repeating: "<link rel=alternate \(Self.type) href='javascript:1'>", count: 500)
        #expect(urls("\(bad.dropLast(1))><link rel=alternate \(Self.type) href=e>") == [])
        #expect(urls("<link rel=alternate \(Self.type) href=e>\(bad)") == ["https://a.example/blog/e"])
    }

    @Test(arguments: [
        ("&#9999999999999999999999;", "&#9999999999999999999999;"), ("&#xFFFFFFFF;", "&#xFFFFFFFF;"),
        ("&#-5;", "&#-5;"),
        ("&#+65;", "&#+65;"), ("&#x41;&#66;", "AB"), ("&#0;", "&#0;"), ("&#xD800;", "&#xD800;"), ("&#;&#x;", "&#;&#x;"),
    ])
    func referencesOfAnyNumberAreRead(text: String, expected: String) {
        #expect(CharacterReferences.decoded(text) == expected)
    }

    @Test func bytesAtRandomEnd() {
        var random = SeededGenerator(seed: 4)
        let pieces = [
            "<", ">", "/", "=", "'", "\"", "&", "&#x41;", ";", "link", "outline", "opml", "!--", "-->", " ", "\0", "한",
        ]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            for isHTML in [true, false] {
                var scanner = MarkupScanner(Array(text.utf8), isHTML: isHTML)
                var count = 0
                while scanner.next() != nil { count += 1 }
                #expect(count <= text.utf8.count)
            }
        }
    }

    @Test func costGrowsWithLengthAlone() throws {
        for piece in ["<", "<!--", "<a b=", "<a '", "<script>", "<link rel=alternate href='&", "&#x", "<![CDATA["] {
            let page = Array(String(repeating: piece, count: 50_000).utf8)
            let start = ContinuousClock().now
            var scanner = MarkupScanner(page, isHTML: true)
            while scanner.next() != nil {}
            #expect(ContinuousClock().now - start < .seconds(10), "\(piece)")
        }
    }

    @Test func namesStayDifferent() {
        var entries = FeedEntries(watched: [FeedConfiguration(name: "A", url: "https://a.example/")])
        for number in 0..<5000 {
            _ = entries.add(name: "A", url: "https://a.example/\(number)", language: nil)
        }
        #expect(Set(entries.entries.map(\.name)).count == 5000)
        #expect(entries.entries.first?.name == "A 2" && entries.entries.last?.name == "A 5001")
        let long = entries.add(name: String(repeating: "가", count: 500), url: "https://b.example/", language: nil)
        guard case .taken(let entry) = long else {
            Issue.record("not taken")
            return
        }
        #expect(entry.name.count == 100)
    }
}
