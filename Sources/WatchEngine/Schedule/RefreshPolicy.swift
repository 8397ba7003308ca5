public import FoundationEssentials

/// How one poll ended, as far as the next one's time depends on it.
public enum PollOutcome: Sendable, Equatable {
    /// A document was read. `freshFor`: how long the site says that it stays so (Cache-Control max-age, else Expires).
    case read(freshFor: Duration?)
    /// 304, an equal body, or a file that has not changed.
    case unchanged(freshFor: Duration?)
    /// 410.
    case gone
    /// Anything else. `retryAfter` is what the site asked for, from the moment of its answer.
    case failed(retryAfter: Duration?)

    /// Whether the feed is all right.
    var isSuccess: Bool {
        switch self {
        case .read, .unchanged: true
        case .gone, .failed: false
        }
    }
}

/// What a feed's documents say about when to ask: kept between polls, since a 304 does not say it again.
public struct FeedTempo: Sendable, Equatable {
    /// The mean gap between its recent items; nil where fewer than three are dated.
    public var meanGap: Duration?
    /// When its newest item came.
    public var newestItem: Date?
    /// How long the document asks to be left alone: RSS ttl, or the Syndication module's period and frequency.
    public var wish: Duration?
    /// Hours of the day (UTC) in which not to ask: bit 0 is midnight to one.
    public var skippedHours: UInt32 = 0
    /// Days on which not to ask (UTC): bit 0 is Sunday.
    public var skippedDays: UInt8 = 0

    /// Nothing known.
    public init() {}
}

/// When a feed is next asked, and why.
public struct NextCheck: Sendable, Equatable {
    /// The wait from the end of this poll.
    public var interval: Duration
    /// In a few words, for `feeds list`.
    public var reason: String
}

/// The one place that decides when a feed is asked again: a pure function of what is known of it.
///
/// | outcome | wait |
/// |---|---|
/// | all right, the feed has an Interval | that; longer where max-age or Expires forbid it |
/// | all right | half the mean gap of its items, between MinimumInterval and MaximumInterval, else Polling.Interval; doubled after 7 silent days, again after 14 and 30; longer by ttl, updatePeriod, max-age, Expires (all of them up to MaximumInterval); then past skipHours and skipDays |
/// | failed | the interval three times, then doubling up to MaximumInterval; longer by Retry-After (up to `RetryAfter.longest`) |
///
/// All waits are stretched by jitter, never shortened.
public struct RefreshPolicy: Sendable {
    /// The first failures in a row that are tried again at the usual interval.
    static let freeRetries = 3
    /// How often the wait doubles at most.
    static let maximumDoublings = 12
    /// Days without an item after which the wait doubles, each.
    static let silentDays: [Double] = [7, 14, 30]

    /// A poll that the store could not keep is made again so soon, then after twice as long each time.
    static let firstLostWait = Duration.seconds(30)
    /// The reason given then.
    static let lostReason = "the store could not keep the last poll"

    /// The reason given when the site named the time itself.
    static let retryAfterReason = "the site's Retry-After"

    /// The feed's own Interval, nil where the configuration leaves it to the schedule.
    public var explicitInterval: Duration?
    /// Polling.Interval.
    public var usualInterval: Duration
    /// Polling.MinimumInterval.
    public var minimumInterval: Duration
    /// Polling.MaximumInterval.
    public var maximumInterval: Duration

    /// A policy for one feed.
    public init(
        explicitInterval: Duration? = nil, usualInterval: Duration, minimumInterval: Duration, maximumInterval: Duration
    ) {
        self.explicitInterval = explicitInterval
        self.usualInterval = usualInterval
        self.minimumInterval = minimumInterval
        self.maximumInterval = maximumInterval
    }

    /// The next check of a feed whose last poll the store could not keep: soon, since what it brought is to be had again, but
    /// no site is to be pressed because a disk is full here.
    ///
    /// - Parameters:
    ///   - previous: the wait before, when the poll before was lost as well.
    ///   - usual: the interval at which the feed is asked; a lost poll waits no longer.
    static func lost(after previous: Duration?, usual: Duration) -> NextCheck {
        NextCheck(interval: min(previous.map { $0 * 2 } ?? firstLostWait, usual), reason: lostReason)
    }

