import FoundationEssentials

/// How an element's text is to be read, and reading it.
extension FeedBuilder {
    /// Begins a text that may be markup.
    mutating func openText(_ name: FeedName, _ space: FeedSpace, _ attributes: Attributes) {
        switch space {
        case .atom10: open(name, space, kindOfAtom10(name, attributes))
        case .atom03: openAtom03(name, attributes)
        case .core where feed.format == .atom10: open(name, space, kindOfAtom10(name, attributes))
        case .core where feed.format == .atom03: openAtom03(name, attributes)
        default: open(name, space, .markup)
        }
    }

    /// RFC 4287, sections 3.1.1 and 4.1.3.3.
    private func kindOfAtom10(_ name: FeedName, _ attributes: Attributes) -> Field.Kind {
        guard let type = attributes.find("type")?.trimmed, !type.isEmpty else { return .literal }
        if type.equalsIgnoringCase("html") || type.hasIgnoringCase("text/html") { return .markup }
        if type.equalsIgnoringCase("xhtml") || isXML(type) { return .xhtml }
        // Only content may have media types of its own; elsewhere the one that can be nothing but base64 counts.
        let isBinary =
            name == .content ? !type.hasIgnoringCase("text") : type.hasIgnoringCase("application/octet-stream")
        return isBinary && type.index(of: 0x2F) != nil ? .base64Text : .literal
    }

    private mutating func openAtom03(_ name: FeedName, _ attributes: Attributes) {
        let type = attributes.find("type")?.trimmed
        let mode = attributes.find("mode")?.trimmed
        let isHTML = type.map { $0.hasIgnoringCase("text/html") || $0.equalsIgnoringCase("html") || isXML($0) } ?? false
        if mode?.equalsIgnoringCase("base64") == true {
            open(name, .atom03, isHTML ? .base64Markup : .base64Text)
        } else if mode?.equalsIgnoringCase("escaped") == true {
            open(name, .atom03, isHTML ? .markup : .literal)
        } else {
            open(name, .atom03, isHTML ? .xhtml : .literal)
            // Many say HTML, forget `mode`, and escape it all the same.
            field.isMarked = isHTML
        }
    }

    private func isXML(_ type: Bytes) -> Bool {
        type.index(of: "xhtml") != nil || type.index(of: "+xml") != nil || type.index(of: "/xml") != nil
    }

    mutating func finishField() {
        if field.place == .item || field.place == .source { storeInItem() } else { storeInFeed() }
    }

    /// Whether an element inside a text is written down as a tag: in a title, what looks like a tag but is none of HTML's is
    /// text, which a real element is not.
    func isWritten(_ tag: Bytes) -> Bool { field.name != .title || MarkupNames.isKnown(tag) }

    /// The gathered text as a reader sees it; nil when there is nothing to see.
    mutating func readText(linkLimit: Int = 0) -> String? {
        switch field.kind {
        case .literal: return plain.fromText(text.bytes)
        case .markup:
            return plain.fromMarkup(text.bytes, linkLimit: linkLimit, keepsUnknownTags: field.name == .title)
        case .xhtml:
            if field.isMarked, !field.hasMarkup { unescapeText() }
            return plain.fromMarkup(text.bytes, linkLimit: linkLimit)
        case .base64Markup, .base64Text: return readBase64(linkLimit: linkLimit)
        case .raw, .person: return nonEmpty(text.bytes)
        }
    }

    /// What the gathered base64 decodes to; the text itself where it is none.
    private mutating func readBase64(linkLimit: Int) -> String? {
        guard let decoded = Data(base64Encoded: Data(text.bytes.filter { $0 > 0x20 })) else {
            return plain.fromText(text.bytes)
        }
        let isHTML = field.kind == .base64Markup
        return decoded.withUnsafeBytes { raw in
            let bytes = raw.bindMemory(to: UInt8.self)
            // Bytes of no type that was understood show by themselves whether they are markup.
            let isMarkup = isHTML || bytes.first == 0x3C || bytes.index(of: "&lt;") != nil
            return isMarkup ? plain.fromMarkup(bytes, linkLimit: linkLimit) : plain.fromText(bytes)
        }
    }

