import Foundation
import Testing

@testable import WatchEngine

/// The columns of alerts beside Foundation's coder, which wrote them before and reads what has escapes.
@Suite struct StoredJSONTests {
    static let texts = [
        "", "수석과학자", "a\"b", "back\\slash", "line\nbreak", "tab\t", "\u{1}\u{7F}\u{85}\u{2028}\u{202E}", "😀 e\u{301}",
        "[]{},:", "null", "1",
    ]

    private static let matches = texts.map {
        AlertMatch(rule: $0, term: "t", field: "title", text: $0, start: 0, end: 1_234_567)
    }

    private static let moves = texts.map { text -> AlertMove in
        var move = AlertMove(
            kind: "hire", person: text.isEmpty ? nil : .init(name: text, aliases: [text, "Ada"]), role: nil, from: text,
            to: nil)
        move.toKey = text.isEmpty ? nil : text
        return move
    }

    @Test func whatIsWrittenIsReadByEither() throws {
        let matches = Data(StoredJSON.text(Self.matches).utf8)
        #expect(try AlertMatch.decode(matches) == Self.matches)
        #expect(try JSONDecoder().decode([AlertMatch].self, from: matches) == Self.matches)
        let moves = Data(StoredJSON.text(Self.moves).utf8)
        #expect(try AlertMove.decode(moves) == Self.moves)
        #expect(try JSONDecoder().decode([AlertMove].self, from: moves) == Self.moves)
        let texts = Data(StoredJSON.text(Self.texts).utf8)
        #expect(try StoredJSON.texts(texts) == Self.texts)
        #expect(try JSONDecoder().decode([String].self, from: texts) == Self.texts)
    }

    @Test(arguments: texts) func eachIsReadAlone(text: String) throws {
        #expect(try StoredJSON.texts(Data(StoredJSON.text([text]).utf8)) == [text])
        let move = AlertMove(kind: text, person: .init(name: text, aliases: []), role: text, from: nil, to: text)
        #expect(try AlertMove.decode(Data(StoredJSON.text([move]).utf8)) == [move])
    }

    @Test func whatFoundationWroteIsReadAsBefore() throws {
        let encoder = JSONEncoder()
        #expect(try AlertMatch.decode(try encoder.encode(Self.matches)) == Self.matches)
        #expect(try AlertMove.decode(try encoder.encode(Self.moves)) == Self.moves)
        #expect(try AlertMove.decode(nil) == [])
        #expect(StoredJSON.plain(try encoder.encode(["수석과학자", "b"])) != nil)
    }

    @Test(arguments: [
        "", "[", "[1", "{\"a\":}", "[\"a\"]]", "nul", "[[[[[[[[[[]]]]]]]]]]", "[99999999999]", "[-1]", "{\"a\":1,}",
        "[\"a",
    ])
    func whatIsNoSuchTextIsLeftToTheDecoder(text: String) {
        #expect(StoredJSON.plain(Data(text.utf8)) == nil)
        #expect(throws: (any Error).self) { try StoredJSON.texts(Data(text.utf8)) }
    }
}
