/// The scalars that occur in the terms, numbered densely, so that the automaton is small; all others share one symbol a role.
///
/// Symbols that go on with a word come first: marks, then inner letters. The start of a word is another symbol than the
/// same letter inside, so that a Latin term cannot begin inside a word and costs nothing there.
///
/// The tables are written in `init` only and freed in `deinit`, so it is sound to share them.
final class TermAlphabet: SymbolAlphabet, @unchecked Sendable {
    /// How many symbols there are.
    let count: Int
    /// Symbols below are combining marks.
    let markCount: UInt16
    /// Symbols below go on with the word or character before them.
    let continuationCount: UInt16

    private static let asciiCount = 128
    private static let firstSyllable: UInt32 = 0xAC00
    private static let syllableCount = 11172
    private static let pageSize = 256

    private let unknownMark: UInt16 = 0
    private let unknownInner: UInt16
    private let unknownStart: UInt16
    private let unknownHangul: UInt16
    private let unknownOther: UInt16
    /// Symbols from here on are Hangul.
    private let firstHangul: UInt16

    /// Two symbols a scalar: outside or at the start of a word, then inside.
    private let ascii: UnsafeMutablePointer<UInt16>
    private let syllables: UnsafeMutablePointer<UInt16>
    private var pages: [UInt16]
    /// Two symbols a scalar as in `ascii`, or `unassigned`.
    private var paged: [UInt16]

    private static let unassigned = UInt16.max

    /// Numbers the symbols of terms folded in `ScalarAlphabet`; nil if they are more than fit in 16 bits.
    init?(symbols: some Sequence<UInt32>) {
        let distinct = Set(symbols)
        func sorted(_ isWanted: (SymbolRole) -> Bool) -> [UInt32] {
            distinct.filter { isWanted(ScalarAlphabet.role(of: $0)) }.sorted()
        }
        let marks = sorted { $0 == .mark }
        let inner = sorted { $0 == .wordInner }
        let hangul = sorted { $0 == .hangul }
        let others = sorted { $0 == .wordStart || $0 == .other } + hangul
        count = marks.count + inner.count + others.count + 5
        guard count < Int(Self.unassigned) else {
            return nil
        }
        markCount = UInt16(marks.count + 1)
        unknownInner = markCount
        continuationCount = markCount + UInt16(inner.count + 1)
        unknownStart = continuationCount
        unknownHangul = continuationCount + 1
        unknownOther = continuationCount + 2
        firstHangul = UInt16(count - hangul.count)

        ascii = .allocate(capacity: 2 * Self.asciiCount)
        for scalar in 0..<Self.asciiCount {
            let isWord = FoldTable.shared.entry(UInt32(scalar)).kind == .word
            ascii[2 * scalar] = isWord ? unknownStart : unknownOther
            ascii[2 * scalar + 1] = unknownInner
        }
        syllables = .allocate(capacity: Self.syllableCount)
        syllables.initialize(repeating: unknownHangul, count: Self.syllableCount)
        pages = [UInt16](repeating: 0, count: 0x110000 / Self.pageSize)
        paged = [UInt16](repeating: Self.unassigned, count: 2 * Self.pageSize)
        assign(marks, from: 1)
        assign(inner, from: unknownInner + 1)
        assign(others, from: unknownOther + 1)
    }

    /// Gives scalars numbers from `first` on.
    private func assign(_ symbols: [UInt32], from first: UInt16) {
        for (symbol, number) in zip(symbols, first...) {
            let scalar = ScalarAlphabet.scalar(of: symbol)
            let side = number < continuationCount ? 1 : 0
            if scalar < Self.asciiCount {
                ascii[2 * Int(scalar) + side] = number
            } else if scalar >= Self.firstSyllable, scalar - Self.firstSyllable < Self.syllableCount {
                syllables[Int(scalar - Self.firstSyllable)] = number
            } else {
                paged[pagedPlace(ofNew: scalar) + side] = number
            }
        }
    }

    private func pagedPlace(ofNew scalar: UInt32) -> Int {
        let page = Int(scalar) / Self.pageSize
        if pages[page] == 0 {
            pages[page] = UInt16(paged.count / (2 * Self.pageSize))
            paged.append(contentsOf: repeatElement(Self.unassigned, count: 2 * Self.pageSize))
        }
        return 2 * (Int(pages[page]) * Self.pageSize + Int(scalar) % Self.pageSize)
    }

    deinit {
        ascii.deallocate()
        syllables.deallocate()
    }

    @inline(__always)
    func symbol(_ scalar: UInt32, _ role: SymbolRole) -> UInt16 {
        if scalar < Self.asciiCount {
            return ascii[2 * Int(scalar) + (role == .wordInner ? 1 : 0)]
        }
        let syllable = Int(scalar) - Int(Self.firstSyllable)
        if syllable >= 0, syllable < Self.syllableCount {
            return syllables[syllable]
        }
        return pagedSymbol(scalar, role)
    }

    /// Whether a symbol of a term stands for Hangul.
    func isHangul(_ symbol: UInt16) -> Bool {
        symbol == unknownHangul || symbol >= firstHangul
    }

    /// The symbol of an inner letter of ASCII, for the endings of plurals.
    func innerSymbol(ascii scalar: Unicode.Scalar) -> UInt16 {
        symbol(scalar.value, .wordInner)
    }

    private func pagedSymbol(_ scalar: UInt32, _ role: SymbolRole) -> UInt16 {
        let page = Int(pages[Int(scalar) / Self.pageSize])
        let isInside = role == .mark || role == .wordInner
        let symbol = paged[2 * (page * Self.pageSize + Int(scalar) % Self.pageSize) + (isInside ? 1 : 0)]
        guard symbol == Self.unassigned else {
            return symbol
        }
        return switch role {
        case .mark: unknownMark
        case .wordInner: unknownInner
        case .wordStart: unknownStart
        case .hangul: unknownHangul
        case .other: unknownOther
        }
    }
}
