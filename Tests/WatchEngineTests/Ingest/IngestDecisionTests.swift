import FeedParser
import FoundationEssentials
import TalentMatch
import TestSupport
import Testing

@testable import WatchEngine

/// What one document means, given what was known: decided purely, then checked against a real store over several polls.
@Suite struct IngestDecisionTests {
    private func decide(
        _ items: [ParsedItem], memory: FeedMemory = FeedMemory(), isFirstPoll: Bool = false,
        rules: [RuleDefinition] = Fixtures.rules
    ) throws -> FeedChange {
        let feed = Fixtures.feed(items)
        let decision = IngestDecision(
            judge: try Fixtures.judge(rules), feedName: "가", language: "ko", isFirstPoll: isFirstPoll,
            oldestAlert: Fixtures.now.addingTimeInterval(-86400), now: Fixtures.now, secondsFromUTC: 9 * 3600)
        return decision.change(
            state: FeedState(id: 1, url: "https://a.example/f", name: "가"), feed: feed,
            identities: ItemIdentity.identities(of: feed), memory: memory)
    }

    @Test func flagsANewItemOfAKnownFeed() throws {
        let change = try decide([
            Fixtures.item(guid: "2", title: "초지능 연구소 수석과학자로 임명"), Fixtures.item(guid: "1", title: "날씨"),
        ])
        #expect(change.newItems.map(\.item.guid) == ["1", "2"])
        #expect(change.newItems.map { $0.alert?.rules ?? [] } == [[], ["초지능", "수석과학자"]])
        let alert = try #require(change.newItems[1].alert)
        #expect(alert.severity == .high)
        #expect(alert.type == .alert)
        #expect(alert.matches.map(\.text) == ["초지능", "수석과학자"])
        #expect(alert.matches.map(\.start) == [0, 8])
        #expect(change.contents?.entries.count == 2)
    }

    @Test func theFirstPollAlertsOnlyInsideTheWindow() throws {
        let change = try decide(
            [
                Fixtures.item(guid: "new", title: "초지능", published: Fixtures.now.addingTimeInterval(-3600)),
                Fixtures.item(guid: "old", title: "초지능", published: Fixtures.now.addingTimeInterval(-2 * 86400)),
                Fixtures.item(guid: "undated", title: "초지능", published: nil),
                Fixtures.item(guid: "future", title: "초지능", published: Fixtures.now.addingTimeInterval(9 * 86400)),
            ], isFirstPoll: true)
        let alerting = Set(change.newItems.filter { $0.alert != nil }.map(\.item.guid))
        #expect(alerting == ["new", "undated", "future"])
        #expect(change.newItems.allSatisfy { $0.matchedRules == ["초지능"] })
    }

    @Test func oldDatesAlertOnceTheFeedIsKnown() throws {
        let change = try decide([Fixtures.item(guid: "a", title: "초지능", published: Date(timeIntervalSince1970: 0))])
        #expect(change.newItems.first?.alert != nil)
    }

    @Test func anItemTwiceInADocumentIsOneItem() throws {
        let item = Fixtures.item(guid: "a", title: "초지능", link: "https://a.example/1")
        #expect(try decide([item, item]).newItems.count == 1)
    }

    @Test func itemsThatShareAGuidAreToldApartByTheirLinks() throws {
        let change = try decide([
            Fixtures.item(guid: "https://a.example/", title: "초지능 1", link: "https://a.example/1"),
            Fixtures.item(guid: "https://a.example/", title: "초지능 2", link: "https://a.example/2"),
        ])
        #expect(change.newItems.count == 2)
    }

    @Test func itemsWithNothingButATitleAreKnownByIt() throws {
        let items = [Fixtures.item(title: "초지능"), Fixtures.item(title: "날씨")]
        let first = try decide(items)
        #expect(first.newItems.count == 2)
        let again = try decide(items, memory: FeedMemory(contents: try #require(first.contents)))
        #expect(again.newItems.isEmpty && again.edits.isEmpty && again.contents == nil)
    }

    private func known(_ item: ParsedItem, rules: [String]) -> KnownItem {
        KnownItem(
            id: 9,
            text: .init(title: item.title, summary: item.summary, content: item.content, matchedRules: rules))
    }

    @Test func anEditAlertsForRulesItDidNotMatchBefore() throws {
        let old = Fixtures.item(guid: "a", title: "초지능 연구소")
        let new = Fixtures.item(guid: "a", title: "초지능 연구소 수석과학자")
        let key = ItemIdentity.identities(of: Fixtures.feed([new]))[0].key
        let change = try decide([new], memory: FeedMemory(known: [key: known(old, rules: ["초지능"])]))
        #expect(change.newItems.isEmpty)
        let edit = try #require(change.edits.first)
        #expect(edit.id == 9)
        #expect(edit.alert?.type == .update)
        #expect(edit.alert?.rules == ["수석과학자"])
        #expect(edit.matchedRules == ["초지능", "수석과학자"])
    }

    @Test func aNewRuleDoesNotMakeOldTextNews() throws {
        let old = Fixtures.item(guid: "a", title: "초지능 연구소")
        let new = Fixtures.item(guid: "a", title: "초지능 연구소 개소")
        let key = ItemIdentity.identities(of: Fixtures.feed([new]))[0].key
        // Stored before the rule 초지능 was written.
        let change = try decide([new], memory: FeedMemory(known: [key: known(old, rules: [])]))
        #expect(change.edits.count == 1)
        #expect(change.edits[0].alert == nil)
    }

    @Test func aReturningItemIsNoNews() throws {
        let item = Fixtures.item(guid: "a", title: "초지능")
        let key = ItemIdentity.identities(of: Fixtures.feed([item]))[0].key
        for text in [known(item, rules: []), KnownItem(id: 9, text: nil)] {
            let change = try decide([item], memory: FeedMemory(known: [key: text]))
            #expect(change.newItems.isEmpty && change.edits.isEmpty)
        }
    }

    @Test func oldItemsWithNewGuidsAreKnownByLinkAndTitle() throws {
        let old = Fixtures.item(guid: "a", title: "초지능", link: "https://a.example/1")
        let new = Fixtures.item(guid: "b", title: "초지능", link: "https://a.example/1?utm_source=rss")
        let alternate = try #require(ItemIdentity.identities(of: Fixtures.feed([old]))[0].alternateKey)
        let change = try decide([new], memory: FeedMemory(known: [alternate: known(old, rules: ["초지능"])]))
        #expect(change.newItems.isEmpty)
        #expect(change.aliases.map(\.itemID) == [9])
        #expect(change.aliases.map(\.key) == [ItemIdentity.identities(of: Fixtures.feed([new]))[0].key])
    }
}
