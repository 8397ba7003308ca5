import FeedParser
public import FoundationEssentials
import GRDB
import TalentMatch

/// Which alerts to list.
public struct AlertQuery: Sendable {
    /// Not before this.
    public var since: Date?
    /// Flagged by this rule.
    public var rule: String?
    /// A part of the mover's name or another spelling of it, without regard to case.
    public var person: String?
    /// A part of the employer left or joined, without regard to case.
    public var organization: String?
    /// Only the newest so many; they are given oldest first all the same.
    public var newest: Int?

    /// All alerts.
    public init() {}
}

extension Store {
    /// The alerts that `query` asks for, oldest first.
    ///
    /// - Throws: `DatabaseError`.
    public func alerts(_ query: AlertQuery = AlertQuery()) async throws -> [Alert] {
        try await read { database in
            var conditions: [String] = []
            var arguments: [(any DatabaseValueConvertible)?] = []
            if let since = query.since {
                conditions.append("created_at >= ?")
                arguments.append(since.unixMilliseconds)
            }
            if let rule = query.rule {
                conditions.append("EXISTS (SELECT 1 FROM json_each(alert.rules) WHERE value = ?)")
                arguments.append(rule)
            }
            if let person = query.person {
                conditions.append(
                    """
                    (instr(lower(json_extract(move, '$.person.name')), lower(?)) > 0 OR EXISTS (SELECT 1
                    FROM json_each(alert.move, '$.person.aliases') WHERE instr(lower(value), lower(?)) > 0))
                    """)
                arguments += [person, person]
            }
            if let organization = query.organization {
                conditions.append(
                    """
                    (instr(lower(json_extract(move, '$.from')), lower(?)) > 0
                    OR instr(lower(json_extract(move, '$.to')), lower(?)) > 0)
                    """)
                arguments += [organization, organization]
            }
            let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
            let limit = query.newest.map { " LIMIT \($0)" } ?? ""
            let sql = "SELECT * FROM alert\(filter) ORDER BY seq DESC\(limit)"
            let rows = try Row.fetchCursor(database, sql: sql, arguments: StatementArguments(arguments))
            var alerts: [Alert] = []
            while let row = try rows.next() { alerts.append(try Alert(row: row)) }
            return alerts.reversed()
        }
    }

    /// Alerts after `seq`, oldest first, at most `limit`.
    ///
    /// - Throws: `DatabaseError`.
    func alerts(after seq: Int64, limit: Int) async throws -> [Alert] {
        try await read { database in
            let find = try database.cachedStatement(sql: "SELECT * FROM alert WHERE seq > ? ORDER BY seq LIMIT ?")
            let rows = try Row.fetchCursor(find, arguments: [seq, limit])
            var alerts: [Alert] = []
            while let row = try rows.next() { alerts.append(try Alert(row: row)) }
            return alerts
        }
    }
}

extension AlertDraft {
    func insert(_ database: Database, itemID: Int64, item: ParsedItem, feed: FeedState) throws {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO alert (type, created_at, seconds_from_utc, story, item_id, severity, rules, matches, move,
                    feed_name, feed_url, guid, title, link, published_at)
                VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let encoder = JSONEncoder()
        try insert.execute(arguments: [
            type.rawValue, time.unixMilliseconds, secondsFromUTC, itemID, severity.rawValue,
            String(decoding: try encoder.encode(rules), as: UTF8.self),
            String(decoding: try encoder.encode(matches), as: UTF8.self),
            try move.map { String(decoding: try encoder.encode($0), as: UTF8.self) },
            feed.name, feed.url, item.guid, item.title, item.link, (item.published ?? item.updated)?.unixMilliseconds,
        ])
        let begin = try database.cachedStatement(sql: "UPDATE alert SET story = seq WHERE seq = ?")
        try begin.execute(arguments: [database.lastInsertedRowID])
    }
}

extension Alert {
    fileprivate init(row: Row) throws {
        let decoder = JSONDecoder()
        self.init(
            seq: row["seq"], type: AlertType(rawValue: row["type"]) ?? .alert,
            time: Date(unixMilliseconds: row["created_at"]), secondsFromUTC: row["seconds_from_utc"],
            story: row["story"],
            severity: row["severity"], rules: try decoder.decode([String].self, from: row["rules"]),
            matches: try decoder.decode([AlertMatch].self, from: row["matches"]),
            move: try (row["move"] as Data?).map { try decoder.decode(AlertMove.self, from: $0) },
            feedName: row["feed_name"], feedURL: row["feed_url"], guid: row["guid"], title: row["title"],
            link: row["link"], published: (row["published_at"] as Int64?).map(Date.init(unixMilliseconds:)))
    }
}
