/// Turns text and markup into what a reader sees: white space collapsed, tags gone, references resolved.
///
/// Tags are found as HTML's tokenizer finds them, so `<속보>` and `A < B` are text. Block elements and `<br>` part words,
/// inline ones do not. What script, style, noscript and template hold is not seen. Malformed UTF-8 becomes U+FFFD.
struct PlainText: ~Copyable {
    /// What is seen so far; always well-formed UTF-8.
    private var output = ByteBuffer(capacity: 4096)
    private var pendingSpace = false
    private let elements = MarkupElements.shared
    private let work: WorkMeter

    /// Addresses of `<a href>` met in the last markup, references resolved; filled on request.
    private(set) var links: [String] = []
    private var linkLimit = 0
    private var missing = MissingEnds()
    private var keepsUnknownTags = false

    init(work: WorkMeter = WorkMeter()) { self.work = work }

    /// The reader's text of `markup`; nil when nothing is seen. At most `linkLimit` links are collected. With
    /// `keepsUnknownTags`, a bare `<word>` that is none of HTML's elements is text.
    mutating func fromMarkup(_ markup: Bytes, linkLimit: Int = 0, keepsUnknownTags: Bool = false) -> String? {
        start(linkLimit: linkLimit)
        self.keepsUnknownTags = keepsUnknownTags
        let markup = markup.trimmed
        guard let base = markup.baseAddress, !markup.isEmpty else { return nil }
        let end = TextRun.end(base, 0, markup.count)
        work.spend(end)
        if end == markup.count { return markup.validString }
        addRun(base, 0, end)
        addMarkup(markup, from: end)
        return finish()
    }

    /// `text` with its white space collapsed; nil when it is empty.
    mutating func fromText(_ text: Bytes) -> String? {
        start(linkLimit: 0)
        let text = text.trimmed
        guard let base = text.baseAddress, !text.isEmpty else { return nil }
        work.spend(text.count)
        if TextRun.end(base, 0, text.count) == text.count { return text.validString }
        addText(text)
        return finish()
    }

    /// `text` with references resolved and white space collapsed, but no tags looked for: names and categories.
    /// Where it shows an escaped tag, it means itself.
    mutating func fromReferences(_ text: Bytes) -> String? {
        guard text.index(of: 0x26) != nil, text.index(of: "&lt;") == nil else { return fromText(text) }
        start(linkLimit: 0)
        addReferencedText(text)
        return finish()
    }

    private mutating func addReferencedText(_ text: Bytes) {
        var position = 0
        while position < text.count, !work.isOver {
            let mark = text.index(of: 0x26, from: position) ?? text.count
            addText(text.part(position, mark))
            position = mark < text.count ? addReference(text, at: mark) : mark
        }
    }

    private mutating func start(linkLimit: Int) {
        output.removeAll()
        pendingSpace = false
        if !links.isEmpty { links.removeAll() }
        self.linkLimit = linkLimit
        missing = MissingEnds()
    }

    private func finish() -> String? {
        work.make(output.count)
        return output.count == 0 ? nil : output.bytes.validString
    }

    @inline(__always)
    private mutating func flushSpace() {
        if pendingSpace {
            pendingSpace = false
            if output.count > 0 { output.append(0x20) }
        }
    }

    private mutating func addText(_ text: Bytes) {
        guard let base = text.baseAddress else { return }
        var position = 0
        while position < text.count {
            let end = TextRun.end(base, position, text.count)
            addRun(base, position, end)
            position = end
            guard position < text.count else { return }
            if base[position] == 0x3C || base[position] == 0x26 {
                flushSpace()
                output.append(base[position])
                position += 1
            } else {
                position = addOther(base, position, text.count)
            }
        }
    }

