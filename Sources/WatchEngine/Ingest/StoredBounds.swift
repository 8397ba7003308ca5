import FeedParser

/// How much of an item the store keeps. Rules see the whole item, as the parser gives it, before it is cut.
///
/// The parser bounds titles, links, guids and names by itself (`ParseLimits.shortTextSize`). An item that is edited beyond
/// these bounds alone counts as unchanged.
enum StoredBounds {
    /// UTF-8 bytes of a summary, and of a content.
    static let text = 256 << 10
    /// UTF-8 bytes of all categories of an item.
    static let categories = 16 << 10
    /// Bytes that an item takes beside its texts: its row, its keys and what indexes have of it.
    private static let itemOverhead = 256
    /// The same of an alert, and of one of its matches.
    private static let alertOverhead = 256
    private static let matchOverhead = 80

    /// The first `limit` bytes of `text`, less a scalar that is cut through.
    static func cut(_ text: String?, to limit: Int = StoredBounds.text) -> String? {
        guard let text, text.utf8.count > limit else { return text }
        let bytes = text.utf8
        var end = bytes.index(bytes.startIndex, offsetBy: limit)
        while end > bytes.startIndex, UTF8.isContinuation(bytes[end]) { end = bytes.index(before: end) }
        return String(text[..<end])
    }

    /// The first categories that have room.
    static func cut(categories list: [String]) -> [String] {
        var room = categories
        if list.reduce(0, { $0 + $1.utf8.count }) <= room { return list }
        return Array(
            list.prefix { category in
                room -= category.utf8.count
                return room >= 0
            })
    }

    /// About the bytes that the store needs for an item's texts.
    static func size(of item: ParsedItem) -> Int {
        itemOverhead + size(item.guid) + size(item.link) + sizeOfTexts(of: item)
    }

    /// The bytes of what is matched.
    static func sizeOfTexts(of item: ParsedItem) -> Int {
        let texts = size(item.title) + size(item.summary) + size(item.content) + size(item.author)
        return item.categories.reduce(texts) { $0 + $1.utf8.count }
    }

    private static func size(_ text: String?) -> Int { text?.utf8.count ?? 0 }

    static func size(of texts: [String?]) -> Int {
        texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) }
    }

    /// About the bytes that it needs for an alert on `item`.
    static func size(of alert: AlertDraft?, on item: ParsedItem) -> Int {
        guard let alert else { return 0 }
        return alertOverhead + size(of: [item.guid, item.title, item.link] + alert.rules)
            + alert.matches.reduce(0) { $0 + matchOverhead + size(of: [$1.rule, $1.term, $1.text]) }
            + alert.moves.reduce(0) { sum, move in
                let names = move.person.map { [$0.name] + $0.aliases } ?? []
                return sum + matchOverhead + size(of: [move.role, move.from, move.to] + names)
            }
    }
}

extension ParsedItem {
    /// The item as the store keeps it.
    var bounded: ParsedItem {
        // As nearly all are.
        guard StoredBounds.sizeOfTexts(of: self) > StoredBounds.categories else { return self }
        var item = self
        item.summary = StoredBounds.cut(summary)
        item.content = StoredBounds.cut(content)
        item.categories = StoredBounds.cut(categories: categories)
        return item
    }
}
