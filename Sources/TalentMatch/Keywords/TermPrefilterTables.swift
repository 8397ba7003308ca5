/// Makes the tables of a `TermPrefilter`.
struct TermPrefilterTables {
    /// A syllable that begins terms, but only with others behind it.
    static let needsBigram: UInt8 = 1
    /// A syllable to look at whatever stands behind it.
    static let needsNothing: UInt8 = 3
    /// A state all of whose terms need a border behind them.
    static let needsBorder: UInt8 = 1

    /// ASCII that is neither letter nor digit, and the end of the text.
    static let noLetter = 0
    /// A byte of another scalar: it may fold to anything.
    private static let anything = 37
    private static let classCount = 38
    private static let bigramBits = 17

    /// By byte: 1 to 26 letters of either case, 27 to 36 digits.
    static let letterClasses: [UInt8] = (0..<256).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt8(byte) - UInt8(ascii: "a") + 1
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(byte) - UInt8(ascii: "A") + 1
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(byte) - UInt8(ascii: "0") + 27
        case 0..<0x80: UInt8(noLetter)
        default: UInt8(anything)
        }
    }

    private(set) var isUsable = true
    private(set) var trigrams = [UInt64](repeating: 0, count: classCount * classCount * classCount / 64 + 1)
    private(set) var syllables = [UInt8](repeating: 0, count: HangulSyllable.count)
    private(set) var bigrams = [UInt64](repeating: 0, count: 1 << (bigramBits - 6))
    private(set) var endings: [UInt8] = []

    init(patterns: [TermPattern], automaton: TermAutomaton) {
        for pattern in patterns {
            let scalar = ScalarAlphabet.scalar(of: pattern.symbols[0])
            switch ScalarAlphabet.role(of: pattern.symbols[0]) {
            case .wordStart where scalar < 0x80:
                addTrigrams(of: pattern)
            case .hangul where scalar >= HangulSyllable.first:
                addBigram(of: pattern)
            case .other where scalar >= 0x80, .wordStart, .hangul:
                // Found by the look at every scalar that is neither ASCII nor a syllable.
                break
            case .other, .wordInner, .mark:
                isUsable = false
            }
        }
        addEndings(of: patterns, automaton)
    }

    @inline(__always)
    static func trigram(_ first: Int, _ second: Int, _ third: Int) -> Int {
        (first * classCount + second) * classCount + third
    }

    @inline(__always)
    static func bigram(_ first: Int, _ second: Int) -> Int {
        let hash =
            (UInt64(truncatingIfNeeded: first) << 16 ^ UInt64(truncatingIfNeeded: second)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: hash >> UInt64(64 - bigramBits))
    }

    private mutating func addTrigrams(of pattern: TermPattern) {
        let first = Self.classes(of: pattern, at: 0)
        for second in Self.classes(of: pattern, at: 1) {
            let isWordOver = second == Self.noLetter || second == Self.anything || pattern.symbols.count < 2
            for third in isWordOver ? Array(0..<Self.classCount) : Self.classes(of: pattern, at: 2) {
                for first in first {
                    let index = Self.trigram(first, second, third)
                    trigrams[index >> 6] |= 1 << UInt64(index & 63)
                }
            }
        }
    }

    /// What can stand at a symbol's place in a text that has the pattern.
    private static func classes(of pattern: TermPattern, at place: Int) -> [Int] {
        guard place < pattern.symbols.count else {
            guard pattern.needsBorderAfter else {
                return Array(0..<classCount)
            }
            return [noLetter, anything] + "se".utf8.map { Int(letterClasses[Int($0)]) }
        }
        let symbol = pattern.symbols[place]
        let scalar = ScalarAlphabet.scalar(of: symbol)
        switch ScalarAlphabet.role(of: symbol) {
        case .wordStart where scalar < 0x80: return [Int(letterClasses[Int(scalar)])]
        case .wordInner where scalar < 0x80: return [Int(letterClasses[Int(scalar)]), anything]
        default: return [noLetter, anything]
        }
    }

    private mutating func addBigram(of pattern: TermPattern) {
        let first = Int(ScalarAlphabet.scalar(of: pattern.symbols[0])) - Int(HangulSyllable.first)
        guard pattern.symbols.count > 1 else {
            syllables[first] = Self.needsNothing
            return
        }
        syllables[first] = max(syllables[first], Self.needsBigram)
        let second = Int(ScalarAlphabet.scalar(of: pattern.symbols[1])) - Int(HangulSyllable.first)
        if second >= 0, second < HangulSyllable.count {
            let index = Self.bigram(first, second)
            bigrams[index >> 6] |= 1 << UInt64(index & 63)
        }
    }

    private mutating func addEndings(of patterns: [TermPattern], _ automaton: TermAutomaton) {
        endings = [UInt8](repeating: 0, count: automaton.slotCount)
        for state in 0..<automaton.slotCount where automaton.hasOutput(UInt32(state)) {
            var needsBorder = true
            var output = UInt32(state)
            while output != TermAutomaton.none {
                var pattern = automaton.firstPatterns[Int(output)]
                while pattern != TermAutomaton.none {
                    needsBorder = needsBorder && patterns[Int(pattern)].needsBorderAfter
                    pattern = automaton.nextPatterns[Int(pattern)]
                }
                output = automaton.outputLinks[Int(output)]
            }
            endings[state] = needsBorder ? Self.needsBorder : 0
        }
    }
}
