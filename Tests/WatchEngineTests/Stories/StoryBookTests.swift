import FoundationEssentials
import TalentMatch
import TestSupport
import Testing

@testable import WatchEngine

/// The book finds what a plain look at every alert finds.
@Suite struct StoryBookTests {
    /// An alert as it is told.
    private struct Told {
        var time: Date
        var moves: [AlertMove]
        var title: String
        var isUpdate = false

        var draft: StoryDraft {
            StoryDraft(facts: StoryFacts(time: time, moves: moves, title: title), isUpdate: isUpdate)
        }
    }

    /// Compares each alert with all before, the newest first.
    private struct PlainScan {
        private(set) var alerts: [(told: Told, story: Int64)] = []
        private var people = KnownPeople()

        mutating func story(of told: Told) -> Int64? {
            for move in told.moves {
                if let person = move.person { _ = people.learn([person.name] + person.aliases) }
            }
            let begin = told.time.addingTimeInterval(-StoryBook.window.seconds)
            return alerts.last { $0.told.time >= begin && isSameEvent($0.told, told) }?.story
        }

        mutating func add(_ told: Told, story: Int64) {
            alerts.append((told, story))
        }

        private func isSameEvent(_ one: Told, _ other: Told) -> Bool {
            let mine = one.moves.filter { $0.person != nil }
            let theirs = other.moves.filter { $0.person != nil }
            guard !mine.isEmpty, !theirs.isEmpty else {
                return HeadlineKey(one.title).isNearlyEqual(to: HeadlineKey(other.title))
            }
            return mine.contains { move in theirs.contains { isSameMove(move, $0) } }
        }

        private func isSameMove(_ one: AlertMove, _ other: AlertMove) -> Bool {
            func contradict(_ first: String?, _ second: String?) -> Bool {
                if let first, let second { first != second } else { false }
            }
            return !contradict(one.fromKey, other.fromKey) && !contradict(one.toKey, other.toKey)
                && name(one).isSamePerson(as: name(other))
        }

        private func name(_ move: AlertMove) -> PersonName {
            let spellings = people.expanded(move.person.map { [$0.name] + $0.aliases } ?? [])
            return PersonName(name: spellings[0], aliases: Array(spellings.dropFirst()))
        }
    }

    // MARK: Random news

    private static let names = [
        "셩지아 자오", "성지아 자오", "Shengjia Zhao", "Zhao Shengjia", "Zhao", "자오", "루오밍 팡", "Ruoming Pang", "미라 무라티",
        "Mira Murati", "Murati", "Mira Moretti", "일리야 수츠케버", "일리야 서츠케버", "Ilya Sutskever", "김민수", "김민서", "김민",
        "Kim Minsu", "Min-su Kim", "하정우", "Jungwoo Ha", "하정민", "우융후이", "Wu Yonghui", "Yonghui", "얀 르쿤", "Yann LeCun",
        "LeCun", "얀 라이케", "Jan Leike", "네이트 오마르", "Nate Omar", "Éloi Dubarry", "ELOI DUBARRY", "D'Angelo", "왕밍",
        "Edward King Ming", "배럿 조프", "Barret Zoph", "Michael Chao", "마이클 차오", "Иван Петров", "A A", "A", "山田 太郎", "",
    ]
    private static let letters = Array("aeioukntlmpshrgc")
    private static let syllables = Array("김이박최정민서지현우진수아자오라무티")

    private static func name(_ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            let count = Int.random(in: 2...4, using: &random)
            return String((0..<count).map { _ in syllables.randomElement(using: &random) ?? "김" })
        case 1:
            func word() -> String {
                String(
                    (0...Int.random(in: 1...5, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a"
                    })
            }
            return word().capitalized + " " + word().capitalized
        default: return names.randomElement(using: &random) ?? ""
        }
    }

    private static let words = [
        "오픈AI", "초지능팀", "전원", "이탈", "연구", "조직", "해체", "구글", "새", "연구소", "세운다", "메타", "수석과학자", "영입", "chief",
        "scientist", "leaves", "joins",
    ]

