import FeedParser
import FoundationEssentials
import TestSupport
import Testing

@testable import WatchEngine

/// What of a document is taken in on a day, and what waits.
@Suite struct FeedUsageTests {
    private let today = FeedUsage.day(of: Fixtures.now)

    private func decide(
        _ items: [ParsedItem], limits: DailyLimits, usage: FeedUsage? = nil, memory: FeedMemory = FeedMemory(),
        firstPoll: Date? = nil, now: Date = Fixtures.now
    ) throws -> FeedChange {
        let feed = Fixtures.feed(items)
        var decision = IngestDecision(
            judge: try Fixtures.judge(), feedName: "가", language: "ko", isFirstPoll: firstPoll != nil,
            oldestAlert: (firstPoll ?? now).addingTimeInterval(-86400), now: now, secondsFromUTC: 0)
        decision.limits = limits
        decision.firstPoll = firstPoll
        var state = FeedState(id: 1, url: "https://a.example/f", name: "가")
        state.usage = usage
        return decision.change(
            state: state, feed: feed, identities: ItemIdentity.identities(of: feed), memory: memory)
    }

    private func items(_ count: Int, summary: String? = nil) -> [ParsedItem] {
        (0..<count).map { Fixtures.item(guid: "\($0)", title: "초지능 \($0)", summary: summary) }
    }

    @Test func theTopOfTheDocumentIsTakenAndTheRestStaysUnseen() throws {
        let change = try decide(items(5), limits: DailyLimits(items: 2, bytes: .max))
        #expect(change.newItems.map(\.item.guid) == ["1", "0"])
        #expect(change.contents?.entries.count == 2)
        #expect(change.usage?.waiting == 3)
        #expect(change.usage?.reason == "brings more than 2 items a day: 3 items wait")
        #expect(change.state.usage == change.usage)
    }

    @Test func bytesCountWithTheItemThatReachesThem() throws {
        let long = items(4, summary: String(repeating: "가", count: 1000))
        let change = try decide(long, limits: DailyLimits(items: 10, bytes: 4 << 10))
        #expect(change.newItems.count == 2)
        #expect(change.usage?.reason == "brings more than 4 KiB of text a day: 2 items wait")
    }

    @Test func theNextDayHasItsOwnLimit() throws {
        let limits = DailyLimits(items: 2, bytes: .max)
        let first = try decide(items(5), limits: limits)
        #expect(first.usage?.owes(limits: limits, now: Fixtures.now) == false)
        #expect(first.usage?.owes(limits: DailyLimits(items: 3, bytes: .max), now: Fixtures.now) == true)
        var memory = FeedMemory()
        memory.contents = try #require(first.contents)
        let same = try decide(items(5), limits: limits, usage: first.usage, memory: memory)
        #expect(same.newItems.isEmpty)
        #expect(same.usage == nil)
        let tomorrow = Fixtures.now.addingTimeInterval(86400)
        #expect(first.usage?.owes(limits: limits, now: tomorrow) == true)
        let second = try decide(items(5), limits: limits, usage: first.usage, memory: memory, now: tomorrow)
        #expect(second.newItems.map(\.item.guid) == ["3", "2"])
        #expect(second.usage?.waiting == 1)
        #expect(second.usage?.day == today + 1)
    }

    @Test func whatWaitedAndLeftNoLongerWaits() throws {
        let limits = DailyLimits(items: 2, bytes: .max)
        let first = try decide(items(5), limits: limits)
        var memory = FeedMemory()
        memory.contents = try #require(first.contents)
        let second = try decide(items(2), limits: limits, usage: first.usage, memory: memory)
        #expect(second.usage?.waiting == 0)
        #expect(second.usage?.items == 2)
    }

    @Test func anEditWaitsAndIsLookedAtAgain() throws {
        let limits = DailyLimits(items: 1, bytes: .max)
        let item = Fixtures.item(guid: "a", title: "초지능, 수석과학자")
        let identity = try #require(ItemIdentity.identities(of: Fixtures.feed([item])).first)
        var memory = FeedMemory()
        memory.known[identity.key] = KnownItem(
            id: 7, stored: Fixtures.item(guid: "a", title: "초지능"), matchedRules: ["초지능"])
        let full = FeedUsage(day: today, items: 1)
        let change = try decide([item], limits: limits, usage: full, memory: memory)
        #expect(change.edits.isEmpty)
        #expect(change.usage?.waiting == 1)
        // Its key is there, so that retention keeps it, and not as it now is.
        #expect(change.contents?.entries.map(\.key) == [identity.key])
        #expect(change.contents?.entries.first?.fingerprint != identity.fingerprint)
        memory.contents = try #require(change.contents)
        let later = try decide(
            [item], limits: limits, usage: change.usage, memory: memory, now: Fixtures.now.addingTimeInterval(86400))
        #expect(later.edits.map { $0.alert?.rules ?? [] } == [["수석과학자"]])
        #expect(later.usage?.waiting == 0)
    }

