import FoundationEssentials

/// JSON Feed 1.0 and 1.1 (jsonfeed.org), and RSS written as JSON (rssjs.org).
struct JSONFeedReader: ~Copyable {
    private let options: ParseOptions
    private let work: WorkMeter
    private var plain: PlainText
    private var dates = DateContext()
    private var clippedTexts = 0
    /// Stands in where an item names none.
    private var feedAuthor: String?

    init(options: ParseOptions, work: WorkMeter) {
        self.options = options
        self.work = work
        plain = PlainText(work: work)
    }

    mutating func read(_ text: Bytes, encoding: String) throws(FeedParseError) -> ParsedFeed {
        var reader = JSONReader(
            text, textLimit: options.limits.textSize, elementLimit: options.limits.items, work: work)
        let root: JSONValue
        do {
            root = try reader.read()
        } catch {
            try work.check()
            throw FeedParseError(.malformedJSON, Self.place(of: error, in: text))
        }
        try work.check()
        var feed = ParsedFeed(format: .jsonfeed, encoding: encoding)
        if let channel = root["rss"]?["channel"] {
            feed.version = root["rss"]?["version"]?.text
            readChannel(channel, into: &feed)
        } else {
            let version = root["version"]?.text
            let isFeed = version?.withBytes { $0.index(of: "jsonfeed.org") != nil } ?? false
            // Some forget the version, or write "1.0".
            let hasItems = if case .array = root["items"] { true } else { false }
            guard isFeed || hasItems && (version != nil || root["title"] != nil || root["feed_url"] != nil) else {
                if let fault = reader.fault { throw FeedParseError(.malformedJSON, Self.place(of: fault, in: text)) }
                throw FeedParseError(.notFeed, "line 1: JSON, but not a feed (no \"version\" of jsonfeed.org)")
            }
            feed.version = version.flatMap { $0.split(separator: "/").last.map(String.init) }
            readFeed(root, into: &feed)
        }
        if let fault = reader.fault {
            let line = text.lineFeeds(before: fault.offset) + 1
            feed.warnings.append(ParseWarning(line: line, "broken off: \(fault.message); complete items are kept"))
        }
        let dropped = reader.droppedElements
        if dropped > 0 {
            feed.itemsLeftOut = dropped
            feed.warnings.append(
                ParseWarning(line: nil, "\(dropped) items beyond the first \(options.limits.items) left out"))
        }
        let clipped = clippedTexts + reader.clippedTexts
        if clipped > 0 { feed.warnings.append(ParseWarning(line: nil, "\(clipped) texts longer than the bound cut")) }
        try work.check()
        dates.settle(&feed, options: options)
        return feed
    }

    private static func place(of fault: JSONReader.Fault, in text: Bytes) -> String {
        "line \(text.lineFeeds(before: fault.offset) + 1): JSON that cannot be read: \(fault.message) (offset \(fault.offset))"
    }

    // MARK: JSON Feed

    private mutating func readFeed(_ root: JSONValue, into feed: inout ParsedFeed) {
        feed.title = plainName(root["title"])
        feed.link = address(root["home_page_url"])
        feed.id = short(root["feed_url"])
        feed.descriptionText = plainText(root["description"])
        feed.language = short(root["language"])
        feedAuthor = author(of: root)
        feed.author = feedAuthor
        for value in root["items"]?.elements ?? [] where value.isObject && !work.isOver {
            feed.items.append(readItem(value, index: feed.items.count))
        }
    }

    private mutating func readItem(_ value: JSONValue, index: Int) -> ParsedItem {
        var item = ParsedItem()
        item.guid = short(value["id"])
        item.title = plainName(value["title"])
        item.link = address(value["url"]) ?? address(value["external_url"])
        if item.link == nil, let guid = item.guid, URLReference.isPage(guid) {
            item.link = guid
            item.guidIsPermaLink = true
        }
        item.summary = plainText(value["summary"])
        if let markup = value["content_html"]?.text, let content = markupText(markup) {
            item.content = content
            if options.collectsLinks { item.contentLinks = links() }
        } else {
            item.content = plainText(value["content_text"])
        }
        setDate(value["date_published"], \.published, index, isUpdated: false, of: &item)
        setDate(value["date_modified"], \.updated, index, isUpdated: true, of: &item)
        item.author = author(of: value) ?? feedAuthor
        var categories = CategoryList()
        for tag in (value["tags"]?.elements ?? []).prefix(options.limits.listCount) {
            if let tag = plainName(tag) { categories.add(tag) }
        }
        item.categories = categories.texts
        item.enclosureURL = value["attachments"]?.elements.first.flatMap { address($0["url"]) }
        return item
    }

