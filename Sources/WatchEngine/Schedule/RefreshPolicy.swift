/// How one poll ended, as far as the next one's time depends on it.
public enum PollOutcome: Sendable, Equatable {
    /// A document was read.
    case read
    /// 304, an equal body, or a file that has not changed.
    case unchanged
    /// 410.
    case gone
    /// Anything else. `retryAfter` is what the site asked for, from the moment of its answer.
    case failed(retryAfter: Duration?)
}

/// When a feed is next asked, and why.
public struct NextCheck: Sendable, Equatable {
    /// The wait from the end of this poll.
    public var interval: Duration
    /// In a few words, for `feeds list`.
    public var reason: String
}

/// The one place that decides when a feed is asked again: a pure function of what is known of it.
public struct RefreshPolicy: Sendable {
    /// The first failures in a row that are tried again at the usual interval.
    static let freeRetries = 3
    /// How often the wait doubles at most.
    static let maximumDoublings = 12

    /// The usual wait of the feed: its own Interval, else Polling.Interval.
    public var interval: Duration
    /// The longest wait that failures lead to.
    public var maximumInterval: Duration

    /// A policy for one feed.
    public init(interval: Duration, maximumInterval: Duration) {
        self.interval = interval
        self.maximumInterval = maximumInterval
    }

    /// The next check of a feed.
    ///
    /// - Parameters:
    ///   - outcome: how the poll ended.
    ///   - failures: failures in a row, this one included.
    ///   - jitter: 0 ..< 1, spreads the feeds: waits are stretched by up to a tenth, back-off by up to a half.
    public func next(after outcome: PollOutcome, failures: Int, jitter: Double) -> NextCheck {
        switch outcome {
        case .read, .unchanged:
            return NextCheck(interval: interval * (1 + jitter / 10), reason: "interval")
        case .gone:
            return NextCheck(interval: maximumInterval, reason: "gone")
        case .failed(let retryAfter):
            let doublings = min(max(failures - Self.freeRetries, 0), Self.maximumDoublings)
            let grown = min(interval * (1 << doublings), max(interval, maximumInterval))
            let backOff =
                doublings == 0 ? grown * (1 + jitter / 10) : min(grown * (1 + jitter / 2), grown + maximumInterval)
            let reason = doublings == 0 ? "retry" : "back-off after \(failures) failures"
            guard let retryAfter, retryAfter > backOff else { return NextCheck(interval: backOff, reason: reason) }
            return NextCheck(interval: retryAfter, reason: "Retry-After")
        }
    }
}
