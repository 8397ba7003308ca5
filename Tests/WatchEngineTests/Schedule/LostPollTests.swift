import FoundationEssentials
import GRDB
import HTTPFetch
import ServiceLifecycle
import TestSupport
import Testing

@testable import WatchEngine

/// Polls that the store cannot keep: nothing counts as seen, no site is pressed, and all of it comes when there is room.
@Suite struct LostPollTests {
    private let stage: PollStage

    init() throws {
        stage = try PollStage()
    }

    private func pollOnce() async throws { try await stage.pollOnce(stage.configuration(["/f"])) }

    /// A trigger stands in for a disk without room: every transaction with an item fails, others are kept.
    @Test func whatTheStoreCannotKeepIsAskedForAgainAndComesOnce() async throws {
        stage.server.routeFeed("/f", body: PollStage.document(titles: ["초지능"]), entityTag: "\"a\"")
        try await stage.store.write { database in
            try database.execute(
                sql: "CREATE TRIGGER full BEFORE INSERT ON item BEGIN SELECT RAISE(ROLLBACK, 'disk is full'); END")
        }
        // SQLITE_CONSTRAINT concerns one feed alone: it fails, says why, and keeps no validators.
        try await pollOnce()
        let failed = try #require(try await stage.store.feedStates()[stage.server.url("/f")])
        #expect(failed.failures == 1)
        #expect(failed.lastError == "its items cannot be stored: disk is full")
        #expect(failed.entityTag == nil && failed.bodyHash == nil)
        #expect(try await stage.store.counts() == (0, 0))
        try await stage.store.write { try $0.execute(sql: "DROP TRIGGER full") }
        try await pollOnce()
        try await pollOnce()
        #expect(stage.server.requests.map { $0.headers["if-none-match"] } == [nil, nil, "\"a\""])
        #expect(try await stage.store.alerts().map(\.title) == ["초지능"])
    }

    /// The file may not grow any more: SQLITE_FULL, as on a full disk.
    @Test func aFullStoreLosesNothingAndIsToldOnce() async throws {
        for path in ["/f", "/g"] {
            stage.server.routeFeed(path, body: PollStage.document(titles: (1...200).map { "초지능 \(path) \($0)" }))
        }
        let told = RecordedLog()
        let faults = StandingFaults()
        let live = LiveConfiguration(try ActiveConfiguration(stage.configuration(["/f", "/g"])))
        let service = stage.service(.forever, live, faults: faults, told: told)
        try await stage.store.write { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            let services = ServiceGroup(services: [service], logger: Fixtures.silent)
            group.addTask { try await services.run() }
            // Asked at the start, then after 30, 60 and 120 seconds.
            for (round, wait) in [0, 30, 60, 120].enumerated() {
                if wait > 0 {
                    stage.time.advance(by: .seconds(wait - 1))
                    await stage.settle(service)
                    #expect(stage.server.requests.count == 2 * round)
                    stage.time.advance(by: .seconds(1))
                }
                _ = await stage.server.requests(atLeast: 2 * round + 2)
                await stage.settle(service)
            }
            #expect(try await stage.store.counts() == (0, 0))
            #expect(faults.all.map(\.text) == ["the store cannot be used: database or disk is full"])
            try await stage.store.write { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
            stage.time.advance(by: .seconds(240))
            _ = await stage.server.requests(atLeast: 10)
            await stage.settle(service)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
        await stage.transfers.shutdown()
        #expect(try await stage.store.counts() == (400, 400))
        #expect(faults.all.isEmpty)
        #expect(told.messages.count { $0.contains("the store cannot be used") } == 1)
        #expect(told.messages.count { $0.contains("the store can be used again") } == 1)
    }
}
