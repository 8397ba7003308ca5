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
    private let table = FoldTable.shared.unowned
    var folded: FoldedText<Alphabet.Symbol>

    private var previous = Neighbour.none
    private var hasSeparators = false
    /// The first hyphen or middle dot of the separators, or 0.
    private var separator: UInt32 = 0
    private var separatorStart: UInt32 = 0
    /// The syllable or leading jamo before `openEnd`, which a jamo can complete.
    private var openSyllable: UInt32 = 0
    private var openEnd = 0
    /// The combining classes of the marks before `marksEnd`.
    private var markClasses: [UInt8] = []
    private var marksEnd = 0

    init(alphabet: Alphabet, capacity: Int) {
        self.alphabet = alphabet
        folded = FoldedText(capacity: capacity)
    }

    /// Folds a text of less than 2 GiB from scratch. Bytes that are not UTF-8 match nothing.
    mutating func fold(_ text: UnsafeBufferPointer<UInt8>) {
        folded.count = 0
        folded.reserve(text.count + 1)
        previous = .none
        hasSeparators = false
        separator = 0
        openEnd = 0
        marksEnd = 0
        guard let bytes = text.baseAddress else {
            return
        }
        var position = 0
        while position < text.count {
            switch table.byteClass(bytes[position]) {
            case .word:
                position = addWords(bytes, from: position, to: text.count)
            case .space:
                noteSeparator(0, UInt32(truncatingIfNeeded: position))
                position += 1
            case .other:
                endSeparators(before: .other)
                append(UInt32(bytes[position]), .other, .other, UInt32(truncatingIfNeeded: position))
                position += 1
            case .scalar:
                let end = addSyllables(bytes, from: position, to: text.count)
                position = end > position ? end : addScalar(text, at: position)
            }
        }
        endSeparators(before: .none)
    }

    /// Adds a run of ASCII words with single spaces between them; returns where it ends.
    @inline(__always)
    private mutating func addWords(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var isInner = previous == .word && !hasSeparators
        endSeparators(before: .word)
        previous = .word
        var position = start
        // A byte is a symbol, so there is room, and the distance to the place it goes to stays the same.
        let (symbols, starts, offset) = (folded.symbols, folded.starts, folded.count - start)
        while true {
            repeat {
                symbols[position &+ offset] = alphabet.symbol(wordByte: bytes[position], isInner: isInner)
                starts[position &+ offset] = UInt32(truncatingIfNeeded: position)
                isInner = true
                position &+= 1
            } while position < end && table.isWordByte(bytes[position])
            guard position &+ 1 < end, bytes[position] == 0x20, table.isWordByte(bytes[position &+ 1]) else {
                break
            }
            symbols[position &+ offset] = alphabet.symbol(0x20, .other)
            starts[position &+ offset] = UInt32(truncatingIfNeeded: position)
            isInner = false
            position &+= 1
        }
        folded.count = position &+ offset
        return position
    }

    /// Adds a run of Hangul syllables with single spaces between them; returns where it ends.
    @inline(__always)
    private mutating func addSyllables(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var syllable = UTF8Decoding.syllable(bytes, at: start, end: end)
        guard syllable >= 0 else {
            return start
        }
        let isBorder = previous != .hangul || hasSeparators
        endSeparators(before: .hangul)
        previous = .hangul
        var flag = isBorder ? FoldedText<Alphabet.Symbol>.borderFlag : 0
        var (position, last, count) = (start, syllable, folded.count)
        let (symbols, starts) = (folded.symbols, folded.starts)
        while true {
            symbols[count] = alphabet.symbol(syllable: syllable)
            starts[count] = UInt32(truncatingIfNeeded: position) | flag
            count &+= 1
            last = syllable
            position &+= 3
            flag = 0
            syllable = UTF8Decoding.syllable(bytes, at: position, end: end)
            if syllable < 0, position < end, bytes[position] == 0x20 {
                syllable = UTF8Decoding.syllable(bytes, at: position &+ 1, end: end)
                position &+= syllable >= 0 ? 1 : 0
                flag = FoldedText<Alphabet.Symbol>.borderFlag
            }
            guard syllable >= 0 else {
                break
            }
        }
        folded.count = count
        openSyllable = HangulSyllable.first + UInt32(truncatingIfNeeded: last)
        openEnd = count
        return position
    }

    @inline(__always)
    private mutating func append(_ scalar: UInt32, _ role: SymbolRole, _ neighbour: Neighbour, _ start: UInt32) {
        folded.append(alphabet.symbol(scalar, role), start)
        previous = neighbour
    }
}

