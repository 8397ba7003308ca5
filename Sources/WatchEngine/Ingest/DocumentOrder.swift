import FeedParser

extension ParsedFeed {
    /// The same with the newest items first, as most feeds have them: a document whose dates mostly rise is turned round, so
    /// that its newest items are the last to wait and alerts come in the order of events.
    var listingNewestFirst: ParsedFeed {
        let dates = items.compactMap { $0.published ?? $0.updated }
        let pairs = zip(dates, dates.dropFirst())
        guard pairs.count(where: { $0 < $1 }) > pairs.count(where: { $0 > $1 }) else { return self }
        var turned = self
        turned.items.reverse()
        return turned
    }
}
