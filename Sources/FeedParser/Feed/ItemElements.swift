import FoundationEssentials

/// The elements of an item.
extension FeedBuilder {
    mutating func startItem(_ meaning: FeedName, _ attributes: Attributes) {
        guard feed.items.count < options.limits.items else {
            dropped.items += 1
            skip()
            return
        }
        draft = ItemDraft()
        enter(.item)
        guard attributes.count > 0 else { return }
        if let about = attributes.find("about", prefix: "rdf") ?? attributes.find("about") {
            keep(nonEmpty(about), 1, in: &draft.item.guid, over: &draft.guid)
        }
        if let address = attributes.find("href") { offerLink(address, rank: 3) }
        if let changed = attributes.find("lastmod"), let date = parseDate(changed) { storeUpdate(date, rank: 2) }
    }

    mutating func startInItem(_ meaning: FeedName, _ space: FeedSpace, _ attributes: Attributes) {
        guard space != .other || !knowsRootSpace else {
            skip()
            return
        }
        switch meaning {
        case .title: openText(meaning, space, attributes)
        case .description, .summary, .abstract, .subtitle, .encoded, .full: openText(meaning, space, attributes)
        case .content:
            if space == .media {
                readMedia(attributes)
            } else {
                if let source = attributes.find("src"), draft.link == 0 { offerLink(source, rank: 1) }
                openText(meaning, space, attributes)
            }
        case .body: if space == .xhtml || space == .core { openText(meaning, space, attributes) } else { skip() }
        case .link: startLink(space, attributes)
        case .guid, .id:
            open(meaning, space, .raw)
            field.isMarked = attributes.find("ispermalink")?.trimmed.equalsIgnoringCase("false") ?? false
        case .pubDate, .published, .issued, .date, .updated, .modified, .lastBuildDate, .created:
            open(meaning, space, .raw)
        case .author, .creator: open(meaning, space, .person)
        case .category, .subject, .keywords: startCategory(meaning, space, attributes)
        case .enclosure:
            if let address = attributes.find("url") ?? attributes.find("href") { offerEnclosure(address, rank: 3) }
            skip()
        case .group: break
        case .source where space == .atom10: enter(.source)
        case .anchor:
            if let address = attributes.find("href") { offerLink(address, rank: 2) }
            skip()
        default: skip()
        }
    }

    private mutating func startCategory(_ meaning: FeedName, _ space: FeedSpace, _ attributes: Attributes) {
        if meaning == .category, attributes.count > 0 {
            if let term = attributes.find("term") { addCategory(plain.fromText(term)) }
            if let label = attributes.find("label") ?? attributes.find("text") { addCategory(plain.fromText(label)) }
        }
        open(meaning, space, .raw)
    }

    private mutating func readMedia(_ attributes: Attributes) {
        guard let address = attributes.find("url") else { return }
        offerEnclosure(address, rank: 1)
    }

    /// Keeps the text just gathered for the item.
    mutating func storeInItem() {
        let space = field.space
        switch field.name {
        case .title: keep(readText(), rank(space), in: &draft.item.title, over: &draft.title)
        case .link: offerLink(text.bytes, rank: space == .core ? 4 : 2)
        case .enclosure: offerEnclosure(text.bytes, rank: 3)
        case .guid, .id: storeIdentifier()
        case .description, .abstract: storeSummary(rank: space == .media ? 1 : rank(space))
        case .summary: storeSummary(rank: space == .iTunes ? 2 : rank(space))
        case .subtitle: storeSummary(rank: 1)
        case .encoded: storeContent(rank: 4)
        case .content: storeContent(rank: space == .core ? 2 : 3)
        case .body, .full: storeContent(rank: 1)
        case .author:
            // RFC 4287, section 4.2.11: the source's author is the entry's where that names none.
            let rank: UInt8 = field.place == .source ? 1 : space == .iTunes ? 2 : 4
            keep(readPerson(), rank, in: &draft.item.author, over: &draft.author)
        case .creator: keep(readPerson(), 3, in: &draft.item.author, over: &draft.author)
        case .category, .subject: addCategory(plain.fromReferences(text.bytes))
        case .keywords: addKeywords()
        default: storeDate()
        }
    }

