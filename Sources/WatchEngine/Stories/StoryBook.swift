import FoundationEssentials
import TalentMatch

/// The alerts of the last days, and which stories they tell: decides for each new alert whether it is the first of its story.
struct StoryBook: Sendable, Equatable {
    /// How long after an alert others may belong to its story.
    static let window = Duration.seconds(3 * 86400)
    /// Alerts remembered at most, the newest ones.
    static let capacity = 4000

    private(set) var alerts: [StoryFacts] = []
    var people = KnownPeople()

    /// The story that an alert belongs to; nil when it begins one.
    func story(of facts: StoryFacts) -> Int64? {
        let begin = facts.time.addingTimeInterval(-Self.window.seconds)
        // From the newest: a story is told again soon or not at all.
        return alerts.last { $0.time >= begin && $0.isSameEvent(as: facts, people: people) }?.story
    }

    /// Remembers an alert whose story is decided.
    mutating func add(_ facts: StoryFacts) {
        alerts.append(facts)
        let begin = facts.time.addingTimeInterval(-Self.window.seconds)
        if alerts.count > Self.capacity || (alerts.first.map { $0.time < begin } ?? false) {
            alerts.removeAll { $0.time < begin }
            alerts.removeFirst(max(0, alerts.count - Self.capacity))
        }
    }
}
