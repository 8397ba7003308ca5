import FeedParser
import FoundationEssentials
import GRDB
import TalentMatch

extension Store {
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
            try FeedMemory.remember(new.identity.keys, itemID: id, feedID: state.id, in: database)
            try new.alert?.insert(database, itemID: id, item: new.item, feed: state, stories: &stories)
        }
        for edit in edits {
            try edit.item.update(database, id: edit.id, matchedRules: edit.matchedRules)
            try edit.alert?.insert(database, itemID: edit.id, item: edit.item, feed: state, stories: &stories)
        }
        if isPart { return }
        for move in moves { try move.item.move(database, id: move.id) }
        try FeedMemory.unmark(returned, feedID: state.id, in: database)
        for alias in aliases {
            try FeedMemory.remember([alias.key], itemID: alias.itemID, feedID: state.id, in: database)
        }
        try habits?.save(database, feedID: state.id)
        if let contents {
            let save = try database.cachedStatement(
                sql: "INSERT INTO feed_contents VALUES (?, ?) ON CONFLICT DO UPDATE SET entries = excluded.entries")
            try save.execute(arguments: [state.id, contents.encoded])
        }
        try usage?.save(database, feedID: state.id)
        if endsInterruption { try state.endInterruption(database) }
        try state.save(database)
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
                UPDATE item SET guid = ?, title = ?, link = ?, summary = ?, content = ?, author = ?, categories = ?,
                    published_at = ?, matched_rules = ?, edits = edits + 1 WHERE id = ?
                """)
        try update.execute(arguments: [
            guid, title, link, summary, content, author, try StoredList.encode(categories),
            (published ?? updated)?.unixMilliseconds, try StoredList.encode(matchedRules), id,
        ])
    }

    fileprivate func move(_ database: Database, id: Int64) throws {
        let move = try database.cachedStatement(
            sql: "UPDATE item SET guid = ?, link = ?, published_at = ? WHERE id = ?")
        try move.execute(arguments: [guid, link, (published ?? updated)?.unixMilliseconds, id])
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
        list.isEmpty ? nil : StoredJSON.text(list)
    }

    static func decode(_ text: String?) throws -> [String] {
        guard let text else { return [] }
        return try StoredJSON.texts(Data(text.utf8))
    }
}
