import FeedParser
import FoundationEssentials
import TalentMatch
import TestSupport
import Testing

@testable import WatchEngine

/// The word index agrees with the texts whatever the order of polls, indexing, edits and retention.
@Suite struct SearchTests {
    let directory: TemporaryDirectory
    let store: Store

    init() throws {
        directory = try TemporaryDirectory()
        store = try Store.open(directory: directory.path)
    }

    private func poll(_ items: [(guid: String, title: String)], at now: Date = Fixtures.now) async throws {
        var state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        state.lastAttempt = now
        let feed = Fixtures.feed(items.map { Fixtures.item(guid: $0.guid, title: $0.title) })
        let identities = ItemIdentity.identities(of: feed)
        let memory = try await store.memory(
            of: state.id, identities: identities)
        let decision = IngestDecision(
            judge: try Fixtures.judge(), feedName: "가", language: nil, isFirstPoll: false, oldestAlert: .distantPast,
            now: now,
            secondsFromUTC: 0)
        _ = try await store.commit([decision.change(state: state, feed: feed, identities: identities, memory: memory)])
    }

    private func titles(_ words: String..., limit: Int = 50) async throws -> [String] {
        try await store.items(matching: ItemSearch(words: words), since: nil, limit: limit).compactMap(\.item.title)
    }

    @Test func findsBeforeAndAfterIndexing() async throws {
        try await poll([("1", "메타, 수석 과학자 임명"), ("2", "OpenAI opens labs"), ("3", "날씨")])
        for _ in 0..<2 {
            #expect(try await titles("임명") == ["메타, 수석 과학자 임명"])
            #expect(try await titles("수석과학자", "메타") == ["메타, 수석 과학자 임명"])
            #expect(try await titles("lab") == ["OpenAI opens labs"])
            #expect(try await titles("open*") == ["OpenAI opens labs"])
            #expect(try await titles("*labs") == ["OpenAI opens labs"])
            #expect(try await titles("임명", "날씨") == [])
            _ = try await store.indexItems(limit: 100)
        }
        #expect(try await store.indexItems(limit: 100) == 0)
    }

    @Test func itemsOfVeryManyWordsAreFoundWithoutFillingTheIndex() async throws {
        let words = (0..<9000).map { "w\($0)x" }.joined(separator: " ")
        try await poll([("1", "초지능 \(words)"), ("2", "초지능")])
        _ = try await store.indexItems(limit: 100)
        #expect(SearchIndex.tokens(title: words, summary: nil, content: nil) == SearchIndex.anything)
        #expect(try await titles("w8999x").count == 1)
        #expect(try await titles("초지능").count == 2)
        #expect(try await titles("w9000x") == [])
        // And they leave it again.
        try await poll([("1", "인공지능"), ("2", "초지능")])
        #expect(try await titles("w8999x") == [])
        #expect(try await titles("인공지능") == ["인공지능"])
    }

    @Test func editsReplaceTheirWords() async throws {
        try await poll([("1", "초지능 연구소")])
        _ = try await store.indexItems(limit: 100)
        try await poll([("1", "인공지능 학교")])
        #expect(try await titles("초지능") == [])
        #expect(try await titles("학교") == ["인공지능 학교"])
    }

    @Test func titlesCountMoreThanAge() async throws {
        try await poll([("1", "임명 소식")])
        var state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        state.lastAttempt = Fixtures.now
        var item = Fixtures.item(guid: "2", title: "오늘의 뉴스", summary: "새 소장을 임명했다")
        item.content = "…"
        _ = try await store.commit([
            FeedChange(
                state: state,
                newItems: [.init(item: item, identity: ItemIdentity(keys: [2]), matchedRules: [], alert: nil)])
        ])
        _ = try await store.indexItems(limit: 100)
        let found = try await store.items(matching: ItemSearch(words: ["임명"]), since: nil, limit: 1)
        #expect(found.map(\.item.title) == ["임명 소식"])
        let both = try await store.items(matching: ItemSearch(words: ["임명"]), since: nil, limit: 5)
        #expect(both.map(\.excerpt) == [nil, "새 소장을 임명했다"])
    }

    @Test func theIndexCatchesUpAndEndsWithItsGroup() async throws {
        try await poll((1...450).map { ("\($0)", "초지능 \($0)") })
        let time = ManualTime(now: Fixtures.now)
        let index = IndexService(store: store, time: time, logger: Fixtures.silent)
        let task = Task { try await index.run() }
        while try await store.isIndexBehind() {
            time.advance(by: .milliseconds(50))
            await Task.yield()
        }
        task.cancel()
        try await task.value
        #expect(try await titles("초지능").count == 50)
    }
}
