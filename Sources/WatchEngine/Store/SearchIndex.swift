import FoundationEssentials
import GRDB
import TalentMatch

/// The word index of the stored items: an FTS5 table without content, of the tokens that `SearchTokens` makes.
///
/// It is filled behind the items, in the daemon's idle moments, since indexing an item costs more than storing it. A
/// search asks the index for the items up to `indexed_to`, and looks through the rest one by one.
enum SearchIndex {
    static let tables = """
        -- detail=none: only which item has which token. The ascii tokenizer takes all but ASCII for letters, and folding is done.
        CREATE VIRTUAL TABLE item_token USING fts5(tokens, content='', detail=none, tokenize="ascii");
        CREATE TABLE search_progress (id INTEGER PRIMARY KEY CHECK (id = 1), indexed_to INTEGER NOT NULL);
        INSERT INTO search_progress VALUES (1, 0);
        """

    static let retentionColumn = """
        -- Entries taken out since the index was last merged: until then, they take room.
        ALTER TABLE search_progress ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
        """

    /// It is merged again when more entries were taken out than this, and than a quarter of those that are in it.
    private static let removedAtLeast = 1000

    /// Tokens of an item and their bytes beyond which they are not kept: such an item has the token `anything` instead, and a
    /// search looks through it one by one. An item as long as a book would fill the index with its words alone.
    static let tokenLimit = 8192
    static let tokenBytesLimit = 64 << 10
    /// No text gives this token.
    static let anything = "\u{2026}"

    static func tokens(title: String?, summary: String?, content: String?) -> String {
        var tokens: Set<String> = []
        for text in [title, summary, content] {
            if let text { tokens.formUnion(SearchTokens.tokens(of: text)) }
        }
        guard tokens.count <= tokenLimit, tokens.reduce(0, { $0 + $1.utf8.count }) <= tokenBytesLimit else {
            return anything
        }
        return tokens.sorted().joined(separator: " ")
    }

    /// The item up to which the index goes.
    static func indexedTo(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT indexed_to FROM search_progress") ?? 0
    }

    static func insert(_ database: Database, id: Int64, tokens: String) throws {
        let insert = try database.cachedStatement(sql: "INSERT INTO item_token (rowid, tokens) VALUES (?, ?)")
        try insert.execute(arguments: [id, tokens])
    }

    /// Takes an item out; `tokens` must be those it was put in with.
    static func delete(_ database: Database, id: Int64, tokens: String) throws {
        let delete = try database.cachedStatement(
            sql: "INSERT INTO item_token (item_token, rowid, tokens) VALUES ('delete', ?, ?)")
        try delete.execute(arguments: [id, tokens])
        try database.cachedStatement(sql: "UPDATE search_progress SET removed = removed + 1").execute()
    }

    /// Whether so much was taken out that the rest should be written anew. FTS5 itself merges what is of one size, so what
    /// was taken out of the greatest part would stay in it for ever.
    fileprivate static func isWorthMerging(_ database: Database) throws -> Bool {
        let removed = try Int.fetchOne(database, sql: "SELECT removed FROM search_progress") ?? 0
        guard removed >= removedAtLeast else { return false }
        let entries = try Int.fetchOne(database, sql: "SELECT count(*) FROM item_token_docsize") ?? 0
        return removed > entries / 4
    }
}

extension Store {
    /// Whether there are items that the index does not have yet.
    ///
    /// - Throws: `DatabaseError`.
    func isIndexBehind() async throws -> Bool {
        try await read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM item WHERE id > ?)",
                arguments: [try SearchIndex.indexedTo(database)]) ?? false
        }
    }

    /// Does a step of merging the index, where that is worth it: SQLite's incremental way to `optimize`
    /// (https://sqlite.org/fts5.html#the_merge_command).
    ///
    /// - Parameters:
    ///   - pages: the size of the step.
    ///   - isBegun: whether the step before was one of the same merge.
    /// - Returns: whether there are more steps.
    /// - Throws: `DatabaseError`.
    func mergeIndex(pages: Int, isBegun: Bool) async throws -> Bool {
        if !isBegun {
            guard try await read(SearchIndex.isWorthMerging) else { return false }
        }
        return try await write { database in
            let before = database.totalChangesCount
            // A negative number begins to merge everything into one, a positive one goes on with that.
            try database.execute(
                sql: "INSERT INTO item_token (item_token, rank) VALUES ('merge', ?)",
                arguments: [isBegun ? pages : -pages])
            if database.totalChangesCount - before >= 2 { return true }
            try database.execute(sql: "UPDATE search_progress SET removed = 0")
            return false
        }
    }

    /// Indexes the next items.
    ///
    /// - Returns: how many, fewer than `limit` when the index has caught up.
    /// - Throws: `DatabaseError`.
    func indexItems(limit: Int) async throws -> Int {
        struct Entry: Sendable {
            var id: Int64
            var edits: Int64
            var tokens: String
        }
        // The tokens are made outside of the writer, so that polls do not wait for them.
        let entries = try await read { database in
            let find = try database.cachedStatement(
                sql: "SELECT id, edits, title, summary, content FROM item WHERE id > ? ORDER BY id LIMIT ?")
            return try Row.fetchAll(find, arguments: [try SearchIndex.indexedTo(database), limit]).map { row in
                Entry(
                    id: row["id"], edits: row["edits"],
                    tokens: SearchIndex.tokens(title: row["title"], summary: row["summary"], content: row["content"]))
            }
        }
        guard let last = entries.last else { return 0 }
        try await write { database in
            let find = try database.cachedStatement(sql: "SELECT edits, title, summary, content FROM item WHERE id = ?")
            for entry in entries {
                guard let row = try Row.fetchOne(find, arguments: [entry.id]) else { continue }
                // Edited since its tokens were made: then they are those of the old text.
                let tokens =
                    row["edits"] == entry.edits
                    ? entry.tokens
                    : SearchIndex.tokens(title: row["title"], summary: row["summary"], content: row["content"])
                try SearchIndex.insert(database, id: entry.id, tokens: tokens)
            }
            try database.execute(sql: "UPDATE search_progress SET indexed_to = ?", arguments: [last.id])
        }
        return entries.count
    }
}
