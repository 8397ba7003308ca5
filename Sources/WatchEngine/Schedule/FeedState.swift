public import FoundationEssentials

/// What is known of one feed between polls. A value: the schedule decides on it, the store keeps it.
public struct FeedState: Sendable, Equatable {
    /// The store's number for the feed.
    public var id: Int64
    /// The URL as the configuration gives it; it is the feed's identity in the store.
    public var url: String
    /// The name as the configuration gives it.
    public var name: String

    /// The ETag last sent by the site, sent back as If-None-Match.
    public var entityTag: String?
    /// The Last-Modified last sent by the site, sent back as If-Modified-Since.
    public var lastModified: String?
    /// When these came with a document: they are dropped after `validatorLifetime`, since sites err.
    public var validatorsSince: Date?
    /// The hash of the last body that was read.
    public var bodyHash: UInt64?

    /// The last HTTP status; nil before the first answer and for `file:` feeds.
    public var httpStatus: Int?
    /// When the feed was last asked.
    public var lastAttempt: Date?
    /// When it last answered well (200 with a readable feed, or 304).
    public var lastSuccess: Date?
    /// What the newest failure was, nil while all is well. Safe to print.
    public var lastError: String?
    /// Failures in a row.
    public var failures: Int = 0
    /// When the first of them was.
    public var failingSince: Date?
    /// Whether the failure that lasts has been told in the daemon's log.
    public var isFailureReported: Bool = false

    /// What had to be mended to read its last document; nil when nothing had to.
    public var reading: ReadingNote?

    /// When it is to be asked next; nil means as soon as may be.
    public var nextCheck: Date?
    /// The wait that led to `nextCheck`.
    public var interval: Duration?
    /// Why that wait, in a few words.
    public var reason: String?
    /// What its documents say about when to ask.
    public var tempo = FeedTempo()
    /// Where the site says that the feed has moved for good.
    public var relocation: Relocation?
    /// Whether its long silence has been told in the daemon's log.
    public var isStalenessReported = false
    /// When the site said 410 Gone; such a feed is not asked again until its entry in the configuration changes.
    public var gone: Date?
    /// The hash of the entry that is gone (`FeedConfiguration.entryHash`).
    var goneEntry: UInt64?

    /// What it has brought today, and what waits; nil before it brought anything.
    var usage: FeedUsage?
    /// Whether the store met the feed just now, so that it can know nothing of its items: not even those of a first poll that
    /// was cut off.
    var isNew = false
    /// How often the program ended while the feed was read, since it was last read well (`InterruptedRead`).
    var interruptedReads = 0

    /// A feed that has never been asked.
    public init(id: Int64, url: String, name: String) {
        self.id = id
        self.url = url
        self.name = name
    }

    /// Whether the feed has ever answered well.
    public var isRead: Bool { lastSuccess != nil }

    /// Whether it cannot be read now, or not whole.
    var isFailing: Bool { failures > 0 || readingFault != nil || usage?.isShort == true }

    /// Whether it has ever had items: the poll that brings the first ones is the first poll.
    var hasHadItems: Bool { tempo.newestItem != nil }
}

/// The health of a feed in one word, as `feeds list` prints it.
public enum FeedHealth: String, Sendable, Codable, CaseIterable {
    /// Never answered yet, and never failed.
    case new
    /// The last poll went well.
    case ok
    /// The last poll failed, much of the feed's text could not be read, or more stands in the feed than is taken in.
    case failing
    /// The site said that it is gone for good.
    case gone
    /// It answers, but has brought nothing for far longer than its rhythm.
    case stale
    /// Switched off in the configuration.
    case disabled
}

extension FeedState {
    /// Validators older than this are not sent: a site that answers 304 for ever is asked for the whole now and then.
    static let validatorLifetime = Duration.seconds(8 * 86400)
    /// No feed is stale before this much silence, whatever its rhythm.
    static let shortestStaleness = Duration.seconds(30 * 86400)
    /// A feed is stale after so many of its mean gaps without an item.
    static let staleGaps = 10

    /// The feed's health, given whether the configuration has it switched on.
    public func health(isEnabled: Bool, now: Date) -> FeedHealth {
        if !isEnabled { return .disabled }
        if gone != nil { return .gone }
        if isFailing { return .failing }
        if !isRead { return .new }
        return isStale(now: now) ? .stale : .ok
    }

    /// Whether the feed answers but has brought nothing for far longer than its rhythm.
    func isStale(now: Date) -> Bool {
        guard failures == 0, let newest = tempo.newestItem else { return false }
        let patience = max(Self.shortestStaleness, (tempo.meanGap ?? .zero) * Self.staleGaps)
        return now.timeIntervalSince(newest) > patience.seconds
    }

    /// The feed as it is to be asked: as if it had never been read where items of its document wait and may now be taken in.
    func asked(limits: DailyLimits, now: Date) -> FeedState {
        guard usage?.owes(limits: limits, now: now) == true else { return self }
        var asked = self
        asked.entityTag = nil
        asked.lastModified = nil
        asked.bodyHash = nil
        return asked
    }

    /// Whether the validators may still be sent.
    func hasFreshValidators(now: Date) -> Bool {
        validatorsSince.map { now.timeIntervalSince($0) <= Self.validatorLifetime.seconds } ?? false
    }
}
