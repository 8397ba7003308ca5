import FoundationEssentials
import GRDB

extension Store {
    /// Removes at most `limit` items first seen before a moment, with their words in the index. By what they are known
    /// stays for good, so that nothing comes back as news; some tens of bytes an item. An item that is edited after its
    /// text went is not matched again, since nobody can tell any more which rules it matched before.
    ///
    /// - Returns: how many were removed.
    /// - Throws: `DatabaseError`.
    func removeItems(before moment: Date, limit: Int) async throws -> Int {
        try await write { database in
            // Ids rise with the time of first sight, so the oldest come first without an index on the time.
            let old = try Row.fetchAll(
                database,
                sql: "SELECT id, title, summary, content, first_seen_at FROM item ORDER BY id LIMIT ?",
                arguments: [limit]
            ).prefix { $0["first_seen_at"] < moment.unixMilliseconds }
            let indexedTo = try SearchIndex.indexedTo(database)
            let remove = try database.cachedStatement(sql: "DELETE FROM item WHERE id = ?")
            for row in old {
                let id: Int64 = row["id"]
                if id <= indexedTo {
                    try SearchIndex.delete(
                        database, id: id,
                        tokens: SearchIndex.tokens(
                            title: row["title"], summary: row["summary"], content: row["content"]))
                }
                try remove.execute(arguments: [id])
            }
            return old.count
        }
    }
}
