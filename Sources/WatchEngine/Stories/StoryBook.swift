import FoundationEssentials
import TalentMatch

/// The alerts of the last days, and which stories they tell: decides for each new alert whether it is the first of its story.
///
/// Alerts are decided on before the store has given them numbers. So those of one commit name their stories by their
/// places in it until `settle` says what came of them; `takeBack` drops them when nothing came of them.
package struct StoryBook: Sendable {
    /// How long after an alert others may belong to its story.
    static let window = Duration.seconds(3 * 86400)
    /// Alerts remembered at most, the newest ones.
    package static let capacity = 4000
    /// Headlines that are compared in full with one at most, the newest first: nearly all others differ at a glance.
    static let comparisonLimit = 256

    /// The story of an alert.
    package enum Story: Sendable, Equatable {
        /// The one that began with this seq.
        case told(Int64)
        /// That of the alert at this place in the commit; the one at its own place begins it.
        case ofDraft(Int)
    }

    private struct Entry {
        var story: Story
        var time: Date
        var movers: [StoryFacts.Mover]
    }

    // An alert's number is its place in these two.
    private var entries: [Entry] = []
    private var headlines = HeadlineList()
    /// The numbers of alerts that name nobody.
    private var unnamed: [Int] = []
    private var index = StoryIndex()
    private var oldest = 0
    private(set) var people = KnownPeople()
    /// What is undecided: how it was before.
    private var settled = (count: 0, oldest: 0)
    private var learned: [KnownPeople.Learned] = []

    /// An empty book.
    package init() {}

    /// An empty book that knows these spellings.
    init(people: KnownPeople) {
        self.people = people
    }

    /// How many alerts are remembered.
    package var count: Int { entries.count - oldest }

    // MARK: Decide

    /// Decides on the alerts of a commit, in their order, and remembers them.
    ///
    package mutating func decide(_ drafts: [StoryDraft]) -> StoryDecision {
        settled = (entries.count, oldest)
        let stories = drafts.enumerated().map { place, draft in
            for mover in draft.facts.movers { learned += people.learn(mover.spellings) }
            let story = story(of: draft.facts) ?? .ofDraft(place)
            // The story of an update is that of its item's first alert, which the store looks up.
            add(draft.facts, story: draft.isUpdate ? .ofDraft(place) : story)
            return story
        }
        return StoryDecision(stories: stories, learned: learned)
    }

    /// The last decision's alerts are stored; `stories` has the seq of the first alert of the story of each.
    package mutating func settle(_ stories: [Int64]) {
        for number in settled.count..<entries.count {
            if case .ofDraft(let place) = entries[number].story, stories.indices.contains(place) {
                entries[number].story = .told(stories[place])
            }
        }
        settled = (entries.count, oldest)
        learned = []
        if oldest > Self.capacity { compact() }
    }

    /// The last decision's alerts are not stored: all is as it was before.
    mutating func takeBack() {
        for number in (settled.count..<entries.count).reversed() {
            index.removeNewest(entries[number].movers, alert: number)
            if unnamed.last == number { unnamed.removeLast() }
        }
        entries.removeSubrange(settled.count...)
        headlines.removeAll(from: settled.count)
        oldest = settled.oldest
        for spelling in learned.reversed() { people.forget(spelling) }
        learned = []
    }

    // MARK: Remember

    /// Remembers an alert whose story is known.
    mutating func add(_ facts: StoryFacts, story: Story) {
        let number = entries.count
        entries.append(Entry(story: story, time: facts.time, movers: facts.movers))
        headlines.append(facts.headline)
        if facts.movers.isEmpty { unnamed.append(number) } else { index.add(facts, alert: number, people: people) }
        let begin = facts.time.addingTimeInterval(-Self.window.seconds)
        while count > Self.capacity || entries[oldest].time < begin { oldest += 1 }
    }

    /// The story that an alert belongs to, by the newest one that tells the same event: a story is told again soon or not
    /// at all. nil when it begins one.
    private mutating func story(of facts: StoryFacts) -> Story? {
        let begin = facts.time.addingTimeInterval(-Self.window.seconds)
        var newest = oldest - 1
        for mover in facts.movers {
            if let found = index.newest(telling: mover, people: people, behind: newest, begin: begin) { newest = found }
        }
        // Headlines decide where one of the two names nobody.
        let found =
            facts.movers.isEmpty
            ? nearlyEqual(facts.headline, among: nil, behind: newest, begin: begin)
            : nearlyEqual(facts.headline, among: unnamed, behind: newest, begin: begin)
        return found.map { entries[$0].story } ?? (newest < oldest ? nil : entries[newest].story)
    }

    /// The newest alert with nearly the same headline, among those given or all.
    private func nearlyEqual(_ headline: HeadlineKey, among places: [Int]?, behind bound: Int, begin: Date) -> Int? {
        var comparisons = 0
        var found: Int?
        headlines.forEachNear(headline, places: places, behind: bound) { number in
            guard entries[number].time >= begin else { return true }
            if headline.isNearlyEqual(to: headlines.keys[number]) {
                found = number
                return false
            }
            comparisons += 1
            return comparisons < Self.comparisonLimit
        }
        return found
    }

    /// Lets go of what is no longer remembered. Made again, since that is less work than to take out one by one.
    private mutating func compact() {
        let old = self
        self = StoryBook(people: people)
        for number in old.oldest..<old.entries.count {
            let entry = old.entries[number]
            let facts = StoryFacts(time: entry.time, movers: entry.movers, headline: old.headlines.keys[number])
            add(facts, story: entry.story)
        }
        settled = (entries.count, oldest)
    }
}

/// What the book says of the alerts of a commit.
package struct StoryDecision: Sendable, Equatable {
    /// The story of each.
    package var stories: [StoryBook.Story] = []
    /// The spellings of people that they give and that were not known.
    var learned: [KnownPeople.Learned] = []
}

/// An alert of a commit, as far as stories are concerned.
package struct StoryDraft: Sendable {
    var facts: StoryFacts
    /// Whether it tells of an edited item, which has a story already.
    var isUpdate: Bool

    package init(facts: StoryFacts, isUpdate: Bool) {
        self.facts = facts
        self.isUpdate = isUpdate
    }
}
