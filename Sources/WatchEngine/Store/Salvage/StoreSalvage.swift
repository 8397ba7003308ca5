import FeedParser
import Foundation
import GRDB

/// Takes over into a new store what a damaged one still has: every whole row that lies in any page of it, and by what its
/// items and alerts are known, so that nothing is told again that can be known.
///
/// Feeds lose their validators, so that each document is read anew. Doing it twice changes nothing.
struct StoreSalvage {
    /// Pages read in one transaction.
    private static let batch = 2000
    /// What the site said of a document that is to be read again whatever it says.
    private static let validators: Set<String> = ["entity_tag", "last_modified", "validators_since", "body_hash"]

    private let pages: DatabasePages
    private let pool: DatabasePool

    /// - Parameters:
    ///   - path: the damaged file; its WAL lies beside it.
    ///   - pool: the new store.
    init(from path: String, to pool: DatabasePool) {
        pages = DatabasePages(path: path)
        self.pool = pool
    }

    /// Takes over what can be read.
    ///
    /// - Returns: in one sentence, what that is.
    /// - Throws: `DatabaseError` when the new store does not take it.
    func run() throws -> String {
        try pool.write { try takeFeeds(into: $0) }
        for first in stride(from: 1, through: pages.count, by: Self.batch) {
            try pool.write { database in
                var taker = try RowTaker(database)
                for number in first..<min(first + Self.batch, pages.count + 1) where !pages.free.contains(number) {
                    for record in StoredRecord.records(on: number, of: pages) { try taker.take(record) }
                }
            }
        }
        return try pool.write { database in
            try SalvagedKeys.learn(in: database)
            // A feed of which nothing is known is polled for the first time.
            try database.execute(
                sql: "UPDATE feed SET last_success_at = NULL WHERE id NOT IN (SELECT feed_id FROM seen)")
            return try Self.account(database)
        }
    }

    private func takeFeeds(into database: Database) throws {
        let columns = try SalvagedColumns(.feed, in: database)
        var best: [Int64: [DatabaseValue]] = [:]
        var urls: [Int64: String] = [:]
        let names = columns.names(.max)
        let attempt = names.firstIndex(of: "last_attempt_at") ?? 0
        for number in 1...max(1, pages.count) where !pages.free.contains(number) {
            for record in StoredRecord.records(on: number, of: pages) {
                switch SalvagedTable(record) {
                case .feed:
                    guard let id = record.rowID else { continue }
                    var values = record.values
                    values[0] = id.databaseValue
                    guard columns.hold(values) else { continue }
                    let isNewer = (values[attempt].integer ?? 0) >= (best[id]?[attempt].integer ?? 0)
                    if isNewer { best[id] = values }
                case .feedURL:
                    if let url = record.values[0].text, let id = record.values[1].integer { urls[id] = url }
                default: continue
                }
            }
        }
        for (id, values) in best {
            let values = zip(names, values).map { Self.validators.contains($0) ? .null : $1 }
            try RowTaker.insert(values, into: .feed, columns, database)
            urls[id] = nil
        }
        for (id, url) in urls {
            try database.execute(
                sql: "INSERT OR IGNORE INTO feed (id, url, name) VALUES (?, ?, ?)", arguments: [id, url, url])
        }
    }

