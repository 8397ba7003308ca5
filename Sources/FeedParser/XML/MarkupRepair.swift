/// Rewrites a broken document as well-formed XML: bare ampersands and angle brackets, HTML's and the document's own
/// entities, control characters, unclosed, crossed and stray tags, attributes without quotes, several roots, and a
/// body cut at any byte.
///
/// The result has no declaration, document type, comment or processing instruction, save one `<?cut?>` where the
/// document ended before its root did.
struct MarkupRepair: ~Copyable {
    private enum Role { case container, item, field, inline }

    private struct OpenElement {
        let nameStart: Int
        let nameEnd: Int
        /// Of the name in lower case, so that a long search compares few names.
        let nameHash: UInt64
        let name: FeedName
        let role: Role
        /// A field whose inner tags are text, to be read as HTML later.
        let escapesTags: Bool

        /// A text that may hold any markup, unlike a title or a date.
        var isLong: Bool {
            switch name {
            case .description, .summary, .content, .encoded, .body, .full, .abstract, .subtitle: true
            default: false
            }
        }
    }

    /// Attributes kept of one tag.
    private static let maximumAttributes = 64

    private let text: Bytes
    private var output: ByteBuffer
    private var open: [OpenElement] = []
    private var entities: EntityTable
    private let depthLimit: Int
    /// Place of the innermost open field in `open`.
    private var field: Int?
    private var hasRoot = false
    /// Set when the first root's end tag came; what follows is junk unless another root does.
    private var isRootClosed = false
    /// Place in `open` of the root that is being read: further ones stand inside the first.
    private var rootIndex = 0
    private var isAtom = false
    /// Bytes that may yet be looked at ahead of the place, so that the whole stays linear.
    private var lookAheadBudget: Int
    private var missing = MissingEnds()
    /// The document ended before its root element did.
    private(set) var isCut = false

    var bytes: Bytes { output.bytes }
    var entitiesExhausted: Bool { entities.isExhausted }

    init(_ text: Bytes, from start: Int, documentType: Int?, limits: ParseLimits) {
        self.text = text
        output = ByteBuffer(capacity: text.count - start + 1_024)
        entities = EntityTable(budget: limits.entityExpansion)
        depthLimit = limits.depth
        lookAheadBudget = 4 * text.count
        if let documentType {
            entities.read(text, from: documentType, to: Prologue.endOfDocumentType(text, from: documentType).offset)
        }
        run(from: start)
    }

    private mutating func run(from start: Int) {
        var position = start
        while position < text.count {
            let mark = text.index(of: 0x3C, from: position) ?? text.count
            if mark > position { addText(position, mark) }
            guard mark < text.count else { break }
            position = addMarkup(at: mark)
        }
        if !isRootClosed {
            isCut = true
            output.append("<?cut?>")
        }
        while let element = open.popLast() { appendEndTag(element) }
    }

    // MARK: Text

    private mutating func addText(_ start: Int, _ end: Int) {
        guard hasRoot, !isRootClosed else { return }
        addCharacters(text.part(start, end), isValue: false)
    }

    /// Appends characters with every reference resolved or escaped, and what XML forbids left out.
    private mutating func addCharacters(_ part: Bytes, isValue: Bool) {
        var position = 0
        var plainStart = 0
        while position < part.count {
            let byte = part[position]
            if byte > 0x3E && byte != 0x7F && byte != 0xEF || byte == 0x20 || byte == 0x0A {
                position += 1
                continue
            }
            var length = 1
            switch byte {
            case 0x26:
                output.append(part.part(plainStart, position))
                length = addReference(part, at: position)
                plainStart = position + length
            case 0x3C, 0x3E, 0x22:
                if byte == 0x22, !isValue { break }
                output.append(part.part(plainStart, position))
                output.append(byte == 0x3C ? "&lt;" : byte == 0x3E ? "&gt;" : "&quot;")
                plainStart = position + 1
            case 0x00..<0x20 where byte != 0x09 && byte != 0x0D:
                output.append(part.part(plainStart, position))
                if byte == 0x0B || byte == 0x0C { output.append(0x20) }
                plainStart = position + 1
            case 0xEF where position + 2 < part.count && part[position + 1] == 0xBF && part[position + 2] >= 0xBE:
                output.append(part.part(plainStart, position))
                length = 3
                plainStart = position + 3
            default: break
            }
            position += length
        }
        output.append(part.part(plainStart, part.count))
    }

