import FeedParser
import FoundationEssentials
import GRDB
import TestSupport
import Testing

@testable import WatchEngine

/// Retention on a store, with polls in between and the clock turned by days.
@Suite struct RetentionServiceTests {
    private static let address = "https://a.example/f"
    private static let other = "https://b.example/f"

    let directory: TemporaryDirectory
    let store: Store
    let time = ManualTime(now: Fixtures.now)
    let configuration: WatchEngine.Configuration

    init() async throws {
        directory = try TemporaryDirectory()
        store = try Store.open(directory: directory.path)
        configuration = WatchEngine.Configuration(
            sourcePath: "test", stateDirectory: directory.path,
            retention: RetentionConfiguration(items: .seconds(10 * 86400), known: .seconds(30 * 86400)),
            feeds: [FeedConfiguration(name: "가", url: Self.address)])
        _ = try await store.readRetentionClock(now: time.now)
    }

    private func poll(_ items: [(guid: String, title: String)], _ url: String = address) async throws {
        var state = try await store.register(feeds: [(url, url)])[0]
        let isFirst = !state.hasHadItems
        state.lastAttempt = time.now
        state.tempo.newestItem = time.now
        let feed = Fixtures.feed(
            items.map { Fixtures.item(guid: $0.guid, title: $0.title, link: "https://a.example/\($0.guid)") })
        let identities = ItemIdentity.identities(of: feed)
        let memory = isFirst ? FeedMemory() : try await store.memory(of: state.id, identities: identities)
        let decision = IngestDecision(
            judge: try Fixtures.judge(), feedName: url, language: nil, isFirstPoll: isFirst, oldestAlert: .distantPast,
            now: time.now, secondsFromUTC: 0)
        _ = try await store.commit([decision.change(state: state, feed: feed, identities: identities, memory: memory)])
    }

    private func service(
        _ watched: WatchEngine.Configuration? = nil, isPaced: Bool = false
    ) throws -> RetentionService {
        let active = try ActiveConfiguration(watched ?? configuration)
        return RetentionService(
            store: store, configuration: LiveConfiguration(active), isPaced: isPaced,
            time: time, logger: Fixtures.silent)
    }

    /// Documents list the newest first, and the newest of all stays: so what is to go stands last.
    private static let both = [("2", "날씨"), ("1", "초지능 하나")]

    /// A round at each of the next days.
    private func days(_ count: Int, alsoWatched url: String? = nil) async throws {
        var watched = configuration
        if let url { watched.feeds.append(FeedConfiguration(name: url, url: url)) }
        let service = try service(watched)
        for _ in 0..<count {
            time.advance(by: .seconds(86400))
            try await service.round()
        }
    }

    private func titles() async throws -> [String] {
        try await store.items(after: 0, since: nil, limit: 100).compactMap(\.title)
    }

    private func knownItems() async throws -> Int {
        try await store.read { try Int.fetchOne($0, sql: "SELECT count(DISTINCT item_id) FROM seen") ?? 0 }
    }

    @Test func anItemThatIsStillInItsFeedIsNeverForgotten() async throws {
        try await poll([("1", "초지능 옛 소식")])
        try await days(100)
        #expect(try await titles() == ["초지능 옛 소식"])
        // And is matched again when it is edited.
        try await poll([("1", "초지능 옛 소식, 수석과학자")])
        #expect(try await store.alerts().map(\.type) == [.alert, .update])
    }

    @Test func textGoesAndLaterWhatItIsKnownBy() async throws {
        try await poll([("1", "초지능 하나"), ("2", "초지능 둘")])
        _ = try await store.indexItems(limit: 100)
        try await poll([("2", "초지능 둘"), ("3", "초지능 셋")])
        _ = try await store.indexItems(limit: 100)
        // Marked on the first day, so a day more than ten.
        try await days(11)
        #expect(try await titles().sorted() == ["초지능 둘", "초지능 셋", "초지능 하나"].sorted())
        try await days(1)
        #expect(try await titles().sorted() == ["초지능 둘", "초지능 셋"].sorted())
        let found = try await store.items(matching: ItemSearch(words: ["초지능"]), since: nil, limit: 10)
        #expect(found.count == 2)
        #expect(try await knownItems() == 3)
        try await days(20)
        #expect(try await knownItems() == 2)
        #expect(try await store.alerts().count == 3)
    }

