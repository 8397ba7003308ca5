import FeedParser
import Foundation
import GRDB
import TestSupport
import Testing

@testable import WatchEngine

@Suite struct StoreTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func change(_ state: FeedState, guid: String, title: String, alerts: Bool = true) throws -> FeedChange {
        let item = Fixtures.item(guid: guid, title: title, link: "https://a.example/\(guid)")
        let feed = Fixtures.feed([item])
        let decision = IngestDecision(
            judge: try Fixtures.judge(), feedName: state.name, language: nil, isFirstPoll: !alerts,
            oldestAlert: .distantFuture,
            now: Fixtures.now, secondsFromUTC: 0)
        return decision.change(
            state: state, feed: feed, identities: ItemIdentity.identities(of: feed), memory: FeedMemory())
    }

    /// A power cut right behind a commit must not take it back: the alert's line may be in the log by then.
    @Test func commitsAreSynced() async throws {
        let store = try Store.open(directory: directory.path)
        #expect(try await store.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
    }

    @Test func feedsKeepTheirStateAndTakeNewNames() async throws {
        let store = try Store.open(directory: directory.path)
        var state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        #expect(!state.isRead && state.isNew)
        state.isNew = false
        state.entityTag = "\"x\""
        state.bodyHash = .max
        state.httpStatus = 200
        state.lastAttempt = Fixtures.now
        state.lastSuccess = Fixtures.now
        state.lastError = "e"
        state.failures = 3
        state.isFailureReported = true
        state.nextCheck = Fixtures.now.addingTimeInterval(1.25)
        state.interval = .milliseconds(1250)
        state.reason = "interval"
        state.gone = Fixtures.now
        _ = try await store.commit([FeedChange(state: state)])
        let again = try await store.register(feeds: [("https://b.example/f", "나"), ("https://a.example/f", "다")])
        state.name = "다"
        #expect(again[1] == state)
        #expect(again[0].id != state.id)
        #expect(try await store.feedStates()["https://a.example/f"] == state)
    }

    @Test func oneTransactionOrNothing() async throws {
        let store = try Store.open(directory: directory.path)
        let state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        var foreign = state
        foreign.id = 999
        let good = try change(state, guid: "1", title: "초지능")
        let bad = try change(foreign, guid: "2", title: "초지능")
        await #expect(throws: DatabaseError.self) { try await store.commit([good, bad]) }
        #expect(try await store.counts() == (0, 0))
        #expect(try await store.lastSeq() == 0)
        #expect(try await store.commit([good]) == 1)
        #expect(try await store.alerts().map(\.seq) == [1])
    }

    @Test func memoryFindsItemsThatLeftTheDocument() async throws {
        let store = try Store.open(directory: directory.path)
        let state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        _ = try await store.commit([try change(state, guid: "1", title: "초지능")])
        _ = try await store.commit([try change(state, guid: "2", title: "날씨")])
        let feed = Fixtures.feed([Fixtures.item(guid: "1", title: "초지능", link: "https://a.example/1")])
        let identities = ItemIdentity.identities(of: feed)
        let memory = try await store.memory(
            of: state.id, identities: identities)
        #expect(memory.contents.entries.count == 1)
        #expect(memory.known[identities[0].key]?.stored?.title == "초지능")
        #expect(memory.known[identities[0].key]?.matchedRules == ["초지능"])
    }

    @Test func alertsAreFoundByTheirParts() async throws {
        let store = try Store.open(directory: directory.path)
        let state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        var moved = try change(state, guid: "1", title: "초지능 수석과학자")
        moved.newItems[0].alert?.moves = Fixtures.alert().moves
        _ = try await store.commit([moved])
        _ = try await store.commit([try change(state, guid: "2", title: "초지능")])
        func found(_ set: (inout AlertQuery) -> Void) async throws -> [Int64] {
            var query = AlertQuery()
            set(&query)
            return try await store.alerts(query).map(\.seq)
        }
        #expect(try await found { _ in } == [1, 2])
        #expect(try await found { $0.rule = "수석과학자" } == [1])
        #expect(try await found { $0.rule = "초지능" } == [1, 2])
        #expect(try await found { $0.person = "shengjia" } == [1])
        #expect(try await found { $0.person = "자오" } == [1])
        #expect(try await found { $0.organization = "오픈AI" } == [1])
        #expect(try await found { $0.organization = "xAI" } == [])
        #expect(try await found { $0.since = Fixtures.now } == [1, 2])
        #expect(try await found { $0.since = Fixtures.now.addingTimeInterval(1) } == [])
        #expect(try await found { $0.newest = 1 } == [2])
        #expect(try await store.alerts()[0].move == Fixtures.alert().move)
    }

    @Test func oneChangeAtFaultDoesNotHoldUpTheOthers() async throws {
        let store = try Store.open(directory: directory.path)
        let state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        var stranger = state
        stranger.id = 999
        let queue = CommitQueue(
            store: store, time: ManualTime(), faults: StandingFaults(), logger: Fixtures.silent, alertsMade: {})
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...20 {
                let change = try change(number == 7 ? stranger : state, guid: "\(number)", title: "초지능 \(number)")
                group.addTask {
                    do {
                        try await queue.commit(change)
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return try await group.reduce(into: [Bool: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(results == [true: 19, false: 1])
        #expect(try await store.alerts().map(\.seq) == Array(1...19))
    }

    @Test func aClosedStoreIsOneFile() async throws {
        let store = try Store.open(directory: directory.path)
        let state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        _ = try await store.commit([try change(state, guid: "1", title: "초지능")])
        try store.close()
        let copy = try TemporaryDirectory()
        try FileManager.default.copyItem(
            atPath: directory.file(Store.fileName), toPath: copy.file(Store.fileName))
        #expect(try await Store.openForReading(directory: copy.path).alerts().count == 1)
    }

    @Test func aSecondProcessIsRefusedWithTheFirstOnesId() throws {
        let store = try Store.open(directory: directory.path)
        #expect(Store.runningProcess(directory: directory.path) == getpid())
        let error = #expect(throws: StoreError.self) { try Store.open(directory: directory.path) }
        #expect(error?.description.contains("is in use by process \(getpid())") == true)
        withExtendedLifetime(store) {}
    }

    @Test func aClosedStoreIsFreeWhoeverStillHoldsItsDescriptors() throws {
        let store = try Store.open(directory: directory.path)
        // As a forked process does until it runs its program.
        let lock = directory.file("talentwatch.lock")
        let copies = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
            .filter { (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == lock }
            .map { dup($0) }
        defer { copies.forEach { close($0) } }
        #expect(copies.count == 1)
        try store.close()
        #expect(Store.runningProcess(directory: directory.path) == nil)
        _ = try Store.open(directory: directory.path)
        withExtendedLifetime(store) {}
    }

    @Test func theLockGoesWithTheStore() throws {
        do {
            let store = try Store.open(directory: directory.path)
            try store.close()
        }
        #expect(Store.runningProcess(directory: directory.path) == nil)
        _ = try Store.open(directory: directory.path)
    }

    @Test func aNewerStoreIsRefused() async throws {
        do {
            let store = try Store.open(directory: directory.path)
            try await store.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')") }
            try store.close()
        }
        let error = #expect(throws: StoreError.self) { try Store.open(directory: directory.path) }
        #expect(error == .tooNew(path: directory.file("talentwatch.db"), schema: "99"))
    }

    @Test func aStoreThatIsNoDatabaseIsTold() throws {
        try directory.write(String(repeating: "no database", count: 1000), to: "talentwatch.db")
        let error = #expect(throws: StoreError.self) { try Store.open(directory: directory.path) }
        #expect(
            error?.description
                == "cannot open \(directory.file("talentwatch.db")): file is not a database, and nothing "
                + "tells that it was this program's: move it away, or set another StateDirectory")
    }

    @Test func aDamagedStoreIsSetAsideAndSaidSo() async throws {
        do {
            let store = try Store.open(directory: directory.path)
            let state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
            for number in 1...200 {
                _ = try await store.commit([try change(state, guid: "\(number)", title: "초지능 \(number)")])
            }
            try store.close()
        }
        let path = directory.file(Store.fileName)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        let size = try handle.seekToEnd()
        for page in stride(from: UInt64(8192), to: size, by: 4096) {
            try handle.seek(toOffset: page)
            try handle.write(contentsOf: Data(repeating: 0x5A, count: 512))
        }
        try handle.close()
        // As a process leaves it that did not close it.
        try directory.write("", to: "talentwatch.in-use")
        do {
            let store = try Store.open(directory: directory.path)
            let told = try #require(store.setAside)
            #expect(told.hasPrefix("\(path) was damaged ("))
            #expect(try await store.counts() == (0, 0))
            let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
            #expect(names.contains { $0.hasPrefix("talentwatch.db.damaged-") })
            try store.close()
        }
        #expect(try Store.open(directory: directory.path).setAside == nil)
    }

    @Test func aSoundStoreIsKeptAfterAnUncleanEnd() async throws {
        let store = try Store.open(directory: directory.path)
        let state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        _ = try await store.commit([try change(state, guid: "1", title: "초지능")])
        let copy = try TemporaryDirectory()
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) where !name.hasSuffix(".lock") {
            try FileManager.default.copyItem(atPath: directory.file(name), toPath: copy.file(name))
        }
        let again = try Store.open(directory: copy.path)
        #expect(again.setAside == nil)
        #expect(try await again.alerts().count == 1)
        withExtendedLifetime(store) {}
    }

    @Test func aBackupIsWholeWhileTheStoreIsInUse() async throws {
        let store = try Store.open(directory: directory.path)
        let state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        _ = try await store.commit([try change(state, guid: "1", title: "초지능")])
        let copy = try TemporaryDirectory()
        try await store.backUp(to: copy.file(Store.fileName))
        _ = try await store.commit([try change(state, guid: "2", title: "초지능")])
        #expect(try await Store.openForReading(directory: copy.path).alerts().count == 1)
        let error = await #expect(throws: StoreError.self) { try await store.backUp(to: copy.file(Store.fileName)) }
        #expect(error?.description.contains("exists already") == true)
        await #expect(throws: StoreError.self) { try await store.backUp(to: "/nowhere/copy.db") }
    }

    @Test func readingNeedsAStore() {
        let error = #expect(throws: StoreError.self) { try Store.openForReading(directory: directory.path) }
        #expect(error == .missing(path: directory.file("talentwatch.db")))
    }

    @Test func manyCommitsAtOnceAllArrive() async throws {
        let store = try Store.open(directory: directory.path)
        let states = try await store.register(feeds: (1...50).map { ("https://\($0).example/", "\($0)") })
        let queue = CommitQueue(
            store: store, time: ManualTime(), faults: StandingFaults(), logger: Fixtures.silent, alertsMade: {})
        try await withThrowingTaskGroup(of: Void.self) { group in
            for state in states {
                for number in 1...4 {
                    let change = try change(state, guid: "\(number)", title: "초지능 \(number)")
                    group.addTask { try await queue.commit(change) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.counts() == (200, 200))
        #expect(try await store.alerts().map(\.seq) == Array(1...200))
    }
}
