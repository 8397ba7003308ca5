/// Cuts texts into the tokens of a word index, so that whatever a term finds in a text, the index finds by the term's
/// tokens: the index may say yes too often, never no.
///
/// Words of letters and digits are tokens, with the singular of what looks like a plural. Hangul gives each pair of
/// neighbouring syllables, across spaces, and each run's last syllable: two syllables are the least that is looked for in
/// Korean, and pairs find a term wherever it stands.
public enum SearchTokens {
    /// A part of a query.
    public enum QueryToken: Sendable, Equatable, Hashable {
        /// The token itself.
        case whole(String)
        /// Any token that begins so.
        case prefix(String)
    }

    /// The tokens of a text, each once, in no particular order.
    public static func tokens(of text: String) -> Set<String> {
        var tokens: Set<String> = []
        for run in runs(of: text) {
            switch run {
            case .word(let word):
                tokens.insert(word)
                tokens.formUnion(singulars(of: word))
            case .hangul(let syllables):
                for (first, second) in zip(syllables, syllables.dropFirst()) { tokens.insert(String([first, second])) }
                if let last = syllables.last { tokens.insert(String(last)) }
            }
        }
        return tokens
    }

    /// The tokens that every text has in which the term is found; nil where tokens cannot tell: terms that begin with a
    /// star, or consist of other characters than letters, digits and Hangul.
    public static func query(for term: String) -> Set<QueryToken>? {
        guard term.first != "*", !term.isEmpty else { return nil }
        let isOpen = term.last == "*"
        let runs = runs(of: isOpen ? String(term.dropLast()) : term)
        guard let last = runs.last else { return nil }
        var tokens: Set<QueryToken> = []
        for (index, run) in runs.enumerated() {
            switch run {
            case .word(let word):
                let isLast = index == runs.count - 1
                tokens.insert(isLast && isOpen ? .prefix(word) : .whole(word))
            case .hangul(let syllables):
                if syllables.count == 1 { tokens.insert(.prefix(String(syllables[0]))) }
                for (first, second) in zip(syllables, syllables.dropFirst()) {
                    tokens.insert(.whole(String([first, second])))
                }
            }
        }
        // A last word may be found as the beginning of a plural that is no token of its own.
        if case .word(let word) = last, !isOpen {
            tokens.remove(.whole(word))
            tokens.insert(word.hasSuffix("y") ? .prefix(String(word.dropLast())) : .prefix(word))
        }
        return tokens
    }

    private enum Run {
        case word(String)
        case hangul([Character])
    }

    private static func runs(of text: String) -> [Run] {
        var runs: [Run] = []
        var word = String.UnicodeScalarView()
        var syllables: [Character] = []
        func closeWord() {
            if !word.isEmpty { runs.append(.word(String(word))) }
            word = String.UnicodeScalarView()
        }
        func closeHangul() {
            if !syllables.isEmpty { runs.append(.hangul(syllables)) }
            syllables = []
        }
        for symbol in TermPattern.foldedSymbols(text) {
            guard let scalar = Unicode.Scalar(ScalarAlphabet.scalar(of: symbol)) else { continue }
            switch ScalarAlphabet.role(of: symbol) {
            case .wordStart:
                closeHangul()
                closeWord()
                word.append(scalar)
            case .wordInner:
                closeHangul()
                word.append(scalar)
            case .mark:
                if !word.isEmpty { word.append(scalar) }
            case .hangul:
                closeWord()
                syllables.append(Character(scalar))
            case .other:
                closeWord()
                closeHangul()
            }
        }
        closeWord()
        closeHangul()
        return runs
    }

    /// What the word is the plural of, by the endings that terms allow.
    private static func singulars(of word: String) -> [String] {
        guard word.count > 2, word.hasSuffix("s") else { return [] }
        var singulars = [String(word.dropLast())]
        if word.hasSuffix("es") { singulars.append(String(word.dropLast(2))) }
        if word.hasSuffix("ies") { singulars.append(String(word.dropLast(3)) + "y") }
        return singulars
    }
}
