import FoundationEssentials
import HeapModule

/// Which feed is asked when: a value without a clock. Times are monotonic readings (`TimeSource.uptime`).
///
/// A feed whose time has come waits for its host where that must be spared; feeds of other hosts pass it.
struct PollSchedule {
    /// A feed with what is known of it.
    struct Entry: Sendable {
        var feed: FeedConfiguration
        var state: FeedState
        /// When its time came.
        fileprivate(set) var due: Duration
        fileprivate(set) var host: HostKey
        fileprivate var ticket = 0
        fileprivate var place = Place.queued

        fileprivate enum Place {
            case queued
            /// Due, and waiting for its host.
            case waiting
            case underWay
            /// Under way, and gone from the configuration since.
            case underWayAndRemoved
        }
    }

    private enum Subject {
        case feed(Int64, ticket: Int)
        case host(HostKey)
    }

    private struct Turn: Comparable {
        var time: Duration
        /// In which order turns of one time were given.
        var number: Int
        var subject: Subject

        static func < (left: Turn, right: Turn) -> Bool { (left.time, left.number) < (right.time, right.number) }
        static func == (left: Turn, right: Turn) -> Bool { (left.time, left.number) == (right.time, right.number) }
    }

    private var entries: [Int64: Entry] = [:]
    private var queue = Heap<Turn>()
    private var turns = 0
    private var hosts = HostPoliteness()
    private(set) var underWay = 0

    /// The feeds that are watched now.
    var count: Int { entries.count }
    /// Those of them whose last poll failed.
    var failingCount: Int { entries.values.count(where: \.state.isFailing) }

    /// How hosts are spared.
    mutating func setPoliteness(perHost: Int, gap: Duration) {
        hosts.limit = perHost
        hosts.gap = gap
    }

    /// How overdue feeds come back: so many at once, the rest spread over a time, so that no start and no wake-up from
    /// sleep is a herd.
    struct Spread {
        var burst: Int
        var time: Duration

        /// How long the feed with this number of so many waits.
        func delay(_ index: Int, of count: Int) -> Duration {
            guard index >= burst else { return .zero }
            let rest = Double(max(1, count - burst))
            // A few more than are asked at once are no herd: each such number of them takes a tenth of the time.
            let span = burst > 0 ? min(time, time / 10 * (rest / Double(burst))) : time
            return span * Double(index - burst + 1) / rest
        }
    }

    /// Puts the feeds of a configuration in place of those before. Feeds that stay keep their state and their turn.
    ///
    /// - Parameters:
    ///   - feeds: with their states as the store has them.
    ///   - uptime, now: the two clocks at this moment; a due time of the store is a wall time.
    mutating func replace(
        with feeds: [(feed: FeedConfiguration, state: FeedState)], uptime: Duration, now: Date, spread: Spread
    ) {
        let kept = Set(feeds.filter { $0.feed.isEnabled }.map(\.state.id))
        for (id, entry) in entries where !kept.contains(id) {
            if entry.place == .underWay || entry.place == .underWayAndRemoved {
                entries[id]?.place = .underWayAndRemoved
            } else {
                entries[id] = nil
            }
        }
        var overdue: [Int64] = []
        for (feed, state) in feeds where feed.isEnabled && state.gone == nil {
            if let old = entries[state.id] {
                entries[state.id]?.feed = feed
                entries[state.id]?.state.name = state.name
                if old.place == .underWayAndRemoved { entries[state.id]?.place = .underWay }
                if old.place == .queued, old.feed != feed { schedule(state.id, at: uptime) }
                continue
            }
            let wait = state.wait(at: now)
            entries[state.id] = Entry(feed: feed, state: state, due: uptime, host: HostKey(url: feed.url))
            if wait > .zero {
                schedule(state.id, at: uptime + wait)
            } else {
                overdue.append(state.id)
            }
        }
        schedule(overdue, spread: spread, uptime: uptime)
    }

    /// Spreads the feeds that are overdue by now: after the machine slept, or the process was held up for long.
    mutating func spreadOverdue(_ spread: Spread, uptime: Duration) {
        var overdue: [Int64] = []
        while let first = queue.min, first.time <= uptime {
            queue.removeMin()
            switch first.subject {
            case .feed(let id, let ticket):
                if let entry = entries[id], entry.ticket == ticket, entry.place == .queued { overdue.append(id) }
            case .host(let host):
                look(at: host, at: uptime + .nanoseconds(1))
            }
        }
        schedule(overdue, spread: spread, uptime: uptime)
    }

    /// The next feed that may be asked, now in flight; nil when none may.
    mutating func takeDue(at uptime: Duration) -> Entry? {
        while let first = queue.min, first.time <= uptime {
            queue.removeMin()
            switch first.subject {
            case .feed(let id, let ticket):
                guard let entry = entries[id], entry.ticket == ticket, entry.place == .queued else { continue }
                switch hosts.admit(id, of: entry.host, at: uptime) {
                case .start: return start(id)
                case .wait(let lookAgain):
                    entries[id]?.place = .waiting
                    look(at: entry.host, at: lookAgain)
                }
            case .host(let host):
                let next = hosts.next(of: host, at: uptime)
                look(at: host, at: next.lookAgain)
                guard let id = next.feedID else { continue }
                if entries[id]?.place == .waiting { return start(id) }
                // Gone from the configuration while it waited: its place is free again.
                look(at: host, at: hosts.finish(of: host, at: uptime))
            }
        }
        return nil
    }