    private static func told(_ random: inout SeededGenerator, at time: Date) -> Told {
        func place() -> String? { ["오픈AI", "메타", "구글", nil, nil].randomElement(using: &random) ?? nil }
        let moves = (0..<([0, 0, 1, 1, 1, 2].randomElement(using: &random) ?? 0)).map { _ in
            let aliases = (0..<([0, 0, 0, 1, 2].randomElement(using: &random) ?? 0)).map { _ in name(&random) }
            let person = AlertMove.Person(name: name(&random), aliases: aliases)
            return AlertMove(
                kind: "hire", person: Int.random(in: 0..<8, using: &random) == 0 ? nil : person, role: nil,
                from: place(),
                to: place())
        }
        var title = (0..<Int.random(in: 0...9, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
        if Int.random(in: 0..<3, using: &random) > 0 { title = Array(words[0..<Int.random(in: 3...9, using: &random)]) }
        return Told(
            time: time, moves: moves, title: title.joined(separator: " "),
            isUpdate: Int.random(in: 0..<20, using: &random) == 0)
    }

    /// The short way of plain names gives what the long way of all others gives.
    @Test(arguments: [
        ("Jae-yong LEE", "jaeyonglee"), ("이 재용 2세", "이재용2세"), ("O\u{2019}Brien", "obrien"), ("É. Dupont", "édupont"),
        ("E\u{301}. Dupont", "e\u{301}dupont"), ("ＡＢ", "ａｂ"), ("[이]@", "이"), ("", ""), (" -", ""),
    ])
    func namesHaveOneKeyHoweverTheyAreSpaced(name: String, key: String) {
        #expect(KnownPeople.key(name) == key)
    }

    @Test(arguments: 0..<12)
    func findsWhatAPlainScanFinds(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var book = StoryBook()
        var plain = PlainScan()
        var time = Fixtures.now
        var seq: Int64 = 0
        for _ in 0..<60 {
            let batch = (0...Int.random(in: 0...12, using: &random)).map { _ in
                time = time.addingTimeInterval(Double.random(in: 0...4000, using: &random))
                return Self.told(&random, at: time)
            }
            if Int.random(in: 0..<5, using: &random) == 0 {
                // A commit that failed: none of it may be remembered.
                _ = book.decide(batch.map(\.draft))
                book.takeBack()
                continue
            }
            let decided = book.decide(batch.map(\.draft)).stories
            var stories: [Int64] = []
            for (place, told) in batch.enumerated() {
                seq += 1
                let found: Int64? =
                    switch decided[place] {
                    case .told(let story): story
                    case .ofDraft(let first): first < place ? stories[first] : nil
                    }
                #expect(found == plain.story(of: told), "\(told)")
                // The store says of what story an update is.
                let story = told.isUpdate ? 1_000_000 + seq : found ?? seq
                stories.append(story)
                plain.add(told, story: story)
            }
            book.settle(stories)
        }
        #expect(seq > 250)
    }

    private static func move(_ name: String, to place: String? = nil) -> AlertMove {
        AlertMove(kind: "hire", person: .init(name: name, aliases: []), role: nil, from: nil, to: place)
    }

    @Test func remembersTheNewestOnly() {
        func decide(_ numbers: Range<Int>, in book: inout StoryBook) -> [StoryBook.Story] {
            let drafts = numbers.map { Told(time: Fixtures.now, moves: [Self.move("Ada \($0)son")], title: "").draft }
            let stories = book.decide(drafts).stories
            book.settle(numbers.map { Int64($0) })
            return stories
        }
        var book = StoryBook()
        for round in 0..<3 {
            _ = decide(round * StoryBook.capacity..<(round + 1) * StoryBook.capacity, in: &book)
            #expect(book.count == StoryBook.capacity)
        }
        let last = 3 * StoryBook.capacity
        #expect(
            decide(last - StoryBook.capacity..<last - StoryBook.capacity + 1, in: &book) == [
                .told(Int64(last - StoryBook.capacity))
            ])
        #expect(decide(0..<1, in: &book) == [.ofDraft(0)])
    }

    @Test func manyMovesOfOnePersonAreToldApartByTheirPlaces() {
        var book = StoryBook()
        let same = (0..<600).map { number in
            Told(time: Fixtures.now, moves: [Self.move("Ada Vale", to: "\(number % 300)")], title: "").draft
        }
        let stories = book.decide(same).stories
        #expect(stories[0] == .ofDraft(0) && stories[299] == .ofDraft(299) && stories[300] == .ofDraft(0))
        book.settle(same.indices.map { Int64($0 % 300) })
        let later = book.decide([
            Told(time: Fixtures.now, moves: [Self.move("에이다 베일", to: "7")], title: "").draft,
            // The newest alert that names her, whatever the place.
            Told(time: Fixtures.now, moves: [Self.move("Vale")], title: "").draft,
        ])
        #expect(later.stories == [.told(7), .told(299)])
    }

    @Test func aPersonHasNotAnyNumberOfSpellings() {
        var people = KnownPeople()
        for number in 0..<100 { _ = people.learn(["Ada Vale", "Ada \(number) Vale"]) }
        #expect(people.expanded(["Ada Vale"]).count == KnownPeople.spellingLimit)
    }
}
