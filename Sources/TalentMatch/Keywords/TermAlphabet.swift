/// The scalars that occur in terms, numbered densely, so that the automaton is small; all others share one symbol a role.
///
/// Symbols that go on with a word come first: marks, then inner letters. The start of a word is another symbol than the
/// same letter inside, so that a Latin term cannot begin inside a word and costs nothing there.
///
/// Points into the `TableMemory` it was made with, and is to be used only as long as that lives; nothing changes there, so
/// sharing is sound.
struct TermAlphabet: SymbolAlphabet, @unchecked Sendable {
    /// How many symbols there are.
    let count: Int
    /// Symbols below are combining marks.
    let markCount: UInt16
    /// Symbols below go on with the word or character before them.
    let continuationCount: UInt16
    /// Symbols from here on are Hangul, and so is `unknownHangul`.
    let firstHangul: UInt16

    static let pageSize = 256
    static let unassigned = UInt16.max

    let unknownMark: UInt16 = 0
    var unknownInner: UInt16 { markCount }
    var unknownStart: UInt16 { continuationCount }
    var unknownHangul: UInt16 { continuationCount + 1 }
    var unknownOther: UInt16 { continuationCount + 2 }

    /// By byte: at the start of a word or outside of words, and then inside.
    private let bytes: UnsafePointer<UInt16>
    private let innerBytes: UnsafePointer<UInt16>
    /// By a syllable's place.
    let syllables: UnsafePointer<UInt16>
    /// Other scalars by pages: two symbols a scalar, outside and inside of a word.
    private let pages: UnsafePointer<UInt16>
    private let paged: UnsafePointer<UInt16>

    /// Numbers the symbols of terms folded in `ScalarAlphabet`; nil if they are more than fit in 16 bits.
    init?(symbols: some Sequence<UInt32>, memory: TableMemory) {
        guard let tables = TermAlphabetTables(symbols: symbols) else {
            return nil
        }
        count = tables.count
        markCount = tables.markCount
        continuationCount = tables.continuationCount
        firstHangul = tables.firstHangul
        bytes = memory.copy(tables.bytes)
        innerBytes = memory.copy(tables.innerBytes)
        syllables = memory.copy(tables.syllables)
        pages = memory.copy(tables.pages)
        paged = memory.copy(tables.paged)
    }

    @inline(__always)
    func symbol(syllable: Int) -> UInt16 {
        syllables[syllable]
    }

    @inline(__always)
    func symbol(wordByte: UInt8, isInner: Bool) -> UInt16 {
        isInner ? innerBytes[Int(wordByte)] : bytes[Int(wordByte)]
    }

    @inline(__always)
    func symbol(_ scalar: UInt32, _ role: SymbolRole) -> UInt16 {
        if scalar < 0x80 {
            return symbol(wordByte: UInt8(truncatingIfNeeded: scalar), isInner: role == .wordInner)
        }
        let syllable = Int(scalar) - Int(HangulSyllable.first)
        if syllable >= 0, syllable < HangulSyllable.count {
            return syllables[syllable]
        }
        return pagedSymbol(scalar, role)
    }

    /// Whether a symbol stands for Hangul.
    func isHangul(_ symbol: UInt16) -> Bool {
        symbol == unknownHangul || symbol >= firstHangul
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
