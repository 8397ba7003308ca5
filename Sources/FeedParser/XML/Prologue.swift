/// What stands before a document's root element, and what the root is.
struct Prologue {
    enum Root: Equatable {
        /// A root that feeds have, from its `<` on.
        case feed(offset: Int)
        /// Another element.
        case other(name: String, offset: Int)
        case html(offset: Int)
        /// No element at all.
        case missing
    }

    let root: Root
    /// Whether the document type declares something of its own, such as entities.
    let hasInternalSubset: Bool
    /// Where the document type declaration begins.
    let documentType: Int?
    /// Bytes that have no place before the root: text, or tags of something else.
    let hasJunk: Bool

    /// How far from the start a root is looked for behind junk.
    private static let reach = 256 << 10

    /// Looks for the root in UTF-8 `text`.
    init(_ text: Bytes, work: WorkMeter = WorkMeter()) {
        var position = 0
        var firstOther: (name: String, offset: Int)?
        var html: Int?
        var documentType: Int?
        var hasInternalSubset = false
        var hasJunk = false
        var found: Root?
        var missing = MissingEnds()
        while found == nil, position < min(text.count, Self.reach),
            let mark = work.index(of: 0x3C, in: text, from: position)
        {
            if !text.part(position, mark).trimmed.isEmpty { hasJunk = true }
            if text.has("<!--", at: mark) {
                let end = missing.comment ? nil : work.index(of: "-->", in: text, from: mark + 4)
                missing.comment = end == nil
                position = end.map { $0 + 3 } ?? mark + 4
            } else if text.has("<?", at: mark) {
                // One without an end ends before the next tag.
                let next = work.index(of: 0x3C, in: text, from: mark + 2) ?? text.count
                position = work.index(of: 0x3E, in: text.part(0, next), from: mark).map { $0 + 1 } ?? next
            } else if text.hasIgnoringCase("<!doctype", at: mark) {
                let isHTML = text.part(mark + 9, mark + 40).trimmed.hasIgnoringCase("html")
                if isHTML { html = html ?? mark }
                documentType = mark
                let end = Self.endOfDocumentType(text, from: mark, work: work)
                hasInternalSubset = hasInternalSubset || end.hasSubset
                position = end.offset
            } else {
                var end = mark + 1
                while end < text.count, !isASCIISpace(text[end]), text[end] != 0x3E, text[end] != 0x2F { end += 1 }
                work.spend(end - mark)
                let name = text.part(mark + 1, end)
                if Self.isFeedRoot(name), html == nil || !name.equalsIgnoringCase("channel") {
                    found = .feed(offset: mark)
                } else if let first = name.first, isASCIILetter(first) || first >= 0x80 || first == 0x5F {
                    if name.equalsIgnoringCase("html") || name.hasIgnoringCase("html:") { html = html ?? mark }
                    if firstOther == nil { firstOther = (name.part(0, 64).string, mark) }
                }
                position = max(end, mark + 1)
            }
        }
        if let found {
            root = found
            hasJunk = hasJunk || firstOther != nil
        } else if let html {
            root = .html(offset: html)
        } else if let firstOther {
            let isPage = ["head", "body", "script", "title", "meta"].contains(firstOther.name.lowercased())
            root = isPage ? .html(offset: firstOther.offset) : .other(name: firstOther.name, offset: firstOther.offset)
        } else {
            root = .missing
        }
        self.hasInternalSubset = hasInternalSubset
        self.documentType = documentType
        self.hasJunk = hasJunk
    }

    private static func isFeedRoot(_ name: Bytes) -> Bool {
        let colon = name.index(of: 0x3A).map { $0 + 1 } ?? 0
        let local = name.part(colon, name.count)
        return local.equalsIgnoringCase("rss") || local.equalsIgnoringCase("feed") || local.equalsIgnoringCase("rdf")
            || local.equalsIgnoringCase("channel") || local.equalsIgnoringCase("entry")
    }

    /// Behind a document type declaration, over its internal subset and the quoted literals in it.
    ///
    /// A quote is looked for to the end of the text at most once for each kind: behind the last there are none to ask about.
    static func endOfDocumentType(
        _ text: Bytes, from start: Int, work: WorkMeter
    ) -> (offset: Int, hasSubset: Bool) {
        var position = start + 2
        var brackets = 0
        var hasSubset = false
        defer { work.spend(position - start) }
        while position < text.count, !work.isOver {
            switch text[position] {
            case 0x5B:
                brackets += 1
                hasSubset = true
            case 0x5D: brackets -= 1
            case 0x3E where brackets <= 0: return (position + 1, hasSubset)
            case 0x22, 0x27:
                if let close = work.index(of: text[position], in: text, from: position + 1) { position = close }
            case 0x3C where text.has("<!--", at: position):
                guard let end = work.index(of: "-->", in: text, from: position + 4) else {
                    return (text.count, hasSubset)
                }
                position = end + 2
            default: break
            }
            position += 1
        }
        return (text.count, hasSubset)
    }
}
