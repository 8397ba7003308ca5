import FeedParser
import FoundationEssentials

extension FeedTempo {
    /// Items that the mean gap is taken from at most: the newest ones.
    private static let recentItems = 20

    /// What a document says about when to ask for it again.
    ///
    /// - Parameters:
    ///   - newItems: whether it brought items not seen before.
    ///   - before: what was known until now.
    init(of feed: ParsedFeed, newItems: Bool, before: FeedTempo, now: Date) {
        let dates = Self.recentDates(of: feed.items, until: now.addingTimeInterval(86400))
        if dates.count >= 3, let newest = dates.first, let oldest = dates.last, newest > oldest {
            meanGap = .seconds(newest.timeIntervalSince(oldest) / Double(dates.count - 1))
        }
        // Dates of feeds lie; what was new to us came at the latest now.
        newestItem =
            newItems
            ? max(dates.first.map { min($0, now) } ?? now, before.newestItem ?? .distantPast) : before.newestItem
        newestItem = newestItem ?? dates.first.map { min($0, now) }
        wish = Self.wish(of: feed)
        for hour in feed.skipHours where (0...24).contains(hour) { skippedHours |= 1 << UInt32(hour % 24) }
        for day in feed.skipDays {
            if let index = Self.days.firstIndex(of: day.lowercased()) { skippedDays |= 1 << UInt8(index) }
        }
    }

    /// The newest dates, in falling order.
    private static func recentDates(of items: [ParsedItem], until end: Date) -> [Date] {
        let end = end.timeIntervalSinceReferenceDate
        var seconds: [Double] = []
        seconds.reserveCapacity(items.count)
        for index in items.indices {
            guard let date = items[index].published ?? items[index].updated else { continue }
            let second = date.timeIntervalSinceReferenceDate
            if second <= end { seconds.append(second) }
        }
        seconds.sort(by: >)
        return seconds.prefix(recentItems).map(Date.init(timeIntervalSinceReferenceDate:))
    }

    private static let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]

    private static func wish(of feed: ParsedFeed) -> Duration? {
        let ttl = feed.timeToLive.flatMap { $0 > 0 ? Duration.seconds(min($0, 1 << 30) * 60) : nil }
        let period: Int? =
            switch feed.updatePeriod?.lowercased() {
            case "hourly": 3600
            case "daily": 86400
            case "weekly": 7 * 86400
            case "monthly": 30 * 86400
            case "yearly": 365 * 86400
            default: nil
            }
        let syndication = period.map { Duration.seconds($0) / max(1, feed.updateFrequency ?? 1) }
        return [ttl, syndication].compactMap { $0 }.max()
    }
}
