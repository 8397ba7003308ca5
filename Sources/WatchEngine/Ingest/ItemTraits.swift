import FeedParser
import FoundationEssentials

/// The hashes of what an item can be known by, as they stand in its feed or in the store.
struct ItemTraits: Sendable, Equatable {
    /// The guid; of one that is an address without its session ids.
    var guid: UInt64?
    /// The link without its session ids.
    var link: UInt64?
    /// The path and query of the link, or of a guid that is an address: what stays when scheme or host change.
    var place: UInt64?
    /// Of the title, or of the summary where there is none.
    var title: UInt64
    /// Seconds since 1970 of the publication, or else of the last update.
    var date: Int64?
    /// Everything that rules look at.
    var text: UInt64

    init(_ item: ParsedItem) {
        guid = item.guid.map { Self.hash(ItemAddress.isPage($0) ? ItemAddress.lasting($0) : $0) }
        let address = item.link.map(ItemAddress.lasting)
        link = address.map { Self.hash($0) }
        let place = address.flatMap(ItemAddress.pathAndQuery(ofLasting:)) ?? item.guid.flatMap(ItemAddress.place(_:))
        self.place = place.map { Self.hash($0) }
        title = Self.hash(item.title ?? item.summary)
        date = (item.published ?? item.updated).map { $0.unixMilliseconds / 1000 }
        text = Self.text(
            title: item.title, summary: item.summary, content: item.content, author: item.author,
            categories: item.categories)
    }

    /// The hash of the texts that rules look at: another one means an edited item.
    static func text(
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

    /// Whether a date tells more than a day or an hour, which many items share.
    static func isPrecise(_ date: Int64) -> Bool { date % 3600 != 0 }

    static func hash(_ text: String?) -> UInt64 {
        var hash = StableHash()
        hash.combine(text)
        return hash.value
    }

    static func hash(_ text: Substring) -> UInt64 {
        var hash = StableHash()
        hash.combine(text)
        return hash.value
    }

    static func combined(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var hash = StableHash()
        hash.combine(Int64(bitPattern: first))
        hash.combine(Int64(bitPattern: second))
        return hash.value
    }
}
