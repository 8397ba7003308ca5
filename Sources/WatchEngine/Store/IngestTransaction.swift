import FeedParser
import FoundationEssentials
import GRDB
import TalentMatch

extension Store {
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
            // A first poll that was cut off between its slices has left items and no contents.
            let hasItems = try database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM seen WHERE feed_id = ?)")
            guard try Bool.fetchOne(hasItems, arguments: [feedID]) ?? false else { return memory }
            let before = Dictionary(memory.contents.entries.map { ($0.key, $0.fingerprint) }) { first, _ in first }
            let find = try database.cachedStatement(
                sql: """
                    SELECT seen.item_id, absent_since, item.id IS NOT NULL AS is_kept, title, summary, content, author, categories,
                        matched_rules
                    FROM seen LEFT JOIN item ON item.id = seen.item_id WHERE seen.feed_id = ? AND seen.key = ?
                    """)
            for identity in identities where before[identity.key] != identity.fingerprint {
                for key in identity.keys {
                    guard let row = try Row.fetchOne(find, arguments: [feedID, Int64(bitPattern: key)]) else {
                        continue
                    }
                    memory.known[key] = try KnownItem(row: row)
                    break
                }
            }
            return memory
        }
    }

    /// Commits what polls changed, all of it in one transaction: items and by what they are known, alerts, feed states.
    ///
    /// - Returns: the number of alerts.
    /// - Throws: `DatabaseError`, `CancellationError`; then nothing of it was stored.
    func commit(_ changes: [FeedChange]) async throws -> Int {
        let drafts = changes.flatMap(\.storyDrafts)
        if drafts.isEmpty {
            try await write { database in
                var none = StoryTelling(decided: [])
                for change in changes { try change.save(database, stories: &none) }
            }
        } else {
            try await tell(drafts) { database, stories in
                for change in changes { try change.save(database, stories: &stories) }
            }
        }
        return drafts.count
    }
}

extension KnownItem {
    fileprivate init(row: Row) throws {
        id = row["item_id"]
        isMarkedAbsent = row["absent_since"] as Int64? != nil
        guard row["is_kept"] as Bool else { return }
        text = StoredText(
            title: row["title"], summary: row["summary"], content: row["content"], author: row["author"],
            categories: try StoredList.decode(row["categories"]),
            matchedRules: try StoredList.decode(row["matched_rules"]))
    }
}

extension FeedChange {
    /// The alerts in the order in which they are stored.
    fileprivate var storyDrafts: [StoryDraft] {
        newItems.compactMap { new in new.alert?.storyDraft(title: new.item.title) }
            + edits.compactMap { edit in edit.alert?.storyDraft(title: edit.item.title) }
    }

    fileprivate func save(_ database: Database, stories: inout StoryTelling) throws {
        if isQuiet { return try state.saveTimes(database) }
        for new in newItems {
            let id = try new.item.insert(
                database, feedID: state.id, now: state.lastAttempt, matchedRules: new.matchedRules)
            for key in new.identity.keys { try remember(database, key, itemID: id) }
            try new.alert?.insert(database, itemID: id, item: new.item, feed: state, stories: &stories)
        }
        for edit in edits {
            try edit.item.update(database, id: edit.id, matchedRules: edit.matchedRules)
            try edit.alert?.insert(database, itemID: edit.id, item: edit.item, feed: state, stories: &stories)
        }
        if isPart { return }
        try FeedMemory.unmark(returned, feedID: state.id, in: database)
        for alias in aliases { try remember(database, alias.key, itemID: alias.itemID) }
        if let contents {
            let save = try database.cachedStatement(
                sql: "INSERT INTO feed_contents VALUES (?, ?) ON CONFLICT DO UPDATE SET entries = excluded.entries")
            try save.execute(arguments: [state.id, contents.encoded])
        }
        try usage?.save(database, feedID: state.id)
        if endsInterruption { try state.endInterruption(database) }
        try state.save(database)
    }

    /// A key once given stays with its first item.
    private func remember(_ database: Database, _ key: UInt64, itemID: Int64) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO seen (feed_id, key, item_id) VALUES (?, ?, ?)")
        try insert.execute(arguments: [state.id, Int64(bitPattern: key), itemID])
    }
}

extension ParsedItem {
    fileprivate func insert(
        _ database: Database, feedID: Int64, now: Date?, matchedRules: [String]
    ) throws -> Int64 {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO item (feed_id, guid, title, link, summary, content, author, categories, published_at,
                    first_seen_at, matched_rules) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try insert.execute(arguments: [
            feedID, guid, title, link, summary, content, author, try StoredList.encode(categories),
            (published ?? updated)?.unixMilliseconds, now?.unixMilliseconds ?? 0, try StoredList.encode(matchedRules),
        ])
        return database.lastInsertedRowID
    }

    fileprivate func update(_ database: Database, id: Int64, matchedRules: [String]) throws {
        try reindex(database, id: id)
        let update = try database.cachedStatement(
            sql: """
                UPDATE item SET title = ?, link = ?, summary = ?, content = ?, author = ?, categories = ?,
                    published_at = ?, matched_rules = ?, edits = edits + 1 WHERE id = ?
                """)
        try update.execute(arguments: [
            title, link, summary, content, author, try StoredList.encode(categories),
            (published ?? updated)?.unixMilliseconds, try StoredList.encode(matchedRules), id,
        ])
    }
}

extension ParsedItem {
    /// Puts the new text in the word index in place of the old one, where that is in it already.
    private func reindex(_ database: Database, id: Int64) throws {
        guard id <= (try SearchIndex.indexedTo(database)) else { return }
        let find = try database.cachedStatement(sql: "SELECT title, summary, content FROM item WHERE id = ?")
        guard let old = try Row.fetchOne(find, arguments: [id]) else { return }
        try SearchIndex.delete(
            database, id: id,
            tokens: SearchIndex.tokens(title: old["title"], summary: old["summary"], content: old["content"]))
        try SearchIndex.insert(
            database, id: id, tokens: SearchIndex.tokens(title: title, summary: summary, content: content))
    }
}

/// A list of strings in one column: a JSON array, NULL when empty.
enum StoredList {
    static func encode(_ list: [String]) throws -> String? {
        list.isEmpty ? nil : String(decoding: try JSONEncoder().encode(list), as: UTF8.self)
    }

    static func decode(_ text: String?) throws -> [String] {
        guard let text else { return [] }
        return try JSONDecoder().decode([String].self, from: Data(text.utf8))
    }
}
