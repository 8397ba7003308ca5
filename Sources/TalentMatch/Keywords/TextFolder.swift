/// Folds UTF-8 into symbols: NFKD and case folding by table, invisible characters out, Hangul composed, separators folded.
///
/// A run of white space, hyphens and middle dots becomes one space between two letters or digits of alphabets. Elsewhere
/// it becomes its first hyphen or middle dot; without one it becomes a space, or nothing at either side of Hangul.
/// Linear in the length of the text; the reordering of marks looks back at most `maximumMarks`.
struct TextFolder<Alphabet: SymbolAlphabet>: ~Copyable {
    /// Runs of marks are put into canonical order up to this length, which is the bound of Unicode's Stream-Safe Format.
    private static var maximumMarks: Int { 30 }

    private enum Neighbour {
        case none, word, hangul, other
    }

    private let alphabet: Alphabet
    private let table = FoldTable.shared
    var folded: FoldedText<Alphabet.Symbol>

    private var previous = Neighbour.none
    private var hasSpace = false
    private var separator: UInt32 = 0
    private var separatorStart: UInt32 = 0
    private var separatorEnd: UInt32 = 0
    /// The last symbol's syllable or leading jamo, which a jamo can complete; else 0.
    private var openSyllable: UInt32 = 0
    /// The combining classes of the marks at the end.
    private var markClasses: [UInt8] = []

    init(alphabet: Alphabet, capacity: Int) {
        self.alphabet = alphabet
        folded = FoldedText(capacity: capacity)
    }

    /// Folds a text from scratch. Bytes that are not UTF-8 stand for themselves and match nothing.
    mutating func fold(_ text: UnsafeBufferPointer<UInt8>) {
        folded.count = 0
        folded.reserve(text.count + 1)
        previous = .none
        hasSpace = false
        separator = 0
        openSyllable = 0
        markClasses.removeAll(keepingCapacity: true)
        var position = 0
        while position < text.count {
            let (scalar, length) = Self.decode(text, at: position)
            let start = UInt32(truncatingIfNeeded: position)
            position += length
            let end = UInt32(truncatingIfNeeded: position)
            if scalar >= 0xAC00, scalar <= 0xD7A3 {
                addHangul(scalar, start, end)
                continue
            }
            let entry = table.entry(scalar)
            switch entry.kind {
            case .mapped:
                add(entry.payload, start, end)
            case .expanded:
                let place = Int(entry.payload)
                let count = Int(table.expansions[place])
                folded.reserve(count + text.count - position + 1)
                for offset in 1...count {
                    add(table.expansions[place + offset], start, end)
                }
            default:
                add(scalar, entry, start, end)
            }
        }
        endSeparators(before: .none)
    }

    private mutating func add(_ scalar: UInt32, _ start: UInt32, _ end: UInt32) {
        if scalar >= 0xAC00, scalar <= 0xD7A3 {
            addHangul(scalar, start, end)
        } else {
            add(scalar, table.entry(scalar), start, end)
        }
    }

    private mutating func add(_ scalar: UInt32, _ entry: FoldTable.Entry, _ start: UInt32, _ end: UInt32) {
        switch entry.kind {
        case .word:
            let isInner = previous == .word && !hasSeparators
            endSeparators(before: .word)
            append(scalar, isInner ? .wordInner : .wordStart, .word, start, end)
        case .space:
            noteSeparator(0, start, end)
        case .hyphen:
            noteSeparator(0x2D, start, end)
        case .middleDot:
            noteSeparator(0xB7, start, end)
        case .jamo:
            addJamo(scalar, start, end)
        case .mark:
            addMark(scalar, UInt8(truncatingIfNeeded: entry.payload), start, end)
        case .ignorable:
            break
        case .other, .mapped, .expanded:
            endSeparators(before: .other)
            append(scalar, .other, .other, start, end)
        }
    }

    private mutating func append(
        _ scalar: UInt32, _ role: SymbolRole, _ neighbour: Neighbour, _ start: UInt32, _ end: UInt32
    ) {
        folded.append(alphabet.symbol(scalar, role), start, end)
        previous = neighbour
        openSyllable = 0
        if !markClasses.isEmpty {
            markClasses.removeAll(keepingCapacity: true)
        }
    }
}

// MARK: - Separators

extension TextFolder {
    private var hasSeparators: Bool {
        hasSpace || separator != 0
    }

    private mutating func noteSeparator(_ scalar: UInt32, _ start: UInt32, _ end: UInt32) {
        if !hasSeparators {
            separatorStart = start
        }
        separatorEnd = end
        if scalar == 0 {
            hasSpace = true
        } else if separator == 0 {
            separator = scalar
        }
    }

