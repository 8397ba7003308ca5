import GRDB

/// How far one alert log is, by the store.
struct AlertLogProgress: Sendable, Equatable {
    var path: String
    /// The newest seq that is in the log for certain.
    var writtenSeq: Int64
    /// The file it was written to.
    var file: FileIdentity?
}

extension Store {
    /// The progress of each of `logs`, in their order. A log that is new to the store begins with the next alert, or behind
    /// the seq that `begins` has for its path; logs that are not among them are forgotten. All of it or nothing.
    ///
    /// - Throws: `DatabaseError`.
    func registerAlertLogs(
        _ logs: [AlertLogConfiguration], begins: [String: Int64] = [:]
    ) async throws -> [AlertLogProgress] {
        try await write { database in
            let last =
                try Int64.fetchOne(
                    database,
                    sql: """
                        SELECT max(seq) FROM (
                            SELECT max(seq) AS seq FROM alert
                            UNION ALL SELECT seq FROM sqlite_sequence WHERE name = 'alert')
                        """) ?? 0
            let marks = databaseQuestionMarks(count: logs.count)
            try database.execute(
                sql: "DELETE FROM alert_log WHERE path NOT IN (\(marks))",
                arguments: StatementArguments(logs.map(\.path)))
            return try logs.map { log in
                let begin = min(begins[log.path] ?? last, last, .max - 1)
                try database.execute(
                    sql: """
                        INSERT INTO alert_log (path, format, first_seq, written_seq) VALUES (?, ?, ?, ?)
                        ON CONFLICT (path) DO UPDATE SET format = excluded.format
                        """, arguments: [log.path, log.format.rawValue, begin + 1, begin])
                let row = try Row.fetchOne(
                    database, sql: "SELECT path, written_seq, device, inode FROM alert_log WHERE path = ?",
                    arguments: [log.path])
                guard let row else { throw DatabaseError(message: "the alert log \(log.path) was not registered") }
                return AlertLogProgress(row: row)
            }
        }
    }

    /// Records that a log has everything up to `progress.writtenSeq`.
    ///
    /// - Throws: `DatabaseError`.
    func save(_ progress: AlertLogProgress) async throws {
        try await write { database in
            let update = try database.cachedStatement(
                sql: "UPDATE alert_log SET written_seq = ?, device = ?, inode = ? WHERE path = ?")
            try update.execute(arguments: [
                progress.writtenSeq, progress.file.map { Int64(bitPattern: $0.device) },
                progress.file.map { Int64(bitPattern: $0.inode) }, progress.path,
            ])
        }
    }

    /// The newest seq given so far, 0 before the first.
    ///
    /// - Throws: `DatabaseError`.
    public func lastSeq() async throws -> Int64 {
        try await read { database in
            try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'alert'") ?? 0
        }
    }

    /// SQLite gives no seq after the greatest 64-bit integer (SQLITE_FULL), so none is taken over from far up there.
    private static let highestSeq: Int64 = 1 << 62

    /// Makes the next alert's seq greater than `seq`: a log that outlived its store already has lines up to there.
    ///
    /// - Parameter seq: taken as 2⁶² where it is greater.
    /// - Throws: `DatabaseError`.
    func raiseSeq(to seq: Int64) async throws {
        try await write { try Self.raiseSeq(to: seq, in: $0) }
    }

    static func raiseSeq(to seq: Int64, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO sqlite_sequence (name, seq) SELECT 'alert', 0 WHERE NOT EXISTS "
                + "(SELECT 1 FROM sqlite_sequence WHERE name = 'alert')")
        try database.execute(
            sql: "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'alert'", arguments: [min(seq, highestSeq)])
    }
}

extension AlertLogProgress {
    fileprivate init(row: Row) {
        var file: FileIdentity?
        if let device = row["device"] as Int64?, let inode = row["inode"] as Int64? {
            file = FileIdentity(device: UInt64(bitPattern: device), inode: UInt64(bitPattern: inode), size: 0)
        }
        self.init(path: row["path"], writtenSeq: row["written_seq"], file: file)
    }
}
