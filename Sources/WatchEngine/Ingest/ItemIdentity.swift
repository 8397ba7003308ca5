import FeedParser

/// By what an item is known again.
///
/// The key comes from the guid, else the link, else title and date. The alternate key, from link and title, catches a
/// feed that gives its old items new guids. Both are scoped to the feed by the store.
struct ItemIdentity: Equatable {
    var key: UInt64
    var alternateKey: UInt64?

    /// The identities of a document's items, in order.
    ///
    /// A guid or link that several items of the document share with different links or titles tells nothing (some
    /// sites put their home page there), and the next means is used for those.
    static func identities(of feed: ParsedFeed) -> [ItemIdentity] {
        var linksOfGuid: [String: Set<String>] = [:]
        var titlesOfLink: [String: Set<String>] = [:]
        for item in feed.items {
            if let guid = item.guid { linksOfGuid[guid, default: []].insert(item.identityLink ?? item.title ?? "") }
            if let link = item.identityLink { titlesOfLink[link, default: []].insert(item.title ?? "") }
        }
        return feed.items.map { item in
            let guid = item.guid.flatMap { (linksOfGuid[$0]?.count ?? 0) > 1 ? nil : $0 }
            let link = item.identityLink.flatMap { link in
                link == feed.link || (titlesOfLink[link]?.count ?? 0) > 1 ? nil : link
            }
            let byTitle = hash("title", item.title ?? item.summary, item.published.map(\.unixMilliseconds))
            let key = guid.map { hash("guid", $0) } ?? link.map { hash("link", $0) } ?? byTitle
            let alternate =
                link.map { hash("link and title", $0, item.title) } ?? (item.published == nil ? nil : byTitle)
            return ItemIdentity(key: key, alternateKey: alternate == key ? nil : alternate)
        }
    }

    /// The hash of the texts that rules look at.
    static func fingerprint(of item: ParsedItem) -> UInt64 {
        var hash = StableHash()
        hash.combine(item.title)
        hash.combine(item.summary)
        hash.combine(item.content)
        return hash.value
    }

    private static func hash(_ kind: String, _ text: String?, _ number: Int64? = nil) -> UInt64 {
        var hash = StableHash()
        hash.combine(kind)
        hash.combine(text)
        if let number { hash.combine(number) }
        return hash.value
    }

    private static func hash(_ kind: String, _ first: String, _ second: String?) -> UInt64 {
        var hash = StableHash()
        hash.combine(kind)
        hash.combine(first)
        hash.combine(second)
        return hash.value
    }
}
