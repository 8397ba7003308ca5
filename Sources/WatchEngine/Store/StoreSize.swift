import GRDB

extension Store {
    /// Items whose texts go in one transaction, and bytes of texts from which on no further one does.
    private static let itemsInPiece = 100
    private static let bytesInPiece = 1 << 20

    /// The bytes of all pages in use; the file has those besides that are free for what comes next.
    ///
    /// - Throws: `DatabaseError`.
    public func size() async throws -> Int {
        try await read { database in
            func number(_ pragma: String) throws -> Int { try Int.fetchOne(database, sql: "PRAGMA \(pragma)") ?? 0 }
            return (try number("page_count") - number("freelist_count")) * (try number("page_size"))
        }
    }

    /// Removes the texts of some of the oldest items, as if they had left their feeds long ago.
    ///
    /// - Returns: the bytes of the texts, 0 where none is left that may go.
    /// - Throws: `DatabaseError`; then nothing was removed.
    func removeOldestTexts() async throws -> Int {
        try await write { database in
            let items = try Row.fetchAll(
                database,
                sql: """
                    SELECT id, 1 + coalesce(length(CAST(title AS BLOB)), 0) + coalesce(length(CAST(summary AS BLOB)), 0)
                        + coalesce(length(CAST(content AS BLOB)), 0) FROM item ORDER BY id LIMIT ?
                    """, arguments: [Self.itemsInPiece])
            var removed = 0
            for item in items where removed < Self.bytesInPiece {
                // That of the newest stays, so that its number is not given again.
                guard try StoredItem.removeText(database, id: item[0]) else { break }
                removed += item[1] as Int
            }
            return removed
        }
    }
}
