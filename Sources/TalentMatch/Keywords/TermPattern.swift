/// A spelling folded for the automaton, and what must hold around the place where it is found.
struct TermPattern: Equatable {
    /// What may stand behind a Latin term and still be its word.
    struct Plurals: OptionSet, Hashable {
        let rawValue: UInt8
        static let s = Plurals(rawValue: 1)
        static let es = Plurals(rawValue: 2)
    }

    /// Symbols of `ScalarAlphabet`; never empty.
    var symbols: [UInt32]
    /// The pattern may not begin inside a Hangul word.
    var needsBorderBefore: Bool
    /// The pattern may not end inside a word.
    var needsBorderAfter: Bool
    var plurals: Plurals
}

extension TermPattern {
    /// The patterns of a spelling: one, and for some Latin words another for `-ies`, or for a beginning inside a word.
    ///
    /// `*` at an end lifts the border there; white space, hyphens and middle dots at the ends do not count.
    /// - Returns: Nothing when the spelling has no character that could be found.
    static func patterns(of spelling: String, wholeWord: Bool) -> [TermPattern] {
        let text = trimmed(spelling.unicodeScalars[...])
        let isOpenBefore = text.first.map(stars.contains) ?? false
        let isOpenAfter = text.last.map(stars.contains) ?? false
        let symbols = foldedSymbols(String(text.dropFirst(isOpenBefore ? 1 : 0).dropLast(isOpenAfter ? 1 : 0)))
        guard let last = symbols.last else {
            return []
        }
        let role = ScalarAlphabet.role(of: last)
        let endsInWord = endsInWord(symbols)
        let pattern = TermPattern(
            symbols: symbols, needsBorderBefore: wholeWord && !isOpenBefore,
            needsBorderAfter: endsInWord && !isOpenAfter,
            plurals: endsInWord && !isOpenAfter && role != .mark ? plurals(of: symbols) : [])
        var patterns = [pattern]
        if pattern.needsBorderAfter, let symbols = pluralInIES(symbols) {
            patterns.append(
                TermPattern(
                    symbols: symbols, needsBorderBefore: pattern.needsBorderBefore, needsBorderAfter: true, plurals: [])
            )
        }
        if isOpenBefore, ScalarAlphabet.role(of: symbols[0]) == .wordStart {
            patterns += patterns.map { pattern in
                var inside = pattern
                let scalar = ScalarAlphabet.scalar(of: pattern.symbols[0])
                inside.symbols[0] = ScalarAlphabet().symbol(scalar, .wordInner)
                return inside
            }
        }
        return patterns
    }

    private static let stars: [Unicode.Scalar] = ["*", "\u{FF0A}"]

    /// A spelling without white space and invisible characters at its ends.
    private static func trimmed(
        _ text: Substring.UnicodeScalarView
    ) -> Substring.UnicodeScalarView {
        func isBlank(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
        }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) {
            text.removeLast()
        }
        return text
    }

    /// The symbols of a text without hyphens and middle dots at its ends.
    static func foldedSymbols(_ text: String) -> [UInt32] {
        let bytes = Array(text.utf8)
        var folder = TextFolder(alphabet: ScalarAlphabet(), capacity: bytes.count + 1)
        bytes.withUnsafeBufferPointer { folder.fold($0) }
        let symbols = Array(UnsafeBufferPointer(start: folder.folded.symbols, count: folder.folded.count))
        func isSeparator(_ symbol: UInt32) -> Bool {
            symbol == 0x2D || symbol == 0xB7
        }
        guard let first = symbols.firstIndex(where: { !isSeparator($0) }),
            let last = symbols.lastIndex(where: { !isSeparator($0) })
        else {
            return []
        }
        return Array(symbols[first...last])
    }

    private static func endsInWord(_ symbols: [UInt32]) -> Bool {
        for symbol in symbols.reversed() {
            switch ScalarAlphabet.role(of: symbol) {
            case .wordStart, .wordInner: return true
            case .hangul, .other: return false
            case .mark: continue
            }
        }
        return false
    }

    private static func lastLetters(_ symbols: [UInt32]) -> (Unicode.Scalar?, Unicode.Scalar?) {
        let letters = symbols.suffix(2).map { Unicode.Scalar(ScalarAlphabet.scalar(of: $0)) }
        return (letters.count == 2 ? letters[0] : nil, letters.last ?? nil)
    }

    private static func plurals(of symbols: [UInt32]) -> Plurals {
        guard case (let before, let last?) = lastLetters(symbols) else {
            return []
        }
        switch (before, last) {
        case (_, "s"): return .es
        case (_, "x"), (_, "z"), (_, "o"), ("c", "h"), ("s", "h"): return [.s, .es]
        default: return .s
        }
    }

    /// `company` → `companies`: for a last word of at least three letters that ends in a consonant and y.
    private static func pluralInIES(_ symbols: [UInt32]) -> [UInt32]? {
        guard case (let before?, "y") = lastLetters(symbols), before.isASCII, before.properties.isLowercase,
            !"aeiou".unicodeScalars.contains(before), symbols.count > 2,
            symbols.suffix(2).allSatisfy({ ScalarAlphabet.role(of: $0) == .wordInner })
        else {
            return nil
        }
        return symbols.dropLast() + "ies".unicodeScalars.map { ScalarAlphabet().symbol($0.value, .wordInner) }
    }
}

/// A name as it is compared: folded as text is, so that spellings that the rules hold equal are equal strings.
func foldedName(_ name: String) -> String {
    let scalars = TermPattern.foldedSymbols(name).compactMap { Unicode.Scalar(ScalarAlphabet.scalar(of: $0)) }
    return String(String.UnicodeScalarView(scalars))
}
