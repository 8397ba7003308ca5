import FoundationEssentials
import GRDB
import HTTPFetch
import TestSupport
import Testing

@testable import WatchEngine

/// Most of a year of news, from `file:` feeds to the logs, on a clock that the test turns: what is kept is bounded, so the
/// file comes to rest.
@Suite struct SteadySizeTests {
    private static let feeds = 3
    private static let itemsInDocument = 20
    private static let itemsADay = 8

    private func document(feed: Int, day: Int) -> String {
        let newest = day * Self.itemsADay
        let items = (max(0, newest - Self.itemsInDocument)..<newest).reversed().map { number in
            let title = number % 5 == 0 ? "라온랩, 연구원 \(number)호를 초지능 연구소장으로 영입" : "오늘의 소식 \(number)"
            let text = (0..<20).map { "낱말\((number &* 7 &+ $0 &* 13) % 997)" }.joined(separator: " ")
            return
                "<item><guid>\(feed)-\(number)</guid><title>\(title)</title><description>\(text)</description></item>"
        }
        return "<rss version='2.0'><channel><title>f</title>\(items.joined())</channel></rss>"
    }

    @Test func theFileDoesNotGrowWithoutEnd() async throws {
        let directory = try TemporaryDirectory()
        let store = try Store.open(directory: directory.file("state"))
        let transfers = try TransferLoop()
        let time = ManualTime(now: Fixtures.now)
        var configuration = Configuration(
            sourcePath: "test", stateDirectory: directory.path,
            alertLogs: [AlertLogConfiguration(path: directory.file("a.log"), format: .text)],
            retention: RetentionConfiguration(items: .seconds(20 * 86400), known: .seconds(40 * 86400), alerts: 100),
            rules: Fixtures.rules)
        configuration.feeds = (0..<Self.feeds).map { number in
            FeedConfiguration(name: "\(number)", url: "file://" + directory.file("\(number).xml"))
        }
        let live = LiveConfiguration(try ActiveConfiguration(configuration))
        let logs = AlertLogService(store: store, configuration: live, time: time, logger: Fixtures.silent)
        try await logs.open()
        let retention = RetentionService(
            store: store, configuration: live, isPaced: false, time: time, logger: Fixtures.silent)
        let index = IndexService(store: store, time: time, logger: Fixtures.silent)
        _ = try await store.readRetentionClock(now: time.now)
        var sizes: [Int] = []
        for day in 1...200 {
            for feed in 0..<Self.feeds {
                try directory.write(document(feed: feed, day: day), to: "\(feed).xml")
            }
            try await PollService(
                mode: .once, store: store, configuration: live, transfers: transfers, time: time, random: { 0 },
                logger: Fixtures.silent, alertsMade: {}
            ).run()
            await logs.writeAll()
            await index.catchUp()
            try await retention.round()
            time.advance(by: .seconds(86400))
            let pages = try await store.read { try Int.fetchOne($0, sql: "PRAGMA page_count") }
            sizes.append(try #require(pages))
        }
        await transfers.shutdown()
        // 200 days brought 4,800 items; 20 days of them and those in their documents are kept, and twice as many known.
        let kept = try await store.counts()
        #expect(kept.items <= Self.feeds * (22 * Self.itemsADay + Self.itemsInDocument))
        #expect(kept.items >= Self.feeds * 20 * Self.itemsADay)
        #expect(kept.alerts == 100)
        let known = try await store.read { try Int.fetchOne($0, sql: "SELECT count(DISTINCT item_id) FROM seen") ?? 0 }
        #expect(known <= Self.feeds * (42 * Self.itemsADay + Self.itemsInDocument))
        // At rest from day 60 on, but for what comes and goes between two merges of the word index.
        let (before, after) = (sizes[80..<140].max() ?? 0, sizes[140...].max() ?? 0)
        #expect(after <= before * 11 / 10, "\(sizes)")
        #expect(before > sizes[9])
        let lines = directory.read("a.log").split(separator: "\n")
        #expect(lines.count == Self.feeds * 200 * Self.itemsADay / 5)
    }
}
