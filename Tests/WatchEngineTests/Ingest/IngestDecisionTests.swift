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

    @Test(arguments: [
        ("https://a.example/1", true), ("HTTP://a.example/1", true), ("javascript:alert(1)", false),
        ("JaVaScRiPt://x/%0aalert(1)", false), ("data:text/html,x", false), ("file:///etc/passwd", false),
        ("vbscript:x", false), ("mailto:a@a.example", false), ("https:a.example", false), ("h", false), ("", false),
    ])
    func onlyLinksToPagesOfTheWebAreKept(_ link: String, _ isKept: Bool) throws {
        let item = Fixtures.item(guid: nil, title: "초지능", link: link)
        let change = try decide([item])
        #expect(change.newItems.first?.item.link == (isKept ? link : nil))
        #expect(change.newItems.first?.alert != nil)
        // It is known by the link it came with.
        #expect(change.newItems.first?.identity == ItemIdentity.identities(of: Fixtures.feed([item])).first)
        let known = KnownItem(id: 1, stored: Fixtures.item(guid: nil, title: "날씨"), matchedRules: [])
        var memory = FeedMemory()
        for key in ItemIdentity.identities(of: Fixtures.feed([item])).flatMap(\.keys) { memory.known[key] = known }
        #expect(try decide([item], memory: memory).edits.first?.item.link == (isKept ? link : nil))
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
        KnownItem(id: 9, stored: item, matchedRules: rules)
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
        for text in [known(item, rules: []), KnownItem(id: 9)] {
            let change = try decide([item], memory: FeedMemory(known: [key: text]))
            #expect(change.newItems.isEmpty && change.edits.isEmpty)
        }
    }

    @Test func oldItemsWithNewGuidsAreKnownByLinkAndTitle() throws {
        let old = Fixtures.item(guid: "a", title: "초지능", link: "https://a.example/1")
        let new = Fixtures.item(guid: "b", title: "초지능", link: "https://a.example/1?utm_source=rss")
        let byLink = ItemIdentity.identities(of: Fixtures.feed([old]))[0].keys[1]
        let change = try decide([new], memory: FeedMemory(known: [byLink: known(old, rules: ["초지능"])]))
        #expect(change.newItems.isEmpty)
        #expect(change.aliases.map(\.itemID).allSatisfy { $0 == 9 })
        #expect(change.aliases.map(\.key).contains(ItemIdentity.identities(of: Fixtures.feed([new]))[0].key))
    }

    /// Polls of one feed in a row, as the store would remember them; how many alerts each makes.
    private func alerts(_ polls: [[ParsedItem]], rules: [RuleDefinition] = Fixtures.rules) async throws -> [Int] {
        let directory = try TemporaryDirectory()
        let store = try Store.open(directory: directory.path)
        var counts: [Int] = []
        for items in polls {
            let state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
            var feed = Fixtures.feed(items)
            feed.link = "https://a.example/"
            let identities = ItemIdentity.identities(of: feed)
            let memory = try await store.memory(
                of: state.id, identities: identities)
            let decision = IngestDecision(
                judge: try Fixtures.judge(rules), feedName: "가", language: "ko", isFirstPoll: false,
                oldestAlert: .distantPast,
                now: Fixtures.now, secondsFromUTC: 0)
            let change = decision.change(state: state, feed: feed, identities: identities, memory: memory)
            counts.append(try await store.commit([change]))
        }
        return counts
    }

    @Test func itemsThatShareGuidAndLinkAreToldApartByTheirTitles() async throws {
        let home = "https://a.example/"
        func item(_ title: String, guid: String? = home) -> ParsedItem {
            Fixtures.item(guid: guid, title: title, link: home, published: nil)
        }
        #expect(try await alerts([[item("초지능 1"), item("초지능 2"), item("초지능 3")], [item("초지능 4")]]) == [3, 1])
        let page = "https://a.example/live"
        func live(_ title: String) -> ParsedItem { Fixtures.item(title: title, link: page, published: nil) }
        #expect(try await alerts([[live("초지능 1")], [live("초지능 1"), live("초지능 2")], [live("초지능 2")]]) == [1, 1, 0])
    }

    @Test func freshSessionNumbersMakeNoNews() async throws {
        func item(_ session: Int) -> ParsedItem {
            let url = "https://a.example/1?sid=\(session)"
            return Fixtures.item(guid: url, title: "초지능", link: url)
        }
        #expect(try await alerts([[item(1)], [item(2)], [item(3)]]) == [1, 0, 0])
    }

    @Test func sameTitlesOfOneDayStayApart() async throws {
        let midnight = Date(timeIntervalSince1970: 1_794_960_000 - 9 * 3600)
        func item(_ number: Int) -> ParsedItem {
            Fixtures.item(
                guid: "\(number)", title: "[인사] 초지능", link: "https://a.example/\(number)", published: midnight)
        }
        #expect(try await alerts([[item(1)], [item(2)], [item(2), item(1)]]) == [1, 1, 0])
        func atNoon(_ number: Int) -> ParsedItem {
            var item = item(number)
            item.published = Fixtures.now
            return item
        }
        // Both in one document: the moment is shared, and guid and link count.
        #expect(try await alerts([[atNoon(1), atNoon(2)]]) == [2])
    }

    @Test func anItemInADocumentTwiceUnderTwoGuidsIsOneItem() async throws {
        let first = Fixtures.item(guid: "a", title: "초지능", link: "https://a.example/1")
        let second = Fixtures.item(guid: "b", title: "초지능", link: "https://a.example/1")
        #expect(try await alerts([[first, second], [second, first]]) == [1, 0])
    }

    @Test func editsOfCategoriesAreSeen() async throws {
        let rule = RuleDefinition(name: "분류", any: [TermGroup("초지능")], fields: [.categories])
        let plain = Fixtures.item(guid: "a", title: "연구소")
        var filed = plain
        filed.categories = ["초지능"]
        #expect(try await alerts([[plain], [filed], [filed]], rules: [rule]) == [0, 1, 0])
        filed.title = "연구소 개소"
        #expect(try await alerts([[plain], [filed]], rules: [rule]) == [0, 1])
    }
}
