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
        validatorsSince = Self.date(row["validators_since"])
        bodyHash = (row["body_hash"] as Int64?).map { UInt64(bitPattern: $0) }
        httpStatus = row["http_status"]
        lastAttempt = Self.date(row["last_attempt_at"])
        lastSuccess = Self.date(row["last_success_at"])
        lastError = row["last_error"]
        failures = row["failures"]
        failingSince = Self.date(row["failing_since"])
        isFailureReported = row["is_failure_reported"]
        nextCheck = Self.date(row["next_check_at"])
        interval = (row["interval_ms"] as Int64?).map(Duration.milliseconds)
        reason = row["reason"]
        tempo.meanGap = (row["mean_gap_ms"] as Int64?).map(Duration.milliseconds)
        tempo.newestItem = Self.date(row["newest_item_at"])
        tempo.wish = (row["wish_ms"] as Int64?).map(Duration.milliseconds)
        tempo.skippedHours = row["skipped_hours"]
        tempo.skippedDays = row["skipped_days"]
        if let url = row["moved_to"] as String?, let since = Self.date(row["moved_since"]) {
            relocation = Relocation(url: url, since: since, polls: row["moved_polls"])
        }
        isStalenessReported = row["is_staleness_reported"]
        gone = Self.date(row["gone_at"])
        goneEntry = (row["gone_entry"] as Int64?).map { UInt64(bitPattern: $0) }
    }

    private static func date(_ milliseconds: Int64?) -> Date? {
        milliseconds.map(Date.init(unixMilliseconds:))
    }

    func save(_ database: Database) throws {
        let update = try database.cachedStatement(
            sql: """
                UPDATE feed SET entity_tag = ?, last_modified = ?, validators_since = ?, body_hash = ?, http_status = ?,
                    last_attempt_at = ?, last_success_at = ?, last_error = ?, failures = ?, failing_since = ?,
                    is_failure_reported = ?, next_check_at = ?, interval_ms = ?, reason = ?, mean_gap_ms = ?,
                    newest_item_at = ?, wish_ms = ?, skipped_hours = ?, skipped_days = ?, moved_to = ?, moved_since = ?,
                    moved_polls = ?, is_staleness_reported = ?, gone_at = ?, gone_entry = ?
                WHERE id = ?
                """)
        try update.execute(arguments: [
            entityTag, lastModified, validatorsSince?.unixMilliseconds, bodyHash.map { Int64(bitPattern: $0) },
            httpStatus,
            lastAttempt?.unixMilliseconds, lastSuccess?.unixMilliseconds, lastError, failures,
            failingSince?.unixMilliseconds, isFailureReported, nextCheck?.unixMilliseconds, interval?.milliseconds,
            reason,
            tempo.meanGap?.milliseconds, tempo.newestItem?.unixMilliseconds, tempo.wish?.milliseconds,
            Int64(tempo.skippedHours), Int64(tempo.skippedDays), relocation?.url, relocation?.since.unixMilliseconds,
            relocation?.polls, isStalenessReported, gone?.unixMilliseconds,
            goneEntry.map { Int64(bitPattern: $0) }, id,
        ])
    }
}
