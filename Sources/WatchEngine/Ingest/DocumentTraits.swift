import FeedParser

/// What the traits of a document's items say about one another: which guids and links stand for one item alone.
struct DocumentTraits: Sendable {
    /// In the document's order. An item that is listed twice under two guids has one of them here.
    private(set) var items: [ItemTraits]
    /// How many different links there are.
    private(set) var linkCount: Int
    private var sharedGuids: Set<UInt64>
    private var sharedLinks: Set<UInt64>

    init(_ feed: ParsedFeed) {
        items = feed.items.map(ItemTraits.init)
        if !RepeatedValues(items.map(\.title)).isEmpty { Self.foldTwins(&items) }
        // What stands in the document once is one thing's, as nearly everything is.
        let repeatedGuids = RepeatedValues(items.compactMap(\.guid))
        let repeatedLinks = RepeatedValues(items.compactMap(\.link))
        linkCount = repeatedLinks.distinctCount
        var guids = Uses()
        var links = Uses()
        for item in items {
            let dated = ItemTraits.combined(item.title, UInt64(bitPattern: item.date ?? .min))
            if let guid = item.guid, repeatedGuids.contains(guid) {
                guids.note(guid, thing: ItemTraits.combined(item.link ?? 0, item.title), version: dated)
            }
            if let link = item.link, repeatedLinks.contains(link) {
                // Under one address there may be several items of one title, as on a page of announcements.
                let text = ItemTraits.combined(item.guid ?? 0, item.text)
                links.note(link, thing: ItemTraits.combined(dated, text), version: 0)
            }
        }
        // One guid for everything stands for the feed.
        if repeatedGuids.distinctCount == 1 { guids.shareRepeated() }
        sharedGuids = guids.shared
        sharedLinks = links.shared
        if let page = feed.link { share(page, in: feed) }
    }

    /// Whether an item has a guid that is no other item's, and not the address of the feed's page.
    func hasOwnGuid(_ item: ItemTraits) -> Bool { item.guid.map { !sharedGuids.contains($0) } ?? false }

    /// The same of its link.
    func hasOwnLink(_ item: ItemTraits) -> Bool { item.link.map { !sharedLinks.contains($0) } ?? false }

    /// Items that are one in all but the guid, to the minute, are one: gives them the same guid, whatever their order.
    private static func foldTwins(_ items: inout [ItemTraits]) {
        var least: [UInt64: UInt64] = [:]
        var repeated: Set<UInt64> = []
        func twin(_ item: ItemTraits) -> UInt64? {
            guard item.guid != nil, let date = item.date, ItemTraits.isPrecise(date) else { return nil }
            let place = ItemTraits.combined(item.link ?? 0, item.title)
            return ItemTraits.combined(place, ItemTraits.combined(UInt64(bitPattern: date), item.text))
        }
        for item in items {
            guard let twin = twin(item), let guid = item.guid else { continue }
            if let other = least[twin], other != guid { repeated.insert(twin) }
            least[twin] = min(guid, least[twin] ?? guid)
        }
        guard !repeated.isEmpty else { return }
        for index in items.indices {
            if let twin = twin(items[index]), repeated.contains(twin) { items[index].guid = least[twin] }
        }
    }

    /// Takes the feed's own page for the address of no item.
    private mutating func share(_ page: String, in feed: ParsedFeed) {
        guard let page = ItemAddress.page(page) else { return }
        func isPage(_ address: String) -> Bool {
            // A scheme, "www." and a slash is all that may be more.
            address.utf8.count <= page.utf8.count + 13 && ItemAddress.page(address) == page
        }
        for (traits, item) in zip(items, feed.items) {
            if let guid = traits.guid, item.guid.map(isPage) == true { sharedGuids.insert(guid) }
            if let link = traits.link, item.link.map(isPage) == true { sharedLinks.insert(link) }
        }
    }

    /// Which values stand for more than one thing.
    private struct Uses {
        private struct Use {
            var thing: UInt64
            var versions: [UInt64]
        }

        private var uses: [UInt64: Use] = [:]
        private(set) var shared: Set<UInt64> = []

        /// Two versions of one thing are a revision beside its forerunner (RFC 4287, section 4.1.1); three are things.
        mutating func note(_ value: UInt64, thing: UInt64, version: UInt64) {
            guard var use = uses[value] else {
                uses[value] = Use(thing: thing, versions: [version])
                return
            }
            guard !shared.contains(value) else { return }
            if !use.versions.contains(version) {
                use.versions.append(version)
                uses[value] = use
            }
            if use.thing != thing || use.versions.count > 2 { shared.insert(value) }
        }

        mutating func shareRepeated() {
            for (value, use) in uses where use.versions.count > 1 { shared.insert(value) }
        }
    }
}
