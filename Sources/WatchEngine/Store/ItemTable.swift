public import FoundationEssentials
import GRDB

/// An item as the store keeps it.
public struct StoredItem: Sendable, Equatable {
    /// The store's number for it.
    public var id: Int64
    /// The feed's name.
    public var feedName: String
    /// The feed's URL in the configuration.
    public var feedURL: String
    /// The guid as given.
    public var guid: String?
    /// Plain texts; nil where the feed gave none.
    public var title: String?
    /// The item's page.
    public var link: String?
    /// The summary as plain text.
    public var summary: String?
    /// The full text as plain text.
    public var content: String?
    /// The first person's name.
    public var author: String?
    /// Categories as given.
    public var categories: [String]
    /// The item's own date.
    public var published: Date?
    /// When the daemon first met it.
    public var firstSeen: Date
    /// The rules that flagged it.
    public var matchedRules: [String]
}

extension Store {
    /// Calls `body` with the stored items, newest first, until it returns false.
    ///
    /// - Throws: `DatabaseError`.
    public func forEachItem(since: Date? = nil, _ body: @escaping @Sendable (StoredItem) throws -> Bool) async throws {
        try await read { database in
            let rows = try StoredItem.cursor(
                database, condition: "true", since: since, order: "item.id DESC", arguments: [])
            while let row = try rows.next() {
                if try !body(try StoredItem(row: row)) { return }
            }
        }
    }

    /// Items after `id` first seen at `since` or later, oldest first, at most `limit`: for reading all of them page by page,
    /// with no read open in between.
    ///
    /// - Throws: `DatabaseError`.
    public func items(after id: Int64, since: Date?, limit: Int) async throws -> [StoredItem] {
        try await read { database in
            let rows = try StoredItem.cursor(
                database, condition: "item.id > ?", since: since, order: "item.id LIMIT \(limit)", arguments: [id])
            var items: [StoredItem] = []
            while let row = try rows.next() { items.append(try StoredItem(row: row)) }
            return items
        }
    }

    /// How many items were first seen at `since` or later.
    ///
    /// - Throws: `DatabaseError`.
    public func countItems(since: Date) async throws -> Int {
        try await read { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM item WHERE first_seen_at >= ?", arguments: [since.unixMilliseconds]
            ) ?? 0
        }
    }

    /// How many items and alerts the store has.
    ///
    /// - Throws: `DatabaseError`.
    public func counts() async throws -> (items: Int, alerts: Int) {
        try await read { database in
            (
                try Int.fetchOne(database, sql: "SELECT count(*) FROM item") ?? 0,
                try Int.fetchOne(database, sql: "SELECT count(*) FROM alert") ?? 0
            )
        }
    }

    /// How far behind each alert log is: path and alerts that it has not yet.
    ///
    /// - Throws: `DatabaseError`.
    public func alertLogBacklogs() async throws -> [(path: String, missing: Int)] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql:
                    "SELECT path, (SELECT count(*) FROM alert WHERE seq > written_seq) AS missing FROM alert_log ORDER BY path"
            ).map { ($0["path"], $0["missing"]) }
        }
    }
}

extension StoredItem {
    /// Items with their feeds' names that meet a condition, first seen at `since` or later.
    static func cursor(
        _ database: Database, condition: String, since: Date?, order: String, arguments: [any DatabaseValueConvertible]
    ) throws -> RowCursor {
        try Row.fetchCursor(
            database,
            sql: """
                SELECT item.*, feed.name AS feed_name, feed.url AS feed_url FROM item JOIN feed ON feed.id = item.feed_id
                WHERE \(condition) AND first_seen_at >= ? ORDER BY \(order)
                """, arguments: StatementArguments(arguments + [since?.unixMilliseconds ?? .min]))
    }

    init(row: Row) throws {
        self.init(
            id: row["id"], feedName: row["feed_name"], feedURL: row["feed_url"], guid: row["guid"], title: row["title"],
            link: row["link"], summary: row["summary"],
            content: row["content"], author: row["author"], categories: try StoredList.decode(row["categories"]),
            published: (row["published_at"] as Int64?).map(Date.init(unixMilliseconds:)),
            firstSeen: Date(unixMilliseconds: row["first_seen_at"]),
            matchedRules: try StoredList.decode(row["matched_rules"]))
    }
}
