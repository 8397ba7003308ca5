import FoundationEssentials
import Testing

@testable import WatchEngine

@Suite struct StableHashTests {
    /// The store keeps these: another value would make every stored item new again.
    @Test(
        arguments: [
            ("", 0x1877_F5C8_1BB1_1BFE), ("a", 0x2C79_6F4D_7823_6206), ("초지능", 0xCA5F_B147_E938_65B7),
            ("https://a.example/archives/1", 0xC83D_D1B6_50AA_A34B),
        ] as [(String, UInt64)])
    func givesTheSameInEveryRelease(text: String, value: UInt64) {
        #expect(StableHash.of(Array(text.utf8)) == value)
    }

    @Test func keepsPartsApart() {
        var first = StableHash()
        first.combine("ab")
        first.combine("c")
        var second = StableHash()
        second.combine("a")
        second.combine("bc")
        var third = StableHash()
        third.combine("ab")
        third.combine(nil)
        #expect(Set([first.value, second.value, third.value]).count == 3)
    }

    @Test func hasNoCollisionAmongNearTexts() {
        let values = Set((0..<100_000).map { StableHash.of(Array("https://a.example/archives/\($0)".utf8)) })
        #expect(values.count == 100_000)
    }

    @Test func contentsSurviveTheStore() {
        let contents = FeedContents(
            entries: (0..<50).map { .init(key: UInt64($0) << 60, fingerprint: .max - UInt64($0)) })
        #expect(FeedContents(encoded: contents.encoded) == contents)
        #expect(FeedContents(encoded: contents.encoded.dropLast()).entries.count == 49)
    }
}
