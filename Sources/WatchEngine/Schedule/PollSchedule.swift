import FoundationEssentials
import HeapModule

/// Which feed is asked when: a value without a clock. Times are monotonic readings (`TimeSource.uptime`).
struct PollSchedule {
    /// A feed with what is known of it.
    struct Entry: Sendable {
        var feed: FeedConfiguration
        var state: FeedState
        fileprivate var due: Duration
        fileprivate var ticket = 0
        fileprivate var isUnderWay = false
        fileprivate var isRemoved = false
    }

    private struct Due: Comparable {
        var time: Duration
        var feedID: Int64
        var ticket: Int

        static func < (left: Due, right: Due) -> Bool {
            (left.time, left.feedID) < (right.time, right.feedID)
        }
    }

    private var entries: [Int64: Entry] = [:]
    private var queue = Heap<Due>()
    private(set) var underWay = 0

    /// The feeds that are watched now.
    var count: Int { entries.count }

    /// Puts the feeds of a configuration in place of those before. Feeds that stay keep their state and their turn.
    ///
    /// - Parameters:
    ///   - feeds: with their states as the store has them.
    ///   - uptime, now: the two clocks at this moment; a due time of the store is a wall time.
    ///   - longestWait: no due time of the store is waited for longer, in case the wall clock was wrong when it was set.
    ///   - spread: overdue feeds beyond the first `burst` are spread over this time, so that a start is no herd.
    mutating func replace(
        with feeds: [(feed: FeedConfiguration, state: FeedState)], uptime: Duration, now: Date, longestWait: Duration,
        burst: Int, spread: Duration
    ) {
        let kept = Set(feeds.map(\.state.id))
        for id in entries.keys where !kept.contains(id) {
            if entries[id]?.isUnderWay == true { entries[id]?.isRemoved = true } else { entries[id] = nil }
        }
        var overdue = 0
        let overdueCount = feeds.count { entries[$0.state.id] == nil && ($0.state.nextCheck ?? now) <= now }
        for (feed, state) in feeds where feed.isEnabled && state.gone == nil {
            if entries[state.id] != nil {
                let isChanged = entries[state.id]?.feed != feed
                entries[state.id]?.feed = feed
                entries[state.id]?.isRemoved = false
                if isChanged, entries[state.id]?.isUnderWay == false { schedule(state.id, at: uptime) }
                continue
            }
            let wait = Duration.seconds((state.nextCheck ?? now).timeIntervalSince(now))
            var due = uptime + min(max(.zero, wait), longestWait)
            if wait <= .zero {
                if overdue >= burst {
                    due += spread * Double(overdue - burst + 1) / Double(max(1, overdueCount - burst))
                }
                overdue += 1
            }
            entries[state.id] = Entry(feed: feed, state: state, due: due)
            schedule(state.id, at: due)
        }
    }

    /// The next feed that is due, now under way; nil when none is.
    mutating func takeDue(at uptime: Duration) -> Entry? {
        while let first = queue.min, first.time <= uptime {
            queue.removeMin()
            guard let entry = entries[first.feedID], entry.ticket == first.ticket, !entry.isUnderWay else { continue }
            entries[first.feedID]?.isUnderWay = true
            underWay += 1
            return entry
        }
        return nil
    }

    /// When the next feed is due; nil when none waits.
    mutating func nextDue() -> Duration? {
        while let first = queue.min {
            if let entry = entries[first.feedID], entry.ticket == first.ticket, !entry.isUnderWay { return first.time }
            queue.removeMin()
        }
        return nil
    }

    /// Takes a feed back after its poll. Without a new state it is due again at once; after its last poll never.
    mutating func finish(_ entry: Entry, state: FeedState?, isLast: Bool, uptime: Duration, now: Date) {
        underWay -= 1
        let id = entry.state.id
        guard let current = entries[id] else { return }
        entries[id]?.isUnderWay = false
        if isLast || current.isRemoved || state?.gone != nil {
            entries[id] = nil
            return
        }
        if let state { entries[id]?.state = state }
        // A feed whose entry changed meanwhile is asked by its new entry at once.
        let isChanged = current.feed != entry.feed
        let wait = Duration.seconds((state?.nextCheck ?? now).timeIntervalSince(now))
        schedule(id, at: isChanged ? uptime : uptime + max(.zero, wait))
    }

    private mutating func schedule(_ id: Int64, at due: Duration) {
        guard let ticket = entries[id].map({ $0.ticket + 1 }) else { return }
        entries[id]?.ticket = ticket
        entries[id]?.due = due
        queue.insert(Due(time: due, feedID: id, ticket: ticket))
    }
}