    /// 1.0's one `author`, else the first of 1.1's `authors`.
    private mutating func author(of value: JSONValue) -> String? {
        for person in [value["author"] ?? .null] + (value["authors"]?.elements ?? []) {
            if let name = plainName(person["name"] ?? person) { return name }
        }
        return nil
    }

    // MARK: RSS as JSON

    private mutating func readChannel(_ channel: JSONValue, into feed: inout ParsedFeed) {
        feed.title = short(channel["title"]).flatMap { markupText($0) }
        feed.link = address(channel["link"])
        feed.descriptionText = channel["description"]?.text.flatMap { markupText($0) }
        feed.language = short(channel["language"])
        let values = channel["item"].map { $0.isObject ? [$0] : $0.elements } ?? []
        for value in values where value.isObject && !work.isOver {
            feed.items.append(readRSSItem(value, index: feed.items.count))
        }
    }

    private mutating func readRSSItem(_ value: JSONValue, index: Int) -> ParsedItem {
        var item = ParsedItem()
        item.title = short(value["title"]).flatMap { markupText($0) }
        item.summary = value["description"]?.text.flatMap { markupText($0) }
        if options.collectsLinks { item.summaryLinks = links() }
        let guid = value["guid"]
        item.guid = short(guid?["#value"] ?? guid)
        item.link = address(value["link"])
        if item.link == nil, let guid = item.guid, URLReference.isPage(guid) {
            item.link = guid
            item.guidIsPermaLink = true
        }
        setDate(value["pubDate"], \.published, index, isUpdated: false, of: &item)
        item.author = value["author"]?.text.map(personName)
        item.enclosureURL = address(value["enclosure"]?["url"])
        return item
    }

    // MARK: Values

    /// A title, name, address or identifier, cut at its bound; nil when it is empty.
    private mutating func short(_ value: JSONValue?) -> String? {
        guard let text = value?.text else { return nil }
        let limit = options.limits.shortTextSize
        if text.utf8.count > limit { clippedTexts += 1 }
        return text.withBytes { nonEmpty($0.clipped(to: limit)) }
    }

    private mutating func plainName(_ value: JSONValue?) -> String? {
        guard var name = short(value) else { return nil }
        return name.withUTF8 { plain.fromText($0) }
    }

    private mutating func plainText(_ value: JSONValue?) -> String? {
        guard let text = value?.text else { return nil }
        var copy = text
        return copy.withUTF8 { plain.fromText($0) }
    }

    private mutating func markupText(_ markup: String) -> String? {
        var copy = markup
        let limit = options.collectsLinks ? options.limits.listCount : 0
        return copy.withUTF8 { plain.fromMarkup($0, linkLimit: limit) }
    }

    private func links() -> [String] {
        plain.links.map { link in resolve(link) }
    }

    private mutating func address(_ value: JSONValue?) -> String? {
        guard let text = short(value) else { return nil }
        return resolve(text)
    }

    private func resolve(_ address: String) -> String {
        work.spend(address.utf8.count + (options.baseURL?.utf8.count ?? 0))
        let result = address.withBytes { URLReference.resolve($0, against: options.baseURL) }
        work.make(result.utf8.count)
        return result
    }

    private mutating func setDate(
        _ value: JSONValue?, _ slot: WritableKeyPath<ParsedItem, Date?>, _ index: Int, isUpdated: Bool,
        of item: inout ParsedItem
    ) {
        guard let text = value?.text, let date = text.withBytes({ FeedDate.parse($0) }) else { return }
        item[keyPath: slot] = date.utc
        if date.isLocal { dates.localItems.append(.init(item: index, isUpdated: isUpdated)) }
    }
}
