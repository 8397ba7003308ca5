/// Tells quickly that a text contains no term, which is so for most texts; when in doubt it says that one may.
///
/// It looks only where a term can begin: at the starts of Latin words, by their first three letters, and at Hangul
/// syllables, by two of them. From such a place it follows the automaton without folding the text. A text in which the
/// places to look at are many, or in which there are characters that need real folding, may contain a term.
///
/// Points into the `TableMemory` it was made with, and is to be used only as long as that lives; nothing changes there, so
/// sharing is sound.
struct TermPrefilter: @unchecked Sendable {
    private let alphabet: TermAlphabet
    private let automaton: TermAutomaton
    private let folding = FoldTable.shared.unowned
    /// Whether all terms begin with the start of an ASCII word or with Hangul; otherwise every text may contain one.
    private let isUsable: Bool
    private let letterClasses: UnsafePointer<UInt8>
    /// A bit for each first three letters.
    private let trigrams: UnsafePointer<UInt64>
    /// By a syllable's place: whether it begins a term.
    private let syllables: UnsafePointer<UInt8>
    /// A bit for each hash of two syllables.
    private let bigrams: UnsafePointer<UInt64>
    /// For each state, how terms that end there can be followed.
    private let endings: UnsafePointer<UInt8>

    /// Makes the filter of patterns; `automaton` must have been made of them in the same order.
    init(patterns: [TermPattern], alphabet: TermAlphabet, automaton: TermAutomaton, memory: TableMemory) {
        let tables = TermPrefilterTables(patterns: patterns, automaton: automaton)
        self.alphabet = alphabet
        self.automaton = automaton
        isUsable = tables.isUsable
        letterClasses = memory.copy(TermPrefilterTables.letterClasses)
        trigrams = memory.copy(tables.trigrams)
        syllables = memory.copy(tables.syllables)
        bigrams = memory.copy(tables.bigrams)
        endings = memory.copy(tables.endings)
    }

    /// False only if the text contains no term.
    func mayContainTerm(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard isUsable, let bytes = text.baseAddress else {
            return !text.isEmpty
        }
        let end = text.count
        // So much may be looked at twice; more, and folding is cheaper.
        var budget = end + 64
        var isInWord = false
        var position = 0
        while position < end {
            if bytes[position] < 0x80 {
                if scanASCII(text, bytes, &position, &isInWord, &budget) {
                    return true
                }
                continue
            }
            let start = position
            if scanSyllables(text, bytes, &position, &budget) {
                return true
            }
            if position > start {
                isInWord = false
                continue
            }
            let (scalar, length) = UTF8Decoding.scalar(in: text, at: position)
            guard let partsWords = effect(of: scalar) else {
                return true
            }
            isInWord = isInWord && !partsWords
            position += length
        }
        return false
    }

    /// Passes ASCII, eight bytes at a time where there are so many; true if a term may begin there.
    @inline(__always)
    private func scanASCII(
        _ text: UnsafeBufferPointer<UInt8>, _ bytes: UnsafePointer<UInt8>, _ position: inout Int,
        _ isInWord: inout Bool, _ budget: inout Int
    ) -> Bool {
        let end = text.count
        while position + 8 <= end {
            let eight = UInt64(littleEndian: UnsafeRawPointer(bytes + position).loadUnaligned(as: UInt64.self))
            let others = eight & 0x8080_8080_8080_8080
            // Of eight bytes, those before the first that is not ASCII.
            let count = others == 0 ? 8 : others.trailingZeroBitCount >> 3
            guard count > 0 else {
                return false
            }
            let ascii = others == 0 ? ~0 : (others & (0 &- others)) &- 1
            let word = Self.wordBytes(eight & ascii & 0x7F7F_7F7F_7F7F_7F7F) & ascii
            var starts = word & ~(word << 8 | (isInWord ? 0x80 : 0))
            isInWord = word >> UInt64(8 * count - 1) & 1 != 0
            while starts != 0 {
                let start = position &+ starts.trailingZeroBitCount >> 3
                starts &= starts &- 1
                if isTrigram(bytes, at: start, end: end), mayBegin(text, at: start, &budget) {
                    return true
                }
            }
            position &+= count
            if count < 8 {
                return false
            }
        }
        while position < end, bytes[position] < 0x80 {
            let isWord = folding.isWordByte(bytes[position])
            if isWord, !isInWord, isTrigram(bytes, at: position, end: end), mayBegin(text, at: position, &budget) {
                return true
            }
            isInWord = isWord
            position &+= 1
        }
        return false
    }

    /// Passes Hangul syllables, with single spaces between them; true if a term may begin there.
    @inline(__always)
    private func scanSyllables(
        _ text: UnsafeBufferPointer<UInt8>, _ bytes: UnsafePointer<UInt8>, _ position: inout Int, _ budget: inout Int
    ) -> Bool {
        let end = text.count
        var syllable = UTF8Decoding.syllable(bytes, at: position, end: end)
        while syllable >= 0 {
            var next = UTF8Decoding.syllable(bytes, at: position &+ 3, end: end)
            let kind = syllables[syllable]
            if next >= 0 {
                let index = TermPrefilterTables.bigram(syllable, next)
                let bit = UInt8(truncatingIfNeeded: bigrams[index >> 6] >> UInt64(index & 63)) & 1
                if kind & (bit | 2) != 0, mayBegin(text, at: position, &budget) {
                    return true
                }
                position &+= 3
            } else {
                if kind != 0, mayBegin(text, at: position, &budget) {
                    return true
                }
                position &+= 3
                if position < end, bytes[position] == 0x20 {
                    next = UTF8Decoding.syllable(bytes, at: position &+ 1, end: end)
                    position &+= next >= 0 ? 1 : 0
                }
            }
            syllable = next
        }
        return false
    }