    private static func account(_ database: Database) throws -> String {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT (SELECT count(*) FROM alert), (SELECT coalesce(max(seq) - min(seq) + 1, 0) FROM alert),
                    (SELECT count(*) FROM item), (SELECT count(*) FROM seen), (SELECT count(*) FROM feed)
                """)
        guard let row else { return "nothing" }
        let (alerts, span): (Int, Int) = (row[0], row[1])
        let missing = span > alerts ? " (\(span - alerts) between them are lost)" : ""
        return
            "\(alerts) alerts\(missing), the texts of \(row[2] as Int) items, \(row[3] as Int) keys that items are known "
            + "by, and \(row[4] as Int) feeds"
    }
}

/// Puts rows of a damaged store into the new one.
private struct RowTaker {
    private let database: Database
    private let feeds: Set<Int64>
    private let columns: [SalvagedTable: SalvagedColumns]
    /// The last number given to an item that is known by its key alone: above those that the table of items gives.
    private var nameless: Int64
    private static let firstNameless: Int64 = 1 << 48

    init(_ database: Database) throws {
        self.database = database
        feeds = try Set(Int64.fetchAll(database, sql: "SELECT id FROM feed"))
        let tables: [SalvagedTable] = [.item, .seen, .alert, .person, .log]
        columns = Dictionary(uniqueKeysWithValues: try tables.map { ($0, try SalvagedColumns($0, in: database)) })
        let last = try Int64.fetchOne(database, sql: "SELECT max(item_id) FROM seen") ?? 0
        nameless = max(Self.firstNameless, last)
    }

    mutating func take(_ record: StoredRecord) throws {
        guard let table = SalvagedTable(record) else { return }
        switch table {
        case .feed, .feedURL: return
        case .contents: try takeContents(record)
        case .sequence:
            guard let seq = record.values[1].integer else { return }
            try Store.raiseSeq(to: seq, in: database)
        case .item, .seen, .alert, .person, .log:
            var values = record.values
            if table == .item || table == .alert, let id = record.rowID { values[0] = id.databaseValue }
            if table == .item, !feeds.contains(values[1].integer ?? 0) { return }
            if table == .seen {
                guard feeds.contains(values[0].integer ?? 0) else { return }
                // Marks of absence are readings of a clock that begins anew.
                values = Array(values.prefix(3))
            }
            guard let columns = columns[table], columns.hold(values) else { return }
            try Self.insert(values, into: table, columns, database)
        }
    }

    /// What a document held is known, also where the keys' own rows are lost; the row itself is made by the next poll.
    private mutating func takeContents(_ record: StoredRecord) throws {
        guard let feed = record.rowID, feeds.contains(feed), case .blob(let data) = record.values[1].storage else {
            return
        }
        let insert = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO seen (feed_id, key, item_id) VALUES (?, ?, ?)")
        for entry in FeedContents(encoded: data).entries {
            try insert.execute(arguments: [feed, Int64(bitPattern: entry.key), nameless + 1])
            if database.changesCount > 0 { nameless += 1 }
        }
    }

    static func insert(
        _ values: [DatabaseValue], into table: SalvagedTable, _ columns: SalvagedColumns, _ database: Database
    ) throws {
        let names = columns.names(values.count).joined(separator: ", ")
        // A key that a document's contents gave is worth less than its own row.
        let replaces = table == .seen ? "ON CONFLICT DO UPDATE SET item_id = excluded.item_id" : ""
        let insert = try database.cachedStatement(
            sql: """
                INSERT \(table == .seen ? "" : "OR IGNORE ")INTO \(table.rawValue) (\(names))
                VALUES (\(databaseQuestionMarks(count: values.count))) \(replaces)
                """)
        try insert.execute(arguments: StatementArguments(values))
    }
}

/// The keys of items and alerts whose own rows are lost, made from what they say.
enum SalvagedKeys {
    static func learn(in database: Database) throws {
        // Feeds that only their alerts name.
        try database.execute(
            sql: "INSERT OR IGNORE INTO feed (url, name) SELECT feed_url, feed_name FROM alert GROUP BY feed_url")
        let unknown = "NOT IN (SELECT item_id FROM seen)"
        let sources = [
            "SELECT feed_id, id, guid, title, link, published_at FROM item WHERE id \(unknown)",
            """
            SELECT feed.id, item_id, guid, title, link, published_at FROM alert JOIN feed ON feed.url = alert.feed_url
            WHERE item_id \(unknown)
            """,
        ]
        for source in sources {
            let rows = try Row.fetchCursor(database, sql: source)
            var known: [(feed: Int64, item: Int64, keys: Set<UInt64>)] = []
            while let row = try rows.next() {
                let published = (row[5] as Int64?).map(Date.init(unixMilliseconds:))
                known.append((row[0], row[1], keys(guid: row[2], title: row[3], link: row[4], published: published)))
            }
            for item in known { try remember(item.keys, feedID: item.feed, itemID: item.item, in: database) }
        }
    }

    /// Every key that an item like this may be looked for by.
    static func keys(guid: String?, title: String?, link: String?, published: Date?) -> Set<UInt64> {
        var item = ParsedItem()
        item.guid = guid
        item.title = title
        item.link = link
        item.published = published
        var keys = keys(of: item)
        if guid != nil, link != nil {
            // Where items share a guid, they are looked for by their links.
            item.guid = nil
            keys.formUnion(Self.keys(of: item))
        }
        return keys
    }

    private static func keys(of item: ParsedItem) -> Set<UInt64> {
        var feed = ParsedFeed(format: .rss2)
        feed.items = [item]
        return Set(ItemIdentity.identities(of: feed).flatMap(\.keys))
    }

    static func remember(_ keys: Set<UInt64>, feedID: Int64, itemID: Int64, in database: Database) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO seen (feed_id, key, item_id) VALUES (?, ?, ?)")
        for key in keys { try insert.execute(arguments: [feedID, Int64(bitPattern: key), itemID]) }
    }
}
