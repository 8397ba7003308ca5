import DequeModule

/// How hosts (scheme, host, port) are spared: so many requests at once, a gap between two starts, quiet after a 429.
/// A value without a clock; times are monotonic readings.
struct HostPoliteness {
    private struct Host {
        var underWay = 0
        var earliestStart = Duration.zero
        /// Feeds that are due and wait for the host, in the order they became due.
        var waiting = Deque<Int64>()
    }

    private var hosts: [HostKey: Host] = [:]

    /// Requests at once to one host.
    var limit = 1
    /// The least time between two starts.
    var gap = Duration.zero

    /// Whether a feed of `host` may start now; else it waits, and the answer is when to look again, nil for when one of
    /// the host's requests ends.
    mutating func admit(_ feedID: Int64, of host: HostKey, at uptime: Duration) -> Admission {
        var state = hosts[host] ?? Host()
        defer { hosts[host] = state }
        if state.waiting.isEmpty, state.underWay < limit, state.earliestStart <= uptime {
            state.underWay += 1
            state.earliestStart = uptime + gap
            return .start
        }
        state.waiting.append(feedID)
        // Whoever waits longest has asked to be looked at again already.
        let isFirst = state.waiting.count == 1
        return .wait(lookAgain: isFirst && state.underWay < limit ? state.earliestStart : nil)
    }

    enum Admission: Equatable {
        case start
        case wait(lookAgain: Duration?)
    }

    /// The waiting feed of `host` that may start now, and when to look at the host again.
    mutating func next(of host: HostKey, at uptime: Duration) -> (feedID: Int64?, lookAgain: Duration?) {
        guard var state = hosts[host], !state.waiting.isEmpty, state.underWay < limit else { return (nil, nil) }
        guard state.earliestStart <= uptime else { return (nil, state.earliestStart) }
        let feedID = state.waiting.removeFirst()
        state.underWay += 1
        state.earliestStart = uptime + gap
        let lookAgain = state.waiting.isEmpty || state.underWay >= limit ? nil : state.earliestStart
        hosts[host] = state
        return (feedID, lookAgain)
    }

    /// A request to `host` has ended; the answer is when to look for one that waits.
    mutating func finish(of host: HostKey, at uptime: Duration, quietFor: Duration?) -> Duration? {
        guard var state = hosts[host] else { return nil }
        state.underWay -= 1
        if let quietFor { state.earliestStart = max(state.earliestStart, uptime + quietFor) }
        // A host that nobody waits for and whose gap is over is as good as one never met.
        let isIdle = state.underWay == 0 && state.waiting.isEmpty && state.earliestStart <= uptime
        hosts[host] = isIdle ? nil : state
        return state.waiting.isEmpty || state.underWay >= limit ? nil : max(uptime, state.earliestStart)
    }

    /// Forgets hosts whose gap or quiet is over. Called now and then, so that hosts no longer asked do not pile up.
    mutating func forgetIdle(at uptime: Duration) {
        hosts = hosts.filter { $1.underWay > 0 || !$1.waiting.isEmpty || $1.earliestStart > uptime }
    }

    /// How many hosts are remembered.
    var count: Int { hosts.count }
}
