import FoundationEssentials
import GRDB

extension FeedUsage {
    /// Every feed's, by the feed's number.
    static func all(_ database: Database) throws -> [Int64: FeedUsage] {
        var usages: [Int64: FeedUsage] = [:]
        let rows = try Row.fetchCursor(
            database, sql: "SELECT feed_id, day, items, bytes, waiting, reason, first_poll_at, unread FROM feed_usage")
        while let row = try rows.next() {
            usages[row[0]] = FeedUsage(
                day: row[1], items: row[2], bytes: row[3], waiting: row[4], unread: row[7], reason: row[5],
                firstPoll: (row[6] as Int64?).map(Date.init(unixMilliseconds:)))
        }
        return usages
    }

    func save(_ database: Database, feedID: Int64) throws {
        let save = try database.cachedStatement(
            sql: """
                INSERT INTO feed_usage (feed_id, day, items, bytes, waiting, reason, first_poll_at, unread)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET day = excluded.day, items = excluded.items, bytes = excluded.bytes,
                    waiting = excluded.waiting, reason = excluded.reason, first_poll_at = excluded.first_poll_at,
                    unread = excluded.unread
                """)
        try save.execute(arguments: [feedID, day, items, bytes, waiting, reason, firstPoll?.unixMilliseconds, unread])
    }
}