    /// The bytes of eight ASCII ones that are letters or digits, as their high bits.
    @inline(__always)
    private static func wordBytes(_ eight: UInt64) -> UInt64 {
        let lower = eight | 0x2020_2020_2020_2020
        let letters = (lower &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(lower &+ 0x0505_0505_0505_0505)
        let digits = (eight &+ 0x5050_5050_5050_5050) & ~(eight &+ 0x4646_4646_4646_4646)
        return (letters | digits) & 0x8080_8080_8080_8080
    }

    /// Whether a term may begin with the letters at the start of a word.
    @inline(__always)
    private func isTrigram(_ bytes: UnsafePointer<UInt8>, at position: Int, end: Int) -> Bool {
        func letter(_ place: Int) -> Int {
            place < end ? Int(letterClasses[Int(bytes[place])]) : TermPrefilterTables.noLetter
        }
        let index = TermPrefilterTables.trigram(letter(position), letter(position + 1), letter(position + 2))
        return trigrams[index >> 6] & 1 << UInt64(index & 63) != 0
    }

    /// Whether a scalar parts words, if folding it needs no more than a look at it, and no term begins with it.
    private func effect(of scalar: UInt32) -> Bool? {
        let entry = folding.entry(scalar)
        switch entry.kind {
        case .space, .hyphen, .middleDot: return true
        case .ignorable: return false
        case .other: return beginsNothing(scalar) ? true : nil
        case .mapped: return beginsNothing(entry.payload) ? true : nil
        case .expanded:
            let place = Int(entry.payload)
            let isPlain = (1...Int(folding.expansions[place])).allSatisfy {
                beginsNothing(folding.expansions[place + $0])
            }
            return isPlain ? true : nil
        case .word, .jamo, .mark: return nil
        }
    }

    private func beginsNothing(_ scalar: UInt32) -> Bool {
        folding.entry(scalar).kind == .other && automaton.rootChildren[Int(alphabet.symbol(scalar, .other))] == 0
    }
}

// MARK: - Following the automaton

extension TermPrefilter {
    private enum Neighbour {
        case word, hangul, other
    }

    /// Whether a term may begin at a position, which is the start of an ASCII word or a Hangul syllable.
    private func mayBegin(_ text: UnsafeBufferPointer<UInt8>, at start: Int, _ budget: inout Int) -> Bool {
        var position = start
        var state: UInt32 = 0
        var previous = Neighbour.other
        var hasSeparators = false
        var separator: UInt32 = 0
        while position < text.count, budget > 0 {
            var scalar = UInt32(text[position])
            var length = 1
            if scalar >= 0x80 {
                (scalar, length) = UTF8Decoding.scalar(in: text, at: position)
            }
            budget -= length
            position += length
            let next: Neighbour
            if scalar >= HangulSyllable.first, Int(scalar - HangulSyllable.first) < HangulSyllable.count {
                next = .hangul
            } else {
                switch folding.entry(scalar).kind {
                case .space, .hyphen, .middleDot:
                    hasSeparators = true
                    if separator == 0 {
                        separator = Self.separator(folding.entry(scalar).kind)
                    }
                    continue
                case .word:
                    next = .word
                case .mapped where scalar < 0x80 && folding.isWordByte(UInt8(truncatingIfNeeded: scalar)):
                    next = .word
                case .other:
                    next = .other
                default:
                    return true
                }
            }
            let isInner = next == .word && previous == .word && !hasSeparators
            if hasSeparators, state != 0 {
                let isParted = separator != 0 && !(previous == .word && next == .word)
                if isParted || (previous != .hangul && next != .hangul) {
                    state = child(state, alphabet.symbol(isParted ? separator : 0x20, .other))
                    guard state != 0 else {
                        return false
                    }
                }
            }
            hasSeparators = false
            separator = 0
            let role: SymbolRole = next == .word ? (isInner ? .wordInner : .wordStart) : .other
            state = child(state, alphabet.symbol(scalar, role))
            guard state != 0 else {
                return false
            }
            if automaton.hasOutput(state), mayEnd(text, state, at: position) {
                return true
            }
            previous = next
        }
        return budget <= 0
    }

    private static func separator(_ kind: FoldTable.Kind) -> UInt32 {
        switch kind {
        case .hyphen: 0x2D
        case .middleDot: 0xB7
        default: 0
        }
    }

    /// The child of a state, or 0.
    @inline(__always)
    private func child(_ state: UInt32, _ symbol: UInt16) -> UInt32 {
        guard state != 0 else {
            return automaton.rootChildren[Int(symbol)]
        }
        let child = automaton.slots[Int(state)].child(symbol)
        return automaton.slots[Int(child)].parent == state ? child : 0
    }

    /// Whether what follows at a position can follow a term that ends in a state.
    private func mayEnd(_ text: UnsafeBufferPointer<UInt8>, _ state: UInt32, at position: Int) -> Bool {
        func isWord(_ place: Int) -> Bool {
            place < text.count && folding.isWordByte(text[place])
        }
        guard endings[Int(state)] == TermPrefilterTables.needsBorder, isWord(position) else {
            return true
        }
        switch text[position] | 0x20 {
        case UInt8(ascii: "s"): return !isWord(position + 1)
        case UInt8(ascii: "e"):
            return position + 1 == text.count || text[position + 1] >= 0x80
                || text[position + 1] | 0x20 == UInt8(ascii: "s") && !isWord(position + 2)
        default: return false
        }
    }
}
