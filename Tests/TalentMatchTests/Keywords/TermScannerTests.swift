import Foundation
import Testing

@testable import TalentMatch

@Suite struct TermScannerTests {
    /// Pieces that meet each branch of folding and of the filter before it.
    private static let pieces: [String] = [
        "a", "b", "A", "s", "e", "es", "y", "ies", "1", "ab", "ba", " ", "  ", "-", "·", "\u{318D}", ".", "'",
        "\u{2019}",
        "+", "가", "나", "각", "가나", "\u{1100}", "\u{1161}", "\u{11A8}", "ㄱ", "\u{301}", "\u{323}", "é", "\u{200B}",
        "\u{AD}", "中", "が", "Ａ", "…", "\u{201C}", "㈜", "п", "\n", "\u{3000}", "ꀀ", "\u{1F600}", "ß", "_",
    ]

    private static func text(_ lengths: ClosedRange<Int>, _ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: lengths, using: &random)).map { _ in random.pick(pieces) }.joined()
    }

    private func hits(
        _ scanner: TermScanner, _ text: String
    ) -> (hits: [TermScanner.Hit], folded: [TermScanner.Hit]) {
        Array(text.utf8).withUnsafeBufferPointer { (scanner.hits(in: $0), scanner.foldedHits(in: $0)) }
    }

    /// The automaton, its alphabet and the filter against a search for each pattern at each place.
    @Test(arguments: 0..<200)
    func findsWhatASearchForEachTermFinds(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let isPlain = seed % 2 == 0
        var terms: [TermScanner.Term] = []
        while terms.count < 12 {
            var spelling = Self.text(1...4, &random)
            if !isPlain, Int.random(in: 0..<4, using: &random) == 0 {
                spelling = random.pick([spelling + "*", "*" + spelling, "*" + spelling + "*"])
            }
            let term = TermScanner.Term(spelling: spelling, wholeWord: Bool.random(using: &random))
            let patterns = TermPattern.patterns(of: spelling, wholeWord: term.wholeWord)
            let begins = patterns.first.map { ScalarAlphabet.role(of: $0.symbols[0]) }
            if let begins, !isPlain || begins == .wordStart || begins == .hangul {
                terms.append(term)
            }
        }
        let scanner = try TermScanner(terms)
        for _ in 0..<40 {
            let text = Self.text(0...30, &random)
            let found = hits(scanner, text)
            #expect(found.hits == found.folded, "\(text.debugDescription) \(terms)")
            let expected = NaiveSearch.hits(of: terms, in: text)
            let places = Set(found.hits.map { NaiveSearch.Place(term: $0.term, start: $0.start) })
            #expect(places == expected, "\(text.debugDescription) \(terms)")
        }
    }

    @Test(arguments: 0..<50)
    func bytesThatAreNotUTF8AreNoTrouble(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let scanner = try TermScanner(["AI", "초지능", "가", "é", "中"].map { TermScanner.Term(spelling: $0) })
        let parts: [[UInt8]] = [
            [0xFF], [0xC0], [0xE0], [0xEC], [0xEC, 0xB4], [0xED, 0xA0, 0x80], [0xF5], [0xF4, 0x90, 0x80, 0x80], [0x80],
            [0xF0, 0x9F], Array("AI".utf8), Array("초지능".utf8), [0x20], [0],
        ]
        let bytes = (0..<Int.random(in: 0...40, using: &random)).flatMap { _ in random.pick(parts) }
        bytes.withUnsafeBufferPointer { text in
            let hits = scanner.hits(in: text)
            #expect(hits == scanner.foldedHits(in: text))
            for hit in hits {
                #expect(0 <= hit.start && hit.start < hit.end && hit.end <= text.count)
            }
        }
    }

    /// Where nearly every place begins a long term, the filter gives up before it has seen what stands at the end.
    @Test func aTextThatWearsTheFilterOutIsFolded() throws {
        let long = String(repeating: "가", count: 60) + "나"
        let scanner = try TermScanner([TermScanner.Term(spelling: long), TermScanner.Term(spelling: "AI")])
        #expect(hits(scanner, String(repeating: "가", count: 500) + " AI").hits.map(\.term) == [1])
    }

    @Test func tellsABoundedNumberOfHits() throws {
        let scanner = try TermScanner([TermScanner.Term(spelling: "AI"), TermScanner.Term(spelling: "초지능")])
        let found = hits(scanner, String(repeating: "AI ", count: 5000) + "초지능").hits
        #expect(found.count == TermScanner.maximumHits + 1)
        #expect(found.last?.term == 1)
    }

    @Test func manyTermsAreBuiltAndFound() throws {
        var random = SeededGenerator(seed: 1)
        let syllables = (0..<200).compactMap { Unicode.Scalar(0xAC00 + UInt32($0) * 53) }
        let spellings = (0..<3000).map { index in
            String(String.UnicodeScalarView((0..<4).map { _ in random.pick(syllables) })) + " name\(index)"
        }
        let scanner = try TermScanner(spellings.map { TermScanner.Term(spelling: $0) })
        for index in stride(from: 0, to: spellings.count, by: 97) {
            #expect(hits(scanner, "그 " + spellings[index] + "이").hits.map(\.term) == [index])
        }
    }

    @Test func isTheSameFromManyTasks() async throws {
        let rules = try RuleSet([RuleDefinition(name: "rule", any: [TermGroup("초지능"), TermGroup("AI")])])
        let item = ItemText(title: "초 지능 AI가", content: String(repeating: "said 초지능 ", count: 50))
        let expected = rules.evaluate(item)
        await withTaskGroup(of: [RuleMatch].self) { group in
            for _ in 0..<8 {
                group.addTask { rules.evaluate(item) }
            }
            for await matches in group {
                #expect(matches == expected)
            }
        }
    }
}

