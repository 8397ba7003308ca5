import FeedParser
import FoundationEssentials
import TalentMatch
import TestSupport
import Testing

@testable import WatchEngine

/// How much of an item and of an alert the store keeps.
@Suite struct StoredBoundsTests {
    private func decide(_ item: ParsedItem, rules: [RuleDefinition] = Fixtures.rules) throws -> FeedChange {
        let feed = Fixtures.feed([item])
        let decision = IngestDecision(
            judge: try Fixtures.judge(rules), feedName: "가", language: "ko", isFirstPoll: false,
            oldestAlert: .distantPast, now: Fixtures.now, secondsFromUTC: 0)
        return decision.change(
            state: FeedState(id: 1, url: "https://a.example/f", name: "가"), feed: feed,
            identities: ItemIdentity.identities(of: feed), memory: FeedMemory())
    }

    @Test(arguments: ["a", "é", "가", "😀", "👩‍👩‍👧", "a\u{301}"])
    func cutsBetweenScalarsAndOnlyOnce(text: String) throws {
        for count in [1, 999, 1000, 1001, 1002, 1003] {
            let long = String(repeating: text, count: count)
            let cut = try #require(StoredBounds.cut(long, to: 1000))
            #expect(cut.utf8.count <= 1000)
            #expect(long.utf8.count <= 1000 ? cut == long : cut.utf8.count > 996)
            #expect(long.utf8.starts(with: cut.utf8))
            #expect(!cut.unicodeScalars.contains("\u{FFFD}"))
            #expect(StoredBounds.cut(cut, to: 1000) == cut)
        }
        #expect(StoredBounds.cut(nil) == nil)
    }

    @Test func rulesSeeWhatIsNotKept() throws {
        var item = Fixtures.item(guid: "a", title: "t")
        item.content = String(repeating: "lorem ", count: 60_000) + "초지능"
        item.categories = (0..<200).map { "\($0)-" + String(repeating: "c", count: 1000) }
        let new = try #require(try decide(item).newItems.first)
        #expect(new.alert?.rules == ["초지능"])
        #expect(new.item.content?.utf8.count == StoredBounds.text)
        #expect(new.item.categories.count == 16)
        #expect(StoredBounds.size(of: new.item) < StoredBounds.text + StoredBounds.categories + 1000)
    }

    @Test func aCutItemIsStillTheItemThatWasRead() throws {
        var item = Fixtures.item(guid: "a", title: "t")
        item.summary = String(repeating: "가나", count: 100_000)
        #expect(ItemTraits(item).text == ItemTraits(item.bounded).text)
    }

    @Test func anAlertKeepsTheFirstPlacesOfEachTerm() throws {
        let title = String(repeating: "AI ML ", count: 100)
        let rules = [RuleDefinition(name: "r", any: [TermGroup("AI"), TermGroup("ML")])]
        let alert = try #require(try decide(Fixtures.item(guid: "a", title: title), rules: rules).newItems.first?.alert)
        #expect(alert.matches.map(\.term) == (0..<5).flatMap { _ in ["AI", "ML"] })
        #expect(alert.matches.map(\.start).prefix(3) == [0, 3, 6])
    }

    @Test func manyRulesShareTheRoomOfAnAlert() throws {
        let rules = (0..<40).map { RuleDefinition(name: "r\($0)", any: [TermGroup("AI")]) }
        let item = Fixtures.item(guid: "a", title: String(repeating: "AI ", count: 9))
        let alert = try #require(try decide(item, rules: rules).newItems.first?.alert)
        #expect(alert.rules.count == 40)
        #expect(Set(alert.matches.map(\.rule)).count == 40)
        let more = (0..<60).map { RuleDefinition(name: "r\($0)", any: [TermGroup("AI")]) }
        let crowded = try #require(try decide(item, rules: more).newItems.first?.alert)
        #expect(crowded.rules.count == 60)
        #expect(crowded.matches.count == 50)
    }

    @Test func aLongMatchIsCutAsALogLineHasIt() throws {
        let rules = [RuleDefinition(name: "r", any: [TermGroup("초지능")])]
        let spaced = "초" + String(repeating: " ", count: 3000) + "지능"
        let change = try decide(Fixtures.item(guid: "a", title: spaced), rules: rules)
        let alert = try #require(change.newItems.first?.alert)
        #expect(alert.matches.allSatisfy { $0.text.unicodeScalars.count <= AlertBounds.text + 1 })
        #expect(alert.matches.allSatisfy { AlertBounds.cut($0.text) == $0.text })
    }
}