// MARK: - Separators

extension TextFolder {
    @inline(__always)
    private mutating func noteSeparator(_ scalar: UInt32, _ start: UInt32) {
        if !hasSeparators {
            separatorStart = start
            hasSeparators = true
        }
        if separator == 0 {
            separator = scalar
        }
    }

    @inline(__always)
    private mutating func endSeparators(before next: Neighbour) {
        if hasSeparators {
            hasSeparators = false
            openEnd = 0
            if separator != 0, !(previous == .word && next == .word) {
                append(separator, .other, .other, separatorStart)
            } else if previous != .none, previous != .hangul, next != .none, next != .hangul {
                append(0x20, .other, .other, separatorStart)
            }
            separator = 0
        }
    }
}

// MARK: - Scalars that are looked up

extension TextFolder {
    /// Adds the scalar at a position; returns where it ends.
    private mutating func addScalar(_ text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
        let (scalar, length) = UTF8Decoding.scalar(in: text, at: position)
        let start = UInt32(truncatingIfNeeded: position)
        let entry = table.entry(scalar)
        switch entry.kind {
        case .mapped:
            add(entry.payload, start)
        case .expanded:
            let place = Int(entry.payload)
            let count = Int(table.expansions[place])
            folded.reserve(count + text.count - position + 1)
            for offset in 1...count {
                add(table.expansions[place + offset], start)
            }
        default:
            add(scalar, entry, start)
        }
        return position + length
    }

    private mutating func add(_ scalar: UInt32, _ start: UInt32) {
        add(scalar, table.entry(scalar), start)
    }

    private mutating func add(_ scalar: UInt32, _ entry: FoldTable.Entry, _ start: UInt32) {
        switch entry.kind {
        case .word:
            let isInner = previous == .word && !hasSeparators
            endSeparators(before: .word)
            append(scalar, isInner ? .wordInner : .wordStart, .word, start)
        case .space:
            noteSeparator(0, start)
        case .hyphen:
            noteSeparator(0x2D, start)
        case .middleDot:
            noteSeparator(0xB7, start)
        case .jamo:
            addJamo(scalar, start)
        case .mark:
            addMark(scalar, UInt8(truncatingIfNeeded: entry.payload), start)
        case .ignorable:
            break
        case .other, .mapped, .expanded:
            endSeparators(before: .other)
            append(scalar, .other, .other, start)
        }
    }

    /// Adds a conjoining jamo, or completes the syllable before it (the Unicode Standard, section 3.12).
    private mutating func addJamo(_ scalar: UInt32, _ start: UInt32) {
        if !hasSeparators, openEnd == folded.count, let syllable = Self.composition(openSyllable, scalar) {
            folded.symbols[openEnd - 1] = alphabet.symbol(syllable, .hangul)
            openSyllable = syllable
            return
        }
        let isBorder = previous != .hangul || hasSeparators
        endSeparators(before: .hangul)
        append(scalar, .hangul, .hangul, start | (isBorder ? FoldedText<Alphabet.Symbol>.borderFlag : 0))
        openSyllable = scalar
        openEnd = folded.count
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

    /// Adds a mark, in canonical order among those before it. Marks that change places begin at the same byte.
    private mutating func addMark(_ scalar: UInt32, _ markClass: UInt8, _ start: UInt32) {
        endSeparators(before: .other)
        if previous == .none {
            previous = .other
        }
        if marksEnd != folded.count {
            markClasses.removeAll(keepingCapacity: true)
        }
        folded.append(alphabet.symbol(scalar, .mark), start)
        marksEnd = folded.count
        var place = markClasses.count
        if markClass != 0, place < Self.maximumMarks {
            while place > 0, markClasses[place - 1] > markClass {
                swapMarks(marksEnd - 1 - (markClasses.count - place))
                place -= 1
            }
        }
        if markClasses.count < Self.maximumMarks {
            markClasses.insert(markClass, at: place)
        }
    }

    private mutating func swapMarks(_ place: Int) {
        let symbol = folded.symbols[place]
        folded.symbols[place] = folded.symbols[place - 1]
        folded.symbols[place - 1] = symbol
        folded.starts[place] = folded.starts[place - 1]
    }
}
