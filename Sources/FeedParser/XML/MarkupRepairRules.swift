/// What each element is to a feed, and which others its tags prove to be at their end.
extension MarkupRepair {
    /// Closes what a start tag proves to have been left open.
    mutating func closeForStart(_ meaning: (name: FeedName, role: Role), isPrefixed: Bool) {
        if meaning.role == .item {
            if let item = openItems.last {
                close(downTo: item)
            } else if let field {
                close(downTo: field)
            }
            while let last = open.last, last.role == .container, !Self.holdsItems(last.name) {
                close(downTo: open.count - 1)
            }
            return
        }
        guard let field, meaning.role == .field || meaning.name == .author else { return }
        let isShort = !open[field].isLong
        let isOnlyOfFeeds = !Self.isHTMLToo(meaning.name) || isPrefixed
        if isOnlyOfFeeds || isShort { close(downTo: field) }
    }

    mutating func close(downTo index: Int) {
        while open.count > index, let element = open.popLast() {
            appendEndTag(element)
            innermost[element.nameHash] = element.outerSame
            if openItems.last == open.count { openItems.removeLast() }
        }
        if let open = field, open >= index { field = nil }
    }

    mutating func appendEndTag(_ element: OpenElement) {
        output.append("</")
        output.append(text.part(element.nameStart, element.nameEnd))
        output.append(0x3E)
    }

    mutating func push(_ element: OpenElement) {
        innermost[element.nameHash] = open.count
        if element.role == .item { openItems.append(open.count) }
        open.append(element)
    }

    /// Place in `open` of the innermost element of this name, whose hash it is.
    func innermost(_ name: Bytes, hash: UInt64) -> Int? {
        var place = innermost[hash]
        while let candidate = place, !isSame(open[candidate], name) { place = open[candidate].outerSame }
        return place
    }

    private func isSame(_ element: OpenElement, _ name: Bytes) -> Bool {
        guard element.nameEnd - element.nameStart == name.count else { return false }
        return (0..<name.count).allSatisfy { asciiLower(text[element.nameStart + $0]) == asciiLower(name[$0]) }
    }

    /// Whether an element that means nothing, between the fields of an item, is closed before the item is: one that is
    /// not would take the fields behind it along.
    mutating func endsInItem(_ name: Bytes, from start: Int) -> Bool {
        guard open.last?.role == .item else { return true }
        var position = start
        let end = min(text.count, start + 8_192)
        while lookAheadBudget > 0, let mark = work.index(of: 0x3C, in: text.part(0, end), from: position) {
            lookAheadBudget -= mark - position + 1
            position = mark + 1
            guard text.has("</", at: mark) else { continue }
            let otherEnd = endOfName(from: mark + 2, upTo: end)
            lookAheadBudget -= otherEnd - mark
            let other = text.part(mark + 2, otherEnd)
            if other.count == name.count, wordHash(other) == wordHash(name) { return true }
            if other.equalsIgnoringCase("item") || other.equalsIgnoringCase("entry") { return false }
        }
        return true
    }

    func endOfName(from start: Int, upTo limit: Int = .max) -> Int {
        var end = start
        let limit = min(limit, text.count)
        defer { work.spend(end - start) }
        while end < limit {
            let byte = text[end]
            guard
                isASCIILetter(byte) || isASCIIDigit(byte) || byte >= 0x80 || byte == 0x5F || byte == 0x3A
                    || byte == 0x2D
                    || byte == 0x2E
            else { break }
            end += 1
        }
        return end
    }

    /// Behind the tag, over quoted values; before the next `<` when there is no end.
    func endOfTag(from start: Int) -> Int {
        var position = start
        defer { work.spend(position - start) }
        while position < text.count, !work.isOver {
            switch text[position] {
            case 0x3E: return position + 1
            case 0x3C: return position
            case 0x22, 0x27:
                let isValue = text[position - 1] == 0x3D || text[position - 1] == 0x20
                if isValue, let close = work.index(of: text[position], in: text, from: position + 1) {
                    position = close
                }
            default: break
            }
            position += 1
        }
        return text.count
    }

    static func meaning(_ name: Bytes) -> (name: FeedName, role: Role) {
        let colon = name.index(of: 0x3A).map { $0 + 1 } ?? 0
        let feedName = FeedName(name.part(colon, name.count))
        switch feedName {
        case .item, .entry: return (feedName, .item)
        case .rss, .rdf, .feed, .channel, .items, .group, .source, .image, .textInput, .person, .author, .contributor,
            .skipDays, .skipHours, .owner:
            return (feedName, .container)
        case .unknown, .anchor, .enclosure, .thumbnail, .logo, .body: return (feedName, .inline)
        default: return (feedName, .field)
        }
    }

    static func holdsItems(_ name: FeedName) -> Bool { isRoot(name) || name == .items }

    static func isRoot(_ name: FeedName) -> Bool {
        switch name {
        case .rss, .rdf, .feed, .channel: true
        default: false
        }
    }

    /// Names that may as well be HTML inside a text.
    static func isHTMLToo(_ name: FeedName) -> Bool {
        switch name {
        case .title, .link, .summary, .content, .body, .abstract, .date, .name, .subject, .full, .description:
            true
        default: false
        }
    }

    static func isVoid(_ name: Bytes) -> Bool {
        for void: StaticString in ["br", "img", "hr", "input", "meta", "link", "wbr", "area", "col", "embed", "param"]
        where name.equalsIgnoringCase(void) { return true }
        return false
    }
}
