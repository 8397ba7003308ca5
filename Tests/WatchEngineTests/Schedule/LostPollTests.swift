import FoundationEssentials
import GRDB
import HTTPFetch
import ServiceLifecycle
import TestSupport
import Testing

@testable import WatchEngine

/// Polls that the store cannot keep: nothing counts as seen, no site is pressed, and all of it comes when there is room.
@Suite struct LostPollTests {
    let directory: TemporaryDirectory
    let server: LoopbackServer
    let time = ManualTime(now: Fixtures.now)
    let store: Store
    let transfers: TransferLoop
    let faults = StandingFaults()

    init() throws {
        directory = try TemporaryDirectory()
        server = try LoopbackServer()
        store = try Store.open(directory: directory.path)
        transfers = try TransferLoop()
    }

    private func service(_ mode: PollService.Mode, _ paths: [String], _ told: RecordedLog) throws -> PollService {
        var configuration = WatchEngine.Configuration(
            sourcePath: "test", stateDirectory: directory.path, rules: Fixtures.rules)
        configuration.polling.allowPrivateNetworks = true
        configuration.polling.firstPollWindow = .forever
        configuration.polling.hostGap = .zero
        configuration.feeds = paths.map { FeedConfiguration(name: $0, url: server.url($0)) }
        return PollService(
            mode: mode, store: store, configuration: LiveConfiguration(try ActiveConfiguration(configuration)),
            transfers: transfers, time: time, random: { 0 }, faults: faults, logger: told.logger, alertsMade: {})
    }

    private func pollOnce() async throws { try await service(.once, ["/f"], RecordedLog()).run() }

    private static func document(_ titles: [String]) -> [UInt8] {
        let items = titles.map { "<item><guid>\($0)</guid><title>\($0)</title></item>" }.joined()
        return Array("<rss version='2.0'><channel><title>t</title>\(items)</channel></rss>".utf8)
    }

    /// Waits until no poll is under way and the service waits for the next one.
    private func settle(_ service: PollService) async {
        while time.sleeperCount == 0 { await Task.yield() }
        while await service.counts().underWay > 0 { await Task.yield() }
    }

    /// A trigger stands in for a disk without room: every transaction with an item fails, others are kept.
    @Test func whatTheStoreCannotKeepIsAskedForAgainAndComesOnce() async throws {
        server.routeFeed("/f", body: Self.document(["초지능"]), entityTag: "\"a\"")
        try await store.write { database in
            try database.execute(
                sql: "CREATE TRIGGER full BEFORE INSERT ON item BEGIN SELECT RAISE(ROLLBACK, 'disk is full'); END")
        }
        // SQLITE_CONSTRAINT concerns one feed alone: it fails, says why, and keeps no validators.
        try await pollOnce()
        let failed = try #require(try await store.feedStates()[server.url("/f")])
        #expect(failed.failures == 1)
        #expect(failed.lastError == "its items cannot be stored: disk is full")
        #expect(failed.entityTag == nil && failed.bodyHash == nil)
        #expect(try await store.counts() == (0, 0))
        try await store.write { try $0.execute(sql: "DROP TRIGGER full") }
        try await pollOnce()
        try await pollOnce()
        #expect(server.requests.map { $0.headers["if-none-match"] } == [nil, nil, "\"a\""])
        #expect(try await store.alerts().map(\.title) == ["초지능"])
    }

    /// The file may not grow any more: SQLITE_FULL, as on a full disk.
    @Test func aFullStoreLosesNothingAndIsToldOnce() async throws {
        for path in ["/f", "/g"] {
            server.routeFeed(path, body: Self.document((1...200).map { "초지능 \(path) \($0)" }))
        }
        let told = RecordedLog()
        let service = try service(.forever, ["/f", "/g"], told)
        try await store.write { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            let services = ServiceGroup(services: [service], logger: Fixtures.silent)
            group.addTask { try await services.run() }
            // Asked at the start, then after 30, 60 and 120 seconds.
            for (round, wait) in [0, 30, 60, 120].enumerated() {
                if wait > 0 {
                    time.advance(by: .seconds(wait - 1))
                    await settle(service)
                    #expect(server.requests.count == 2 * round)
                    time.advance(by: .seconds(1))
                }
                _ = await server.requests(atLeast: 2 * round + 2)
                await settle(service)
            }
            #expect(try await store.counts() == (0, 0))
            #expect(faults.all.map(\.text) == ["the store cannot be used: database or disk is full"])
            try await store.write { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
            time.advance(by: .seconds(240))
            _ = await server.requests(atLeast: 10)
            await settle(service)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
        await transfers.shutdown()
        #expect(try await store.counts() == (400, 400))
        #expect(faults.all.isEmpty)
        #expect(told.messages.count { $0.contains("the store cannot be used") } == 1)
        #expect(told.messages.count { $0.contains("the store can be used again") } == 1)
    }
}
