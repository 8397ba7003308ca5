import FeedParser
import FoundationEssentials
import TestSupport
import Testing

@testable import WatchEngine

/// Keys as the first two schemas' programs gave them: what they stand for stays known.
@Suite struct FormerKeysTests {
    /// Stores a document as the former program did: 1 guid, 2 link, 3 link and title, 4 title and moment, 5 title.
    private func remember(_ items: [ParsedItem], in store: Store, _ state: FeedState) async throws {
        var change = FeedChange(state: state)
        var contents = FeedContents()
        let sharesLinks = Set(items.map(\.link)).count < items.count
        for item in items {
            let title = ItemTraits.hash(item.title ?? item.summary)
            var keys: [UInt64] = []
            if let guid = item.guid {
                keys.append(ItemTraits.combined(1, ItemTraits.hash(guid)))
            } else if let link = item.identityLink, !sharesLinks {
                keys.append(ItemTraits.combined(2, ItemTraits.hash(link)))
            }
            if let link = item.identityLink {
                keys.append(ItemTraits.combined(3, ItemTraits.combined(ItemTraits.hash(link), title)))
            }
            if let second = item.published.map({ $0.unixMilliseconds / 1000 }),
                second % 3600 != 0 || (item.guid == nil && item.link == nil)
            {
                keys.append(ItemTraits.combined(4, ItemTraits.combined(UInt64(bitPattern: second), title)))
            }
            if keys.isEmpty { keys.append(ItemTraits.combined(5, title)) }
            contents.entries.append(.init(key: keys[0], fingerprint: ItemTraits(item).text))
            change.newItems.append(
                .init(item: item, identity: ItemIdentity(keys: keys), matchedRules: ["초지능"], alert: nil))
        }
        change.contents = contents
        _ = try await store.commit([change])
    }

    private static let midnight = Date(timeIntervalSince1970: 1_794_960_000 - 9 * 3600)

    private static func items(_ make: (Int) -> ParsedItem) -> [ParsedItem] { (1...4).map(make) }

    private static let documents: [[ParsedItem]] = [
        items { Fixtures.item(guid: "g\($0)", title: "초지능 \($0)", link: "http://a.example/\($0)") },
        items { Fixtures.item(guid: "g\($0)", title: "초지능 \($0)", link: "http://a.example/", published: nil) },
        items { Fixtures.item(title: "초지능 \($0)", link: "http://a.example/\($0)", published: midnight) },
        items { Fixtures.item(title: "초지능 \($0)", link: "http://a.example/board", published: midnight) },
        items { Fixtures.item(title: "초지능 \($0)", link: "http://a.example/v?sid=a1b2c3d4e5f6a7b8&no=\($0)") },
        items { Fixtures.item(title: "초지능 \($0)", published: midnight) },
        items { Fixtures.item(title: "초지능 \($0)", published: nil) },
        items { Fixtures.item(guid: "http://a.example/v;jsessionid=x?no=\($0)", title: "초지능 \($0)", published: nil) },
    ]

    /// Once as it was, once under the other scheme, then with an edit: never news.
    @Test(arguments: documents.indices) func nothingIsToldAgain(document: Int) async throws {
        let directory = try TemporaryDirectory()
        let store = try Store.open(directory: directory.path)
        let state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        let items = Self.documents[document]
        try await remember(items, in: store, state)
        var moved = items
        for index in moved.indices {
            moved[index].link = moved[index].link?.replacing("http:", with: "https:")
            moved[index].guid = moved[index].guid?.replacing("http:", with: "https:")
        }
        var edited = moved
        edited[1].summary = "초지능"
        for items in [items, items, moved, edited, items.reversed()] {
            let feed = Fixtures.feed(items)
            let habits = try await store.habits(of: state.id)
            let identities = ItemIdentity.identities(of: feed, habits: habits)
            let memory = try await store.memory(of: state.id, identities: identities)
            let decision = IngestDecision(
                judge: try Fixtures.judge(), feedName: "가", language: "ko", isFirstPoll: false,
                oldestAlert: .distantPast, now: Fixtures.now, secondsFromUTC: 0)
            let change = decision.change(state: state, feed: feed, identities: identities, memory: memory)
            #expect(change.newItems.isEmpty)
            #expect(try await store.commit([change]) == 0)
        }
    }

    /// The site moved between the last poll of the former program and the first of this one.
    @Test(arguments: documents.indices) func aMoveMeanwhileIsNoNews(document: Int) async throws {
        let directory = try TemporaryDirectory()
        let store = try Store.open(directory: directory.path)
        let state = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        var items = Self.documents[document]
        try await remember(items, in: store, state)
        for index in items.indices {
            items[index].link = items[index].link?.replacing("http:", with: "https:")
            items[index].guid = items[index].guid?.replacing("http:", with: "https:")
        }
        let feed = Fixtures.feed(items)
        let identities = ItemIdentity.identities(of: feed)
        let memory = try await store.memory(of: state.id, identities: identities)
        let decision = IngestDecision(
            judge: try Fixtures.judge(), feedName: "가", language: "ko", isFirstPoll: false,
            oldestAlert: .distantPast, now: Fixtures.now, secondsFromUTC: 0)
        let change = decision.change(state: state, feed: feed, identities: identities, memory: memory)
        #expect(change.newItems.isEmpty)
    }
}
