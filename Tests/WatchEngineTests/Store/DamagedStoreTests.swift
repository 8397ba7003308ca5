import FeedParser
import Foundation
import GRDB
import TestSupport
import Testing

@testable import WatchEngine

/// What a disk, a crash or a hand does to a store's file.
private enum Damage: String, CaseIterable, Sendable {
    case zeros, header, firstPage, text, half, odd, middle, schema, short, empty

    func done(to file: [UInt8]) -> [UInt8] {
        func with(_ range: Range<Int>, _ byte: UInt8) -> [UInt8] {
            var file = file
            for index in range { file[index] = byte }
            return file
        }
        switch self {
        case .zeros: return [UInt8](repeating: 0, count: file.count)
        case .header: return with(0..<100, 0)
        case .firstPage: return with(0..<4096, 0)
        case .text: return Array("# restored by mistake\n".utf8) + file[22...]
        case .half: return Array(file[..<(file.count / 8192 * 4096)])
        case .odd: return Array(file[..<(file.count / 2 + 777)])
        case .middle: return with(file.count / 12288 * 4096..<file.count / 12288 * 4096 + 3 * 4096, 0x5A)
        case .schema: return with(100..<3100, 0x5A)
        case .short: return Array(file[..<60])
        case .empty: return []
        }
    }

    /// Whether every row lies where the damage does not reach.
    var sparesRows: Bool { [.header, .firstPage, .text, .schema].contains(self) }
}

@Suite struct DamagedStoreTests {
    private static let alerts = 200
    let directory: TemporaryDirectory
    private var path: String { directory.file(Store.fileName) }

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func decision(_ state: FeedState, isFirstPoll: Bool = false) throws -> IngestDecision {
        IngestDecision(
            judge: try Fixtures.judge(), feedName: state.name, language: nil, isFirstPoll: isFirstPoll,
            oldestAlert: .distantFuture, now: Fixtures.now, secondsFromUTC: 0)
    }

    private func item(_ number: Int) -> ParsedItem {
        Fixtures.item(guid: "\(number)", title: "초지능 \(number)", link: "https://a.example/\(number)")
    }

    /// What a poll of a document with every item would alert of.
    private func told(_ store: Store, _ count: Int = alerts) async throws -> Int {
        let state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        let feed = Fixtures.feed((1...count).map(item))
        let identities = ItemIdentity.identities(of: feed)
        let memory = try await store.memory(of: state.id, identities: identities)
        let change = try decision(state).change(state: state, feed: feed, identities: identities, memory: memory)
        return change.newItems.count { $0.alert != nil }
    }

    private func fill(_ store: Store, _ count: Int = alerts) async throws {
        var state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        state.lastSuccess = Fixtures.now
        state.entityTag = "\"1\""
        for number in 1...count {
            let feed = Fixtures.feed([item(number)])
            _ = try await store.commit([
                try decision(state).change(
                    state: state, feed: feed, identities: ItemIdentity.identities(of: feed), memory: FeedMemory())
            ])
        }
    }

