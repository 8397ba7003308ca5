/// Turns text and markup into what a reader sees: white space collapsed, tags gone, references resolved.
///
/// Tags are found as HTML's tokenizer finds them, so `<속보>` and `A < B` are text. Block elements and `<br>` part words,
/// inline ones do not. What script, style, noscript and template hold is not seen.
struct PlainText: ~Copyable {
    private var output = ByteBuffer(capacity: 4096)
    private var pendingSpace = false
    private let classes = ByteClasses.shared

    /// Addresses of `<a href>` met in the last markup, references resolved; filled on request.
    private(set) var links: [String] = []
    private var linkLimit = 0

    /// The reader's text of `markup`; nil when nothing is seen. At most `linkLimit` links are collected.
    mutating func fromMarkup(_ markup: Bytes, linkLimit: Int = 0) -> String? {
        start(linkLimit: linkLimit)
        addMarkup(markup)
        return finish()
    }

    /// `text` with its white space collapsed; nil when it is empty.
    mutating func fromText(_ text: Bytes) -> String? {
        start(linkLimit: 0)
        addText(text)
        return finish()
    }

    /// `text` with references resolved and white space collapsed, but no tags looked for: names and categories.
    /// Where it shows an escaped tag, it means itself.
    mutating func fromReferences(_ text: Bytes) -> String? {
        if text.index(of: "&lt;") != nil { return fromText(text) }
        start(linkLimit: 0)
        var position = 0
        while position < text.count {
            let mark = text.index(of: 0x26, from: position) ?? text.count
            addText(text.part(position, mark))
            position = mark < text.count ? addReference(text, at: mark) : mark
        }
        return finish()
    }

    private mutating func start(linkLimit: Int) {
        output.removeAll()
        pendingSpace = false
        links.removeAll()
        self.linkLimit = linkLimit
    }

    private func finish() -> String? {
        output.count == 0 ? nil : output.bytes.string
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
            position = addRun(base, position, text.count)
            guard position < text.count else { return }
            if classes[base[position]] == .mark {
                flushSpace()
                output.append(base[position])
                position += 1
            } else {
                position = addOther(base, position, text.count)
            }
        }
    }

    private mutating func addMarkup(_ text: Bytes) {
        guard let base = text.baseAddress else { return }
        var position = 0
        while position < text.count {
            position = addRun(base, position, text.count)
            guard position < text.count else { return }
            switch base[position] {
            case 0x3C: position = addTag(text, at: position)
            case 0x26: position = addReference(text, at: position)
            default: position = addOther(base, position, text.count)
            }
        }
    }

    /// Copies plain bytes from `start`, single spaces between them included; returns where they end.
    @inline(__always)
    private mutating func addRun(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
        var position = start
        while position < count {
            if classes[base[position]] != .plain {
                // One space between words is part of the run.
                guard base[position] == 0x20, position > start, position + 1 < count,
                    classes[base[position + 1]] == .plain
                else { break }
                position += 1
            }
            position += 1
        }
        if position > start {
            flushSpace()
            output.append(base + start, position - start)
        }
        return position
    }

    /// White space, a control character, or a lead byte that may begin a wide space.
    private mutating func addOther(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
        let byte = base[start]
        if byte <= 0x20 || byte == 0x7F {
            if isASCIISpace(byte) { pendingSpace = true }
            return start + 1
        }
        let length = wideSpaceLength(base + start, count - start)
        if length > 0 {
            pendingSpace = true
            return start + length
        }
        flushSpace()
        output.append(byte)
        return start + 1
    }

    private mutating func addReference(_ text: Bytes, at start: Int) -> Int {
        guard let reference = CharacterReference(in: text, at: start) else {
            flushSpace()
            output.append(0x26)
            return start + 1
        }
        if isWideSpace(reference.first) {
            pendingSpace = true
        } else if reference.first != 0 {
            flushSpace()
            output.append(utf8: reference.first)
            if reference.second != 0 { output.append(utf8: reference.second) }
        }
        return start + reference.length
    }

    /// Handles what begins with `<`; returns where to go on.
    private mutating func addTag(_ text: Bytes, at start: Int) -> Int {
        let tag = MarkupTag(in: text, at: start)
        switch tag.kind {
        case .none:
            flushSpace()
            output.append(0x3C)
        case .ignored: break
        case .opening:
            if tag.element.isBlock { pendingSpace = true }
            if tag.element == .anchor, links.count < linkLimit, let address = tag.hypertextReference(in: text) {
                links.append(address)
            }
            if tag.element == .hidden, !tag.isSelfClosing { return endOfHidden(text, tag, from: tag.end) }
        case .closing:
            if tag.element.isBlock { pendingSpace = true }
        }
        return tag.end
    }

    /// The end of the element whose content no reader sees, nested ones of the same name counted.
    private func endOfHidden(_ text: Bytes, _ opening: MarkupTag, from start: Int) -> Int {
        var position = start
        var open = 1
        let nests = !opening.isRawText(in: text)
        while let mark = text.index(of: 0x3C, from: position) {
            let isEnd = mark + 1 < text.count && text[mark + 1] == 0x2F
            if isEnd || nests {
                let tag = MarkupTag(in: text, at: mark)
                if tag.kind != .none, tag.kind != .ignored, tag.hasSameName(as: opening, in: text) {
                    open += tag.kind == .closing ? -1 : 1
                    if open == 0 { return tag.end }
                }
                position = tag.kind == .none ? mark + 1 : max(tag.end, mark + 1)
            } else {
                position = mark + 1
            }
        }
        return text.count
    }
}

/// What each byte may mean in text.
struct ByteClasses: @unchecked Sendable {
    enum Class: UInt8 { case plain, mark, other }

    static let shared = ByteClasses()

    /// Written once in `init` and never freed: safe to read from any thread.
    private let table: UnsafePointer<UInt8>

    private init() {
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        table.initialize(repeating: Class.plain.rawValue, count: 256)
        for byte in 0...0x20 { table[byte] = Class.other.rawValue }
        for byte in [0x7F, 0xC2, 0xE1, 0xE2, 0xE3] { table[byte] = Class.other.rawValue }
        table[0x3C] = Class.mark.rawValue
        table[0x26] = Class.mark.rawValue
        self.table = UnsafePointer(table)
    }

    @inline(__always)
    subscript(byte: UInt8) -> Class { Class(rawValue: table[Int(byte)]) ?? .plain }
}

/// The length of the white space character beyond ASCII at `base`, 0 when it is none.
private func wideSpaceLength(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
    switch base[0] {
    case 0xC2 where count >= 2: base[1] == 0xA0 || base[1] == 0x85 ? 2 : 0
    case 0xE1...0xE3 where count >= 3:
        isWideSpace(UInt32(base[0] & 0x0F) << 12 | UInt32(base[1] & 0x3F) << 6 | UInt32(base[2] & 0x3F)) ? 3 : 0
    default: 0
    }
}

/// Unicode's White_Space.
private func isWideSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20, 0x09...0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
}
