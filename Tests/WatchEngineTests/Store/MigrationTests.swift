import FeedParser
import Foundation
import GRDB
import TestSupport
import Testing

@testable import WatchEngine

/// Files as earlier schemas left them, brought up to date: `Frozen/schema-N.db`, written by the program of the time.
///
/// Each of them watched two feeds: "가나일보" gave three items, then took one away and edited another; "Atom Daily" gave two.
@Suite struct MigrationTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Frozen")
    private static let earlier = Schema.migrator.migrations.dropLast()

    private func thaw(_ schema: String) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try FileManager.default.copyItem(
            atPath: Self.folder.appending(path: "schema-\(schema).db").path, toPath: directory.file(Store.fileName))
        return directory
    }

    /// Tables, indices and columns, without the white space that ALTER TABLE leaves otherwise.
    private static func shape(_ database: Database) throws -> [String] {
        let statements = try String.fetchAll(
            database, sql: "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_master ORDER BY name")
        return statements.map { statement in
            let lines = statement.split(separator: "\n").map { $0.prefix(while: { $0 != "-" }) }
            return lines.joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    @Test func everyEarlierSchemaHasAFrozenFile() throws {
        #expect(!Self.earlier.isEmpty)
        for schema in Self.earlier {
            let directory = try thaw(schema)
            let queue = try DatabaseQueue(path: directory.file(Store.fileName))
            #expect(try queue.read { try Schema.migrator.appliedIdentifiers($0).max() } == schema)
        }
    }

    /// A migration that was released is never changed.
    @Test(arguments: earlier) func theFrozenFileIsWhatItsMigrationsStillMake(schema: String) throws {
        let made = try DatabaseQueue()
        try Schema.migrator.migrate(made, upTo: schema)
        let directory = try thaw(schema)
        let frozen = try DatabaseQueue(path: directory.file(Store.fileName))
        let (madeShape, frozenShape) = (try made.read(Self.shape), try frozen.read(Self.shape))
        #expect(madeShape == frozenShape)
    }

    @Test func theColumnsAStoreMustHaveAreThoseThatTheMigrationsMake() throws {
        let model = try DatabaseQueue()
        try Schema.migrator.migrate(model)
        #expect(try model.read(StoreDamage.columns) == Schema.columns)
    }

    @Test(arguments: earlier) func nothingIsLost(schema: String) async throws {
        let directory = try thaw(schema)
        let before = try DatabaseQueue(path: directory.file(Store.fileName))
        let rows: @Sendable (Database) throws -> [String] = { database in
            try Row.fetchAll(database, sql: "SELECT * FROM alert ORDER BY seq").map(\.description)
        }
        let alerts = try await before.read(rows)
        try before.close()
        let store = try Store.open(directory: directory.path)
        #expect(store.setAside == nil)
        #expect(try await store.read(rows) == alerts)
        #expect(try await store.alerts().map(\.type) == [.alert, .alert, .update])
        #expect(try await store.alerts()[0].move?.person?.name == "윤서도")
        #expect(try await store.counts() == (5, 3))
        #expect(try await store.feedStates().values.map(\.name).sorted() == ["Atom Daily", "가나일보"])
        let found = try await store.items(matching: ItemSearch(words: ["라온랩"]), since: nil, limit: 10)
        #expect(found.map(\.item.title) == ["라온랩, 윤서도(Seodo Yoon)를 초지능 연구소장으로 영입"])
        #expect(try await store.alertLogBacklogs().map(\.missing) == [0, 0])
        let check = try await store.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
        #expect(check == ["ok"])
        // What is in the file is now as in a store that began with this schema.
        let fresh = try TemporaryDirectory()
        let new = try Store.open(directory: fresh.path)
        let (newShape, thawedShape) = (try await new.read(Self.shape), try await store.read(Self.shape))
        #expect(thawedShape == newShape)
    }

    @Test(arguments: earlier) func nothingComesTwice(schema: String) async throws {
        let directory = try thaw(schema)
        let store = try Store.open(directory: directory.path)
        let state = try await store.register(feeds: [("http://127.0.0.1:18181/ko.xml", "가나일보")])[0]
        #expect(state.hasHadItems)
        // The first document again, with one item more: all but that one are known, one of them from before it left.
        let document = """
            <rss version="2.0"><channel><title>가나일보</title>
            <item><title>라온랩, 윤서도(Seodo Yoon)를 초지능 연구소장으로 영입</title><link>http://127.0.0.1:18181/k1</link><guid>k1</guid><description>누리AI 출신 윤서도가 라온랩으로 옮긴다.</description></item>
            <item><title>오늘의 날씨</title><link>http://127.0.0.1:18181/k2</link><guid>k2</guid></item>
            <item><title>한빛연구소, 초지능 연구 시작</title><link>http://127.0.0.1:18181/k3</link><guid>k3</guid></item>
            <item><title>초지능 학회</title><link>http://127.0.0.1:18181/k4</link><guid>k4</guid></item>
            </channel></rss>
            """
        let feed = try parseFeed(Array(document.utf8), options: ParseOptions())
        let identities = ItemIdentity.identities(of: feed)
        let decision = IngestDecision(
            judge: try Fixtures.judge(), feedName: "가나일보", language: "ko", isFirstPoll: false,
            oldestAlert: .distantPast, now: Fixtures.now, secondsFromUTC: 0)
        let change = decision.change(
            state: state, feed: feed, identities: identities,
            memory: try await store.memory(of: state.id, identities: identities))
        #expect(change.edits.isEmpty)
        #expect(change.newItems.map(\.item.guid) == ["k4"])
        #expect(try await store.commit([change]) == 1)
        #expect(try await store.alerts().map(\.seq) == [1, 2, 3, 4])
    }

    /// As a process leaves it that was killed: committed transactions are in the WAL alone.
    @Test(arguments: earlier) func aFileThatWasNotClosedIsTakenOver(schema: String) async throws {
        let directory = try thaw(schema)
        let open = try DatabasePool(path: directory.file(Store.fileName))
        try await open.write { try $0.execute(sql: "UPDATE feed SET name = 'late' WHERE name = 'Atom Daily'") }
        let killed = try TemporaryDirectory()
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: directory.file(Store.fileName + suffix), toPath: killed.file(Store.fileName + suffix))
        }
        try killed.write("", to: "talentwatch.in-use")
        let store = try Store.open(directory: killed.path)
        #expect(try await store.feedStates().values.map(\.name).contains("late"))
        #expect(try await store.alerts().count == 3)
        withExtendedLifetime(open) {}
    }
}