    /// Undoes the escaping of text that was gathered as XHTML and had no element in it.
    private mutating func unescapeText() {
        let escaped = text.bytes.string
        text.removeAll()
        escaped.withBytes { bytes in
            var position = 0
            while position < bytes.count {
                if bytes[position] == 0x26, let reference = CharacterReference(in: bytes, at: position),
                    reference.first != 0
                {
                    text.append(utf8: reference.first)
                    position += reference.length
                } else {
                    text.append(bytes[position])
                    position += 1
                }
            }
        }
    }

    /// Keeps a part of a person: the name rather than the address.
    mutating func readPersonPart() {
        switch field.personPart {
        case .name, .title: if draftPerson.name == nil { draftPerson.name = plain.fromReferences(text.bytes) }
        case .email: if draftPerson.email == nil { draftPerson.email = nonEmpty(text.bytes) }
        default: break
        }
    }

    /// The name of the person just gathered; the address when there is no name.
    mutating func readPerson() -> String? {
        let parts = draftPerson
        draftPerson = DraftPerson()
        return parts.name ?? parts.email ?? plain.fromReferences(text.bytes).map(personName)
    }

    /// What a value of this namespace is worth beside the same of another.
    func rank(_ space: FeedSpace) -> UInt8 {
        switch space {
        case .core: 5
        case .atom10, .atom03: feed.format == .atom10 || feed.format == .atom03 ? 5 : 4
        case .dublinCore: 3
        case .iTunes: 2
        case .other: knowsRootSpace ? 1 : 5
        default: 1
        }
    }

    func parseDate(_ bytes: Bytes) -> ReadDate? {
        FeedDate.parse(bytes)
    }

    /// Minutes, hours of the day, times a period: what is greater counts as this.
    private static let greatestNumber = 999_999_999

    func number(_ bytes: Bytes) -> Int? {
        BoundedNumber.digits(bytes.trimmed, upTo: Self.greatestNumber)
    }

    mutating func startLink(_ space: FeedSpace, _ attributes: Attributes) {
        let relation = attributes.find("rel")?.trimmed
        let isItem = currentPlace == .item
        let isAlternate =
            relation == nil || relation?.isEmpty == true || relation?.equalsIgnoringCase("alternate") == true
            || relation?.hasIgnoringCase("http://www.iana.org/assignments/relation/alternate") == true
        let isEnclosure = isItem && relation?.equalsIgnoringCase("enclosure") == true
        guard let address = attributes.find("href"), !address.trimmed.isEmpty else {
            // As RSS has it: the address is the text.
            if isAlternate || isEnclosure { open(isEnclosure ? .enclosure : .link, space, .raw) } else { skip() }
            return
        }
        if isAlternate {
            let type = attributes.find("type")?.trimmed
            let isPage = type.map { $0.isEmpty || $0.index(of: "html") != nil } ?? true
            let own: UInt8 = space == .core || feed.format == .atom10 || feed.format == .atom03 ? 1 : 0
            let rank: UInt8 = (isPage ? 2 : 1) + own
            if isItem { offerLink(address, rank: rank) } else { offerFeedLink(address, rank: rank) }
        } else if isEnclosure {
            offerEnclosure(address, rank: 3)
        }
        skip()
    }
}

/// A person's parts while they are read.
struct DraftPerson {
    var name: String?
    var email: String?
}

/// Trimmed text, nil when nothing is left.
func nonEmpty(_ bytes: Bytes) -> String? {
    let trimmed = bytes.trimmed
    return trimmed.isEmpty ? nil : trimmed.string
}

/// The name in RSS's `address (name)`, `name <address>` and `name (address)`; the whole when it has no such form.
func personName(_ text: String) -> String {
    guard text.utf8.contains(0x40) else { return text }
    for (open, close) in [("(", ")"), ("<", ">")] {
        guard text.hasSuffix(close), let start = text.firstIndex(of: Character(open)) else { continue }
        let inner = text[text.index(after: start)...].dropLast()
        let outer = text[..<start]
        let name = inner.utf8.contains(0x40) ? trimmedText(outer) : trimmedText(inner)
        if !name.isEmpty { return name }
    }
    return text
}

private func trimmedText(_ text: Substring) -> String {
    text.withContiguousBytes { $0.trimmed.string }
}

extension Substring {
    fileprivate func withContiguousBytes(_ body: (Bytes) -> String) -> String { String(self).withBytes(body) }
}
