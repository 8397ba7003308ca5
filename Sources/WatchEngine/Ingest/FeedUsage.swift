import FoundationEssentials

/// What a feed may bring to the store in a day of UTC.
struct DailyLimits: Sendable, Equatable {
    static let none = DailyLimits(items: .max, bytes: .max)

    /// Items not seen before.
    var items: Int
    /// Bytes of texts and alerts, by `StoredBounds.size`.
    var bytes: Int
}

/// What a feed has brought to the store on one day, and what of its document waits because that was too much.
public struct FeedUsage: Sendable, Equatable {
    /// Days since 1970 UTC.
    var day: Int64
    /// New items of that day.
    var items = 0
    /// Bytes of that day.
    var bytes = 0
    /// Items of the document last read that are not taken in yet, edits among them.
    var waiting = 0
    /// Items at the end of the document last read that were not read, since it has too many.
    var unread = 0
    /// Why they wait or are not read, or how near to that the feed is, for `feeds list`; nil while it is far from it.
    var reason: String?
    /// When the feed was first polled, while some of what it held then waits: those items are no news later on either.
    var firstPoll: Date?

    static func day(of now: Date) -> Int64 { Int64((now.timeIntervalSince1970 / 86400).rounded(.down)) }

    /// Whether some of the document is not taken in.
    var isShort: Bool { waiting > 0 || unread > 0 }

    /// What is to be told of a day that is not over, while nothing waits.
    func notice(at now: Date) -> String? {
        !isShort && day == Self.day(of: now) ? reason : nil
    }

    /// Whether something waits that is to be taken in now, so that the document must be had whole, changed or not.
    func owes(limits: DailyLimits, now: Date) -> Bool {
        waiting > 0 && DailyBudget(after: self, limits: limits, now: now).hasRoom
    }
}

/// What is left of a feed's day: says of each item of a document, in turn, whether it is taken in or waits. A value; pure.
///
/// An item is taken in as long as neither limit is reached, so the last one may go beyond the bytes by its own size.
struct DailyBudget: Sendable, Equatable {
    private let limits: DailyLimits
    private let before: FeedUsage?
    private(set) var usage: FeedUsage
    private var read = 0

    init(after before: FeedUsage?, limits: DailyLimits, now: Date) {
        self.limits = limits
        self.before = before
        let today = FeedUsage.day(of: now)
        usage = FeedUsage(day: today)
        if let before, before.day == today { usage = before }
        usage.waiting = 0
        usage.unread = 0
        usage.reason = nil
        usage.firstPoll = nil
    }

    var hasRoom: Bool { usage.items < limits.items && usage.bytes < limits.bytes }

    mutating func take(items: Int, bytes: Int) {
        usage.items += items
        usage.bytes += bytes
    }

    /// Counts what the parser left out behind the items that it read, whatever is left of the day.
    mutating func pass(unread: Int, read: Int) {
        usage.unread = unread
        self.read = read
    }

    mutating func hold() {
        usage.waiting += 1
    }

    /// Whether most of a limit is used up.
    private static func isNear(_ count: Int, _ limit: Int) -> Bool { count >= limit - limit / 5 }

    /// The usage to keep after the document; nil where it is what it was.
    ///
    /// - Parameter firstPoll: when the feed was first polled, if items of that poll may still be among those that wait.
    func outcome(firstPoll: Date?) -> FeedUsage? {
        var outcome = usage
        if outcome.waiting > 0 {
            let limit =
                usage.items >= limits.items ? "\(limits.items) items" : "\(ByteSizeText.text(limits.bytes)) of text"
            let what = usage.waiting == 1 ? "1 item waits" : "\(usage.waiting) items wait"
            outcome.reason = "brings more than \(limit) a day: \(what)"
            outcome.firstPoll = firstPoll
        } else if outcome.unread > 0 {
            outcome.reason = "has more than \(read) items: \(outcome.unread) at its end are not read"
        } else if Self.isNear(usage.items, limits.items) {
            outcome.reason = "has brought \(usage.items) of \(limits.items) items of today"
        } else if Self.isNear(usage.bytes, limits.bytes) {
            outcome.reason = "has brought \(usage.bytes >> 10) KiB of \(ByteSizeText.text(limits.bytes)) of today"
        }
        let isNews =
            (outcome.waiting, outcome.unread) != (before?.waiting ?? 0, before?.unread ?? 0)
            || (outcome.items, outcome.bytes) != (before?.items ?? 0, before?.bytes ?? 0)
        // Counts of a day that is over are as good as none, until something is taken in.
        let isIdle = outcome.items == 0 && outcome.bytes == 0 && !outcome.isShort && before?.isShort != true
        return isNews && !isIdle ? outcome : nil
    }
}

/// When it is worth a line in the daemon's log that items of a feed wait: once when it begins, once when it is over.
enum UsageReport: Equatable {
    case none
    case begins
    case ends

    static func due(before: FeedUsage?, after: FeedUsage?, tellsAll: Bool) -> UsageReport {
        let (waited, wait) = (before?.isShort == true, after?.isShort == true)
        if wait { return waited && !tellsAll ? .none : .begins }
        return waited ? .ends : .none
    }
}