    private mutating func addMarkup(_ text: Bytes, from start: Int) {
        guard let base = text.baseAddress else { return }
        var position = start
        while position < text.count, !work.isOver {
            switch base[position] {
            case 0x3C: position = addTag(text, at: position)
            case 0x26: position = addReference(text, at: position)
            default:
                let end = TextRun.end(base, position, text.count)
                if end > position {
                    addRun(base, position, end)
                    position = end
                } else {
                    position = addOther(base, position, text.count)
                }
            }
        }
    }

    /// Copies a run that `TextRun` found.
    @inline(__always)
    private mutating func addRun(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
        guard end > start else { return }
        work.spend(end - start)
        flushSpace()
        let endsInSpace = base[end - 1] == 0x20
        output.append(base + start, end - start - (endsInSpace ? 1 : 0))
        pendingSpace = endsInSpace
    }

    /// White space, a control character or a malformed byte.
    private mutating func addOther(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
        let byte = base[start]
        work.spend(1)
        if byte < 0x80 {
            if isASCIISpace(byte) { pendingSpace = true }
            return start + 1
        }
        let length = UTF8Check.sequenceLength(base + start, count - start)
        if length == 0 {
            flushSpace()
            output.append(utf8: 0xFFFD)
            return start + UTF8Check.malformedLength(base + start, count - start)
        }
        if byte == 0xC2, base[start + 1] < 0xA0, base[start + 1] != 0x85 {
            // A C1 control: what windows-1252 has there is meant.
            add(CharacterReference.shown(UInt32(base[start + 1])))
        } else {
            pendingSpace = true
        }
        return start + length
    }

    private mutating func addReference(_ text: Bytes, at start: Int) -> Int {
        work.spend(1)
        guard let reference = CharacterReference(in: text, at: start) else {
            flushSpace()
            output.append(0x26)
            return start + 1
        }
        work.spend(reference.length)
        add(reference.first)
        if reference.second != 0 { add(reference.second) }
        return start + reference.length
    }

    private mutating func add(_ scalar: UInt32) {
        if isWideSpace(scalar) {
            pendingSpace = true
        } else if scalar >= 0x20, scalar & 0xFFFF_FFE0 != 0x80 {
            flushSpace()
            output.append(utf8: scalar)
        }
    }

    /// Handles what begins with `<`; returns where to go on.
    private mutating func addTag(_ text: Bytes, at start: Int) -> Int {
        let tag = MarkupTag(in: text, at: start, elements: elements, missing: &missing, work: work)
        switch tag.kind {
        case .none:
            flushSpace()
            output.append(0x3C)
        case .ignored: break
        case .opening where keepsUnknownTags && tag.isMereWord(in: text),
            .closing where keepsUnknownTags && tag.isMereWord(in: text):
            // To its end, so that no byte is looked at twice.
            addReferencedText(text.part(start, tag.end))
        case .opening:
            switch tag.element {
            case .block: pendingSpace = true
            case .anchor:
                if links.count < linkLimit, let address = tag.hypertextReference(in: text, work: work) {
                    links.append(address)
                }
            case .hidden:
                if !tag.isSelfClosing { return endOfHidden(text, tag, from: tag.end) }
            case .inline: break
            }
        case .closing:
            if tag.element == .block { pendingSpace = true }
        }
        return tag.end
    }

    /// The end of the element whose content no reader sees, nested ones of the same name counted.
    private mutating func endOfHidden(_ text: Bytes, _ opening: MarkupTag, from start: Int) -> Int {
        var position = start
        var open = 1
        let nests = !opening.isRawText(in: text)
        while let mark = work.index(of: 0x3C, in: text, from: position) {
            let isEnd = mark + 1 < text.count && text[mark + 1] == 0x2F
            guard isEnd || nests else {
                position = mark + 1
                continue
            }
            let tag = MarkupTag(in: text, at: mark, elements: elements, missing: &missing, work: work)
            if tag.kind == .opening || tag.kind == .closing, tag.hasSameName(as: opening, in: text) {
                open += tag.kind == .closing ? -1 : 1
                if open == 0 { return tag.end }
            }
            position = max(tag.end, mark + 1)
        }
        return text.count
    }
}
