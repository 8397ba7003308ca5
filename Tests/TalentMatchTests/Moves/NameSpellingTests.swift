import Testing

@testable import TalentMatch

/// What spellings and headlines are found by leaves out none that are alike.
@Suite struct NameSpellingTests {
    private static let parts = [
        "셩지아", "성지아", "자오", "shengjia", "zhao", "미라", "무라티", "mira", "murati", "moretti", "일리야", "수츠케버", "서츠케버",
        "ilya", "sutskever", "김", "민수", "민서", "minsu", "kim", "michael", "마이클", "chao", "차오", "qian", "첸", "yonghui",
        "우융후이",
        "a", "아", "山田", "르쿤", "lecun",
    ]

    @Test(arguments: 0..<8)
    func whatIsAlikeIsFound(seed: UInt64) {
        var random = SplitMix(state: seed)
        let spellings = (0..<200).map { _ in
            NameSpelling(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in Self.parts.randomElement(using: &random) ?? "" }
                    .joined(separator: " "))
        }
        var alike = 0
        for one in spellings {
            for other in spellings where one.isOfOnePerson(with: other) {
                alike += 1
                #expect(
                    !Set(one.lookupKeys).isDisjoint(with: other.storedKeys) || one.profile.mayBeAlike(other.profile),
                    "\(one.words) \(other.words)")
            }
        }
        #expect(alike > 500)
    }

    @Test func aGivenNameAloneDoesNotLeadFromOneFullNameToAnother() {
        let (one, other) = (NameSpelling("John Aberg"), NameSpelling("John Zander"))
        #expect(Set(one.lookupKeys).isDisjoint(with: other.storedKeys))
        #expect(!one.profile.mayBeAlike(other.profile))
    }

    @Test(arguments: 0..<4)
    func nearHeadlinesAreNeverToldApartAtAGlance(seed: UInt64) {
        var random = SplitMix(state: seed)
        let words = Self.parts.prefix(12)
        let keys = (0..<150).map { _ in
            HeadlineKey(
                (0..<Int.random(in: 0...40, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
                    .joined(separator: " "))
        }
        var list = HeadlineList()
        for key in keys { list.append(key) }
        var near = 0
        var passed = 0
        for one in keys {
            var places: [Int] = []
            list.forEachNear(one, places: nil, behind: -1) { place in
                places.append(place)
                return true
            }
            #expect(places == places.sorted(by: >))
            passed += places.count
            let found = keys.indices.filter { one.isNearlyEqual(to: keys[$0]) }
            near += found.count
            #expect(Set(places).isSuperset(of: found))
            // Of some, behind one of them, and no more than asked for.
            let some = Array(stride(from: 0, to: keys.count, by: 3))
            var first: [Int] = []
            list.forEachNear(one, places: some, behind: 30) { place in
                first.append(place)
                return first.count < 2
            }
            #expect(first == Array(places.filter { $0 > 30 && $0 % 3 == 0 }.prefix(2)))
        }
        #expect(near > 100 && passed < keys.count * keys.count / 2)
    }

    @Test func whatIsBeyondAHeadlinesLengthDoesNotCount() {
        let head = String(repeating: "초지능 연구소 ", count: 60)
        #expect(HeadlineKey(head + String(repeating: "가나다라", count: 20_000)) == HeadlineKey(head + "끝"))
    }

    /// Numbers that are the same in every run (SplitMix64).
    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
