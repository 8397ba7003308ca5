import FoundationEssentials
import GRDB

extension Store {
    /// Advances the retention clock to `now`.
    ///
    /// - Throws: `DatabaseError`.
    func readRetentionClock(now: Date) async throws -> RetentionClock {
        try await write { database in
            let row = try Row.fetchOne(database, sql: "SELECT reading, read_at FROM retention_clock")
            guard let row else { throw DatabaseError(message: "the retention clock is missing") }
            let clock = RetentionClock(reading: row[0], readAt: Date(unixMilliseconds: row[1])).read(at: now)
            try database.execute(
                sql: "UPDATE retention_clock SET reading = ?, read_at = ?",
                arguments: [clock.reading, clock.readAt.unixMilliseconds])
            return clock
        }
    }

    /// The wall time at which the retention clock was read last, or the store began; nil where there is no clock.
    ///
    /// - Throws: `DatabaseError`.
    func lastRetention() async throws -> Date? {
        try await read { database in
            try Int64.fetchOne(database, sql: "SELECT read_at FROM retention_clock").map(Date.init(unixMilliseconds:))
        }
    }

    /// Every feed that the store knows, whether it is configured or not.
    ///
    /// - Throws: `DatabaseError`.
    func feedURLs() async throws -> [(id: Int64, url: String)] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT id, url FROM feed ORDER BY id").map { ($0[0], $0[1]) }
        }
    }

    /// In how many parts the items of a feed are looked at, so that no part has many more than `limit` keys.
    ///
    /// - Throws: `DatabaseError`.
    func retentionParts(feedID: Int64, limit: Int) async throws -> Int {
        try await read { database in
            let keys = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM seen WHERE feed_id = ?", arguments: [feedID])
            return (keys ?? 0) / limit + 1
        }
    }

    /// Decides what of one part of a feed's items goes. Reads only, so nobody waits for it.
    ///
    /// - Parameter isConfigured: whether the feed is still watched; nothing of one that is not is present.
    /// - Throws: `DatabaseError`.
    func retentionSweep(
        feedID: Int64, isConfigured: Bool, part: Int, of parts: Int, reading: Int64, retention: RetentionConfiguration
    ) async throws -> RetentionSweep {
        try await read { database in
            var present: Set<UInt64> = []
            if isConfigured {
                let encoded = try Data.fetchOne(
                    database, sql: "SELECT entries FROM feed_contents WHERE feed_id = ?", arguments: [feedID])
                present = Set(FeedContents(encoded: encoded ?? Data()).entries.map(\.key))
            }
            let rows = try Row.fetchCursor(
                database, sql: "SELECT key, item_id, absent_since FROM seen WHERE feed_id = ? AND item_id % ? = ?",
                arguments: [feedID, parts, part])
            var keys: [RetentionSweep.Key] = []
            while let row = try rows.next() {
                keys.append(.init(key: UInt64(bitPattern: row[0] as Int64), itemID: row[1], absentSince: row[2]))
            }
            let text = try database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM item WHERE id = ?)")
            return try RetentionSweep(
                keys: keys, present: present,
                hasText: { try Bool.fetchOne(text, arguments: [$0]) ?? false }, reading: reading, retention: retention)
        }
    }

    /// Does what a sweep decided. An item that was met again meanwhile is left as it is: then its marks are gone.
    ///
    /// - Throws: `DatabaseError`; then nothing of it was done.
    func apply(_ sweep: RetentionSweep, feedID: Int64, reading: Int64) async throws {
        guard !sweep.isEmpty else { return }
        try await write { database in
            let mark = try database.cachedStatement(
                sql: "UPDATE seen SET absent_since = ? WHERE feed_id = ? AND key = ? AND absent_since IS NULL")
            for key in sweep.left { try mark.execute(arguments: [reading, feedID, Int64(bitPattern: key)]) }
            try FeedMemory.unmark(sweep.returned, feedID: feedID, in: database)
            for departure in sweep.outdated where try departure.isStillDue(database, feedID: feedID) {
                _ = try departure.removeText(database)
            }
            for departure in sweep.forgotten where try departure.isStillDue(database, feedID: feedID) {
                // Kept text without anything to know it by would never go.
                if try departure.removeText(database) { try departure.forget(database, feedID: feedID) }
            }
        }
    }

    /// Forgets what the document of a feed held that is no longer watched and of whose items none is known any more: should
    /// it ever come back, its first poll is a first poll again.
    ///
    /// - Throws: `DatabaseError`.
    func forgetContents(feedID: Int64) async throws {
        try await write { database in
            let isKnown = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM seen WHERE feed_id = ?)", arguments: [feedID])
            guard isKnown == false else { return }
            try database.execute(sql: "DELETE FROM feed_contents WHERE feed_id = ?", arguments: [feedID])
            guard database.changesCount > 0 else { return }
            try database.execute(sql: "DELETE FROM feed_habits WHERE feed_id = ?", arguments: [feedID])
            try database.execute(
                sql: """
                    UPDATE feed SET newest_item_at = NULL, body_hash = NULL, entity_tag = NULL, last_modified = NULL
                    WHERE id = ?
                    """, arguments: [feedID])
        }
    }

    /// Removes the oldest alerts beyond the newest `kept`, at most `limit` of them, and none that a log has not yet.
    ///
    /// - Returns: how many.
    /// - Throws: `DatabaseError`.
    func removeAlerts(beyond kept: Int, limit: Int) async throws -> Int {
        let count = try await read { try Int.fetchOne($0, sql: "SELECT count(*) FROM alert") ?? 0 }
        guard count > kept else { return 0 }
        return try await write { database in
            try database.execute(
                sql: """
                    DELETE FROM alert WHERE seq IN (SELECT seq FROM alert ORDER BY seq LIMIT ?)
                        AND seq <= (SELECT coalesce(min(written_seq), \(Int64.max)) FROM alert_log)
                    """, arguments: [min(limit, count - kept)])
            return database.changesCount
        }
    }

    /// Forgets the spellings of all but the newest `kept` people.
    ///
    /// - Throws: `DatabaseError`.
    func removeSpellings(beyond kept: Int) async throws {
        try await write { database in
            try database.execute(
                sql: "DELETE FROM person_spelling WHERE person <= (SELECT max(person) FROM person_spelling) - ?",
                arguments: [kept])
        }
    }
}

