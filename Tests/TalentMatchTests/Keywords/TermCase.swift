import Testing

@testable import TalentMatch

/// A text, a term, and what of the text the term must find, in order.
struct TermCase: Sendable, CustomTestStringConvertible {
    var text: String
    var term: String
    var found: [String]
    var wholeWord: Bool

    init(_ text: String, _ term: String, _ found: String..., wholeWord: Bool = false) {
        self.text = text
        self.term = term
        self.found = found
        self.wholeWord = wholeWord
    }

    var testDescription: String {
        "\(term) in \(text)"
    }

    /// Evaluates a rule of the one term, and checks the positions of all that it finds.
    func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let rule = RuleDefinition(name: "rule", any: [TermGroup(term, wholeWord: wholeWord)])
        let matches = try RuleSet([rule]).evaluate(ItemText(title: text)).flatMap(\.matches)
        #expect(matches.map(\.text) == found, sourceLocation: sourceLocation)
        let scalars = Array(text.unicodeScalars)
        for match in matches {
            try #require(0 <= match.start && match.start < match.end && match.end <= scalars.count)
            let slice = Array(scalars[match.start..<match.end])
            #expect(slice == Array(match.text.unicodeScalars), sourceLocation: sourceLocation)
            #expect(match.field == .title && match.term == term, sourceLocation: sourceLocation)
        }
    }
}
