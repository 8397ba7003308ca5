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
        let drafts = found.compactMap { item, verdict in
            backtest.draft(verdict, now: now, secondsFromUTC: secondsFromUTC).map { draft in
                AppliedDraft(draft: draft, item: item, matchedRules: item.matchedRules + verdict.added)
            }
        }
        guard !drafts.isEmpty else { return 0 }
        try await tell(drafts.map { $0.draft.storyDraft(title: $0.item.title) }) { database, stories in
            for draft in drafts { try draft.save(database, stories: &stories) }
        }
        return drafts.count
    }
}

/// The alert that added rules make of a stored item.
private struct AppliedDraft: Sendable {
    var draft: AlertDraft
    var item: StoredItem
    var matchedRules: [String]

    func save(_ database: Database, stories: inout StoryTelling) throws {
        var parsed = ParsedItem()
        parsed.guid = item.guid
        parsed.title = item.title
        parsed.link = item.link
        parsed.published = item.published
        let feed = FeedState(id: 0, url: item.feedURL, name: item.feedName)
        try draft.insert(database, itemID: item.id, item: parsed, feed: feed, stories: &stories)
        let update = try database.cachedStatement(sql: "UPDATE item SET matched_rules = ? WHERE id = ?")
        try update.execute(arguments: [try StoredList.encode(matchedRules), item.id])
    }
}
