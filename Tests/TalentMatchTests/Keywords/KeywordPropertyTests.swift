import Foundation
import Testing

@testable import TalentMatch

/// What must hold whatever is done to a text that leaves it the same to a reader.
@Suite struct KeywordPropertyTests {
    private static let ignorables: [Unicode.Scalar] = [
        "\u{AD}", "\u{34F}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{202A}", "\u{202E}", "\u{2060}",
        "\u{2066}", "\u{FE0F}", "\u{FEFF}", "\u{180E}", "\u{3164}", "\u{FFA0}", "\u{115F}", "\u{E0041}", "\u{E0100}",
    ]
    private static let examples: [(text: String, term: String)] = [
        ("메타 초지능연구소 수석과학자로 임명", "초지능연구소"), ("오픈AI 출신 셩지아 자오(Shengjia Zhao)를", "오픈AI"),
        ("오픈AI 출신 셩지아 자오(Shengjia Zhao)를", "셩지아 자오"), ("named chief-scientist's office", "chief scientist"),
        ("The Companies' superintelligence lab", "company"), ("a café in Zürich", "CAFÉ"),
        ("C++ in Ålesund", "Ålesund"),
        ("국가 AI 위원회 42dot 대표", "42dot"), ("Nguyễn Văn joins", "nguyễn văn"), ("각 값 없다", "값없"),
        ("superintelligent", "superintelligen*"), ("의 *초지능 ", "*초지능"), ("Ｏｐｅｎ ＡＩ의", "open ai"),
    ]

    private func matches(_ text: String, _ term: String) throws -> [TermMatch] {
        let rule = RuleDefinition(name: "rule", any: [TermGroup(term)])
        let matches = try RuleSet([rule]).evaluate(ItemText(title: text)).flatMap(\.matches)
        let scalars = Array(text.unicodeScalars)
        for match in matches {
            #expect(scalars[match.start..<match.end].elementsEqual(match.text.unicodeScalars))
        }
        return matches
    }

    @Test(arguments: 0..<60)
    func ignorableCharactersChangeNothing(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let example = random.pick(Self.examples)
        let form = random.pick(NormalForm.allCases)
        var scalars = String.UnicodeScalarView()
        for scalar in form.of(example.text).unicodeScalars {
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                scalars.append(random.pick(Self.ignorables))
            }
            scalars.append(scalar)
        }
        let plain = try matches(form.of(example.text), example.term)
        let found = try matches(String(scalars), example.term)
        #expect(!plain.isEmpty)
        func visible(_ match: TermMatch) -> String {
            String(String.UnicodeScalarView(match.text.unicodeScalars.filter { !Self.ignorables.contains($0) }))
        }
        #expect(found.map(visible) == plain.map(\.text), "\(scalars)")
    }

    @Test(arguments: 0..<60)
    func hangulMayBeSplitBySpacesAnywhere(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let term = random.pick(["초지능연구소", "수석과학자", "오픈에이아이", "인공지능"])
        let spaces = [" ", "\u{A0}", "\u{3000}", "\n", "  ", "\u{2009}", " \u{200B} "]
        let form = random.pick(NormalForm.allCases)
        var split = ""
        for syllable in term {
            if !split.isEmpty, Bool.random(using: &random) {
                split += random.pick(spaces)
            }
            split += form.of(String(syllable))
        }
        #expect(try matches("전 " + split + "은", term).map(\.text) == [split])
        #expect(try matches("전" + term + "은", split).map(\.text) == [term])
    }

    @Test func anyNormalFormIsTheSame() throws {
        for (text, term) in Self.examples {
            for form in NormalForm.allCases {
                for termForm in NormalForm.allCases {
                    let found = try matches(form.of(text), termForm.of(term))
                    #expect(found.count == 1, "\(form) of \(text), \(termForm) of \(term)")
                }
            }
        }
    }

    @Test func anyCaseIsTheSame() throws {
        for (text, term) in Self.examples {
            #expect(try matches(text.uppercased(), term).count == 1, "\(text)")
            #expect(try matches(text.lowercased(), term.uppercased()).count == 1, "\(text)")
        }
    }
}

private enum NormalForm: CaseIterable {
    case nfc, nfd, nfkc, nfkd

    func of(_ text: String) -> String {
        switch self {
        case .nfc: text.precomposedStringWithCanonicalMapping
        case .nfd: text.decomposedStringWithCanonicalMapping
        case .nfkc: text.precomposedStringWithCompatibilityMapping
        case .nfkd: text.decomposedStringWithCompatibilityMapping
        }
    }
}