    @Test func anItemThatReturnsIsNoNewsAndBeginsItsTimeAnew() async throws {
        try await poll(Self.both)
        try await poll([Self.both[0]])
        try await days(29)
        // Its text is gone, but it is known; and it goes again before the next round.
        try await poll(Self.both)
        try await poll([Self.both[0]])
        try await days(29)
        try await poll(Self.both)
        #expect(try await store.alerts().count == 1)
        try await poll([Self.both[0]])
        try await days(33)
        #expect(try await knownItems() == 1)
        try await poll(Self.both)
        #expect(try await store.alerts().count == 2)
    }

    @Test func whatIsMetAgainDuringARoundIsLeftAsItIs() async throws {
        try await poll(Self.both)
        try await poll([Self.both[0]])
        try await days(25)
        let feed = try #require(try await store.feedURLs().first).id
        let clock = try await store.readRetentionClock(now: time.now.addingTimeInterval(2 * 86400))
        let reading = clock.reading + 20 * 86_400_000
        let sweep = try await store.retentionSweep(
            feedID: feed, isConfigured: true, part: 0, of: 1, reading: reading, retention: configuration.retention)
        #expect(sweep.forgotten.count == 1)
        try await poll(Self.both)
        try await store.apply(sweep, feedID: feed, reading: reading)
        #expect(try await knownItems() == 2)
    }

    @Test func theNumberOfAnItemIsNotGivenTwice() async throws {
        try await poll([("1", "초지능 하나")], Self.other)
        try await poll([("2", "초지능 둘")])
        try await poll([])
        try await days(40, alsoWatched: Self.other)
        // The newest of all stays until there is a newer one.
        #expect(try await titles() == ["초지능 하나", "초지능 둘"])
        try await poll([("1", "초지능 하나"), ("3", "초지능 셋")], Self.other)
        try await days(1, alsoWatched: Self.other)
        #expect(try await titles() == ["초지능 하나", "초지능 셋"])
        #expect(try await store.items(after: 0, since: nil, limit: 9).map(\.id) == [1, 3])
    }

    @Test func aFeedThatIsNoLongerWatchedGoesAsItsItemsDo() async throws {
        try await poll([("1", "초지능 하나"), ("2", "초지능 둘")], Self.other)
        try await poll([("3", "초지능 셋")])
        try await days(20)
        #expect(try await titles() == ["초지능 셋"])
        // Put back before it is forgotten: nothing of it is news.
        try await poll([("1", "초지능 하나"), ("2", "초지능 둘")], Self.other)
        #expect(try await store.alerts().count == 3)
        try await days(40)
        #expect(try await knownItems() == 1)
        let state = try #require(try await store.feedStates()[Self.other])
        #expect(!state.hasHadItems && state.bodyHash == nil)
        let left = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM feed_contents") }
        #expect(left == 1)
    }

    @Test func partsTogetherHaveEveryItem() async throws {
        try await poll((1...500).map { ("\($0)", "초지능 \($0)") })
        try await poll([("1", "초지능 1")])
        let feed = try #require(try await store.feedURLs().first).id
        let parts = try await store.retentionParts(feedID: feed, limit: 100)
        #expect(parts > 5)
        var left: Set<UInt64> = []
        for part in 0..<parts {
            let sweep = try await store.retentionSweep(
                feedID: feed, isConfigured: true, part: part, of: parts, reading: 0, retention: configuration.retention)
            left.formUnion(sweep.left)
        }
        let keys = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM seen WHERE item_id > 1") }
        #expect(left.count == keys)
    }