    private mutating func addReference(_ part: Bytes, at start: Int) -> Int {
        let end = part.part(start, start + 64).index(of: 0x3B).map { start + $0 }
        if let end, start + 1 < end, part[start + 1] != 0x23 {
            let name = part.part(start + 1, end)
            var expansion = ByteBuffer()
            if entities.expand(name, to: &expansion) {
                addExpansion(expansion.bytes)
                return end + 1 - start
            }
        }
        if let reference = CharacterReference(in: part, at: start), part[start + reference.length - 1] == 0x3B {
            add(reference.first)
            if reference.second != 0 { add(reference.second) }
            return reference.length
        }
        output.append("&amp;")
        return 1
    }

    /// An entity's replacement text, in which the references left are to characters.
    private mutating func addExpansion(_ expansion: Bytes) {
        var position = 0
        while position < expansion.count {
            if expansion[position] == 0x26 {
                if let reference = CharacterReference(in: expansion, at: position),
                    expansion[position + reference.length - 1] == 0x3B
                {
                    add(reference.first)
                    if reference.second != 0 { add(reference.second) }
                    position += reference.length
                    continue
                }
            }
            add(UInt32(expansion[position]), isByte: true)
            position += 1
        }
    }

    private mutating func add(_ scalar: UInt32, isByte: Bool = false) {
        switch scalar {
        case 0x26: output.append("&amp;")
        case 0x3C: output.append("&lt;")
        case 0x3E: output.append("&gt;")
        case 0x22: output.append("&quot;")
        case 0x09, 0x0A, 0x0D: output.append(UInt8(scalar))
        case 0..<0x20, 0xFFFE, 0xFFFF: break
        default:
            if isByte { output.append(UInt8(truncatingIfNeeded: scalar)) } else { output.append(utf8: scalar) }
        }
    }

    // MARK: Markup

    /// Handles what begins with `<` at `mark`; returns where to go on.
    private mutating func addMarkup(at mark: Int) -> Int {
        guard mark + 1 < text.count else { return text.count }
        switch text[mark + 1] {
        case 0x21: return addDeclaration(at: mark)
        case 0x3F: return endOfInstruction(from: mark)
        case 0x2F: return addEndTag(at: mark)
        default: return addStartTag(at: mark)
        }
    }

    private mutating func endOfInstruction(from mark: Int) -> Int {
        let end = missing.instruction ? nil : text.index(of: "?>", from: mark)
        missing.instruction = end == nil
        return end.map { $0 + 2 } ?? text.index(of: 0x3E, from: mark).map { $0 + 1 } ?? text.count
    }

    private mutating func addDeclaration(at mark: Int) -> Int {
        if text.has("<!--", at: mark) {
            let end = missing.comment ? nil : text.index(of: "-->", from: mark + 4)
            missing.comment = end == nil
            return end.map { $0 + 3 } ?? text.index(of: 0x3E, from: mark).map { $0 + 1 } ?? text.count
        }
        if text.has("<![CDATA[", at: mark) {
            let end = missing.section ? nil : text.index(of: "]]>", from: mark + 9)
            missing.section = end == nil
            // One without an end is read as if it were none.
            guard let end else { return mark + 9 }
            if hasRoot, !isRootClosed { addLiteral(text.part(mark + 9, end)) }
            return end + 3
        }
        return Prologue.endOfDocumentType(text, from: mark).offset
    }

    /// Characters that mean themselves.
    private mutating func addLiteral(_ part: Bytes) {
        var position = 0
        while position < part.count {
            let byte = part[position]
            if byte == 0xEF, position + 2 < part.count, part[position + 1] == 0xBF, part[position + 2] >= 0xBE {
                position += 3
                continue
            }
            if byte == 0x0B || byte == 0x0C { output.append(0x20) } else { add(UInt32(byte), isByte: true) }
            position += 1
        }
    }

    private mutating func addEndTag(at mark: Int) -> Int {
        let nameEnd = endOfName(from: mark + 2)
        guard nameEnd > mark + 2 else {
            addText(mark, mark + 1)
            return mark + 1
        }
        let end = text.index(of: 0x3E, from: nameEnd)
        // `</title` cut by the next tag: read it as whole.
        let next = text.index(of: 0x3C, from: nameEnd) ?? text.count
        let behind = end.map { $0 < next ? $0 + 1 : next } ?? next
        let name = text.part(mark + 2, nameEnd)
        let meaning = Self.meaning(name)
        let hash = wordHash(name)
        if let match = open.lastIndex(where: { $0.nameHash == hash && isSame($0, name) }),
            match >= (field ?? 0) || meaning.role != .inline,
            open[match].role != .inline || match > (field ?? -1)
        {
            // The first root stays open for what may follow; the end of the text closes it.
            close(downTo: max(match, 1))
            if match <= rootIndex { isRootClosed = true }
        } else if let field, open[field].escapesTags {
            addText(mark, min(behind, text.count))
        }
        return behind
    }

