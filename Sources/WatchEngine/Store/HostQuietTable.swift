import FoundationEssentials
import GRDB

extension Store {
    /// The hosts that were being left alone when the store was last written, those included whose quiet is over.
    ///
    /// - Throws: `DatabaseError`.
    public func hostQuiets() async throws -> [HostQuiet] {
        try await read { database in
            // A store that no daemon of this version has opened yet.
            guard try database.tableExists("host_quiet") else { return [] }
            return try Row.fetchAll(
                database, sql: "SELECT host, until_at, span_ms, reason FROM host_quiet ORDER BY host"
            ).map { row in
                HostQuiet(
                    host: row[0], until: Date(unixMilliseconds: row[1]), span: .milliseconds(row[2] as Int64),
                    reason: row[3])
            }
        }
    }

    /// Forgets the hosts whose quiet is over, and keeps those whose quiet has begun or become longer.
    ///
    /// - Throws: `DatabaseError`.
    func changeQuiets(begun: [HostQuiet], ended: [String]) async throws {
        try await write { database in
            for host in ended {
                try database.execute(sql: "DELETE FROM host_quiet WHERE host = ?", arguments: [host])
            }
            for quiet in begun {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO host_quiet (host, until_at, span_ms, reason) VALUES (?, ?, ?, ?)",
                    arguments: [quiet.host, quiet.until.unixMilliseconds, quiet.span.milliseconds, quiet.reason])
            }
        }
    }
}