/// Looks for each pattern at each place of a folded text, by the rules in words.
private enum NaiveSearch {
    struct Place: Hashable {
        var term: Int
        var start: Int
    }

    static func hits(of terms: [TermScanner.Term], in text: String) -> Set<Place> {
        let bytes = Array(text.utf8)
        var folder = TextFolder(alphabet: ScalarAlphabet(), capacity: bytes.count + 1)
        bytes.withUnsafeBufferPointer { folder.fold($0) }
        let symbols = (0..<folder.folded.count).map { folder.folded.symbols[$0] }
        let starts = (0..<folder.folded.count).map { folder.folded.starts[$0] }
        var places: Set<Place> = []
        for (index, term) in terms.enumerated() {
            for pattern in TermPattern.patterns(of: term.spelling, wholeWord: term.wholeWord) {
                let length = pattern.symbols.count
                for place in symbols.indices where place + length <= symbols.count {
                    guard Array(symbols[place..<place + length]) == pattern.symbols,
                        hasBorderBefore(pattern, symbols[place], starts[place]),
                        hasBorderAfter(pattern, symbols[(place + length)...])
                    else {
                        continue
                    }
                    places.insert(Place(term: index, start: folder.folded.start(place)))
                }
            }
        }
        return places
    }

    private static func hasBorderBefore(_ pattern: TermPattern, _ symbol: UInt32, _ start: UInt32) -> Bool {
        !pattern.needsBorderBefore || ScalarAlphabet.role(of: symbol) != .hangul
            || start & FoldedText<UInt32>.borderFlag != 0
    }

    private static func hasBorderAfter(_ pattern: TermPattern, _ rest: ArraySlice<UInt32>) -> Bool {
        let word = rest.prefix { [.wordInner, .mark].contains(ScalarAlphabet.role(of: $0)) }
        guard pattern.needsBorderAfter else {
            return rest.first.map { ScalarAlphabet.role(of: $0) != .mark } ?? true
        }
        let ending = word.map { Unicode.Scalar(ScalarAlphabet.scalar(of: $0)).map(String.init) ?? "" }.joined()
        return ending.isEmpty || ending == "s" && pattern.plurals.contains(.s)
            || ending == "es" && pattern.plurals.contains(.es)
    }
}
