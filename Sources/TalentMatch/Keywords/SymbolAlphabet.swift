/// What a folded scalar is to the borders of words.
enum SymbolRole {
    /// No part of a word with borders.
    case other
    /// Begins a word of letters and digits.
    case wordStart
    /// Goes on with such a word.
    case wordInner
    /// A combining mark: goes on with whatever it stands on.
    case mark
    /// A Hangul syllable or jamo.
    case hangul
}

/// Turns folded scalars into the symbols that an automaton reads.
protocol SymbolAlphabet {
    associatedtype Symbol: FixedWidthInteger & UnsignedInteger & BitwiseCopyable

    /// The symbol of a folded scalar in a role.
    func symbol(_ scalar: UInt32, _ role: SymbolRole) -> Symbol

    /// The same for a Hangul syllable, by its place among them.
    func symbol(syllable: Int) -> Symbol

    /// The same for a byte that is a letter or digit, of either case.
    func symbol(wordByte: UInt8, isInner: Bool) -> Symbol
}

/// Where Hangul syllables are.
enum HangulSyllable {
    static let first: UInt32 = 0xAC00
    static let count = 11172
}

/// The alphabet in which terms are folded before there is an alphabet of their own: the scalar, and its role above it.
struct ScalarAlphabet: SymbolAlphabet {
    private static let roleShift: UInt32 = 24

    @inline(__always)
    func symbol(_ scalar: UInt32, _ role: SymbolRole) -> UInt32 {
        let number: UInt32 =
            switch role {
            case .other: 0
            case .wordStart: 1
            case .wordInner: 2
            case .mark: 3
            case .hangul: 4
            }
        return scalar | number << Self.roleShift
    }

    @inline(__always)
    func symbol(syllable: Int) -> UInt32 {
        symbol(HangulSyllable.first + UInt32(truncatingIfNeeded: syllable), .hangul)
    }

    @inline(__always)
    func symbol(wordByte: UInt8, isInner: Bool) -> UInt32 {
        let isUpper = wordByte >= UInt8(ascii: "A") && wordByte <= UInt8(ascii: "Z")
        return symbol(UInt32(isUpper ? wordByte | 0x20 : wordByte), isInner ? .wordInner : .wordStart)
    }

    static func scalar(of symbol: UInt32) -> UInt32 {
        symbol & (1 << roleShift - 1)
    }

    static func role(of symbol: UInt32) -> SymbolRole {
        switch symbol >> roleShift {
        case 0: .other
        case 1: .wordStart
        case 2: .wordInner
        case 3: .mark
        default: .hangul
        }
    }
}
