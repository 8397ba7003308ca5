/// What has been looked for to the end of a text and not found: it is not looked for again, so that a text full of
/// beginnings without ends costs no more than its length.
struct MissingEnds {
    /// `>`
    var tag = false
    /// `-->`
    var comment = false
    /// `]]>`
    var section = false
    /// `?>`
    var instruction = false
}

/// One tag, comment or declaration of HTML, found as the standard's tokenizer does.
struct MarkupTag {
    enum Kind { case none, ignored, opening, closing }

    let kind: Kind
    let element: MarkupElements.Element
    /// Behind the tag.
    let end: Int
    let isSelfClosing: Bool
    /// There is a `=` in it.
    let hasAttribute: Bool
    private let nameStart: Int
    private let nameEnd: Int

    /// Reads what begins at `start`, where `text` has `<`. `kind` is `none` when that is a mere character.
    init(in text: Bytes, at start: Int, elements: MarkupElements, missing: inout MissingEnds, work: WorkMeter) {
        let count = text.count
        var position = start + 1
        guard position < count, !missing.tag else {
            self.init(.none, end: position)
            return
        }
        let isClosing = text[position] == 0x2F
        if isClosing { position += 1 }
        guard position < count, isASCIILetter(text[position]) else {
            self.init(notTagIn: text, at: start, isClosing: isClosing, missing: &missing, work: work)
            return
        }
        let nameStart = position
        var key: UInt64 = 0
        while position < count, !isASCIISpace(text[position]), text[position] != 0x3E, text[position] != 0x2F {
            if position < nameStart + 8 { key = key << 8 | UInt64(asciiLower(text[position])) }
            position += 1
        }
        let nameEnd = position
        work.spend(nameEnd - start)
        if position < count, text[position] == 0x3E {
            self.init(
                isClosing ? .closing : .opening, end: position + 1, element: elements.element(key),
                nameStart: nameStart, nameEnd: position)
            return
        }
        // To the closing bracket, over quoted values: a quote counts only behind `=`.
        var isBehindEquals = false
        var last: UInt8 = 0
        var hasAttribute = false
        while position < count {
            let byte = text[position]
            if byte == 0x3E { break }
            if isBehindEquals, byte == 0x22 || byte == 0x27 {
                guard let close = work.index(of: byte, in: text, from: position + 1) else {
                    position = work.index(of: 0x3E, in: text, from: position) ?? count
                    break
                }
                position = close
                isBehindEquals = false
            } else if byte == 0x3D {
                isBehindEquals = true
                hasAttribute = true
            } else if !isASCIISpace(byte) {
                isBehindEquals = false
            }
            last = byte
            position += 1
        }
        work.spend(position - nameEnd)
        if position >= count {
            // Cut in the middle of a tag: attributes are of no use, but `A <B` is text.
            missing.tag = true
            self.init(hasAttribute || isClosing ? .ignored : .none, end: hasAttribute || isClosing ? count : start + 1)
            return
        }
        self.init(
            isClosing ? .closing : .opening, end: position + 1, element: elements.element(key),
            isSelfClosing: last == 0x2F, hasAttribute: hasAttribute, nameStart: nameStart, nameEnd: nameEnd)
    }

    private init(
        _ kind: Kind, end: Int, element: MarkupElements.Element = .inline, isSelfClosing: Bool = false,
        hasAttribute: Bool = false, nameStart: Int = 0,
        nameEnd: Int = 0
    ) {
        self.kind = kind
        self.end = end
        self.element = element
        self.isSelfClosing = isSelfClosing
        self.hasAttribute = hasAttribute
        self.nameStart = nameStart
        self.nameEnd = nameEnd
    }

    private init(
        notTagIn text: Bytes, at start: Int, isClosing: Bool, missing: inout MissingEnds, work: WorkMeter
    ) {
        let next = text[start + 1]
        guard next == 0x21 || next == 0x3F || isClosing else {
            self.init(.none, end: start + 1)
            return
        }
        if text.has("!--", at: start + 1) {
            let end = missing.comment ? nil : work.index(of: "-->", in: text, from: start + 4)
            missing.comment = end == nil
            self.init(
                .ignored,
                end: end.map { $0 + 3 } ?? work.index(of: 0x3E, in: text, from: start + 4).map { $0 + 1 } ?? text.count)
        } else if text.has("![CDATA[", at: start + 1) {
            // Escaped by one who meant it to be read: its text is.
            self.init(.ignored, end: start + 9)
        } else {
            let end = work.index(of: 0x3E, in: text, from: start + 2)
            missing.tag = end == nil
            self.init(end == nil ? .none : .ignored, end: end.map { $0 + 1 } ?? start + 1)
        }
    }

    /// Whether the content is raw text, in which no tag nests.
    func isRawText(in text: Bytes) -> Bool {
        let name = text.part(nameStart, nameEnd)
        return name.equalsIgnoringCase("script") || name.equalsIgnoringCase("style")
    }

    /// Whether the tag has no attribute and a name that is none of HTML's and has no prefix.
    func isMereWord(in text: Bytes) -> Bool {
        !hasAttribute && !MarkupNames.isKnown(text.part(nameStart, nameEnd))
    }

    func hasSameName(as other: MarkupTag, in text: Bytes) -> Bool {
        nameEnd - nameStart == other.nameEnd - other.nameStart
            && (0..<nameEnd - nameStart).allSatisfy {
                asciiLower(text[nameStart + $0]) == asciiLower(text[other.nameStart + $0])
            }
    }

    /// The value of `href`, references resolved; nil when there is none.
    func hypertextReference(in text: Bytes, work: WorkMeter) -> String? {
        work.spend(end - nameEnd)
        let text = text.part(0, end)
        var position = nameEnd
        while position < end - 1 {
            while position < end - 1, isASCIISpace(text[position]) || text[position] == 0x2F { position += 1 }
            let nameStart = position
            while position < end - 1, !isASCIISpace(text[position]), text[position] != 0x3D, text[position] != 0x2F {
                position += 1
            }
            let name = text.part(nameStart, position)
            while position < end - 1, isASCIISpace(text[position]) { position += 1 }
            guard position < end - 1, text[position] == 0x3D else {
                if name.isEmpty { position += 1 }
                continue
            }
            position += 1
            while position < end - 1, isASCIISpace(text[position]) { position += 1 }
            guard position < end - 1 else { return nil }
            let valueStart: Int
            let quote = text[position]
            if quote == 0x22 || quote == 0x27 {
                valueStart = position + 1
                position = min(text.index(of: quote, from: valueStart) ?? end - 1, end - 1)
            } else {
                valueStart = position
                while position < end - 1, !isASCIISpace(text[position]) { position += 1 }
            }
            if name.equalsIgnoringCase("href") {
                return Self.resolvingReferences(text.part(valueStart, position).trimmed)
            }
            position += 1
        }
        return nil
    }

    private static func resolvingReferences(_ value: Bytes) -> String? {
        guard value.index(of: 0x26) != nil else { return value.isEmpty ? nil : value.string }
        var result = ByteBuffer(capacity: value.count)
        var position = 0
        while position < value.count {
            if value[position] == 0x26, let reference = CharacterReference(in: value, at: position) {
                if reference.first != 0 { result.append(utf8: reference.first) }
                if reference.second != 0 { result.append(utf8: reference.second) }
                position += reference.length
            } else {
                result.append(value[position])
                position += 1
            }
        }
        return result.bytes.string
    }
}