    private mutating func addStartTag(at mark: Int) -> Int {
        let first = text[mark + 1]
        let nameEnd = endOfName(from: mark + 1)
        let isName = nameEnd > mark + 1 && (isASCIILetter(first) || first == 0x5F || first >= 0x80 && field == nil)
        guard isName else {
            addText(mark, mark + 1)
            return mark + 1
        }
        let name = text.part(mark + 1, nameEnd)
        let meaning = Self.meaning(name)
        if isRootClosed {
            guard Self.isRoot(meaning.name) else { return nameEnd }
            isRootClosed = false
            rootIndex = open.count
        }
        closeForStart(meaning, isPrefixed: name.index(of: 0x3A) != nil)
        if let field, open[field].escapesTags {
            let behind = endOfTag(from: nameEnd)
            addText(mark, behind)
            return behind
        }
        if field == nil, hasRoot, meaning.name == .unknown, name.index(of: 0x3A) == nil,
            !endsInItem(name, from: nameEnd)
        {
            return endOfTag(from: nameEnd)
        }
        return writeStartTag(name, meaning, at: mark, nameEnd: nameEnd)
    }

    private mutating func writeStartTag(
        _ name: Bytes, _ meaning: (name: FeedName, role: Role), at mark: Int, nameEnd: Int
    ) -> Int {
        if !hasRoot {
            hasRoot = true
            isAtom = meaning.name == .feed || meaning.name == .entry
        }
        guard open.count < depthLimit + 8 else { return endOfTag(from: nameEnd) }
        output.append(0x3C)
        output.append(name)
        let attributes = writeAttributes(from: nameEnd)
        let role: Role = field != nil ? .inline : meaning.role
        let isVoid = attributes.isSelfClosing || role == .inline && Self.isVoid(name)
        output.append(isVoid ? "/>" : ">")
        if !isVoid {
            let isLiteral = isAtom && !attributes.isHTML
            if role == .field { field = open.count }
            open.append(
                OpenElement(
                    nameStart: mark + 1, nameEnd: nameEnd, nameHash: wordHash(name), name: meaning.name, role: role,
                    escapesTags: role == .field && !isLiteral && !attributes.isXHTML))
        }
        return attributes.end
    }

    /// Writes each attribute once, quoted and escaped.
    private mutating func writeAttributes(from start: Int) -> (
        end: Int, isSelfClosing: Bool, isHTML: Bool, isXHTML: Bool
    ) {
        var position = start
        var names: [(Int, Int)] = []
        var isHTML = false
        var isXHTML = false
        while position < text.count {
            let byte = text[position]
            if byte == 0x3E { return (position + 1, false, isHTML, isXHTML) }
            if byte == 0x2F, position + 1 < text.count, text[position + 1] == 0x3E {
                return (position + 2, true, isHTML, isXHTML)
            }
            if byte == 0x3C { return (position, false, isHTML, isXHTML) }
            let nameEnd = endOfName(from: position)
            guard nameEnd > position else {
                position += 1
                continue
            }
            let nameStart = position
            let name = text.part(nameStart, nameEnd)
            position = nameEnd
            while position < text.count, isASCIISpace(text[position]) { position += 1 }
            var value = name
            if position < text.count, text[position] == 0x3D {
                position += 1
                while position < text.count, isASCIISpace(text[position]) { position += 1 }
                guard position < text.count else { break }
                let quote = text[position]
                if quote == 0x22 || quote == 0x27 {
                    let close = endOfValue(from: position + 1, quote: quote)
                    value = text.part(position + 1, close)
                    position = close < text.count && text[close] == quote ? close + 1 : close
                } else {
                    let valueStart = position
                    while position < text.count, !isASCIISpace(text[position]), text[position] != 0x3E { position += 1 }
                    if position > valueStart, position < text.count, text[position] == 0x3E, text[position - 1] == 0x2F
                    {
                        position -= 1
                    }
                    value = text.part(valueStart, position)
                }
            }
            guard names.count < Self.maximumAttributes, isASCIILetter(name[0]) || name[0] == 0x5F || name[0] >= 0x80,
                !names.contains(where: { text.part($0.0, $0.1).equals(name) })
            else { continue }
            names.append((nameStart, nameEnd))
            output.append(0x20)
            output.append(name)
            output.append("=\"")
            addCharacters(value, isValue: true)
            output.append(0x22)
            if name.equalsIgnoringCase("type") {
                isXHTML = value.index(of: "xhtml") != nil
                isHTML = !isXHTML && value.index(of: "html") != nil
            } else if name.equalsIgnoringCase("mode"), value.equalsIgnoringCase("escaped") {
                isHTML = true
            }
        }
        return (text.count, false, isHTML, isXHTML)
    }

