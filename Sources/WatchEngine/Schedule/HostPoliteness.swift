import DequeModule

/// How hosts (scheme, host, port) are spared: so many requests at once, a gap between two starts, quiet when they ask for it.
/// A value without a clock; times are monotonic readings.
struct HostPoliteness {
    private struct Host {
        var underWay = 0
        var earliestStart = Duration.zero
        /// Until when the host is left alone because it asked for that.
        var quietEnd = Duration.zero
        var trouble: HostTrouble?
        /// Feeds that are due and wait for the host, in the order they became due.
        var waiting = Deque<Int64>()
    }

    /// What a host's answers said is forgotten when it has not been asked for so long.
    private static let memory = Duration.seconds(86400)

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
    mutating func finish(of host: HostKey, at uptime: Duration) -> Duration? {
        guard var state = hosts[host] else { return nil }
        state.underWay -= 1
        // A host that nobody waits for and whose gap is over is as good as one never met.
        let isIdle =
            state.underWay == 0 && state.waiting.isEmpty && state.earliestStart <= uptime && state.trouble == nil
        hosts[host] = isIdle ? nil : state
        return state.waiting.isEmpty || state.underWay >= limit ? nil : max(uptime, state.earliestStart)
    }

    /// Hears what an answer to a feed says of `host`.
    ///
    /// - Parameter step: how long to leave it alone where it does not say.
    /// - Returns: for how long it is left alone from now on; nil when nothing was asked for, or no more than before.
    mutating func hear(
        _ answer: HostAnswer, to feedID: Int64, of host: HostKey, step: Duration, at uptime: Duration
    ) -> Duration? {
        // Most hosts never say anything.
        if hosts[host]?.trouble == nil, answer == .served || answer == .nothing { return nil }
        var state = hosts[host] ?? Host()
        var trouble = state.trouble ?? HostTrouble()
        let span = trouble.hear(answer, feedID: feedID, isQuiet: state.quietEnd > uptime, step: step)
        state.trouble = trouble.isOver ? nil : trouble
        hosts[host] = state
        guard let span, uptime + span > state.quietEnd else { return nil }
        hold(host, until: uptime + span)
        return span
    }

    /// Leaves `host` alone until then, or for longer where that was asked for before.
    mutating func hold(_ host: HostKey, until end: Duration) {
        var state = hosts[host] ?? Host()
        state.quietEnd = max(state.quietEnd, end)
        state.earliestStart = max(state.earliestStart, end)
        hosts[host] = state
    }

    /// Until when `host` is left alone; nil when it is not.
    func quietEnd(of host: HostKey, at uptime: Duration) -> Duration? {
        hosts[host].flatMap { $0.quietEnd > uptime ? $0.quietEnd : nil }
    }

    /// Whether a feed waits for `host`.
    func isAwaited(_ host: HostKey) -> Bool {
        hosts[host].map { !$0.waiting.isEmpty } ?? false
    }

    /// Lets nobody wait for `host` any more.
    mutating func dismissWaiting(for host: HostKey) {
        hosts[host]?.waiting = []
    }

    /// Forgets hosts whose gap or quiet is over. Called now and then, so that hosts no longer asked do not pile up.
    mutating func forgetIdle(at uptime: Duration) {
        hosts = hosts.filter { host in
            let memory = host.value.trouble == nil ? .zero : Self.memory
            return host.value.underWay > 0 || !host.value.waiting.isEmpty
                || host.value.earliestStart + memory > uptime
        }
    }

    /// How many hosts are remembered.
    var count: Int { hosts.count }
}
