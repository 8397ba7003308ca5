import Foundation
import Testing

@testable import TalentMatch

@Suite struct ComposedTextTests {
    private static let title = "메타, 구글 출신 구본하 AI 연구 총괄로 영입"

    @Test func decomposedTextTellsTheSameMove() throws {
        let composed = ShippedLexicon.extractor.extract(title: Self.title, summary: nil, content: nil)
        let decomposed = ShippedLexicon.extractor.extract(
            title: Self.title.decomposedStringWithCanonicalMapping, summary: nil, content: nil)
        let (one, other) = (try #require(composed.events.first), try #require(decomposed.events.first))
        #expect(one.person == other.person)
        #expect(one.from == other.from)
        #expect(one.to == other.to)
        #expect(other.evidence.count == one.evidence.count)
    }

    @Test func evidencePointsIntoTheTextAsGiven() throws {
        let given = Self.title.decomposedStringWithCanonicalMapping
        let result = ShippedLexicon.extractor.extract(title: given, summary: nil, content: nil)
        let event = try #require(result.events.first)
        let scalars = Array(given.unicodeScalars)
        let slices = event.evidence.map { span in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[span.start..<span.end])
            return String(view).precomposedStringWithCanonicalMapping
        }
        #expect(slices.contains("구본하"))
        #expect(slices.contains("구글"))
        #expect(slices.contains("메타"))
    }

    @Test func composedTextPassesThrough() {
        let text = ComposedText("메타 é", limit: 400)
        #expect(text.offsets == nil)
        #expect(text.scalars.count == 4)
    }

    @Test func marksAreJoinedToTheirLetters() {
        let text = ComposedText("e\u{301}a 가".decomposedStringWithCanonicalMapping, limit: 400)
        #expect(text.scalars == [0xE9, 0x61, 0x20, 0xAC00])
        #expect(text.offsets == [0, 2, 3, 4, 6])
    }

    @Test func theLimitCountsComposedScalars() {
        let text = ComposedText("가나다".decomposedStringWithCanonicalMapping, limit: 2)
        #expect(text.scalars.count == 2)
        #expect(ComposedText.given(2, text.offsets) == 4)
    }
}
