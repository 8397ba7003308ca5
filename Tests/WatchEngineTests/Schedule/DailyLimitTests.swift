import FoundationEssentials
import TestSupport
import Testing

@testable import WatchEngine

/// Feeds that bring too much, from the answer of the site to the store and `feeds list`.
@Suite struct DailyLimitTests {
    private let stage: PollStage
    private let told = RecordedLog()

    init() throws {
        stage = try PollStage()
        let items = (0..<5).map { ("\($0)", "초지능 \($0)") }
        stage.server.routeFeed("/f", body: PollStage.document(items), entityTag: "\"a\"")
    }

    private func configuration(items: Int) -> WatchEngine.Configuration {
        var configuration = stage.configuration(["/f"])
        configuration.feeds[0].maximumItemsPerDay = items
        return configuration
    }

    private func poll(items: Int) async throws {
        let live = LiveConfiguration(try ActiveConfiguration(configuration(items: items)))
        try await stage.service(.once, live, told: told).run()
    }

    private func report() async throws -> FeedReport {
        let feed = configuration(items: 2).feeds[0]
        return FeedReport(feed: feed, state: try await stage.store.feedStates()[feed.url], now: stage.time.now)
    }

    @Test func whatWaitsIsTakenInOnTheNextDaysWithoutAnyChangeOfTheFeed() async throws {
        try await poll(items: 2)
        #expect(try await report().health == .failing)
        #expect(try await report().lastError == "brings more than 2 items a day: 3 items wait")
        #expect(try await report().failures == 0)
        try await poll(items: 2)
        #expect(try await stage.store.counts().items == 2)
        // The same day: the site may say that nothing changed. Another day: the document must be had whole.
        stage.time.advance(by: .seconds(86400))
        try await poll(items: 2)
        #expect(try await stage.store.counts().items == 4)
        stage.time.advance(by: .seconds(86400))
        try await poll(items: 2)
        #expect(try await stage.store.counts() == (5, 5))
        #expect(try await report().health == .ok)
        #expect(try await report().lastError == nil)
        #expect(stage.server.requests.map { $0.headers["if-none-match"] } == [nil, "\"a\"", nil, nil])
        #expect(told.messages.contains { $0.contains("not taken in whole") })
        #expect(told.messages.contains { $0.contains("taken in whole again") })
    }

    @Test func aRaisedLimitLetsInWhatWaits() async throws {
        try await poll(items: 2)
        try await poll(items: 5)
        #expect(try await stage.store.counts() == (5, 5))
        #expect(try await report().health == .ok)
    }

    @Test func theDayOutlivesTheProgram() async throws {
        try await poll(items: 2)
        let before = try await stage.store.feedStates()
        try stage.store.close()
        let store = try Store.open(directory: stage.directory.path)
        #expect(try await store.feedStates() == before)
        #expect(before.values.first?.usage?.waiting == 3)
        try store.close()
    }

    @Test func aFeedIsToldOfOnceForAsLongAsItBringsTooMuch() async throws {
        let live = LiveConfiguration(try ActiveConfiguration(configuration(items: 1)))
        let service = stage.service(.forever, live, told: told)
        let run = Task { try await service.run() }
        for _ in 0..<6 {
            await stage.settle(service)
            stage.time.advance(by: .seconds(86400))
        }
        await stage.settle(service)
        run.cancel()
        _ = await run.result
        #expect(told.messages.count { $0.contains("not taken in whole") } == 1)
        #expect(told.messages.count { $0.contains("taken in whole again") } == 1)
        #expect(try await stage.store.counts() == (5, 5))
        #expect(await service.counts().failing == 0)
    }
}
