/// Finds all of many terms in a text in one pass: folding, automaton, borders of words.
///
/// Immutable, and safe to use from several threads at once.
package struct TermScanner: Sendable {
    /// A spelling to look for.
    package struct Term: Sendable, Hashable {
        /// The spelling as configured.
        package var spelling: String
        /// Whether a Hangul spelling must begin at the border of a word.
        package var wholeWord: Bool

        /// Makes a term.
        package init(spelling: String, wholeWord: Bool = false) {
            self.spelling = spelling
            self.wholeWord = wholeWord
        }
    }

    /// Where a term was found: bytes of the text as given.
    package struct Hit: Sendable, Equatable {
        /// The term's place among those the scanner was made of.
        package var term: Int
        /// The first byte.
        package var start: Int
        /// The byte behind the last one.
        package var end: Int
    }

    /// Why no scanner can be made.
    enum Failure: Error, Equatable {
        /// Nothing of the term is left to look for once it is folded; its place is given.
        case emptyTerm(Int)
        /// The terms have more different characters than fit.
        case tooManyCharacters
    }

    private struct Check {
        var term: Int
        var length: Int
        var needsBorderBefore: Bool
        var needsBorderAfter: Bool
        var plurals: TermPattern.Plurals
    }

    /// So many hits of one term in one text are told; more say nothing new, and would cost memory without bound.
    package static let maximumHits = 100

    private let alphabet: TermAlphabet
    private let automaton: TermAutomaton
    private let checks: [Check]
    private let s: UInt16
    private let e: UInt16

    /// Builds the automaton.
    package init(_ terms: [Term]) throws {
        var patterns: [TermPattern] = []
        var owners: [Int] = []
        for (index, term) in terms.enumerated() {
            let more = TermPattern.patterns(of: term.spelling, wholeWord: term.wholeWord)
            guard !more.isEmpty else {
                throw Failure.emptyTerm(index)
            }
            patterns += more
            owners += more.map { _ in index }
        }
        let endings = "se".unicodeScalars.map { ScalarAlphabet().symbol($0.value, .wordInner) }
        guard let alphabet = TermAlphabet(symbols: patterns.flatMap(\.symbols) + endings) else {
            throw Failure.tooManyCharacters
        }
        self.alphabet = alphabet
        s = alphabet.innerSymbol(ascii: "s")
        e = alphabet.innerSymbol(ascii: "e")
        let coded = patterns.map { pattern in
            pattern.symbols.map { symbol in
                alphabet.symbol(ScalarAlphabet.scalar(of: symbol), ScalarAlphabet.role(of: symbol))
            }
        }
        automaton = TermAutomaton(patterns: coded, alphabetSize: alphabet.count)
        checks = zip(patterns, owners).map { pattern, owner in
            Check(
                term: owner, length: pattern.symbols.count, needsBorderBefore: pattern.needsBorderBefore,
                needsBorderAfter: pattern.needsBorderAfter, plurals: pattern.plurals)
        }
    }

    /// All hits in a text, by their ends; overlapping ones as well. At most `maximumHits` for each term.
    package func hits(in text: UnsafeBufferPointer<UInt8>) -> [Hit] {
        var folder = TextFolder(alphabet: alphabet, capacity: text.count + 1)
        folder.fold(text)
        return hits(in: folder.folded)
    }

    private func hits(in folded: borrowing FoldedText<UInt16>) -> [Hit] {
        var hits: [Hit] = []
        var counts: [Int: Int] = [:]
        var state: UInt32 = 0
        for position in 0..<folded.count {
            state = automaton.next(state, folded.symbols[position])
            if automaton.slots[Int(state)].base & TermAutomaton.outputFlag != 0 {
                addHits(at: state, position: position, in: folded, to: &hits, counts: &counts)
            }
        }
        return hits
    }

    private func addHits(
        at state: UInt32, position: Int, in folded: borrowing FoldedText<UInt16>, to hits: inout [Hit],
        counts: inout [Int: Int]
    ) {
        var state = state
        while state != TermAutomaton.none {
            var pattern = automaton.firstPatterns[Int(state)]
            while pattern != TermAutomaton.none {
                let check = checks[Int(pattern)]
                if isMet(check, at: position, in: folded), counts[check.term, default: 0] < Self.maximumHits {
                    counts[check.term, default: 0] += 1
                    let start = folded.starts[position + 1 - check.length] & ~FoldedText<UInt16>.borderFlag
                    hits.append(Hit(term: check.term, start: Int(start), end: Int(folded.ends[position])))
                }
                pattern = automaton.nextPatterns[Int(pattern)]
            }
            state = automaton.outputLinks[Int(state)]
        }
    }

    private func isMet(_ check: Check, at position: Int, in folded: borrowing FoldedText<UInt16>) -> Bool {
        if check.needsBorderBefore {
            let first = position + 1 - check.length
            let isHangul = alphabet.isHangul(folded.symbols[first])
            guard !isHangul || folded.starts[first] & FoldedText<UInt16>.borderFlag != 0 else {
                return false
            }
        }
        let next = position + 1
        guard check.needsBorderAfter else {
            return next == folded.count || folded.symbols[next] >= alphabet.markCount
        }
        if isBorder(next, in: folded) {
            return true
        }
        if check.plurals.contains(.s), folded.symbols[next] == s, isBorder(next + 1, in: folded) {
            return true
        }
        return check.plurals.contains(.es) && folded.symbols[next] == e && next + 1 < folded.count
            && folded.symbols[next + 1] == s && isBorder(next + 2, in: folded)
    }

    private func isBorder(_ position: Int, in folded: borrowing FoldedText<UInt16>) -> Bool {
        position == folded.count || folded.symbols[position] >= alphabet.continuationCount
    }
}