    /// When to look for a due feed again; nil when nothing waits.
    mutating func nextDue() -> Duration? {
        while let first = queue.min {
            switch first.subject {
            case .feed(let id, let ticket):
                if let entry = entries[id], entry.ticket == ticket, entry.place == .queued { return first.time }
            case .host(let host):
                if hosts.isAwaited(host) { return first.time }
            }
            queue.removeMin()
        }
        return nil
    }

    /// Takes a feed back after its poll. Without a new state it is due again at once; after its last poll never.
    mutating func finish(_ entry: Entry, state: FeedState?, isLast: Bool, uptime: Duration, now: Date) {
        underWay -= 1
        look(at: entry.host, at: hosts.finish(of: entry.host, at: uptime))
        let id = entry.state.id
        guard let current = entries[id] else { return }
        if isLast || current.place == .underWayAndRemoved || state?.gone != nil {
            entries[id] = nil
            return
        }
        if let state { entries[id]?.state = state } else { entries[id]?.state.isNew = false }
        entries[id]?.place = .queued
        // A feed whose entry changed meanwhile is asked by its new entry at once.
        let isChanged = current.feed != entry.feed
        schedule(id, at: isChanged ? uptime : uptime + (state?.wait(at: now) ?? .zero))
    }

    /// Hears what the answer to a feed in flight says of its host, or of the one that it was sent on to. To be called before
    /// `finish`.
    ///
    /// - Parameter step: how long to leave the host alone where it does not say.
    /// - Returns: for how long the host is left alone from now on; nil when nothing was asked for, or no more than before.
    mutating func hear(
        _ answer: HostAnswer, from entry: Entry, of host: HostKey? = nil, step: Duration, uptime: Duration
    ) -> Duration? {
        hosts.hear(answer, to: entry.state.id, of: host ?? entry.host, step: step, at: uptime)
    }

    /// Leaves a host alone until then.
    mutating func hold(_ host: HostKey, until end: Duration) {
        hosts.hold(host, until: end)
    }

    /// Takes the feeds of a host out of the schedule that are not being asked.
    ///
    /// - Returns: how many they were.
    mutating func dismiss(feedsOf host: HostKey) -> Int {
        let dismissed = entries.filter { id, entry in
            entry.host == host && (entry.place == .queued || entry.place == .waiting)
        }
        for id in dismissed.keys { entries[id] = nil }
        hosts.dismissWaiting(for: host)
        return dismissed.count
    }

    /// Makes a feed due now, whatever its turn; false when it is not watched or already asked.
    mutating func hasten(feedNamed name: String, uptime: Duration) -> Bool {
        guard let (id, _) = entries.first(where: { $1.feed.name == name && $1.place == .queued }) else { return false }
        schedule(id, at: uptime)
        return true
    }

    /// Brings the feeds forward whose last poll the store could not keep, but none to less than the first wait after that
    /// poll: the store may keep a little and not much, for as long as a disk is nearly full.
    mutating func hastenLost(_ spread: Spread, uptime: Duration) {
        let lost = entries.filter { $1.place == .queued && $1.state.reason == RefreshPolicy.lostReason }
        for (index, id) in lost.keys.sorted().enumerated() {
            guard let entry = lost[id], let interval = entry.state.interval else { continue }
            let earliest = entry.due - interval + RefreshPolicy.firstLostWait
            let due = max(earliest, uptime + spread.delay(index, of: lost.count))
            if due < entry.due { schedule(id, at: due) }
        }
    }

    /// Lets go of what is remembered of hosts for nothing.
    mutating func forgetIdleHosts(at uptime: Duration) {
        hosts.forgetIdle(at: uptime)
    }

    private mutating func start(_ id: Int64) -> Entry? {
        entries[id]?.place = .underWay
        underWay += 1
        return entries[id]
    }

    private mutating func look(at host: HostKey, at time: Duration?) {
        guard let time else { return }
        turns += 1
        queue.insert(Turn(time: time, number: turns, subject: .host(host)))
    }

    private mutating func schedule(_ overdue: [Int64], spread: Spread, uptime: Duration) {
        for (index, id) in overdue.enumerated() {
            schedule(id, at: uptime + spread.delay(index, of: overdue.count))
        }
    }

    private mutating func schedule(_ id: Int64, at due: Duration) {
        guard let ticket = entries[id].map({ $0.ticket + 1 }) else { return }
        entries[id]?.ticket = ticket
        entries[id]?.due = due
        turns += 1
        queue.insert(Turn(time: due, number: turns, subject: .feed(id, ticket: ticket)))
    }
}

extension FeedState {
    /// How long to wait from `now`. Never longer than the wait that was decided: the wall clock may have been wrong then,
    /// or be set back since.
    func wait(at now: Date) -> Duration {
        guard let nextCheck else { return .zero }
        return min(max(.zero, .seconds(nextCheck.timeIntervalSince(now))), interval ?? .zero)
    }
}
