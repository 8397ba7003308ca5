import FoundationEssentials
import GRDB

extension Store {
    /// The states of the feeds at `feeds`, in that order; feeds that the store does not know yet are added to it.
    ///
    /// - Throws: `DatabaseError`.
    func register(feeds: [(url: String, name: String)]) async throws -> [FeedState] {
        try await write { database in
            // One pass over the table, since a start asks for nearly all of it.
            var known = try FeedState.all(database)
            let insert = try database.cachedStatement(sql: "INSERT INTO feed (url, name) VALUES (?, ?)")
            let rename = try database.cachedStatement(sql: "UPDATE feed SET name = ? WHERE id = ?")
            return try feeds.map { feed in
                guard var state = known.removeValue(forKey: feed.url) else {
                    try insert.execute(arguments: [feed.url, feed.name])
                    var new = FeedState(id: database.lastInsertedRowID, url: feed.url, name: feed.name)
                    new.isNew = true
                    return new
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
        try await read(FeedState.all)
    }
}

extension FeedState {
    /// In the order that `init(row:)` and `save` take them.
    private static let columns = [
        "entity_tag", "last_modified", "validators_since", "body_hash", "http_status", "last_attempt_at",
        "last_success_at", "last_error", "failures", "failing_since", "is_failure_reported", "next_check_at",
        "interval_ms", "reason", "mean_gap_ms", "newest_item_at", "wish_ms", "skipped_hours", "skipped_days",
        "moved_to",
        "moved_since", "moved_polls", "is_staleness_reported", "gone_at", "gone_entry",
    ]
    private static let selection = "SELECT \((["id", "url", "name"] + columns).joined(separator: ", ")) FROM feed"
    private static let change = "UPDATE feed SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?"

    /// Every feed of the store, by URL.
    fileprivate static func all(_ database: Database) throws -> [String: FeedState] {
        var states: [String: FeedState] = [:]
        let notes = try ReadingNote.all(database)
        let usages = try FeedUsage.all(database)
        let interruptedReads = try interruptedReads(database)
        let rows = try Row.fetchCursor(database, sql: selection)
        while let row = try rows.next() {
            var state = FeedState(row: row)
            state.reading = notes[state.id]
            state.usage = usages[state.id]
            state.interruptedReads = interruptedReads[state.id] ?? 0
            states[state.url] = state
        }
        return states
    }

    /// A row of `selection`; by position, since looking for names costs more than reading.
    private init(row: Row) {
        self.init(id: row[0], url: row[1], name: row[2])
        entityTag = row[3]
        lastModified = row[4]
        validatorsSince = Self.date(row[5])
        bodyHash = (row[6] as Int64?).map { UInt64(bitPattern: $0) }
        httpStatus = row[7]
        lastAttempt = Self.date(row[8])
        lastSuccess = Self.date(row[9])
        lastError = row[10]
        failures = row[11]
        failingSince = Self.date(row[12])
        isFailureReported = row[13]
        nextCheck = Self.date(row[14])
        interval = (row[15] as Int64?).map(Duration.milliseconds)
        reason = row[16]
        tempo.meanGap = (row[17] as Int64?).map(Duration.milliseconds)
        tempo.newestItem = Self.date(row[18])
        tempo.wish = (row[19] as Int64?).map(Duration.milliseconds)
        tempo.skippedHours = row[20]
        tempo.skippedDays = row[21]
        if let url = row[22] as String?, let since = Self.date(row[23]) {
            relocation = Relocation(url: url, since: since, polls: row[24])
        }
        isStalenessReported = row[25]
        gone = Self.date(row[26])
        goneEntry = (row[27] as Int64?).map { UInt64(bitPattern: $0) }
    }

    private static func date(_ milliseconds: Int64?) -> Date? {
        milliseconds.map(Date.init(unixMilliseconds:))
    }

    /// Whether `before` differs from this only in what `saveTimes` saves.
    func differsOnlyInTimes(from before: FeedState) -> Bool {
        var same = before
        same.httpStatus = httpStatus
        same.lastAttempt = lastAttempt
        same.lastSuccess = lastSuccess
        same.nextCheck = nextCheck
        same.interval = interval
        same.reason = reason
        return same == self
    }

    /// The short way of `save`, for a poll that found nothing new.
    func saveTimes(_ database: Database) throws {
        let update = try database.cachedStatement(
            sql: """
                UPDATE feed SET http_status = ?, last_attempt_at = ?, last_success_at = ?, next_check_at = ?,
                    interval_ms = ?, reason = ? WHERE id = ?
                """)
        try update.execute(arguments: [
            httpStatus, lastAttempt?.unixMilliseconds, lastSuccess?.unixMilliseconds, nextCheck?.unixMilliseconds,
            interval?.milliseconds, reason, id,
        ])
    }

    func save(_ database: Database) throws {
        let update = try database.cachedStatement(sql: Self.change)
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
        try ReadingNote.save(reading, feed: id, database)
    }
}
