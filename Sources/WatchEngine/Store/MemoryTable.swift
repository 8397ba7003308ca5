import FeedParser
import FoundationEssentials
import GRDB

extension Store {
    /// What a feed was seen to do with the keys of its items.
    ///
    /// - Throws: `DatabaseError`.
    func habits(of feedID: Int64) async throws -> FeedHabits {
        try await read { try FeedHabits($0, feedID: feedID) }
    }

    /// What the store knows of a document's items. One read, cheap where nothing changed, or nothing is known of the feed.
    ///
    /// - Throws: `DatabaseError`.
    func memory(of feedID: Int64, identities: [ItemIdentity]) async throws -> FeedMemory {
        try await read { database in
            var memory = FeedMemory()
            let contents = try database.cachedStatement(sql: "SELECT entries FROM feed_contents WHERE feed_id = ?")
            if let encoded = try Data.fetchOne(contents, arguments: [feedID]) {
                memory.contents = FeedContents(encoded: encoded)
            }
            memory.habits = try FeedHabits(database, feedID: feedID)
            // A first poll that was cut off between its slices has left items and no contents.
            let hasItems = try database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM seen WHERE feed_id = ?)")
            guard try Bool.fetchOne(hasItems, arguments: [feedID]) ?? false else { return memory }
            let before = Dictionary(memory.contents.entries.map { ($0.key, $0.fingerprint) }) { first, _ in first }
            func isChanged(_ identity: ItemIdentity) -> Bool { before[identity.key] != identity.fingerprint }
            let titles = Set(identities.lazy.filter(isChanged).map { $0.traits?.title })
            guard !titles.isEmpty else { return memory }
            var items = KnownItems(database: database, feedID: feedID)
            for identity in identities {
                if isChanged(identity) {
                    for key in identity.everyKey { memory.known[key] = try items.item(key) }
                } else if titles.contains(identity.traits?.title) {
                    // So that an item that is still there is not taken for one that shares its title.
                    memory.known[identity.key] = try items.item(identity.key)
                }
            }
            return memory
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
    /// Makes an item known by a key. One that was known by it before keeps its number to be known by, so that retention
    /// finds it.
    static func remember(_ key: UInt64, itemID: Int64, feedID: Int64, in database: Database) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO seen (feed_id, key, item_id) VALUES (?, ?, ?)")
        try insert.execute(arguments: [feedID, Int64(bitPattern: key), itemID])
        guard database.changesCount == 0 else { return }
        let find = try database.cachedStatement(sql: "SELECT item_id FROM seen WHERE feed_id = ? AND key = ?")
        let holder = try Int64.fetchOne(find, arguments: [feedID, Int64(bitPattern: key)])
        guard let holder, holder != itemID else { return }
        let number = ItemIdentity.key(.number, UInt64(bitPattern: holder))
        try insert.execute(arguments: [feedID, Int64(bitPattern: number), holder])
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
