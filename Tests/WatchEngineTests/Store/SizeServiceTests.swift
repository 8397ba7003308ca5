import FeedParser
import FoundationEssentials
import GRDB
import TestSupport
import Testing

@testable import WatchEngine

/// A store that grows beyond what it may.
@Suite struct SizeServiceTests {
    let directory: TemporaryDirectory
    let store: Store
    let time = ManualTime(now: Fixtures.now)
    let faults = StandingFaults()
    let told = RecordedLog()

    init() throws {
        directory = try TemporaryDirectory()
        store = try Store.open(directory: directory.path)
    }

    private func fill(_ range: Range<Int>) async throws {
        var state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        state.lastAttempt = time.now
        let items = range.reversed().map { number in
            let text = (0..<600).map { "낱말\((number &* 7 &+ $0) % 997)" }.joined(separator: " ")
            return Fixtures.item(guid: "\(number)", title: "초지능 \(number)", summary: text)
        }
        let feed = Fixtures.feed(items)
        let identities = ItemIdentity.identities(of: feed)
        let memory = try await store.memory(of: state.id, identities: identities)
        let decision = IngestDecision(
            judge: try Fixtures.judge(), feedName: "가", language: nil, isFirstPoll: false, oldestAlert: .distantPast,
            now: time.now, secondsFromUTC: 0)
        _ = try await store.commit([decision.change(state: state, feed: feed, identities: identities, memory: memory)])
        while try await store.indexItems(limit: 500) > 0 {}
    }

    private func service(limit: Int?) throws -> SizeService {
        var retention = RetentionConfiguration()
        retention.maximumSize = limit
        let configuration = Configuration(sourcePath: "t", stateDirectory: directory.path, retention: retention)
        return SizeService(
            store: store, configuration: LiveConfiguration(try ActiveConfiguration(configuration)), isPaced: false,
            time: time, faults: faults, logger: told.logger)
    }

    private func titles() async throws -> [String] {
        try await store.items(after: 0, since: nil, limit: 10_000).compactMap(\.title)
    }

    @Test func theOldestTextsGoUntilItIsSmallEnough() async throws {
        try await fill(0..<600)
        let size = try await store.size()
        let limit = size - size / 10
        let service = try service(limit: limit)
        await service.look()
        #expect(try await store.size() < limit)
        let left = try await titles()
        #expect(left.count > 200 && left.count < 600)
        #expect(left == (600 - left.count..<600).map { "초지능 \($0)" })
        // Alerts stay, and what items are known by: none comes back as news.
        let alerts = try await store.counts().alerts
        #expect(alerts == 600)
        try await fill(0..<600)
        #expect(try await store.counts() == (left.count, alerts))
        #expect(told.messages.count { $0.contains("go before their time") } == 1)
        #expect(faults.all.isEmpty)
    }

    @Test func theSearchForgetsWhatWent() async throws {
        try await fill(0..<300)
        let size = try await store.size()
        await (try service(limit: size - 1)).look()
        let left = try await titles().count
        let found = try await store.items(matching: ItemSearch(words: ["초지능"]), since: nil, limit: 1000)
        #expect(found.count == left)
        #expect(left < 300)
    }

    @Test func aStoreThatMayBeAsLargeIsLeftAlone() async throws {
        try await fill(0..<50)
        await (try service(limit: nil)).look()
        await (try service(limit: 1 << 30)).look()
        #expect(try await titles().count == 50)
        #expect(told.messages.isEmpty)
    }

    @Test func whatCannotBeMadeSmallEnoughIsTold() async throws {
        try await fill(0..<20)
        let service = try service(limit: 1 << 10)
        for _ in 0..<3 { await service.look() }
        // The newest stays, so that its number is not given again.
        #expect(try await titles() == ["초지능 19"])
        #expect(faults.all.map(\.text).allSatisfy { $0.contains("raise it, or lower Retention.Alerts") })
        #expect(faults.all.count == 1)
        #expect(told.messages.count { $0.contains("without any text that could go") } == 1)
        #expect(try await store.counts().alerts == 20)
    }
}
