public import Foundation
import GRDB
public import TalentMatch

/// Which alerts to list.
public struct AlertQuery: Sendable {
    /// Not before this.
    public var since: Date?
    /// Flagged by this rule.
    public var rule: String?
    /// A part of the mover's name or another spelling of it, without regard to case and compatibility forms.
    public var person: String?
    /// A part of the employer left or joined, without regard to case and compatibility forms.
    public var organization: String?
    /// Telling a move of this kind.
    public var kind: MoveKind?
    /// Telling any move.
    public var hasMove = false
    /// Only the newest so many; they are given oldest first all the same.
    public var newest: Int?

    /// All alerts.
    public init() {}
}

extension Store {
    private static let page = 500

    /// Hands the alerts that `query` asks for to `body`, oldest first, up to the newest at the time of the call.
    ///
    /// They are read a page at a time and no read is open while `body` runs, so neither their number nor a slow reader
    /// of what `body` writes costs the daemon anything.
    ///
    /// - Throws: `DatabaseError`, and what `body` throws.
    public func forEachAlert(_ query: AlertQuery = AlertQuery(), _ body: (Alert) throws -> Void) async throws {
        let filter = AlertFilter(query)
        guard let range = try await read({ try filter.range($0) }) else { return }
        var next = range.lowerBound
        while next <= range.upperBound {
            let first = next
            let alerts = try await read { database in
                try filter.alerts(database, in: first...range.upperBound, limit: Self.page)
            }
            for alert in alerts { try body(alert) }
            guard alerts.count == Self.page, let last = alerts.last, last.seq < range.upperBound else { return }
            next = last.seq + 1
        }
    }

    /// The alerts that `query` asks for, oldest first, all in memory: for few of them.
    ///
    /// - Throws: `DatabaseError`.
    public func alerts(_ query: AlertQuery = AlertQuery()) async throws -> [Alert] {
        var alerts: [Alert] = []
        try await forEachAlert(query) { alerts.append($0) }
        return alerts
    }

    /// Alerts after `seq`, oldest first, at most `limit`.
    ///
    /// - Throws: `DatabaseError`.
    func alerts(after seq: Int64, limit: Int) async throws -> [Alert] {
        if let alerts = page.alerts(after: seq, limit: limit) { return alerts }
        let alerts = try await read { database in
            let find = try database.cachedStatement(sql: "SELECT * FROM alert WHERE seq > ? ORDER BY seq LIMIT ?")
            let rows = try Row.fetchCursor(find, arguments: [seq, limit])
            var alerts: [Alert] = []
            while let row = try rows.next() { alerts.append(try Alert(row: row)) }
            return alerts
        }
        page.keep(alerts, after: seq, limit: limit)
        return alerts
    }
}

/// An `AlertQuery` in SQL.
private struct AlertFilter: Sendable {
    private let since: Int64?
    private let newest: Int?
    private var conditions: [String] = []
    private var arguments: [String] = []

    init(_ query: AlertQuery) {
        since = query.since?.unixMilliseconds
        newest = query.newest
        if let since {
            // The plus keeps SQLite from sorting by this index for each page; `range` has used it already.
            conditions.append("+created_at >= \(since)")
        }
        if let rule = query.rule {
            conditions.append("EXISTS (SELECT 1 FROM json_each(alert.rules) WHERE value = ?)")
            arguments.append(rule)
        }
        if let person = query.person {
            conditions.append(
                """
                EXISTS (SELECT 1 FROM json_each(alert.moves) AS move WHERE
                instr(fold_text(json_extract(move.value, '$.person.name')), ?) > 0 OR EXISTS (SELECT 1
                FROM json_each(move.value, '$.person.aliases') AS alias WHERE instr(fold_text(alias.value), ?) > 0))
                """)
            arguments += [String](repeating: Self.folded(person), count: 2)
        }
        if query.hasMove { conditions.append("moves IS NOT NULL") }
        if let kind = query.kind {
            conditions.append(
                "EXISTS (SELECT 1 FROM json_each(alert.moves) WHERE json_extract(value, '$.kind') = ?)")
            arguments.append(kind.rawValue)
        }
        if let organization = query.organization {
            conditions.append(
                """
                EXISTS (SELECT 1 FROM json_each(alert.moves) AS move WHERE
                instr(fold_text(json_extract(move.value, '$.from')), ?) > 0
                OR instr(fold_text(json_extract(move.value, '$.to')), ?) > 0)
                """)
            arguments += [String](repeating: Self.folded(organization), count: 2)
        }
    }

    /// The seqs between which all alerts of the query are; nil where there is none.
    func range(_ database: Database) throws -> ClosedRange<Int64>? {
        let oldest =
            if let since {
                try Int64.fetchOne(
                    database, sql: "SELECT min(seq) FROM alert WHERE created_at >= ?", arguments: [since])
            } else {
                try Int64.fetchOne(database, sql: "SELECT min(seq) FROM alert")
            }
        let last = try Int64.fetchOne(database, sql: "SELECT max(seq) FROM alert")
        guard let oldest, let last, oldest <= last else { return nil }
        guard let newest else { return oldest...last }
        let first = try select(
            database, "SELECT min(seq) FROM (SELECT seq", in: oldest...last,
            "ORDER BY seq DESC LIMIT \(max(newest, 0)))")
        return try Int64.fetchOne(first.statement, arguments: first.arguments).map { $0...last }
    }

    /// Alerts of the query with seqs in `range`, oldest first.
    func alerts(_ database: Database, in range: ClosedRange<Int64>, limit: Int) throws -> [Alert] {
        let find = try select(database, "SELECT *", in: range, "ORDER BY seq LIMIT \(limit)")
        let rows = try Row.fetchCursor(find.statement, arguments: find.arguments)
        var alerts: [Alert] = []
        while let row = try rows.next() { alerts.append(try Alert(row: row)) }
        return alerts
    }

    private func select(
        _ database: Database, _ head: String, in range: ClosedRange<Int64>, _ tail: String
    ) throws -> (statement: Statement, arguments: StatementArguments) {
        database.add(function: Self.foldText)
        let all = ["seq BETWEEN \(range.lowerBound) AND \(range.upperBound)"] + conditions
        let sql = "\(head) FROM alert WHERE " + all.joined(separator: " AND ") + " " + tail
        return (try database.makeStatement(sql: sql), StatementArguments(arguments))
    }

    /// SQLite's own lower() knows ASCII only.
    private static let foldText = DatabaseFunction("fold_text", argumentCount: 1, pure: true) { values in
        String.fromDatabaseValue(values[0]).map(folded)
    }

    /// NFKC without case: what differs in neither is the same to a reader. Upper case comes first, since some letters (ß, ς)
    /// have it in common with others only there.
    static func folded(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping.uppercased().lowercased()
            .precomposedStringWithCompatibilityMapping
    }
}