    @Test func theOldestAlertsGoOnceEveryLogHasThem() async throws {
        let logs = ["a.log", "b.log"].map { AlertLogConfiguration(path: directory.file($0), format: .text) }
        let progress = try await store.registerAlertLogs(logs)
        try await poll((1...30).map { ("\($0)", "초지능 \($0)") })
        #expect(try await store.removeAlerts(beyond: 10, limit: 100) == 0)
        for (path, seq) in [(progress[0].path, Int64(30)), (progress[1].path, 12)] {
            try await store.save(AlertLogProgress(path: path, writtenSeq: seq, file: nil))
        }
        #expect(try await store.removeAlerts(beyond: 10, limit: 5) == 5)
        #expect(try await store.removeAlerts(beyond: 10, limit: 100) == 7)
        #expect(try await store.removeAlerts(beyond: 10, limit: 100) == 0)
        #expect(try await store.alerts().map(\.seq) == Array(13...30))
        try await store.save(AlertLogProgress(path: progress[1].path, writtenSeq: 30, file: nil))
        #expect(try await store.removeAlerts(beyond: 10, limit: 100) == 8)
        #expect(try await store.alerts().map(\.seq) == Array(21...30))
        // The numbers go on.
        try await poll([("31", "초지능 31")])
        #expect(try await store.alerts().last?.seq == 31)
    }

    @Test func onlyTheNewestPeopleAreRemembered() async throws {
        try await store.write { database in
            for person in 0..<20 {
                try database.execute(
                    sql: "INSERT INTO person_spelling VALUES (?, ?), (?, ?)",
                    arguments: ["a\(person)", person, "b\(person)", person])
            }
        }
        try await store.removeSpellings(beyond: 5)
        let people = try await store.read { try Int.fetchAll($0, sql: "SELECT DISTINCT person FROM person_spelling") }
        #expect(people.sorted() == Array(15..<20))
    }

    /// FTS5 alone would keep most of what was taken out.
    @Test func theWordIndexGivesBackWhatWasTakenOutOfIt() async throws {
        func bytes() async throws -> Int {
            try await store.read { try Int.fetchOne($0, sql: "SELECT sum(length(block)) FROM item_token_data") ?? 0 }
        }
        let index = IndexService(store: store, time: time, logger: Fixtures.silent)
        func fill(_ range: ClosedRange<Int>) async throws {
            try await poll(
                range.map { ("\($0)", "소식 \($0) " + (0..<20).map { "낱말\($0 * 31 % 400)" }.joined(separator: " ")) })
            await index.catchUp()
        }
        try await fill(1...1500)
        let full = try await bytes()
        try await fill(1501...1600)
        try await days(12)
        // The newest of the old ones stays, and what the feed has.
        #expect(try await store.counts().items == 100)
        let cluttered = try await bytes()
        await index.catchUp()
        let merged = try await bytes()
        #expect(merged < full / 5 && merged < cluttered / 5)
        #expect(try await store.items(matching: ItemSearch(words: ["소식"]), since: nil, limit: 1000).count == 100)
        let removed = try await store.read { try Int.fetchOne($0, sql: "SELECT removed FROM search_progress") }
        #expect(removed == 0)
    }

    @Test func roundsComeByThemselvesAndEndWithTheGroup() async throws {
        try await poll(Self.both)
        try await poll([Self.both[0]])
        let service = try service(isPaced: true)
        let task = Task { try await service.run() }
        var hours = 0
        while try await titles().count == 2, hours < 24 * 40 {
            time.advance(by: .seconds(3600))
            hours += 1
            while time.sleeperCount == 0 { await Task.yield() }
        }
        task.cancel()
        try await task.value
        #expect(try await titles() == ["날씨"])
        #expect(hours >= 24 * 10)
    }

    @Test func aProgramThatRunsNowAndThenRetainsNoMore() async throws {
        try await poll(Self.both)
        try await poll([Self.both[0]])
        for _ in 0..<(24 * 12) {
            time.advance(by: .seconds(3600))
            await (try service()).catchUp()
        }
        #expect(try await titles() == ["날씨"])
    }
}
