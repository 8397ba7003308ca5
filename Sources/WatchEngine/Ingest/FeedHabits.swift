/// What a feed has been seen to do with the things its items are known by. Learned from poll to poll, one row a feed.
struct FeedHabits: Sendable, Equatable {
    /// How a kind of thing behaved at the latest polls.
    struct Habit: Sendable, Equatable {
        /// So many polls in a row make a habit: a site that moves once does not.
        static let limit = 3

        /// Polls in a row at which more known items had changed theirs than kept it; at `limit` it stays there.
        var changes = 0

        /// Whether items are not known by it any more.
        var isUnstable: Bool { changes >= Self.limit }

        mutating func note(changed: Int, kept: Int) {
            guard !isUnstable else { return }
            if changed > kept {
                changes += 1
            } else if kept > 0 {
                changes = 0
            }
        }
    }

    var guids = Habit()
    var links = Habit()
    var dates = Habit()
}