    private mutating func storeSummary(rank: UInt8) {
        guard rank > draft.summary else { return }
        let value = readText(linkLimit: options.collectsLinks ? options.limits.listCount : 0)
        if value != nil, options.collectsLinks { draft.item.summaryLinks = resolvedLinks() }
        keep(value, rank, in: &draft.item.summary, over: &draft.summary)
    }

    private mutating func storeContent(rank: UInt8) {
        guard rank > draft.content else { return }
        let value = readText(linkLimit: options.collectsLinks ? options.limits.listCount : 0)
        if value != nil, options.collectsLinks { draft.item.contentLinks = resolvedLinks() }
        keep(value, rank, in: &draft.item.content, over: &draft.content)
    }

    private func resolvedLinks() -> [String] {
        plain.links.map { link in link.withBytes { resolve($0) } }
    }

    private mutating func storeIdentifier() {
        let identifier = text.bytes.trimmed
        let rank: UInt8 = field.name == .guid ? 3 : field.space == .dublinCore ? 1 : 2
        guard !identifier.isEmpty, draft.guid < rank else { return }
        draft.guid = rank
        draft.item.guid = identifier.string
        draft.item.guidIsPermaLink = false
        draft.permaLink = nil
        guard field.name == .guid, !field.isMarked else { return }
        let resolved = resolve(identifier)
        if URLReference.isPage(resolved) {
            draft.item.guidIsPermaLink = true
            draft.permaLink = resolved
        }
    }

    private mutating func storeDate() {
        guard let date = parseDate(text.bytes) else { return }
        switch field.name {
        case .updated, .modified: storeUpdate(date, rank: rank(field.space))
        case .lastBuildDate: storeUpdate(date, rank: 1)
        case .created: storePublished(date, rank: 1)
        case .date: storePublished(date, rank: 2)
        default: storePublished(date, rank: field.space == .dublinCore ? 3 : 4)
        }
    }

    private mutating func storePublished(_ date: ReadDate, rank: UInt8) {
        guard draft.published < rank else { return }
        draft.published = rank
        draft.item.published = date.utc
        draft.publishedIsLocal = date.isLocal
    }

    private mutating func storeUpdate(_ date: ReadDate, rank: UInt8) {
        guard draft.updated < rank else { return }
        draft.updated = rank
        draft.item.updated = date.utc
        draft.updatedIsLocal = date.isLocal
    }

    mutating func offerLink(_ address: Bytes, rank: UInt8) {
        let address = address.trimmed
        guard !address.isEmpty, draft.link < rank else { return }
        draft.link = rank
        draft.item.link = resolve(address)
    }

    mutating func offerEnclosure(_ address: Bytes, rank: UInt8) {
        let address = address.trimmed
        guard !address.isEmpty, draft.enclosure < rank else { return }
        draft.enclosure = rank
        draft.item.enclosureURL = resolve(address)
    }

    private mutating func addCategory(_ category: String?) {
        guard let category, draft.categories.texts.count < options.limits.listCount else { return }
        draft.categories.add(category)
    }

    private mutating func addKeywords() {
        var start = 0
        let count = text.count
        while start < count {
            let end = text.bytes.index(of: 0x2C, from: start) ?? count
            addCategory(plain.fromReferences(text.bytes.part(start, end)))
            start = end + 1
        }
    }

    mutating func finishItem() {
        if isCut {
            dropped.cutItems += 1
            return
        }
        if draft.item.link == nil { draft.item.link = draft.permaLink }
        draft.item.categories = draft.categories.texts
        let index = feed.items.count
        if draft.publishedIsLocal { dates.localItems.append(.init(item: index, isUpdated: false)) }
        if draft.updatedIsLocal { dates.localItems.append(.init(item: index, isUpdated: true)) }
        feed.items.append(draft.takeItem())
    }
}
