import Foundation

/// What folding does with each Unicode scalar: NFKD and case folding by scalar, and what kind of character it is.
///
/// Texts are compared decomposed (NFKD) rather than composed (NFKC), which makes the same texts equal (UAX #15) and
/// needs no composition, but for Hangul, which `TextFolder` composes by arithmetic so that a syllable is one symbol.
/// The table is made once from the Unicode properties of the standard library and Foundation's decomposition.
///
/// The tables live as long as the process and never change, so sharing the pointers to them is sound.
struct FoldTable: @unchecked Sendable {
    /// What an entry says of its scalar.
    enum Kind: UInt8 {
        /// Punctuation, symbols, ideographs, kana, Thai: characters that are no part of a word with borders.
        case other
        /// A letter of an alphabet or a digit.
        case word
        /// A conjoining jamo.
        case jamo
        /// A combining mark; the payload is its combining class.
        case mark
        /// White space.
        case space
        /// A hyphen, or what people type for one.
        case hyphen
        /// A middle dot, or what people type for one.
        case middleDot
        /// Invisible: taken out.
        case ignorable
        /// Folds to the one scalar in the payload.
        case mapped
        /// Folds to several scalars; the payload is where they are in `expansions`, after their number.
        case expanded
    }

    /// A kind in the low 8 bits, a payload in the others.
    struct Entry: Equatable {
        var bits: UInt32

        init(_ kind: Kind, payload: UInt32 = 0) {
            bits = UInt32(kind.rawValue) | payload << 8
        }

        var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: bits)) ?? .other }
        var payload: UInt32 { bits >> 8 }
    }

    /// What a byte at the start of a scalar is to folding.
    enum ByteClass: UInt8 {
        /// An ASCII letter or digit.
        case word
        /// ASCII white space.
        case space
        /// ASCII that stays as it is.
        case other
        /// To be looked up as a scalar.
        case scalar
    }

    /// What is needed of every text: the ASCII part. Made at once, in no time.
    static let shared = FoldTable()
    /// The rest, some 10 ms of work: made when the first character beyond ASCII and Hangul syllables is met.
    private static let scalars = ScalarTable()

    private static let scalarCount: UInt32 = 0x110000

    private let memory: TableMemory
    private let pointers: Pointers

    /// The table without its owner, for loops.
    var unowned: Pointers { pointers }

    /// Pointers into the table; valid for ever, as `shared` is never released, and sound to share, as nothing in it changes.
    struct Pointers: @unchecked Sendable {
        /// The entries of ASCII.
        fileprivate let entries: UnsafePointer<Entry>
        /// What to do with each byte at the start of a scalar.
        fileprivate let byteClasses: UnsafePointer<UInt8>

        /// Runs of a count and so many scalars.
        var expansions: UnsafePointer<UInt32> { FoldTable.scalars.expansions }

        /// Whether a byte is an ASCII letter or digit.
        @inline(__always)
        func isWordByte(_ byte: UInt8) -> Bool {
            byteClasses[Int(byte)] == ByteClass.word.rawValue
        }

        @inline(__always)
        func byteClass(_ byte: UInt8) -> ByteClass {
            ByteClass(rawValue: byteClasses[Int(byte)]) ?? .scalar
        }

        /// The entry of a scalar. Hangul syllables are not in the table: they stay as they are.
        @inline(__always)
        func entry(_ scalar: UInt32) -> Entry {
            if scalar < 0x80 { return entries[Int(scalar)] }
            guard scalar < FoldTable.scalarCount, !(0xAC00..<0xD7A4).contains(scalar) else {
                return Entry(.other)
            }
            return FoldTable.scalars.entry(scalar)
        }
    }
}

// MARK: - Making the table

extension FoldTable {
    /// Where scalars fold to something else, or are letters, marks or spaces of living scripts. Outside, all are taken
    /// for ideographs: they fold to themselves and have no borders.
    static let ranges: [Range<UInt32>] = [
        0..<0x3400, 0xA640..<0xAC00, 0xD7A4..<0xD800, 0xF900..<0x10000, 0x10400..<0x10500, 0x10C80..<0x10D00,
        0x118A0..<0x118E0, 0x16E40..<0x16E80, 0x1BCA0..<0x1BCA4, 0x1D160..<0x1D1C0, 0x1D400..<0x1D800,
        0x1E900..<0x1E960, 0x1EE00..<0x1EF00, 0x1F100..<0x1F300, 0x1FBF0..<0x1FBFA, 0x2F800..<0x2FA20,
        0xE0000..<0xE1000,
    ]

    /// Scripts written without spaces, which have no word borders to look for.
    private static let unspaced: [ClosedRange<UInt32>] = [
        0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x312F, 0x31A0...0x31FF,
    ]
    private static let jamo: [ClosedRange<UInt32>] = [0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7FB]
    /// U+318D is what Korean newspapers write for a middle dot; its NFKC is the jamo U+119E.
    private static let middleDots: [UInt32] = [
        0xB7, 0x387, 0x119E, 0x2022, 0x2027, 0x2219, 0x22C5, 0x30FB, 0x318D, 0xFF65,
    ]
    /// The em dash is not among them: it parts sentences.
    private static let hyphens: [UInt32] = [
        0x2D, 0x2010, 0x2011, 0x2012, 0x2013, 0x2043, 0x2212, 0x2D7, 0xFE63, 0xFF0D,
    ]
    private static let apostrophes: [UInt32] = [
        0x60, 0xB4, 0x2B9, 0x2BC, 0x2018, 0x2019, 0x201B, 0x2032, 0xFF07, 0xFF40,
    ]
    /// Circled numbers and letters, ℠ and ™: their NFKC would run into the word that stands next to them (①AI, ChatGPT™).
    private static let standingAlone: [ClosedRange<UInt32>] = [
        0x2120...0x2120, 0x2122...0x2122, 0x2460...0x2473, 0x24B6...0x24EA, 0x3251...0x325F, 0x32B1...0x32BF,
    ]
    /// The scalars of the three lists above, and what they are; they are not decomposed. The NFKD of ´ has a space.
    private static let chosen: [UInt32: Entry] = {
        var chosen: [UInt32: Entry] = [:]
        for (list, entry) in [
            (middleDots, Entry(.middleDot)), (hyphens, Entry(.hyphen)), (apostrophes, Entry(.mapped, payload: 0x27)),
        ] {
            for scalar in list {
                chosen[scalar] = entry
            }
        }
        return chosen
    }()