extension RetentionSweep.Departure {
    fileprivate func isStillDue(_ database: Database, feedID: Int64) throws -> Bool {
        let find = try database.cachedStatement(
            sql: "SELECT item_id, absent_since FROM seen WHERE feed_id = ? AND key = ?")
        return try keys.allSatisfy { key in
            let row = try Row.fetchOne(find, arguments: [feedID, Int64(bitPattern: key.key)])
            return row?[0] == key.itemID && row?[1] == key.absentSince
        }
    }

    fileprivate func removeText(_ database: Database) throws -> Bool {
        try StoredItem.removeText(database, id: itemID)
    }

    fileprivate func forget(_ database: Database, feedID: Int64) throws {
        let forget = try database.cachedStatement(sql: "DELETE FROM seen WHERE feed_id = ? AND key = ?")
        for key in keys { try forget.execute(arguments: [feedID, Int64(bitPattern: key.key)]) }
    }
}

extension StoredItem {
    /// Whether the text is gone then. That of the newest item stays, so that its number is not given again.
    static func removeText(_ database: Database, id: Int64) throws -> Bool {
        let find = try database.cachedStatement(
            sql: "SELECT id = (SELECT max(id) FROM item), title, summary, content FROM item WHERE id = ?")
        guard let row = try Row.fetchOne(find, arguments: [id]) else { return true }
        if row[0] as Bool { return false }
        if id <= (try SearchIndex.indexedTo(database)) {
            try SearchIndex.delete(
                database, id: id,
                tokens: SearchIndex.tokens(title: row["title"], summary: row["summary"], content: row["content"]))
        }
        try database.cachedStatement(sql: "DELETE FROM item WHERE id = ?").execute(arguments: [id])
        return true
    }
}
