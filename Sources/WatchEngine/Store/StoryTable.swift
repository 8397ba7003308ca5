import FoundationEssentials
import GRDB
import Synchronization
import TalentMatch

/// Keeps the story book between commits, which take turns with it.
final class StoryShelf: Sendable {
    /// One commit at a time decides and stores.
    let turns = CommitTurns()
    private let book = Mutex<StoryBook?>(nil)
    /// `Store.dataVersion` as it was before the book was read.
    private let version = Mutex<Int64?>(nil)

    /// The version of the store that the book goes by; nil where there is no book.
    var bookVersion: Int64? { version.withLock { $0 } }

    func put(_ next: StoryBook, version: Int64) {
        book.withLock { $0 = next }
        self.version.withLock { $0 = version }
    }

    /// What the book says of a commit's alerts; nothing where there is no book.
    func decide(_ drafts: [StoryDraft]) -> StoryDecision {
        book.withLock { $0?.decide(drafts) } ?? StoryDecision()
    }

    func settle(_ stories: [Int64]) {
        book.withLock { $0?.settle(stories) }
    }

    func takeBack() {
        book.withLock { $0?.takeBack() }
    }
}

extension Store {
    /// The book is read again so often when others write meanwhile, before what it says is taken as it is.
    private static let rereads = 3

    private enum Outcome: Sendable {
        case stored(stories: [Int64])
        /// Another process wrote since the book was read.
        case outdated(version: Int64)
    }

    /// Decides on the stories of a commit's alerts and runs `body` in a transaction, which stores these alerts in the order
    /// of `drafts`. Nobody who wants to write waits for the decision.
    ///
    /// - Throws: `DatabaseError`, `CancellationError`, and what `body` throws; then nothing was stored.
    func tell(
        _ drafts: [StoryDraft], _ body: @escaping @Sendable (Database, inout StoryTelling) throws -> Void
    ) async throws {
        try await shelf.turns.run { [shelf] in
            for attempt in 0...Self.rereads {
                let version = try await bookVersion(now: drafts.first?.facts.time)
                let decision = shelf.decide(drafts)
                do {
                    let outcome = try await write { database -> Outcome in
                        let current = try Self.dataVersion(database)
                        guard current == version || attempt == Self.rereads else { return .outdated(version: current) }
                        try Self.save(decision.learned, in: database)
                        var telling = StoryTelling(decided: decision.stories)
                        try body(database, &telling)
                        return .stored(stories: telling.stories)
                    }
                    switch outcome {
                    case .stored(let stories):
                        return shelf.settle(stories)
                    case .outdated(let version):
                        shelf.put(try await readBook(now: drafts.first?.facts.time), version: version)
                    }
                } catch {
                    shelf.takeBack()
                    throw error
                }
            }
        }
    }

    /// The version of the store that the book goes by, which is read where there is none yet.
    private func bookVersion(now: Date?) async throws -> Int64 {
        if let version = shelf.bookVersion { return version }
        let version = try await write(Self.dataVersion)
        shelf.put(try await readBook(now: now), version: version)
        return version
    }

    private func readBook(now: Date?) async throws -> StoryBook {
        try await read { try StoryBook($0, now: now ?? .distantPast) }
    }

    /// Changes whenever another connection than the writer's own has written (SQLite's data_version).
    private static func dataVersion(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "PRAGMA data_version") ?? 0
    }

    private static func save(_ learned: [KnownPeople.Learned], in database: Database) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO person_spelling (spelling, person) VALUES (?, ?)")
        for spelling in learned { try insert.execute(arguments: [spelling.spelling, spelling.group]) }
    }

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

/// Gives a commit's alerts their stories, while they are stored one by one.
struct StoryTelling: Sendable {
    let decided: [StoryBook.Story]
    /// The stories of the alerts stored so far.
    private(set) var stories: [Int64] = []

    init(decided: [StoryBook.Story]) {
        self.decided = decided
    }

    /// The story that the next alert belongs to; nil when it begins one.
    var next: Int64? {
        guard stories.count < decided.count else { return nil }
        switch decided[stories.count] {
        case .told(let story): return story
        case .ofDraft(let place): return place < stories.count ? stories[place] : nil
        }
    }

    /// The next alert was stored as one of `story`.
    mutating func note(_ story: Int64) {
        stories.append(story)
    }
}

extension StoryBook {
    /// What the store has of the last days.
    init(_ database: Database, now: Date) throws {
        var people = KnownPeople()
        let spellings = try Row.fetchCursor(database, sql: "SELECT spelling, person FROM person_spelling")
        while let row = try spellings.next() { people.add(row[0], group: row[1]) }
        self.init(people: people)
        let begin = now.addingTimeInterval(-Self.window.seconds)
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT story, created_at, moves, title FROM alert WHERE created_at >= ? ORDER BY seq DESC LIMIT ?",
            arguments: [begin.unixMilliseconds, Self.capacity])
        for row in rows.reversed() {
            let facts = StoryFacts(
                time: Date(unixMilliseconds: row[1]), moves: try AlertMove.decode(row[2]), title: row[3])
            add(facts, story: .told(row[0]))
        }
    }
}
