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

    /// The key that the document's contents are kept by.
    var key: UInt64 { keys[0] }

    /// The identities of a document's items, in order.
    static func identities(of feed: ParsedFeed) -> [ItemIdentity] {
        var guids = Shared()
        var links = Shared()
        var moments = Shared()
        let texts = feed.items.map { item in
            Texts(item, link: item.identityLink)
        }
        for text in texts {
            if let guid = text.guid { guids.note(guid, of: text.place) }
            if let link = text.link { links.note(link, of: text.title) }
            if let moment = text.moment { moments.note(moment, of: text.link ?? text.guid ?? "") }
        }
        return texts.map { text in
            var keys: [UInt64] = []
            if let guid = text.guid, guid != feed.link, !guids.isShared(guid) {
                keys.append(hash("guid", guid))
            } else if let link = text.link, link != feed.link, !links.isShared(link) {
                keys.append(hash("link", link))
            }
            if let link = text.link { keys.append(hash("link and title", link, text.title)) }
            if let moment = text.moment, !moments.isShared(moment) { keys.append(hash("title and date", moment)) }
            if keys.isEmpty { keys.append(hash("title", text.title, text.summary)) }
            return ItemIdentity(keys: keys)
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
        hash.combine(summary)
        hash.combine(content)
        hash.combine(author)
        for category in categories { hash.combine(category) }
        return hash.value
    }

    /// What an item has to be known by.
    private struct Texts {
        var guid: String?
        var link: String?
        var title: String
        var summary: String?
        /// Title and date, where the date tells more than a day or an hour.
        var moment: String?

        init(_ item: ParsedItem, link: String?) {
            guid = item.guid
            self.link = link
            title = item.title ?? ""
            summary = item.title == nil ? item.summary : nil
            let second = item.published.map { Int64(clamping: $0.unixMilliseconds / 1000) }
            if let second, second % 3600 != 0 { moment = "\(second) \(title)" }
            // With nothing else to go by, any date helps.
            if moment == nil, guid == nil, link == nil, let second { moment = "\(second) \(title)" }
        }

        /// What tells two items with one guid apart.
        var place: String { (link ?? "") + "\u{0}" + title }
    }

    /// Which values stand for more than one thing.
    private struct Shared {
        private var first: [String: String] = [:]
        private var shared: Set<String> = []

        mutating func note(_ value: String, of thing: String) {
            if let met = first[value] {
                if met != thing { shared.insert(value) }
            } else {
                first[value] = thing
            }
        }

        func isShared(_ value: String) -> Bool { shared.contains(value) }
    }

    private static func hash(_ kind: String, _ first: String, _ second: String? = nil) -> UInt64 {
        var hash = StableHash()
        hash.combine(kind)
        hash.combine(first)
        hash.combine(second)
        return hash.value
    }
}