    @Test func aGrowingEditCounts() throws {
        let item = Fixtures.item(guid: "a", title: "t", summary: String(repeating: "a", count: 5000))
        let identity = try #require(ItemIdentity.identities(of: Fixtures.feed([item])).first)
        var memory = FeedMemory()
        memory.known[identity.key] = KnownItem(
            id: 7, stored: Fixtures.item(guid: "a", title: "t", summary: "a"), matchedRules: [])
        let change = try decide([item], limits: DailyLimits(items: 9, bytes: 1 << 20), memory: memory)
        #expect(change.usage?.bytes == 4999)
        #expect(change.usage?.items == 0)
    }

    @Test func whatWaitsFromTheFirstPollIsNoNewsLater() throws {
        let limits = DailyLimits(items: 1, bytes: .max)
        let old = Fixtures.now.addingTimeInterval(-3 * 86400)
        let document = (0..<3).map { Fixtures.item(guid: "\($0)", title: "초지능 \($0)", published: old) }
        let first = try decide(document, limits: limits, firstPoll: Fixtures.now)
        #expect(first.usage?.firstPoll == Fixtures.now)
        var memory = FeedMemory()
        memory.contents = try #require(first.contents)
        let second = try decide(
            document, limits: limits, usage: first.usage, memory: memory, firstPoll: first.usage?.firstPoll,
            now: Fixtures.now.addingTimeInterval(86400))
        #expect(second.newItems.map { $0.alert == nil } == [true])
    }

    @Test func aFeedThatIsNearItsLimitIsToldForThatDay() throws {
        let limits = DailyLimits(items: 5, bytes: .max)
        #expect(try decide(items(3), limits: limits).usage?.notice(at: Fixtures.now) == nil)
        let near = try decide(items(4), limits: limits).usage
        #expect(near?.notice(at: Fixtures.now) == "has brought 4 of 5 items of today")
        #expect(near?.notice(at: Fixtures.now.addingTimeInterval(86400)) == nil)
        #expect(try decide(items(4), limits: .none).usage?.notice(at: Fixtures.now) == nil)
    }

    @Test func whatTheParserLeavesOutIsTold() throws {
        var document = Fixtures.feed(items(2))
        document.itemsLeftOut = 7
        let decision = IngestDecision(
            judge: try Fixtures.judge(), feedName: "가", language: "ko", isFirstPoll: false, oldestAlert: .distantPast,
            now: Fixtures.now, secondsFromUTC: 0)
        var state = FeedState(id: 1, url: "https://a.example/f", name: "가")
        state.lastSuccess = Fixtures.now
        let change = decision.change(
            state: state, feed: document, identities: ItemIdentity.identities(of: document), memory: FeedMemory())
        #expect(change.usage?.reason == "has more than 2 items: 7 at its end are not read")
        #expect(change.state.health(isEnabled: true, now: Fixtures.now) == .failing)
        // Nothing of it is to be had on another day, so the document is asked for as ever.
        #expect(change.usage?.owes(limits: .none, now: Fixtures.now.addingTimeInterval(86400)) == false)
    }

    @Test func aDocumentThatListsTheOldestFirstIsTurnedRound() {
        func feed(_ hours: [Double?]) -> ParsedFeed {
            Fixtures.feed(
                hours.enumerated().map { index, hour in
                    Fixtures.item(guid: "\(index)", published: hour.map { Fixtures.now.addingTimeInterval($0 * 3600) })
                })
        }
        func order(_ feed: ParsedFeed) -> [String?] { feed.listingNewestFirst.items.map(\.guid) }
        #expect(order(feed([1, 2, nil, 3, 2.5])) == ["4", "3", "2", "1", "0"])
        #expect(order(feed([3, 2, 2.5, 1])) == ["0", "1", "2", "3"])
        #expect(order(feed([nil, nil, nil])) == ["0", "1", "2"])
        #expect(order(feed([1, 1])) == ["0", "1"])
        #expect(order(feed([])) == [])
    }

    @Test func itIsToldOnceWhenItBeginsAndOnceWhenItEnds() {
        let wait = FeedUsage(day: 1, waiting: 3)
        let none = FeedUsage(day: 1)
        #expect(UsageReport.due(before: nil, after: wait, tellsAll: false) == .begins)
        #expect(UsageReport.due(before: wait, after: wait, tellsAll: false) == .none)
        #expect(UsageReport.due(before: wait, after: wait, tellsAll: true) == .begins)
        #expect(UsageReport.due(before: wait, after: none, tellsAll: false) == .ends)
        #expect(UsageReport.due(before: none, after: none, tellsAll: true) == .none)
    }

    @Test func ordinaryPollsKeepNoUsage() throws {
        let first = try decide(items(2), limits: .none)
        #expect(first.usage?.items == 2)
        var memory = FeedMemory()
        memory.contents = try #require(first.contents)
        #expect(try decide(items(2), limits: .none, usage: first.usage, memory: memory).usage == nil)
        let tomorrow = Fixtures.now.addingTimeInterval(86400)
        #expect(try decide(items(2), limits: .none, usage: first.usage, memory: memory, now: tomorrow).usage == nil)
    }
}
