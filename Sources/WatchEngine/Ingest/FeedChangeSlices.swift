import FeedParser

extension FeedChange {
    /// Items in one transaction, and bytes of their texts, so that no poll keeps others from the store for long.
    static let sliceItems = 500
    static let sliceBytes = 2 << 20

    /// The change cut into transactions, in order. Each stands for itself: what is stored is known and is not taken for new
    /// when the rest is lost, and the feed counts as read, its validators too, only with the last.
    var slices: [FeedChange] {
        guard weight > Self.sliceItems || bytes > Self.sliceBytes else { return [self] }
        var parts: [FeedChange] = []
        var part = FeedChange(state: state)
        part.isPart = true
        var size = 0
        func close() {
            parts.append(part)
            part.newItems = []
            part.edits = []
            size = 0
        }
        for new in newItems {
            if part.weight == Self.sliceItems || (size > 0 && size + new.item.textSize > Self.sliceBytes) { close() }
            part.newItems.append(new)
            size += new.item.textSize
        }
        for edit in edits {
            if part.weight == Self.sliceItems || (size > 0 && size + edit.item.textSize > Self.sliceBytes) { close() }
            part.edits.append(edit)
            size += edit.item.textSize
        }
        var last = self
        last.newItems = part.newItems
        last.edits = part.edits
        return parts + [last]
    }

    /// How many items it writes.
    var weight: Int { newItems.count + edits.count }

    private var bytes: Int {
        newItems.reduce(0) { $0 + $1.item.textSize } + edits.reduce(0) { $0 + $1.item.textSize }
    }
}

extension ParsedItem {
    fileprivate var textSize: Int {
        [title, summary, content].reduce(0) { $0 + ($1?.utf8.count ?? 0) }
    }
}