    /// Where a quoted value ends: at its quote, or at a `>` with a tag behind it when the quote was forgotten.
    private func endOfValue(from start: Int, quote: UInt8) -> Int {
        let close = text.index(of: quote, from: start) ?? text.count
        let value = text.part(start, close)
        guard close == text.count || value.index(of: 0x3C) != nil, let bracket = value.index(of: 0x3E) else {
            return close
        }
        return close == text.count || (value.index(of: 0x3C) ?? 0) > bracket ? start + bracket : close
    }

    // MARK: Open elements

    /// Closes what a start tag proves to have been left open.
    private mutating func closeForStart(_ meaning: (name: FeedName, role: Role), isPrefixed: Bool) {
        if meaning.role == .item {
            if let item = open.lastIndex(where: { $0.role == .item }) {
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

    private mutating func close(downTo index: Int) {
        while open.count > index, let element = open.popLast() { appendEndTag(element) }
        if let open = field, open >= index { field = nil }
    }

    private mutating func appendEndTag(_ element: OpenElement) {
        output.append("</")
        output.append(text.part(element.nameStart, element.nameEnd))
        output.append(0x3E)
    }

    private func isSame(_ element: OpenElement, _ name: Bytes) -> Bool {
        guard element.nameEnd - element.nameStart == name.count else { return false }
        return (0..<name.count).allSatisfy { asciiLower(text[element.nameStart + $0]) == asciiLower(name[$0]) }
    }

    /// Whether an element that means nothing, between the fields of an item, is closed before the item is: one that is
    /// not would take the fields behind it along.
    private mutating func endsInItem(_ name: Bytes, from start: Int) -> Bool {
        guard open.last?.role == .item else { return true }
        var position = start
        let end = min(text.count, start + 8_192)
        while lookAheadBudget > 0, let mark = text.part(0, end).index(of: 0x3C, from: position) {
            lookAheadBudget -= mark - position + 1
            position = mark + 1
            guard text.has("</", at: mark) else { continue }
            let other = text.part(mark + 2, endOfName(from: mark + 2))
            if other.count == name.count, wordHash(other) == wordHash(name) { return true }
            if other.equalsIgnoringCase("item") || other.equalsIgnoringCase("entry") { return false }
        }
        return true
    }

    private func endOfName(from start: Int) -> Int {
        var end = start
        while end < text.count {
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
    private func endOfTag(from start: Int) -> Int {
        var position = start
        while position < text.count {
            switch text[position] {
            case 0x3E: return position + 1
            case 0x3C: return position
            case 0x22, 0x27:
                let isValue = text[position - 1] == 0x3D || text[position - 1] == 0x20
                if isValue, let close = text.index(of: text[position], from: position + 1) { position = close }
            default: break
            }
            position += 1
        }
        return text.count
    }

    // MARK: Meanings

    private static func meaning(_ name: Bytes) -> (name: FeedName, role: Role) {
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

    private static func holdsItems(_ name: FeedName) -> Bool { isRoot(name) || name == .items }

    private static func isRoot(_ name: FeedName) -> Bool {
        switch name {
        case .rss, .rdf, .feed, .channel: true
        default: false
        }
    }

    /// Names that may as well be HTML inside a text.
    private static func isHTMLToo(_ name: FeedName) -> Bool {
        switch name {
        case .title, .link, .summary, .content, .body, .abstract, .caption, .date, .name, .subject, .full, .description:
            true
        default: false
        }
    }

    private static func isVoid(_ name: Bytes) -> Bool {
        for void: StaticString in ["br", "img", "hr", "input", "meta", "link", "wbr", "area", "col", "embed", "param"]
        where name.equalsIgnoringCase(void) { return true }
        return false
    }
}
