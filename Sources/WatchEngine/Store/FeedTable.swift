import FoundationEssentials
import GRDB

extension Store {
    /// The states of the feeds at `feeds`, in that order; feeds that the store does not know yet are added to it.
    ///
    /// - Throws: `DatabaseError`.
    func register(feeds: [(url: String, name: String)]) async throws -> [FeedState] {
        try await write { database in
            let find = try database.cachedStatement(sql: "SELECT * FROM feed WHERE url = ?")
            let insert = try database.cachedStatement(sql: "INSERT INTO feed (url, name) VALUES (?, ?)")
            let rename = try database.cachedStatement(sql: "UPDATE feed SET name = ? WHERE id = ?")
            return try feeds.map { feed in
                guard var state = try Row.fetchOne(find, arguments: [feed.url]).map(FeedState.init(row:)) else {
                    try insert.execute(arguments: [feed.url, feed.name])
                    return FeedState(id: database.lastInsertedRowID, url: feed.url, name: feed.name)
                }
                if state.name != feed.name {
                    try rename.execute(arguments: [feed.name, state.id])
                    state.name = feed.name
                }
                return state
            }
        }
    }

    /// Every feed the store knows, by URL.
    ///
    /// - Throws: `DatabaseError`.
    public func feedStates() async throws -> [String: FeedState] {
        try await read { database in
            var states: [String: FeedState] = [:]
            let rows = try Row.fetchCursor(database, sql: "SELECT * FROM feed")
            while let row = try rows.next() {
                let state = FeedState(row: row)
                states[state.url] = state
            }
            return states
        }
    }
}

extension FeedState {
    init(row: Row) {
        self.init(id: row["id"], url: row["url"], name: row["name"])
        entityTag = row["entity_tag"]
        lastModified = row["last_modified"]
        bodyHash = (row["body_hash"] as Int64?).map { UInt64(bitPattern: $0) }
        httpStatus = row["http_status"]
        lastAttempt = (row["last_attempt_at"] as Int64?).map(Date.init(unixMilliseconds:))
        lastSuccess = (row["last_success_at"] as Int64?).map(Date.init(unixMilliseconds:))
        lastError = row["last_error"]
        failures = row["failures"]
        failingSince = (row["failing_since"] as Int64?).map(Date.init(unixMilliseconds:))
        isFailureReported = row["is_failure_reported"]
        nextCheck = (row["next_check_at"] as Int64?).map(Date.init(unixMilliseconds:))
        interval = (row["interval_ms"] as Int64?).map(Duration.milliseconds)
        reason = row["reason"]
        gone = (row["gone_at"] as Int64?).map(Date.init(unixMilliseconds:))
    }

    func save(_ database: Database) throws {
        let update = try database.cachedStatement(
            sql: """
                UPDATE feed SET entity_tag = ?, last_modified = ?, body_hash = ?, http_status = ?, last_attempt_at = ?,
                    last_success_at = ?, last_error = ?, failures = ?, failing_since = ?, is_failure_reported = ?, next_check_at = ?,
                    interval_ms = ?, reason = ?, gone_at = ?
                WHERE id = ?
                """)
        try update.execute(arguments: [
            entityTag, lastModified, bodyHash.map { Int64(bitPattern: $0) }, httpStatus,
            lastAttempt?.unixMilliseconds, lastSuccess?.unixMilliseconds, lastError, failures,
            failingSince?.unixMilliseconds, isFailureReported,
            nextCheck?.unixMilliseconds, interval?.milliseconds, reason, gone?.unixMilliseconds, id,
        ])
    }
}
