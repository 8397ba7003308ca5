/// The elements of the feed itself.
extension FeedBuilder {
    mutating func startRoot(
        _ meaning: FeedName, _ space: FeedSpace, _ name: UnsafePointer<UInt8>, _ attributes: Attributes
    ) {
        hasRoot = true
        knowsRootSpace = space != .other
        feed.items.reserveCapacity(32)
        let version = attributes.find("version")
        feed.version = version.flatMap(nonEmpty)
        enter(.feed)
        switch meaning {
        case .rdf: feed.format = .rdf
        case .feed, .entry:
            feed.format = space == .atom03 || version?.trimmed.has("0.3") == true ? .atom03 : .atom10
            if meaning == .entry { startItem(meaning, attributes) }
        case .channel:
            feed.format = isDefinition(name, attributes) ? .cdf : .rss0x
            readChannelAttributes(attributes)
        default: feed.format = version.map { $0.trimmed.has("2") || $0.trimmed.isEmpty } ?? true ? .rss2 : .rss0x
        }
    }

    mutating func startInFeed(
        _ meaning: FeedName, _ space: FeedSpace, _ name: UnsafePointer<UInt8>, _ attributes: Attributes
    ) {
        guard space != .other || !knowsRootSpace else {
            enter(.wrapper)
            return
        }
        switch meaning {
        case .item, .entry:
            guard space != .media, space != .iTunes else {
                skip()
                return
            }
            if feed.format == .rss0x, attributes.find("href") != nil { feed.format = .cdf }
            startItem(meaning, attributes)
        case .channel, .rss, .feed, .rdf, .items: readChannelAttributes(attributes)
        case .title, .subtitle, .description, .summary, .abstract:
            if feed.format == .rss0x, feed.version == nil, name[0] == 0x54 || name[0] == 0x41, name[1] < 0x60 {
                feed.format = .cdf
            }
            openText(meaning, space, attributes)
        case .link: startLink(space, attributes)
        case .id, .guid, .language, .pubDate, .published, .date, .updated, .modified, .lastBuildDate, .issued, .created,
            .timeToLive, .updatePeriod, .updateFrequency:
            open(meaning, space, .raw)
        case .author, .creator, .managingEditor, .webMaster, .publisher: open(meaning, space, .person)
        case .anchor:
            if let address = attributes.find("href") { offerFeedLink(address, rank: 2) }
            skip()
        case .skipHours: enter(.skippedHours)
        case .skipDays: enter(.skippedDays)
        case .image, .textInput, .source, .logo, .owner, .contributor, .category, .body: skip()
        default: enter(.wrapper)
        }
    }

    /// Keeps the text just gathered for the feed.
    mutating func storeInFeed() {
        let space = field.space
        switch field.name {
        case .title: keep(readText(), rank(space), in: &feed.title, over: &feedRanks.title)
        case .subtitle, .description, .summary, .abstract:
            let isMain =
                field.name == .description || field.name == .subtitle && space != .iTunes || field.name == .abstract
            keep(readText(), isMain ? rank(space) : 1, in: &feed.descriptionText, over: &feedRanks.description)
        case .link: offerFeedLink(text.bytes, rank: space == .core ? 4 : 2)
        case .id, .guid: keep(nonEmpty(text.bytes), 3, in: &feed.id, over: &feedRanks.id)
        case .language: keep(nonEmpty(text.bytes), rank(space) + 1, in: &feed.language, over: &feedRanks.language)
        case .author, .creator, .managingEditor, .webMaster, .publisher:
            let rank: UInt8 =
                switch field.name {
                case .author: space == .iTunes ? 3 : 5
                case .managingEditor: 4
                case .creator: 4
                default: 1
                }
            keep(readPerson(), rank, in: &feed.author, over: &feedRanks.author)
        case .timeToLive: feed.timeToLive = feed.timeToLive ?? number(text.bytes)
        case .updateFrequency: feed.updateFrequency = feed.updateFrequency ?? number(text.bytes)
        case .updatePeriod: feed.updatePeriod = feed.updatePeriod ?? nonEmpty(text.bytes)?.lowercased()
        case .hour:
            if let hour = number(text.bytes), hour <= 24, feed.skipHours.count < 24 { feed.skipHours.append(hour % 24) }
        case .day:
            if feed.skipDays.count < 7, let day = nonEmpty(text.bytes) { feed.skipDays.append(day) }
        default: storeFeedDate()
        }
    }

    private mutating func storeFeedDate() {
        guard let date = parseDate(text.bytes) else { return }
        switch field.name {
        case .updated, .modified: storeFeedUpdate(date, rank: rank(field.space))
        case .lastBuildDate: storeFeedUpdate(date, rank: 2)
        default:
            let rank: UInt8 = field.space == .core ? 4 : 3
            guard feedRanks.published < rank else { return }
            feedRanks.published = rank
            feed.published = date.utc
            dates.feedPublishedIsLocal = date.isLocal
        }
    }

    private mutating func storeFeedUpdate(_ date: ReadDate, rank: UInt8) {
        guard feedRanks.updated < rank else { return }
        feedRanks.updated = rank
        feed.updated = date.utc
        dates.feedUpdatedIsLocal = date.isLocal
    }

    mutating func offerFeedLink(_ address: Bytes, rank: UInt8) {
        let address = address.trimmed
        guard !address.isEmpty, feedRanks.link < rank else { return }
        feedRanks.link = rank
        feed.link = resolve(address)
    }

    /// CDF's and RDF's attributes of a channel.
    private mutating func readChannelAttributes(_ attributes: Attributes) {
        guard attributes.count > 0 else { return }
        if let about = attributes.find("about", prefix: "rdf") ?? attributes.find("about") {
            keep(nonEmpty(about), 2, in: &feed.id, over: &feedRanks.id)
        }
        if let address = attributes.find("href") { offerFeedLink(address, rank: 3) }
        if let changed = attributes.find("lastmod"), let date = parseDate(changed) {
            storeFeedUpdate(date, rank: 2)
        }
    }

    /// Whether a bare `channel` is CDF's: by its attributes or its upper case.
    private func isDefinition(_ name: UnsafePointer<UInt8>, _ attributes: Attributes) -> Bool {
        name[0] == 0x43 && name[1] == 0x48 || attributes.find("href") != nil || attributes.find("lastmod") != nil
            || attributes.find("base") != nil
    }
}

/// Puts `value`, unless it is nil, where one of a lower rank stands.
@inline(__always)
func keep<Value>(_ value: Value?, _ rank: UInt8, in slot: inout Value?, over current: inout UInt8) {
    guard rank > current, let value else { return }
    slot = value
    current = rank
}
