import FeedParser

/// By what an item is known again: the first of its keys that the store has tells which item it is. Keys are scoped to
/// the feed by the store.
///
/// | key | when |
/// |---|---|
/// | guid | it has one that no other item of the document has, and that is not the feed's page |
/// | link | it has no such guid, and its link is its own in the same way |
/// | link and title | it has a link: catches a feed that gives its old items new guids |
/// | title and date | the date has minutes (many items share a day or an hour), and no other item has both |
/// | title | it has nothing of the above |
struct ItemIdentity: Equatable {
    /// In the order they are looked for; never empty. All of them are remembered.
    var keys: [UInt64]
    /// How it looks: another fingerprint under the same key means an edited item.
    var fingerprint: UInt64 = 0

    /// The key that the document's contents are kept by.
    var key: UInt64 { keys[0] }

    /// The identities of a document's items, in order.
    static func identities(of feed: ParsedFeed) -> [ItemIdentity] {
        var guids = Shared()
        var links = Shared()
        var moments = Shared()
        let page = feed.link.map { hash($0) }
        let traits = feed.items.map { Traits($0, page: page) }
        for item in traits {
            if let guid = item.guid { guids.note(guid, of: combined(item.link ?? 0, item.title)) }
            if let link = item.link { links.note(link, of: item.title) }
            if let moment = item.moment { moments.note(moment, of: item.link ?? item.guid ?? 0) }
        }
        return zip(traits, feed.items).map { item, parsed in
            var keys: [UInt64] = []
            keys.reserveCapacity(3)
            if let guid = item.guid, guid != page, !guids.isShared(guid) {
                keys.append(combined(Kind.guid, guid))
            } else if let link = item.link, link != page, !links.isShared(link) {
                keys.append(combined(Kind.link, link))
            }
            if let link = item.link { keys.append(combined(Kind.linkAndTitle, combined(link, item.title))) }
            if let moment = item.moment, !moments.isShared(moment) { keys.append(combined(Kind.moment, moment)) }
            if keys.isEmpty { keys.append(combined(Kind.title, item.title)) }
            return ItemIdentity(keys: keys, fingerprint: fingerprint(of: parsed))
        }
    }

    /// The hash of everything that rules can look at: another one means an edited item.
    static func fingerprint(of item: ParsedItem) -> UInt64 {
        fingerprint(
            title: item.title, summary: item.summary, content: item.content, author: item.author,
            categories: item.categories)
    }

    /// The same, of an item's parts.
    static func fingerprint(
        title: String?, summary: String?, content: String?, author: String?, categories: [String]
    ) -> UInt64 {
        var hash = StableHash()
        hash.combine(title)
        // As far as it is kept, so that the store's text and the document's are the same where they are.
        hash.combine(StoredBounds.cut(summary))
        hash.combine(StoredBounds.cut(content))
        hash.combine(author)
        for category in StoredBounds.cut(categories: categories) { hash.combine(category) }
        return hash.value
    }

    /// Told apart in the hashes, so that a guid never is a link. The store keeps keys made with these.
    private enum Kind {
        static let guid: UInt64 = 1
        static let link: UInt64 = 2
        static let linkAndTitle: UInt64 = 3
        static let moment: UInt64 = 4
        static let title: UInt64 = 5
    }

    /// The hashes of what an item has to be known by.
    private struct Traits {
        var guid: UInt64?
        var link: UInt64?
        /// Of the title, or of the summary where there is none.
        var title: UInt64
        /// Of title and date, where the date tells more than a day or an hour.
        var moment: UInt64?

        init(_ item: ParsedItem, page: UInt64?) {
            guid = item.guid.map { hash($0) }
            link = item.identityLink.map { hash($0) }
            title = hash(item.title ?? item.summary)
            guard let published = item.published else { return }
            let second = published.unixMilliseconds / 1000
            // With nothing else to go by, any date helps.
            if second % 3600 != 0 || (guid == nil && link == nil) {
                moment = combined(UInt64(bitPattern: second), title)
            }
        }
    }

    /// Which values stand for more than one thing.
    private struct Shared {
        private var first: [UInt64: UInt64] = [:]
        private var shared: Set<UInt64> = []

        mutating func note(_ value: UInt64, of thing: UInt64) {
            if first[value, default: thing] != thing { shared.insert(value) }
            first[value] = thing
        }

        func isShared(_ value: UInt64) -> Bool { !shared.isEmpty && shared.contains(value) }
    }

    private static func hash(_ text: String?) -> UInt64 {
        var hash = StableHash()
        hash.combine(text)
        return hash.value
    }

    private static func combined(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var hash = StableHash()
        hash.combine(Int64(bitPattern: first))
        hash.combine(Int64(bitPattern: second))
        return hash.value
    }
}