    private mutating func endSeparators(before next: Neighbour) {
        guard hasSeparators else {
            return
        }
        let isInsideLatin = previous == .word && next == .word
        let isSpaceKept = previous != .none && previous != .hangul && next != .none && next != .hangul
        let (start, end, scalar) = (separatorStart, separatorEnd, separator)
        hasSpace = false
        separator = 0
        if scalar != 0, !isInsideLatin {
            append(scalar, .other, .other, start, end)
        } else if isSpaceKept {
            append(0x20, .other, .other, start, end)
        }
        openSyllable = 0
    }
}

// MARK: - Hangul and marks

extension TextFolder {
    private mutating func addHangul(_ scalar: UInt32, _ start: UInt32, _ end: UInt32) {
        let isBorder = previous != .hangul || hasSeparators
        endSeparators(before: .hangul)
        let flag = isBorder ? FoldedText<Alphabet.Symbol>.borderFlag : 0
        append(scalar, .hangul, .hangul, start | flag, end)
        openSyllable = scalar
    }

    /// Adds a conjoining jamo, or completes the syllable before it (the Unicode Standard, section 3.12).
    private mutating func addJamo(_ scalar: UInt32, _ start: UInt32, _ end: UInt32) {
        if !hasSeparators, let syllable = Self.composition(openSyllable, scalar) {
            let last = folded.count - 1
            folded.symbols[last] = alphabet.symbol(syllable, .hangul)
            folded.ends[last] = end
            openSyllable = syllable
        } else {
            addHangul(scalar, start, end)
        }
    }

    private static func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if first >= 0x1100, first <= 0x1112, second >= 0x1161, second <= 0x1175 {
            return 0xAC00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28
        }
        if first >= 0xAC00, first <= 0xD7A3, (first - 0xAC00) % 28 == 0, second >= 0x11A8, second <= 0x11C2 {
            return first + (second - 0x11A7)
        }
        return nil
    }

    /// Adds a mark, in canonical order among those before it. Marks that change places share their bytes.
    private mutating func addMark(_ scalar: UInt32, _ markClass: UInt8, _ start: UInt32, _ end: UInt32) {
        endSeparators(before: .other)
        openSyllable = 0
        folded.append(alphabet.symbol(scalar, .mark), start, end)
        if previous == .none {
            previous = .other
        }
        var place = markClasses.count
        if markClass != 0, place < Self.maximumMarks {
            while place > 0, markClasses[place - 1] > markClass {
                swapMarks(folded.count - 1 - (markClasses.count - place))
                place -= 1
            }
        }
        markClasses.insert(markClass, at: place)
        if markClasses.count > Self.maximumMarks {
            markClasses.removeFirst(markClasses.count - Self.maximumMarks)
        }
    }

    private mutating func swapMarks(_ place: Int) {
        let symbol = folded.symbols[place]
        folded.symbols[place] = folded.symbols[place - 1]
        folded.symbols[place - 1] = symbol
        let start = min(folded.starts[place - 1], folded.starts[place])
        let end = max(folded.ends[place - 1], folded.ends[place])
        folded.starts[place - 1] = start
        folded.starts[place] = start
        folded.ends[place - 1] = end
        folded.ends[place] = end
    }
}

// MARK: - UTF-8

extension TextFolder {
    /// The scalar at a position, and its length; a byte that begins no well-formed scalar is U+FFFD, one byte long.
    @inline(__always)
    private static func decode(_ text: UnsafeBufferPointer<UInt8>, at position: Int) -> (UInt32, Int) {
        let first = UInt32(text[position])
        if first < 0x80 {
            return (first, 1)
        }
        func continuation(_ offset: Int) -> UInt32? {
            guard position + offset < text.count, text[position + offset] & 0xC0 == 0x80 else {
                return nil
            }
            return UInt32(text[position + offset] & 0x3F)
        }
        if first >= 0xE0, first < 0xF0, let second = continuation(1), let third = continuation(2) {
            return ((first & 0xF) << 12 | second << 6 | third, 3)
        }
        if first >= 0xC0, first < 0xE0, let second = continuation(1) {
            return ((first & 0x1F) << 6 | second, 2)
        }
        if first >= 0xF0, first < 0xF5, let second = continuation(1), let third = continuation(2),
            let fourth = continuation(3)
        {
            return (min((first & 0x7) << 18 | second << 12 | third << 6 | fourth, 0x10FFFF), 4)
        }
        return (0xFFFD, 1)
    }
}
