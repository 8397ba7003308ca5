package import FoundationEssentials
package import TalentMatch

/// What stories are told apart by, of one alert.
///
/// Two alerts tell one event by the move, where both name somebody: the same person, to and from places that do not
/// contradict each other. Two named people are two stories, however alike the headlines are. Where one of them names
/// nobody, headlines decide.
package struct StoryFacts: Sendable {
    /// Named people and their spellings that count at most: no headline has as many.
    static let moverLimit = 16
    static let spellingLimit = 8

    var time: Date
    /// Those who move and are named.
    var movers: [Mover]
    var headline: HeadlineKey

    /// A named person who moves, and the places by the names that tell them apart.
    package struct Mover: Sendable, Equatable {
        var spellings: [String]
        var from: String?
        var to: String?

        package init(spellings: [String], from: String?, to: String?) {
            self.spellings = spellings
            self.from = from
            self.to = to
        }
    }

    package init(time: Date, movers: [Mover], headline: HeadlineKey) {
        self.time = time
        self.movers = movers
        self.headline = headline
    }

    /// Of an alert with these moves and this headline.
    init(time: Date, moves: [AlertMove], title: String?) {
        self.time = time
        headline = HeadlineKey(title ?? "")
        movers = moves.filter { $0.person != nil }.prefix(Self.moverLimit).map { move in
            let spellings = (move.person.map { [$0.name] + $0.aliases } ?? []).prefix(Self.spellingLimit)
            return Mover(spellings: Array(spellings), from: move.fromKey, to: move.toKey)
        }
    }
}
