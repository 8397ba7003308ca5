import FeedParser
import FoundationEssentials
import GRDB

extension Store {
    /// What the store knows of a document's items, and these items' identities. One read that blocks the thread, cheap where
    /// nothing changed, or nothing is known of the feed.
    ///
    /// - Parameter identities: makes the identities, given what the feed was seen to do with the keys of its items.
    /// - Throws: `DatabaseError`.
    func memory(
        of feedID: Int64, identities: (FeedHabits) -> [ItemIdentity]
    ) throws -> (identities: [ItemIdentity], memory: FeedMemory) {
        try readBlocking { database in
            var memory = FeedMemory()
            memory.habits = try FeedHabits(database, feedID: feedID)
            let identities = identities(memory.habits)
            try memory.read(database, feedID: feedID, identities)
            return (identities, memory)
        }
    }
}

extension FeedMemory {
    fileprivate mutating func read(_ database: Database, feedID: Int64, _ identities: [ItemIdentity]) throws {
        let find = try database.cachedStatement(sql: "SELECT entries FROM feed_contents WHERE feed_id = ?")
        if let encoded = try Data.fetchOne(find, arguments: [feedID]) { contents = FeedContents(encoded: encoded) }
        // A first poll that was cut off between its slices has left items and no contents.
        let hasItems = try database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM seen WHERE feed_id = ?)")
        guard try Bool.fetchOne(hasItems, arguments: [feedID]) ?? false else { return }
        let before = contents.fingerprints
        var changed: [Int] = []
        for index in identities.indices where before[identities[index].key] != identities[index].fingerprint {
            changed.append(index)
        }
        guard !changed.isEmpty else { return }
        var items = KnownItems(database: database, feedID: feedID)
        for index in changed {
            for key in identities[index].everyKey { known[key] = try items.item(key) }
        }
        // So that an item that is still there is not taken for one that shares its title.
        let titles = Set(changed.lazy.map { identities[$0].traits?.title })
        for index in identities.indices where before[identities[index].key] == identities[index].fingerprint {
            if titles.contains(identities[index].traits?.title) {
                known[identities[index].key] = try items.item(identities[index].key)
            }
        }
    }
}

/// Looks items up by their keys, and reads each once.
private struct KnownItems {
    let database: Database
    let feedID: Int64
    private var items: [Int64: KnownItem] = [:]

    init(database: Database, feedID: Int64) {
        self.database = database
        self.feedID = feedID
    }

    mutating func item(_ key: UInt64) throws -> KnownItem? {
        let find = try database.cachedStatement(
            sql: "SELECT item_id, absent_since FROM seen WHERE feed_id = ? AND key = ?")
        guard let row = try Row.fetchOne(find, arguments: [feedID, Int64(bitPattern: key)]) else { return nil }
        let id: Int64 = row[0]
        var item = try items[id] ?? read(id)
        // Keys are marked one by one.
        item.isMarkedAbsent = item.isMarkedAbsent || row[1] as Int64? != nil
        items[id] = item
        return item
    }

    private func read(_ id: Int64) throws -> KnownItem {
        let find = try database.cachedStatement(
            sql: """
                SELECT guid, title, link, summary, content, author, categories, published_at, matched_rules
                FROM item WHERE id = ?
                """)
        guard let row = try Row.fetchOne(find, arguments: [id]) else { return KnownItem(id: id) }
        var stored = ParsedItem()
        stored.guid = row[0]
        stored.title = row[1]
        stored.link = row[2]
        stored.summary = row[3]
        stored.content = row[4]
        stored.author = row[5]
        stored.categories = try StoredList.decode(row[6])
        stored.published = (row[7] as Int64?).map(Date.init(unixMilliseconds:))
        return KnownItem(id: id, stored: stored, matchedRules: try StoredList.decode(row[8]))
    }
}

extension FeedMemory {
    /// Makes an item known by keys. An item that was known by one of them before keeps its number to be known by, so that
    /// retention finds it.
    static func remember(_ keys: [UInt64], itemID: Int64, feedID: Int64, in database: Database) throws {
        let values = keys.map { Int64(bitPattern: $0) }
        // Written out, since GRDB takes a literal ten times as fast as an array.
        switch values.count {
        case 0: return
        case 1: try insert([feedID, itemID, values[0]], keys: 1, in: database)
        case 2: try insert([feedID, itemID, values[0], values[1]], keys: 2, in: database)
        case 3: try insert([feedID, itemID, values[0], values[1], values[2]], keys: 3, in: database)
        case 4: try insert([feedID, itemID, values[0], values[1], values[2], values[3]], keys: 4, in: database)
        default:
            for key in keys { try remember([key], itemID: itemID, feedID: feedID, in: database) }
            return
        }
        if database.changesCount == keys.count { return }
        for key in keys { try take(key, for: itemID, feedID: feedID, in: database) }
    }

    /// Inserts keys that nothing is known by yet.
    private static func insert(_ arguments: StatementArguments, keys count: Int, in database: Database) throws {
        try database.cachedStatement(sql: insertions[count - 1]).execute(arguments: arguments)
    }

    /// The statement that inserts so many keys of one item.
    private static let insertions = (1...4).map { count in
        let rows = (0..<count).map { "(?1, ?\($0 + 3), ?2)" }.joined(separator: ", ")
        return "INSERT OR IGNORE INTO seen (feed_id, key, item_id) VALUES \(rows)"
    }

    private static func take(_ key: UInt64, for itemID: Int64, feedID: Int64, in database: Database) throws {
        let find = try database.cachedStatement(sql: "SELECT item_id FROM seen WHERE feed_id = ? AND key = ?")
        let holder = try Int64.fetchOne(find, arguments: [feedID, Int64(bitPattern: key)])
        guard let holder, holder != itemID else { return }
        try remember(
            [ItemIdentity.key(.number, UInt64(bitPattern: holder))], itemID: holder, feedID: feedID, in: database)
        let take = try database.cachedStatement(
            sql: "UPDATE seen SET item_id = ?, absent_since = NULL WHERE feed_id = ? AND key = ?")
        try take.execute(arguments: [itemID, feedID, Int64(bitPattern: key)])
    }

    /// Takes the marks of absence off.
    static func unmark(_ keys: [UInt64], feedID: Int64, in database: Database) throws {
        let unmark = try database.cachedStatement(
            sql: "UPDATE seen SET absent_since = NULL WHERE feed_id = ? AND key = ?")
        for key in keys { try unmark.execute(arguments: [feedID, Int64(bitPattern: key)]) }
    }
}

extension FeedHabits {
    fileprivate init(_ database: Database, feedID: Int64) throws {
        let find = try database.cachedStatement(
            sql: "SELECT guid_changes, link_changes, date_changes FROM feed_habits WHERE feed_id = ?")
        guard let row = try Row.fetchOne(find, arguments: [feedID]) else { return }
        guids.changes = row[0]
        links.changes = row[1]
        dates.changes = row[2]
    }

    func save(_ database: Database, feedID: Int64) throws {
        let save = try database.cachedStatement(sql: "INSERT OR REPLACE INTO feed_habits VALUES (?, ?, ?, ?)")
        try save.execute(arguments: [feedID, guids.changes, links.changes, dates.changes])
    }
}