    private func damage(_ damage: Damage) throws {
        let file = Array(try Data(contentsOf: URL(filePath: path)))
        try Data(damage.done(to: file)).write(to: URL(filePath: path))
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    @Test(arguments: Damage.allCases, [true, false])
    private func aDamagedStoreIsReplacedByWhatIsLeftOfIt(damage: Damage, isMarked: Bool) async throws {
        do {
            let store = try Store.open(directory: directory.path)
            try await fill(store)
            try store.close()
        }
        try self.damage(damage)
        let damaged = try Data(contentsOf: URL(filePath: path))
        if isMarked { try directory.write("", to: "talentwatch.in-use") }
        var store = try Store.open(directory: directory.path)
        if store.setAside == nil {
            // Nothing looked at those pages yet.
            #expect(damage == .middle && !isMarked)
            await #expect(throws: DatabaseError.self) {
                _ = try await store.alerts()
                _ = try await told(store)
            }
            try #require(store.damage != nil)
            await store.untilDamaged()
            try store.close()
            store = try Store.open(directory: directory.path)
        }
        let message = try #require(store.setAside)
        #expect(message.hasPrefix("\(path) was damaged ("))
        let aside = try #require(names().first { $0.contains(".damaged-") && !$0.hasSuffix("-wal") })
        #expect(try Data(contentsOf: URL(filePath: directory.file(aside))) == damaged)
        let alerts = try await store.alerts()
        if damage.sparesRows {
            #expect(alerts.map(\.seq) == Array(1...200))
            #expect(try await store.counts().items == 200)
            #expect(try await told(store) == 0)
            #expect(message.contains("200 alerts, the texts of 200 items"))
        } else if [.half, .odd, .middle].contains(damage) {
            #expect(try await store.counts().items + alerts.count > 0 || damage != .middle)
            // What neither its own row nor an alert tells of is lost.
            #expect(try await told(store) <= Self.alerts - alerts.count)
        }
        // The document is asked for anew.
        #expect(try await store.register(feeds: [("https://a.example/f", "가")])[0].entityTag == nil)
        try store.close()
        #expect(try Store.open(directory: directory.path).setAside == nil)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func whatIsCommittedInTheWALIsTakenOverToo() async throws {
        let store = try Store.open(directory: directory.path)
        // Few enough that all of it is still in the WAL.
        try await fill(store, 20)
        let copy = try TemporaryDirectory()
        for name in try names() {
            try FileManager.default.copyItem(atPath: directory.file(name), toPath: copy.file(name))
        }
        let main = copy.file(Store.fileName)
        #expect(try Data(contentsOf: URL(filePath: main + "-wal")).count > 4096)
        // The file itself tells nothing any more; what is in the WAL is whole.
        try Data(repeating: 0, count: 4096).write(to: URL(filePath: main))
        let again = try Store.open(directory: copy.path)
        #expect(again.setAside != nil)
        #expect(try await again.alerts().count == 20)
        #expect(try await told(again, 20) == 0)
        #expect(try await again.lastSeq() == 20)
        withExtendedLifetime(store) {}
    }

