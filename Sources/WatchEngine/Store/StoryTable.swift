import FoundationEssentials
import GRDB
import Synchronization
import TalentMatch

/// Keeps the story book between commits. A commit works on a copy, which takes the old one's place when it is on the disk.
final class StoryShelf: Sendable {
    private let book = Mutex<StoryBook?>(nil)

    var current: StoryBook? { book.withLock { $0 } }

    func replace(with next: StoryBook) {
        book.withLock { $0 = next }
    }
}

extension StoryBook {
    /// What the store has of the last days.
    init(_ database: Database, now: Date) throws {
        let begin = now.addingTimeInterval(-Self.window.seconds)
        let rows = try Row.fetchAll(
            database, sql: "SELECT * FROM alert WHERE created_at >= ? ORDER BY seq DESC LIMIT ?",
            arguments: [begin.unixMilliseconds, Self.capacity])
        for row in rows.reversed() { add(StoryFacts(try Alert(row: row))) }
        let spellings = try Row.fetchCursor(database, sql: "SELECT spelling, person FROM person_spelling")
        while let row = try spellings.next() { people.add(row[0], group: row[1]) }
    }

    /// Learns the spellings of the people in a new alert, in the store as well.
    mutating func learn(_ moves: [AlertMove], in database: Database) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO person_spelling (spelling, person) VALUES (?, ?)")
        for person in moves.compactMap(\.person) {
            guard let learned = people.learn(person) else { continue }
            for spelling in learned.new { try insert.execute(arguments: [spelling, learned.group]) }
        }
    }
}

extension Store {
    /// Of each story that was told more than once: in how many alerts.
    ///
    /// - Throws: `DatabaseError`.
    public func storySizes() async throws -> [Int64: Int] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT story, count(*) FROM alert WHERE type <> 'update' GROUP BY story HAVING count(*) > 1")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
        }
    }
}

extension StoryFacts {
    init(_ alert: Alert) {
        self.init(story: alert.story, time: alert.time, moves: alert.moves, headline: HeadlineKey(alert.title ?? ""))
    }
}
