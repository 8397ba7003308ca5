import FeedParser
import FoundationEssentials
import TalentMatch
import TestSupport
import Testing

@testable import WatchEngine

/// Simulated feeds of every kind that docs/identity.md calls decidable, polled through a real store: each true item makes one
/// alert, at the poll that brings it.
@Suite struct IdentityModelTests {
    typealias Kind = SimulatedFeed.Kind

    static let ordinary: [Kind] = [
        Kind(), Kind(empties: true, edits: true), Kind(dating: .asked), Kind(window: 1, arrivals: 1, edits: true),
        Kind(guid: .none), Kind(guid: .none, empties: true, edits: true), Kind(guid: .none, dating: .asked),
        Kind(guid: .none, dating: .none, edits: true), Kind(guid: .own, link: .none, dating: .none, edits: true),
        Kind(guid: .none, link: .none), Kind(guid: .none, link: .none, dating: .none, empties: true),
        Kind(guid: .oneForAll), Kind(guid: .oneForAll, link: .page), Kind(guid: .oneForAll, window: 1, arrivals: 1),
        Kind(guid: .oneForAll, link: .page, dating: .day, empties: true),
        Kind(guid: .oneForAll, link: .page, window: 1, arrivals: 1),
    ]

    static let shared: [Kind] = [
        Kind(link: .page, sharesTitle: true), Kind(link: .page, sharesTitle: true, hasText: false),
        Kind(link: .page, sharesTitle: true, window: 1, arrivals: 1),
        Kind(link: .page, sharesTitle: true, hasText: false, window: 1, arrivals: 1),
        Kind(link: .page, dating: .day, sharesTitle: true, empties: true),
        Kind(link: .page, dating: .day, sharesTitle: true, hasText: false, arrivals: 1),
        Kind(link: .page, dating: .day, sharesTitle: true, window: 1, arrivals: 1),
        Kind(link: .page, dating: .none, sharesTitle: true, arrivals: 1),
        Kind(link: .page, dating: .none, sharesTitle: true, window: 1, arrivals: 1),
        Kind(link: .none, dating: .day, sharesTitle: true, window: 3),
        Kind(link: .own, dating: .day, sharesTitle: true, hasText: false),
        Kind(link: .own, dating: .none, sharesTitle: true, hasText: false),
        Kind(guid: .none, dating: .day, sharesTitle: true, hasText: false),
        Kind(guid: .none, dating: .none, sharesTitle: true, hasText: false, window: 1, arrivals: 1),
        Kind(guid: .none, link: .page), Kind(guid: .none, link: .page, window: 1, arrivals: 1),
        Kind(guid: .none, link: .page, dating: .none, window: 1, arrivals: 1),
        Kind(guid: .none, link: .page, sharesTitle: true), Kind(guid: .none, link: .none, sharesTitle: true),
    ]

    static let unstable: [Kind] = [
        Kind(guid: .drawn), Kind(guid: .drawn, dating: .day, empties: true), Kind(guid: .drawn, dating: .none),
        Kind(guid: .drawn, dating: .day, window: 1, arrivals: 1), Kind(guid: .drawn, dating: .hour, hasText: false),
        Kind(guid: .drawn, dating: .asked), Kind(guid: .drawn, link: .none),
        Kind(guid: .drawn, link: .none, dating: .day),
        Kind(guid: .drawn, link: .page, dating: .day), Kind(guid: .drawn, link: .page, dating: .none),
        Kind(guid: .drawn, link: .counter), Kind(guid: .drawn, link: .counter, dating: .day),
        Kind(guid: .drawn, link: .token, dating: .none), Kind(guid: .drawn, link: .session, dating: .day),
        Kind(guid: .drawn, sharesTitle: true), Kind(guid: .drawn, link: .page, sharesTitle: true),
        Kind(guid: .own, link: .counter, dating: .none, edits: true),
        Kind(guid: .own, link: .counter, sharesTitle: true),
        Kind(guid: .none, link: .session, dating: .day, empties: true, edits: true),
        Kind(guid: .none, link: .session, dating: .none, sharesTitle: true, hasText: false),
        Kind(guid: .none, link: .session, dating: .none, window: 1, arrivals: 1),
        Kind(guid: .none, link: .counter), Kind(guid: .none, link: .counter, dating: .day),
        Kind(guid: .none, link: .counter, dating: .none, empties: true),
        Kind(guid: .none, link: .counter, sharesTitle: true),
        Kind(guid: .none, link: .token, dating: .none, window: 1, arrivals: 1),
        Kind(guid: .none, link: .token, dating: .day, window: 1, arrivals: 1),
        Kind(guid: .place), Kind(guid: .place, dating: .day), Kind(guid: .place, dating: .none, hasText: false),
    ]

    static let moving: [Kind] = [
        Kind(moves: true, edits: true), Kind(dating: .hour, moves: true),
        Kind(dating: .day, empties: true, moves: true),
        Kind(dating: .none, moves: true), Kind(dating: .day, window: 1, arrivals: 1, moves: true),
        Kind(link: .none, dating: .day, moves: true), Kind(guid: .none, moves: true),
        Kind(guid: .none, dating: .hour, moves: true), Kind(guid: .none, dating: .day, moves: true),
        Kind(guid: .none, dating: .none, moves: true),
        Kind(guid: .none, dating: .none, window: 1, arrivals: 1, moves: true),
        Kind(guid: .oneForAll, link: .page, moves: true), Kind(guid: .drawn, dating: .day, moves: true),
        Kind(guid: .none, link: .session, dating: .none, moves: true),
        Kind(link: .page, dating: .minute, sharesTitle: true, moves: true),
    ]

    @Test(arguments: ordinary + shared + unstable + moving, [1, 2] as [UInt64])
    func eachItemIsToldOnce(kind: Kind, seed: UInt64) async throws {
        let directory = try TemporaryDirectory()
        let store = try Store.open(directory: directory.path)
        let judge = try Fixtures.judge([RuleDefinition(name: "초지능", any: [TermGroup("초지능")])])
        var state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        var feed = SimulatedFeed(kind, seed: seed)
        var told: [Int] = []
        var expected: [Int] = []
        for poll in 0..<14 {
            let (document, new) = feed.poll()
            let habits = try await store.habits(of: state.id)
            let identities = ItemIdentity.identities(of: document, habits: habits)
            let memory = poll == 0 ? FeedMemory() : try await store.memory(of: state.id, identities: identities)
            state.lastAttempt = feed.now
            let decision = IngestDecision(
                judge: judge, feedName: "가", language: "ko", isFirstPoll: false, oldestAlert: .distantPast,
                now: feed.now, secondsFromUTC: 0)
            let change = decision.change(state: state, feed: document, identities: identities, memory: memory)
            told.append(try await store.commit([change]))
            expected.append(new)
        }
        #expect(told == expected)
    }
}
