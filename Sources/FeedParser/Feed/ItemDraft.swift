/// An item while its elements are read. A rank is what a field's present value is worth: the first of the best wins.
struct ItemDraft {
    var item = ParsedItem()
    var categories = CategoryList()
    var title: UInt8 = 0
    var link: UInt8 = 0
    var guid: UInt8 = 0
    var summary: UInt8 = 0
    var content: UInt8 = 0
    var author: UInt8 = 0
    var published: UInt8 = 0
    var updated: UInt8 = 0
    var enclosure: UInt8 = 0
    /// The dates named no zone.
    var publishedIsLocal = false
    var updatedIsLocal = false
    /// The guid resolved, where it stands in for a link.
    var permaLink: String?

    /// The item, leaving an empty one: moved, so that none of its texts is retained and released.
    mutating func takeItem() -> ParsedItem {
        withUnsafeMutablePointer(to: &item) { pointer in
            let taken = pointer.move()
            pointer.initialize(to: ParsedItem())
            return taken
        }
    }
}

/// What the feed's present values are worth.
struct FeedRanks {
    var title: UInt8 = 0
    var link: UInt8 = 0
    var id: UInt8 = 0
    var description: UInt8 = 0
    var author: UInt8 = 0
    var language: UInt8 = 0
    var updated: UInt8 = 0
    var published: UInt8 = 0
}
