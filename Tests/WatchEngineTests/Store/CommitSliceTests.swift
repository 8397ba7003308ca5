import FeedParser
import Foundation
import GRDB
import Synchronization
import TalentMatch
import TestSupport
import Testing

@testable import WatchEngine

/// Many items of one document are committed in slices: others come in between, and what is cut off loses and repeats nothing.
@Suite struct CommitSliceTests {
    private let directory: TemporaryDirectory
    private let store: Store

    init() throws {
        directory = try TemporaryDirectory()
        store = try Store.open(directory: directory.path)
    }

    private func queue(alertsMade: @escaping @Sendable () -> Void = {}) -> CommitQueue {
        CommitQueue(
            store: store, time: ManualTime(), faults: StandingFaults(), logger: Fixtures.silent, alertsMade: alertsMade)
    }

    private func register(_ name: String = "가") async throws -> FeedState {
        try await store.register(feeds: [("https://\(name).example/f", name)])[0]
    }

    /// Newest first, as feeds list them; each tells another story.
    private func document(_ count: Int) -> ParsedFeed {
        Fixtures.feed(
            (0..<count).reversed().map { number in
                Fixtures.item(
                    guid: "\(number)", title: "초지능 \(number) 소식 \(number * 7919)", link: "https://a.example/\(number)",
                    published: Fixtures.now.addingTimeInterval(Double(number - count) * 60))
            })
    }

    private func decide(
        _ feed: ParsedFeed, state: FeedState, window: Double = 365 * 86400
    ) async throws -> FeedChange {
        let identities = ItemIdentity.identities(of: feed)
        let decision = IngestDecision(
            judge: try Fixtures.judge(), feedName: state.name, language: nil, isFirstPoll: !state.hasHadItems,
            oldestAlert: Fixtures.now.addingTimeInterval(-window), now: Fixtures.now, secondsFromUTC: 0)
        var next = state
        next.entityTag = "\"read\""
        next.lastSuccess = Fixtures.now
        next.tempo.newestItem = Fixtures.now
        return decision.change(
            state: next, feed: feed, identities: identities,
            memory: try await store.memory(of: state.id, identities: identities))
    }

    @Test func aLargeChangeIsCutAndSmallOnesAreNot() async throws {
        let change = try await decide(document(1201), state: try await register())
        #expect(change.slices.map(\.newItems.count) == [500, 500, 201])
        #expect(change.slices.map(\.isPart) == [true, true, false])
        #expect(change.slices.flatMap(\.newItems).map(\.item.guid) == (0..<1201).map { "\($0)" })
        #expect(try await decide(document(500), state: try await register()).slices.count == 1)
        var large = change
        large.newItems = Array(change.newItems.prefix(5))
        for index in large.newItems.indices {
            large.newItems[index].item.content = String(repeating: "a", count: FeedChange.sliceBytes / 2)
        }
        #expect(large.slices.map(\.newItems.count) == [1, 1, 1, 1, 1])
    }

    @Test func itComesWholeAndInOrder() async throws {
        let state = try await register()
        let made = Mutex(0)
        try await queue(alertsMade: { made.withLock { $0 += 1 } }).commit(
            try await decide(document(1201), state: state))
        #expect(try await store.alerts().map(\.guid) == (0..<1201).map { "\($0)" })
        #expect(try await store.feedStates()[state.url]?.entityTag == "\"read\"")
        #expect(made.withLock { $0 } == 3)
    }

    /// The process dies between two slices of the first poll: the next poll goes on, as a first poll.
    @Test func whatIsCutOffGoesOnWhereItStopped() async throws {
        var state = try await register()
        let feed = document(1201)
        let window = 700.0 * 60
        let change = try await decide(feed, state: state, window: window)
        for slice in change.slices.dropLast() { _ = try await store.commit([slice]) }
        let again = try await register()
        #expect(state.isNew && !again.isNew)
        state.isNew = false
        #expect(again == state)
        #expect(!again.hasHadItems)
        let rest = try await decide(feed, state: again, window: window)
        #expect(rest.newItems.count == 201)
        #expect(rest.contents?.entries.count == 1201)
        try await queue().commit(rest)
        // Those of the window, each once.
        #expect(try await store.alerts().map(\.guid) == (501..<1201).map { "\($0)" })
        #expect(try await decide(feed, state: try await register()).newItems.isEmpty)
    }