    /// The next check of a feed.
    ///
    /// - Parameters:
    ///   - outcome: how the poll ended.
    ///   - failures: failures in a row, this one included.
    ///   - tempo: what the feed's documents say.
    ///   - now: the end of the poll.
    ///   - jitter: 0 ..< 1, spreads the feeds: waits are stretched by up to a tenth, back-off by up to a half.
    public func next(
        after outcome: PollOutcome, failures: Int, tempo: FeedTempo, now: Date, jitter: Double
    ) -> NextCheck {
        switch outcome {
        case .read(let freshFor), .unchanged(let freshFor):
            return afterSuccess(freshFor: freshFor, tempo: tempo, now: now, jitter: jitter)
        case .gone:
            return NextCheck(interval: maximumInterval, reason: "gone")
        case .failed(let retryAfter):
            return afterFailure(failures, retryAfter: retryAfter, jitter: jitter)
        }
    }

    private func afterSuccess(freshFor: Duration?, tempo: FeedTempo, now: Date, jitter: Double) -> NextCheck {
        var check = NextCheck(interval: explicitInterval ?? usualInterval, reason: "Interval")
        if explicitInterval == nil {
            if let gap = tempo.meanGap {
                let rhythm = min(max(gap / 2, minimumInterval), maximumInterval)
                check = NextCheck(interval: rhythm, reason: "half the mean gap of its items")
            }
            if let newest = tempo.newestItem {
                let days = now.timeIntervalSince(newest) / 86400
                let steps = Self.silentDays.count { days >= $0 }
                let slowed = min(check.interval * (1 << steps), max(check.interval, maximumInterval))
                if steps > 0 { check = NextCheck(interval: slowed, reason: "silent for \(Int64(clamping: days)) days") }
            }
            check = longer(check, tempo.wish, reason: "the feed's ttl or updatePeriod")
        }
        check = longer(check, freshFor, reason: "the site's max-age or Expires")
        check.interval += check.interval * jitter / 10
        if explicitInterval == nil { check = pastSkipped(check, tempo: tempo, now: now) }
        return check
    }

    /// A wish for more time is granted up to MaximumInterval: no feed may put itself out of sight.
    private func longer(_ check: NextCheck, _ wish: Duration?, reason: String) -> NextCheck {
        guard let wish = wish.map({ min($0, maximumInterval) }), wish > check.interval else { return check }
        return NextCheck(interval: wish, reason: reason)
    }

    /// Moves a check out of the hours and days in which the feed does not want to be asked; a feed that names all of
    /// them is asked as usual.
    private func pastSkipped(_ check: NextCheck, tempo: FeedTempo, now: Date) -> NextCheck {
        guard tempo.skippedHours != 0 || tempo.skippedDays != 0 else { return check }
        let due = now.adding(check.interval).timeIntervalSince1970
        // Within the years that a calendar has, whatever a damaged clock or store says.
        let dueHour = min(max(Int64(clamping: (due / 3600).rounded(.down)), -1 << 32), 1 << 32)
        // A week has every combination of day and hour.
        for step in 0..<(7 * 24) {
            let hour = dueHour + Int64(step)
            // 1970-01-01 was a Thursday.
            let weekday = ((hour.quotientAndFloor(24) + 4) % 7 + 7) % 7
            let isSkipped =
                tempo.skippedHours >> UInt32((hour % 24 + 24) % 24) & 1 == 1
                || tempo.skippedDays >> UInt8(weekday) & 1 == 1
            guard !isSkipped else { continue }
            if step == 0 { return check }
            let wait = check.interval + .seconds(Double(hour) * 3600 - due)
            return NextCheck(interval: wait, reason: "the feed's skipHours or skipDays")
        }
        return check
    }

    private func afterFailure(_ failures: Int, retryAfter: Duration?, jitter: Double) -> NextCheck {
        let interval = explicitInterval ?? usualInterval
        let longest = max(interval, maximumInterval)
        let doublings = min(max(failures - Self.freeRetries, 0), Self.maximumDoublings)
        var check = NextCheck(
            interval: min(interval * (1 << doublings), longest),
            reason: doublings == 0 ? "retry" : "back-off after \(failures) failures")
        check.interval += check.interval * jitter / (doublings == 0 ? 10 : 2)
        guard let retryAfter, retryAfter > check.interval else { return check }
        return NextCheck(interval: retryAfter, reason: Self.retryAfterReason)
    }
}

extension Int64 {
    /// Division that rounds down, for instants before 1970.
    fileprivate func quotientAndFloor(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
