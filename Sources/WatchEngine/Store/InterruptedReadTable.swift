import GRDB

extension Store {
    /// Keeps the states of feeds that the program ended over.
    ///
    /// - Throws: `DatabaseError`.
    func keepInterrupted(_ states: [FeedState]) async throws {
        try await write { database in
            for state in states {
                try state.save(database)
                try database.execute(
                    sql: "INSERT OR REPLACE INTO interrupted_read (feed_id, ends) VALUES (?, ?)",
                    arguments: [state.id, state.interruptedReads])
            }
        }
    }
}

extension FeedState {
    /// How often the program ended over each feed, where it did.
    static func interruptedReads(_ database: Database) throws -> [Int64: Int] {
        // A store that no daemon of this version has opened yet.
        guard try database.tableExists("interrupted_read") else { return [:] }
        var ends: [Int64: Int] = [:]
        let rows = try Row.fetchCursor(database, sql: "SELECT feed_id, ends FROM interrupted_read")
        while let row = try rows.next() { ends[row[0]] = row[1] }
        return ends
    }

    /// The feed was read well.
    func endInterruption(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM interrupted_read WHERE feed_id = ?", arguments: [id])
    }
}
