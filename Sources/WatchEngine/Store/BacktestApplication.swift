import FeedParser
public import FoundationEssentials
import GRDB

extension Store {
    /// Opens the store for adding to it beside a running daemon, without its lock. SQLite keeps the two apart.
    ///
    /// - Throws: `StoreError`.
    public static func openForAdding(directory: String) throws -> Store {
        _ = try openForReading(directory: directory)
        return try openWithoutLock(directory: directory)
    }

    /// Stores the alerts that added rules make of old items, in one transaction.
    ///
    /// - Returns: how many.
    /// - Throws: `DatabaseError`; then none was stored.
    public func apply(
        _ backtest: Backtest, to found: [(item: StoredItem, verdict: BacktestVerdict)], now: Date, secondsFromUTC: Int
    ) async throws -> Int {
        try await write { database in
            var stories: StoryBook? = try StoryBook(database, now: now)
            let update = try database.cachedStatement(sql: "UPDATE item SET matched_rules = ? WHERE id = ?")
            var count = 0
            for (item, verdict) in found {
                guard let draft = backtest.draft(verdict, now: now, secondsFromUTC: secondsFromUTC) else { continue }
                var parsed = ParsedItem()
                parsed.guid = item.guid
                parsed.title = item.title
                parsed.link = item.link
                parsed.published = item.published
                let feed = FeedState(id: 0, url: item.feedURL, name: item.feedName)
                try draft.insert(database, itemID: item.id, item: parsed, feed: feed, stories: &stories)
                try update.execute(arguments: [try StoredList.encode(item.matchedRules + verdict.added), item.id])
                count += 1
            }
            return count
        }
    }
}
