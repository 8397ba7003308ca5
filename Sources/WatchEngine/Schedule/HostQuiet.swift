public import FoundationEssentials

/// A host that is left alone for a while since it said that it is asked too often: all of its feeds wait.
public struct HostQuiet: Sendable, Equatable {
    /// No host is left alone for longer on one feed's word; that feed itself may wait for longer (`RetryAfter.longest`).
    static let longest = Duration.seconds(3600)

    /// Scheme, host and port, as `HostKey` writes them; not safe to print.
    public var host: String
    /// When it is over, by the wall clock.
    public var until: Date
    /// How long it was to be when it began.
    var span: Duration
    /// Why, in a few words. Safe to print.
    public var reason: String

    /// A quiet that begins at `now`.
    ///
    /// - Parameter feedName: whose answer asked for it.
    init(host: HostKey, span: Duration, feedName: String, status: Int, now: Date) {
        self.host = host.text
        self.span = span
        until = now.adding(span)
        reason = PrintableText.line("\(feedName) was answered HTTP \(status)")
    }

    /// One that the store kept.
    init(host: String, until: Date, span: Duration, reason: String) {
        self.host = host
        self.until = until
        self.span = span
        self.reason = reason
    }

    /// How long it still lasts; nil when it is over. Never longer than it was to be: the wall clock may have been wrong
    /// when it began, or be set back since.
    public func rest(at now: Date) -> Duration? {
        let rest = min(Duration.seconds(until.timeIntervalSince(now)), span)
        return rest > .zero ? rest : nil
    }

    /// "host quiet until 2026-11-24T13:00:00Z because AI타임스 was answered HTTP 429"; nil when it is over.
    public func text(at now: Date) -> String? {
        rest(at: now).map { "host quiet until \(InternetTime.text(now.adding($0))) because \(reason)" }
    }
}

/// The hosts that are left alone, as the store has them.
public struct HostQuiets: Sendable {
    private var quiets: [HostKey: HostQuiet]

    /// These hosts.
    public init(_ quiets: [HostQuiet] = []) {
        self.quiets = Dictionary(quiets.map { (HostKey(url: $0.host), $0) }) { first, _ in first }
    }

    /// The quiet that a feed waits for; nil when its host is not left alone. It may be over.
    public func quiet(of feed: FeedConfiguration) -> HostQuiet? {
        quiets.isEmpty ? nil : quiets[HostKey(url: feed.url)]
    }
}

/// What the answer to a poll says of the host that gave it.
enum HostAnswer: Sendable, Equatable {
    /// There was no answer, or none of a site.
    case nothing
    /// The host serves: any answer but those below.
    case served
    /// 429, with the Retry-After where there is one.
    case limited(retryAfter: Duration?)
    /// 503, the same.
    case busy(retryAfter: Duration?)

    /// What a poll's failure says.
    init(_ failure: PollFailure) {
        switch failure.status {
        case nil: self = .nothing
        case 429: self = .limited(retryAfter: failure.retryAfter)
        case 503: self = .busy(retryAfter: failure.retryAfter)
        default: self = .served
        }
    }
}

/// When the answers to some feeds of a host speak for the whole host, so that one feed alone does not hold up the others.
///
/// A 429 speaks for the host, unless the host has served other feeds since it last answered this one so: then its limit is
/// the feed's alone. A 503 is the feed's alone until several feeds in a row were answered so.
struct HostTrouble: Equatable {
    /// So many different feeds must be answered 503, and none well in between.
    static let busyFeeds = 3

    /// Feeds whose last answer was 429, the host having served none since.
    private var limited: Set<Int64> = []
    /// Feeds whose last answer was 429, while the host served others.
    private var limitedAlone: Set<Int64> = []
    private var busy: Set<Int64> = []

    /// Whether there is nothing to remember.
    var isOver: Bool { limited.isEmpty && limitedAlone.isEmpty && busy.isEmpty }

    /// Takes an answer into account.
    ///
    /// - Parameters:
    ///   - isQuiet: whether the host is being left alone: what it serves then was asked before.
    ///   - step: how long to leave it alone where it does not say.
    /// - Returns: how long to leave it alone from now on; nil when the answer does not ask for that.
    mutating func hear(_ answer: HostAnswer, feedID: Int64, isQuiet: Bool, step: Duration) -> Duration? {
        switch answer {
        case .nothing:
            return nil
        case .served:
            busy = []
            limited.remove(feedID)
            limitedAlone.remove(feedID)
            if !isQuiet {
                limitedAlone.formUnion(limited)
                limited = []
            }
            return nil
        case .limited(let retryAfter):
            if limitedAlone.contains(feedID) { return nil }
            limited.insert(feedID)
            return Self.span(retryAfter, step: step)
        case .busy(let retryAfter):
            busy.insert(feedID)
            return busy.count >= Self.busyFeeds ? Self.span(retryAfter, step: step) : nil
        }
    }

    private static func span(_ retryAfter: Duration?, step: Duration) -> Duration? {
        let span = min(retryAfter ?? step, HostQuiet.longest)
        return span > .zero ? span : nil
    }
}