    @Test func othersComeBetweenSlices() async throws {
        let queue = queue()
        let large = try await decide(document(1201), state: try await register("많은"))
        let small = try await decide(
            Fixtures.feed([Fixtures.item(guid: "x", title: "수석과학자 한 사람")]), state: try await register("적은"))
        // The writer is busy until both wait.
        let released = Mutex(false)
        let busy = Task {
            try await store.write { _ in
                while !released.withLock({ $0 }) { sched_yield() }
            }
        }
        async let first: Void = queue.commit(large)
        while await !queue.isCommitting { await Task.yield() }
        async let second: Void = queue.commit(small)
        while await queue.waiting.isEmpty { await Task.yield() }
        released.withLock { $0 = true }
        try await busy.value
        _ = try await (first, second)
        let alerts = try await store.alerts()
        #expect(alerts.count == 1202)
        #expect(alerts.firstIndex { $0.guid == "x" } == 500)
    }

    @Test func aStopIsNoticedBetweenSlices() async throws {
        var state = try await register()
        let change = try await decide(document(1201), state: state)
        let queue = queue()
        let commit = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await queue.commit(change)
        }
        await #expect(throws: CancellationError.self) { try await commit.value }
        #expect(try await store.counts() == (0, 0))
        state.isNew = false
        #expect(try await register() == state)
    }

    // MARK: Stories

    private func change(_ state: FeedState, guid: String, title: String) -> FeedChange {
        let draft = AlertDraft(
            type: .alert, time: Fixtures.now, secondsFromUTC: 0, severity: .normal, rules: ["r"], matches: [])
        let new = FeedChange.NewItem(
            item: Fixtures.item(guid: guid, title: title),
            identity: ItemIdentity(keys: [StableHash.of(Array(guid.utf8))]),
            matchedRules: ["r"], alert: draft)
        return FeedChange(state: state, newItems: [new])
    }

    @Test func feedsOfOneCommitTellOneStory() async throws {
        let feeds = try await store.register(feeds: [("https://a.example/", "a"), ("https://b.example/", "b")])
        let title = "오픈AI 초지능팀 전원 이탈"
        _ = try await store.commit([change(feeds[0], guid: "0", title: "구글 새 연구소")])
        #expect(
            try await store.commit([
                change(feeds[0], guid: "1", title: title), change(feeds[1], guid: "1", title: title),
            ]) == 2)
        let alerts = try await store.alerts()
        #expect(alerts.map(\.story) == [1, 2, 2])
        #expect(alerts.map(\.type) == [.alert, .alert, .corroboration])
    }

    @Test func whatWasNotStoredIsNoStory() async throws {
        let state = try await register()
        var stranger = state
        stranger.id = 999
        let title = "오픈AI 초지능팀 전원 이탈"
        _ = try await store.commit([change(state, guid: "0", title: "구글 새 연구소")])
        let told = change(state, guid: "1", title: title)
        await #expect(throws: (any Error).self) {
            try await store.commit([told, change(stranger, guid: "2", title: "날씨")])
        }
        _ = try await store.commit([told])
        #expect(try await store.alerts().map(\.type) == [.alert, .alert])
        #expect(try await store.alerts().map(\.story) == [1, 2])
    }

    @Test func whatAnotherProcessToldIsKnown() async throws {
        let feeds = try await store.register(feeds: [("https://a.example/", "a"), ("https://b.example/", "b")])
        let title = "오픈AI 초지능팀 전원 이탈"
        _ = try await store.commit([change(feeds[0], guid: "0", title: "구글 새 연구소")])
        let other = try Store.openForAdding(directory: directory.path)
        _ = try await other.commit([change(feeds[1], guid: "1", title: title)])
        try other.close()
        _ = try await store.commit([change(feeds[0], guid: "2", title: title)])
        #expect(try await store.alerts().map(\.story) == [1, 2, 2])
        #expect(try await store.alerts().map(\.type) == [.alert, .alert, .corroboration])
    }

    /// Commits of the same process do not have the book read again, nor do readers.
    @Test func theBookIsReadOnce() async throws {
        let state = try await register()
        _ = try await store.commit([change(state, guid: "0", title: "하나")])
        let version = store.shelf.bookVersion
        for number in 1..<50 {
            _ = try await store.commit([change(state, guid: "\(number)", title: "소식 \(number * 7919)")])
            _ = try await store.alerts()
            try await store.write { try $0.execute(sql: "UPDATE retention_clock SET reading = reading + 1") }
        }
        #expect(store.shelf.bookVersion == version)
        #expect(version != nil)
    }
}
