import FoundationEssentials
import TalentMatch

/// What stories are told apart by, of one alert.
struct StoryFacts: Sendable, Equatable {
    /// The seq of the first alert of its story.
    var story: Int64
    var time: Date
    var moves: [AlertMove]
    var headline: HeadlineKey

    /// Whether two alerts tell one event.
    ///
    /// By the move, where both name somebody: the same person, to and from places that do not contradict each other. Two
    /// named people are two stories, however alike the headlines are. Where one of them names nobody, headlines decide.
    func isSameEvent(as other: StoryFacts, people: KnownPeople) -> Bool {
        let mine = moves.filter { $0.person != nil }
        let theirs = other.moves.filter { $0.person != nil }
        guard !mine.isEmpty, !theirs.isEmpty else { return headline.isNearlyEqual(to: other.headline) }
        return mine.contains { move in
            theirs.contains { move.isSameMove(as: $0, people: people) }
        }
    }
}

extension AlertMove {
    fileprivate func isSameMove(as other: AlertMove, people: KnownPeople) -> Bool {
        guard let person, let otherPerson = other.person else { return false }
        func contradict(_ first: String?, _ second: String?) -> Bool {
            if let first, let second { first != second } else { false }
        }
        return !contradict(fromKey, other.fromKey) && !contradict(toKey, other.toKey)
            && people.isSamePerson(person, otherPerson)
    }
}

/// The spellings of people's names that the news itself has given for one another: 셩지아 자오(Shengjia Zhao).
struct KnownPeople: Sendable, Equatable {
    private var groups: [String: Int] = [:]
    private var spellings: [Int: [String]] = [:]
    private var next = 0

    /// Whether two names are of one person: as they are spelled, or by a spelling learned before.
    func isSamePerson(_ first: AlertMove.Person, _ second: AlertMove.Person) -> Bool {
        expanded(first).isSamePerson(as: expanded(second))
    }

    /// Learns that these spellings are of one person; family names alone tell nobody.
    ///
    /// - Returns: the spellings that are new, and the group they belong to; nil when there is nothing to learn.
    mutating func learn(_ person: AlertMove.Person) -> (group: Int, new: [String])? {
        let full = ([person.name] + person.aliases).filter(Self.isFull)
        guard full.count > 1 else { return nil }
        let group = full.compactMap { groups[Self.key($0)] }.first ?? next
        let new = full.filter { groups[Self.key($0)] == nil }
        for spelling in new { add(spelling, group: group) }
        return new.isEmpty ? nil : (group, new)
    }

    /// Takes over what was learned before.
    mutating func add(_ spelling: String, group: Int) {
        groups[Self.key(spelling)] = group
        spellings[group, default: []].append(spelling)
        next = max(next, group + 1)
    }

    private func expanded(_ person: AlertMove.Person) -> PersonName {
        let given = [person.name] + person.aliases
        let learned = given.compactMap { groups[Self.key($0)] }.flatMap { spellings[$0] ?? [] }
        return PersonName(name: person.name, aliases: person.aliases + learned)
    }

    /// Several words, or a Korean name of three syllables.
    private static func isFull(_ spelling: String) -> Bool {
        spelling.contains(" ") || spelling.unicodeScalars.count { (0xAC00..<0xD7A4).contains($0.value) } >= 3
    }

    static func key(_ spelling: String) -> String {
        spelling.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
