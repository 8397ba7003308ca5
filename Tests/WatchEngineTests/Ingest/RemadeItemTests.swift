import FeedParser
import FoundationEssentials
import TestSupport
import Testing

@testable import WatchEngine

/// A document of one item that is made anew at each poll, guid and date and all: it may be another item each time, until the
/// feed has shown that it is not.
@Suite struct RemadeItemTests {
    private let directory: TemporaryDirectory
    private let store: Store

    init() throws {
        directory = try TemporaryDirectory()
        store = try Store.open(directory: directory.path)
    }

    /// Polls the feed; the alerts that this makes.
    private func poll(_ items: [ParsedItem], at now: Date = Fixtures.now) async throws -> Int {
        var state = try await store.register(feeds: [("https://a.example/f", "a")])[0]
        let feed = Fixtures.feed(items)
        let identities = ItemIdentity.identities(of: feed, habits: try await store.habits(of: state.id))
        let decision = IngestDecision(
            judge: try Fixtures.judge(), feedName: "a", language: nil, isFirstPoll: !state.hasHadItems,
            oldestAlert: .distantPast, now: now, secondsFromUTC: 0)
        state.tempo.newestItem = Fixtures.now
        let memory = try await store.memory(of: state.id, identities: identities)
        return try await store.commit([
            decision.change(state: state, feed: feed, identities: identities, memory: memory)
        ])
    }

    @Test func anItemMadeAnewAtEachPollIsNotToldForEver() async throws {
        var alerts = 0
        for number in 0..<20 {
            let now = Fixtures.now.addingTimeInterval(Double(number) * 907)
            let item = Fixtures.item(
                guid: "draw-\(number * 7919)", title: "초지능 소식", link: "https://a.example/1", published: now)
            alerts += try await poll([item], at: now.addingTimeInterval(1))
        }
        #expect(alerts == 1 + FeedHabits.Habit.limit)
    }

    /// Items alike that were there before they were polled are items.
    @Test func itemsAlikeThatCameBeforeThePollAreAllTold() async throws {
        var alerts = 0
        for number in 0..<20 {
            let published = Fixtures.now.addingTimeInterval(Double(number) * 86_400)
            let item = Fixtures.item(
                guid: "notice-\(number)", title: "초지능 [인사]", link: "https://a.example/notices", published: published)
            alerts += try await poll([item], at: published.addingTimeInterval(600))
        }
        #expect(alerts == 20)
    }
}