    @Test func theWALOfAnotherStoreDoesNotSpoilTheFile() async throws {
        let other = try TemporaryDirectory()
        let stranger = try Store.open(directory: other.path)
        try await fill(stranger)
        do {
            let store = try Store.open(directory: directory.path)
            try await fill(store)
            try store.close()
        }
        let before = try Data(contentsOf: URL(filePath: path))
        var wal = try Data(contentsOf: URL(filePath: other.file(Store.fileName) + "-wal"))
        wal.removeLast(wal.count / 2)
        try wal.write(to: URL(filePath: path + "-wal"))
        let store = try Store.open(directory: directory.path)
        if store.setAside != nil {
            let aside = try #require(
                names().first { $0.contains(".damaged-") && !$0.contains("-wal") && !$0.contains("-shm") })
            #expect(try Data(contentsOf: URL(filePath: directory.file(aside))) == before)
        }
        #expect(try await store.counts().alerts > 0)
        withExtendedLifetime(stranger) {}
    }

    @Test func aSalvageThatWasStoppedIsDoneAgain() async throws {
        do {
            let store = try Store.open(directory: directory.path)
            try await fill(store)
            try store.close()
        }
        try damage(.header)
        let aside = Store.fileName + ".damaged-20261124T000000Z"
        try FileManager.default.moveItem(atPath: path, toPath: directory.file(aside))
        try directory.write("salvaging \(aside)\n", to: "talentwatch.in-use")
        do {
            // As far as a new file without tables.
            let begun = try DatabaseQueue(path: path)
            try await begun.write { try $0.execute(sql: "PRAGMA user_version = 1") }
            try begun.close()
        }
        let store = try Store.open(directory: directory.path)
        #expect(store.setAside != nil)
        #expect(try await store.alerts().count == Self.alerts)
        try store.close()
        #expect(try names().filter { $0.contains(".damaged-") } == [aside])
        #expect(try Store.open(directory: directory.path).setAside == nil)
    }

    @Test func aStoreThatLacksATableIsReplaced() async throws {
        do {
            let store = try Store.open(directory: directory.path)
            try await fill(store)
            try await store.write { try $0.execute(sql: "DROP TABLE seen; DROP TABLE retention_clock") }
            try store.close()
        }
        let store = try Store.open(directory: directory.path)
        #expect(store.setAside?.contains("is not whole") == true)
        #expect(try await store.alerts().count == Self.alerts)
        // By what the items and the alerts say of themselves.
        #expect(try await told(store) == 0)
    }

    @Test func numbersGoOnBehindTheLastOne() async throws {
        do {
            let store = try Store.open(directory: directory.path)
            try await fill(store)
            try await store.raiseSeq(to: 5000)
            try store.close()
        }
        try damage(.firstPage)
        #expect(try await Store.open(directory: directory.path).lastSeq() == 5000)
    }

    @Test func rowsThatTheProgramCouldNotReadAreLeftOut() async throws {
        do {
            let store = try Store.open(directory: directory.path)
            try await fill(store)
            try await store.write { database in
                try database.execute(sql: "UPDATE alert SET rules = '[1' WHERE seq = 7")
                try database.execute(sql: "UPDATE alert SET created_at = 'noon' WHERE seq = 8")
                try database.execute(sql: "UPDATE item SET matched_rules = '{}' WHERE id = 9")
            }
            try store.close()
        }
        try damage(.header)
        let store = try Store.open(directory: directory.path)
        #expect(try await store.alerts().count == Self.alerts - 2)
        #expect(try await store.counts().items == Self.alerts - 1)
        #expect(store.setAside?.contains("198 alerts (2 between them are lost)") == true)
        #expect(try await told(store) == 0)
    }

    // MARK: - What is not ours

    @Test(arguments: [false, true]) func aDatabaseOfAnotherProgramIsNeverMoved(isMarked: Bool) throws {
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: "CREATE TABLE feed (id INTEGER); CREATE TABLE note (text TEXT)") }
            try queue.close()
            let sealed = try DatabaseQueue(path: path)
            if isMarked { try sealed.write { try $0.execute(sql: "PRAGMA application_id = 77") } }
            try sealed.close()
        }
        if isMarked { try directory.write("", to: "talentwatch.in-use") }
        let before = try Data(contentsOf: URL(filePath: path))
        for _ in 1...2 {
            let error = #expect(throws: StoreError.self) { try Store.open(directory: directory.path) }
            #expect(error?.description.contains("it is a database of another program") == true)
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        #expect(try !names().contains { $0.contains("damaged") })
    }

    @Test func aFileThatNothingTellsIsOursIsNeverMoved() throws {
        try directory.write(String(repeating: "my own notes\n", count: 1000), to: Store.fileName)
        // The first try must not be what lets the second one move it.
        for _ in 1...3 {
            let error = #expect(throws: StoreError.self) { try Store.open(directory: directory.path) }
            #expect(error?.description.contains("file is not a database") == true)
        }
        #expect(try names() == [Store.fileName, "talentwatch.lock"])
        #expect(directory.read(Store.fileName).hasPrefix("my own notes"))
    }

    @Test func aFirstStartThatWasStoppedIsGoneOnWith() throws {
        do {
            let begun = try DatabaseQueue(path: path)
            try begun.write {
                try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            }
            try begun.close()
        }
        try directory.write("", to: "talentwatch.in-use")
        #expect(try Store.open(directory: directory.path).setAside == nil)
    }

    @Test func aDirectoryOrAPipeInItsPlaceIsRefused() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try directory.write("", to: "talentwatch.in-use")
        for _ in 1...2 {
            let error = #expect(throws: StoreError.self) { try Store.open(directory: directory.path) }
            #expect(error?.description.contains("is not a regular file") == true)
            try? FileManager.default.removeItem(atPath: path)
            #expect(mkfifo(path, 0o600) == 0 || errno == EEXIST)
        }
    }

    @Test func aStoreThatALinkLeadsToIsReplacedWhereItLies() async throws {
        let disk = try TemporaryDirectory()
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: disk.file("elsewhere.db"))
        do {
            let store = try Store.open(directory: directory.path)
            try await fill(store)
            try store.close()
        }
        try damage(.header)
        let store = try Store.open(directory: directory.path)
        #expect(try await store.alerts().count == Self.alerts)
        let names = try FileManager.default.contentsOfDirectory(atPath: disk.path)
        #expect(names.contains("elsewhere.db") && names.contains { $0.hasPrefix("elsewhere.db.damaged-") })
    }

    @Test func whatIsMadeIsItsOwnersAlone() throws {
        let old = umask(0)
        defer { umask(old) }
        let state = directory.file("deep/state")
        let store = try Store.open(directory: state)
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: state) {
            let mode = try files.attributesOfItem(atPath: state + "/" + name)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
        #expect(try files.attributesOfItem(atPath: state)[.posixPermissions] as? Int == 0o700)
        withExtendedLifetime(store) {}
    }
}
