import FoundationEssentials

extension FeedBuilder {
    /// The feed, once the document's last event has come.
    mutating func finish(encoding: String) -> ParsedFeed {
        feed.encoding = encoding
        dates.settle(&feed, options: options)
        if feed.format == .atom10 || feed.format == .atom03, let author = feed.author {
            // RFC 4287, section 4.2.1: the feed's author is that of each entry that names none.
            for index in feed.items.indices where feed.items[index].author == nil { feed.items[index].author = author }
        }
        let limits = options.limits
        feed.itemsLeftOut = dropped.items
        if dropped.isTooDeep { warn("elements nested deeper than \(limits.depth); what follows is left out") }
        if dropped.hasTooManyNames { warn("too many different names; what follows is left out") }
        if dropped.items > 0 { warn("\(dropped.items) items beyond the first \(limits.items) left out") }
        if dropped.clippedTexts > 0 { warn("\(dropped.clippedTexts) texts longer than the bound cut") }
        if dropped.cutItems > 0 { warn("the item the document ends in left out") }
        return feed
    }

    private mutating func warn(_ message: String) { feed.warnings.append(ParseWarning(line: nil, message)) }
}