    private init() {
        var entries = [Entry](repeating: Entry(.other), count: 0x80)
        _ = Self.forEachEntry(of: [0..<0x80]) { entries[Int($0)] = $1 }
        memory = TableMemory()
        pointers = Pointers(
            entries: memory.copy(entries),
            byteClasses: memory.copy(
                (0..<256).map { byte in
                    byte < 0x80 ? Self.byteClass(of: UInt8(byte), entries[byte]).rawValue : ByteClass.scalar.rawValue
                }))
    }

    /// Calls with each scalar of the ranges and its entry; returns the expansions that entries point into.
    static func forEachEntry(of ranges: [Range<UInt32>], _ body: (UInt32, Entry) -> Void) -> [UInt32] {
        var expansions: [UInt32] = []
        forEachDecomposition(of: ranges.joined().compactMap(Unicode.Scalar.init)) { scalar, decomposition in
            body(scalar.value, entry(of: scalar, decomposition: decomposition, expansions: &expansions))
        }
        return expansions
    }

    private static func byteClass(of byte: UInt8, _ entry: Entry) -> ByteClass {
        switch entry.kind {
        case .word: return .word
        case .space: return .space
        case .other: return .other
        default: return byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? .word : .scalar
        }
    }

    /// Calls with each scalar and its NFKD. One decomposition for all of them: each stands in a line of its own, and no
    /// line changes another.
    private static func forEachDecomposition(
        of scalars: [Unicode.Scalar], _ body: (Unicode.Scalar, ArraySlice<Unicode.Scalar>) -> Void
    ) {
        var lines = String.UnicodeScalarView()
        for scalar in scalars {
            lines.append(scalar == "\n" ? " " : scalar)
            lines.append("\n")
        }
        let decomposed = Array(String(lines).decomposedStringWithCompatibilityMapping.unicodeScalars)
        var start = 0
        for scalar in scalars {
            var end = start
            while decomposed[end] != "\n" {
                end += 1
            }
            body(scalar, decomposed[start..<end])
            start = end + 1
        }
    }

    private static func entry(
        of scalar: Unicode.Scalar, decomposition: ArraySlice<Unicode.Scalar>, expansions: inout [UInt32]
    ) -> Entry {
        if let entry = chosen[scalar.value] ?? invisibleEntry(of: scalar) {
            return entry
        }
        if decomposition.count == 1, decomposition.first == scalar, !changesCase(scalar) {
            return stableEntry(of: scalar)
        }
        var folded = decomposition.flatMap(caseFolded)
            .filter { !$0.properties.isDefaultIgnorableCodePoint }
            .map { apostrophes.contains($0.value) ? "'" : $0 }
        if standingAlone.contains(where: { $0.contains(scalar.value) }) {
            folded = [" "] + folded + [" "]
        }
        if folded == [scalar] {
            return stableEntry(of: scalar)
        }
        switch folded.count {
        case 0:
            return Entry(.ignorable)
        case 1:
            return chosen[folded[0].value] ?? invisibleEntry(of: folded[0])
                ?? Entry(.mapped, payload: folded[0].value)
        default:
            let place = UInt32(expansions.count)
            expansions.append(UInt32(folded.count))
            expansions.append(contentsOf: folded.map(\.value))
            return Entry(.expanded, payload: place)
        }
    }

    private static func invisibleEntry(of scalar: Unicode.Scalar) -> Entry? {
        if scalar.properties.isWhitespace {
            return Entry(.space)
        }
        return scalar.properties.isDefaultIgnorableCodePoint ? Entry(.ignorable) : nil
    }

    private static func stableEntry(of scalar: Unicode.Scalar) -> Entry {
        if jamo.contains(where: { $0.contains(scalar.value) }) {
            return Entry(.jamo)
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark:
            return Entry(.mark, payload: UInt32(scalar.properties.canonicalCombiningClass.rawValue))
        case .decimalNumber, .letterNumber:
            return Entry(.word)
        default:
            let isWord = scalar.properties.isAlphabetic && !unspaced.contains { $0.contains(scalar.value) }
            return Entry(isWord ? .word : .other)
        }
    }

    /// Full case folding: lower case of upper case of lower case, until nothing changes (ẞ → ß → SS → ss).
    private static func caseFolded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        guard changesCase(scalar) else {
            return [scalar]
        }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        let upper = lower.flatMap { Array($0.properties.uppercaseMapping.unicodeScalars) }
        let folded = upper.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
        return folded == [scalar] ? folded : folded.flatMap(caseFolded)
    }

    private static func changesCase(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.changesWhenCaseFolded || scalar.properties.changesWhenLowercased
    }
}
