import Foundation

/// What folding does with each Unicode scalar: NFKD and case folding by scalar, and what kind of character it is.
///
/// Texts are compared decomposed (NFKD) rather than composed (NFKC), which makes the same texts equal (UAX #15) and
/// needs no composition, but for Hangul, which `TextFolder` composes by arithmetic so that a syllable is one symbol.
/// The table is made once from the Unicode properties of the standard library and Foundation's decomposition.
///
/// Immutable after `init`, so it is safe to share.
struct FoldTable: Sendable {
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

    static let shared = FoldTable()

    private static let pageShift: UInt32 = 8
    private static let pageSize = 1 << Int(pageShift)

    /// Which page of `entries` a scalar is in, by its high bits. Page 0 is the page of scalars that stay as they are.
    private let pages: [UInt16]
    private let entries: [Entry]
    /// Runs of a count and so many scalars.
    let expansions: [UInt32]

    /// The entry of a scalar. Hangul syllables are not in the table: they stay as they are.
    @inline(__always)
    func entry(_ scalar: UInt32) -> Entry {
        let page = Int(scalar >> Self.pageShift)
        guard page < pages.count else {
            return Entry(.other)
        }
        return entries[Int(pages[page]) << Int(Self.pageShift) | Int(scalar) & (Self.pageSize - 1)]
    }
}

// MARK: - Making the table

extension FoldTable {
    /// Where scalars may fold to something else, or be letters, marks, spaces. Outside, all are ideographs or unassigned.
    private static let ranges: [Range<UInt32>] = [
        0..<0x3400, 0xA000..<0xAC00, 0xD7A4..<0xD800, 0xF900..<0x20000, 0x2F800..<0x2FA20, 0xE0000..<0xE1000,
    ]

    /// Scripts written without spaces, which have no word borders to look for.
    private static let unspaced: [ClosedRange<UInt32>] = [
        0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x312F, 0x31A0...0x31FF, 0x16FE0...0x18DFF,
        0x1AFF0...0x1B2FF,
    ]
    private static let jamo: [ClosedRange<UInt32>] = [0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7FB]
    /// U+318D is what Korean newspapers write for a middle dot; its NFKC is the jamo U+119E.
    private static let middleDots: Set<UInt32> = [
        0xB7, 0x387, 0x119E, 0x2022, 0x2027, 0x2219, 0x22C5, 0x30FB, 0x318D, 0xFF65,
    ]
    /// The em dash is not among them: it parts sentences.
    private static let hyphens: Set<UInt32> = [
        0x2D, 0x2010, 0x2011, 0x2012, 0x2013, 0x2043, 0x2212, 0x2D7, 0xFE63, 0xFF0D,
    ]
    private static let apostrophes: Set<UInt32> = [
        0x60, 0xB4, 0x2B9, 0x2BC, 0x2018, 0x2019, 0x201B, 0x2032, 0xFF07, 0xFF40,
    ]

    private init() {
        let scalars = Self.ranges.joined().compactMap(Unicode.Scalar.init)
        let decompositions = Self.decompositions(of: scalars)
        var pages = [UInt16](repeating: 0, count: 0x110000 >> Int(Self.pageShift))
        var entries = [Entry](repeating: Entry(.other), count: Self.pageSize)
        var expansions: [UInt32] = []
        for (scalar, decomposition) in zip(scalars, decompositions) {
            let entry = Self.entry(of: scalar, decomposition: decomposition, expansions: &expansions)
            guard entry != Entry(.other) else {
                continue
            }
            let page = Int(scalar.value >> Self.pageShift)
            if pages[page] == 0 {
                pages[page] = UInt16(entries.count >> Int(Self.pageShift))
                entries.append(contentsOf: repeatElement(Entry(.other), count: Self.pageSize))
            }
            entries[Int(pages[page]) << Int(Self.pageShift) | Int(scalar.value) & (Self.pageSize - 1)] = entry
        }
        self.pages = pages
        self.entries = entries
        self.expansions = expansions
    }

    /// The NFKD of each scalar. One call for all of them: each stands in a line of its own, and no line changes another.
    private static func decompositions(of scalars: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
        var lines = String.UnicodeScalarView()
        for scalar in scalars {
            lines.append(scalar == "\n" ? " " : scalar)
            lines.append("\n")
        }
        let decomposed = Array(String(lines).decomposedStringWithCompatibilityMapping.unicodeScalars)
        return decomposed.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    }

    private static func entry(
        of scalar: Unicode.Scalar, decomposition: ArraySlice<Unicode.Scalar>, expansions: inout [UInt32]
    ) -> Entry {
        if let kind = fixedKind(of: scalar) {
            return Entry(kind)
        }
        // An apostrophe stays whole: the NFKD of ´ is a space and a mark.
        let folded = (apostrophes.contains(scalar.value) ? [scalar] : decomposition).flatMap(caseFolded)
            .filter { !$0.properties.isDefaultIgnorableCodePoint }
            .map { apostrophes.contains($0.value) ? "'" : $0 }
        if folded == [scalar] {
            return stableEntry(of: scalar)
        }
        switch folded.count {
        case 0:
            return Entry(.ignorable)
        case 1:
            return fixedKind(of: folded[0]).map { Entry($0) } ?? Entry(.mapped, payload: folded[0].value)
        default:
            let place = UInt32(expansions.count)
            expansions.append(UInt32(folded.count))
            expansions.append(contentsOf: folded.map(\.value))
            return Entry(.expanded, payload: place)
        }
    }

    private static func fixedKind(of scalar: Unicode.Scalar) -> Kind? {
        if scalar.properties.isDefaultIgnorableCodePoint {
            return .ignorable
        }
        if scalar.properties.isWhitespace {
            return .space
        }
        if hyphens.contains(scalar.value) {
            return .hyphen
        }
        return middleDots.contains(scalar.value) ? .middleDot : nil
    }

    private static func stableEntry(of scalar: Unicode.Scalar) -> Entry {
        if jamo.contains(where: { $0.contains(scalar.value) }) {
            return Entry(.jamo)
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark:
            return Entry(.mark, payload: UInt32(scalar.properties.canonicalCombiningClass.rawValue))
        case .decimalNumber, .letterNumber, .otherNumber:
            return Entry(.word)
        default:
            let isWord = scalar.properties.isAlphabetic && !unspaced.contains { $0.contains(scalar.value) }
            return Entry(isWord ? .word : .other)
        }
    }

    /// Full case folding: lower case of upper case of lower case, until nothing changes (ẞ → ß → SS → ss).
    private static func caseFolded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        guard scalar.properties.changesWhenCaseFolded || scalar.properties.changesWhenLowercased else {
            return [scalar]
        }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        let upper = lower.flatMap { Array($0.properties.uppercaseMapping.unicodeScalars) }
        let folded = upper.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
        return folded == [scalar] ? folded : folded.flatMap(caseFolded)
    }
}
