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

    /// What `alphabet` and `automaton` point into.
    private let memory = TableMemory()
    private let alphabet: TermAlphabet
    private let automaton: TermAutomaton
    private let prefilter: TermPrefilter
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
        guard let alphabet = TermAlphabet(symbols: patterns.flatMap(\.symbols) + endings, memory: memory) else {
            throw Failure.tooManyCharacters
        }
        self.alphabet = alphabet
        s = alphabet.symbol(wordByte: UInt8(ascii: "s"), isInner: true)
        e = alphabet.symbol(wordByte: UInt8(ascii: "e"), isInner: true)
        let coded = patterns.map { pattern in
            pattern.symbols.map { symbol in
                alphabet.symbol(ScalarAlphabet.scalar(of: symbol), ScalarAlphabet.role(of: symbol))
            }
        }
        automaton = TermAutomaton(patterns: coded, alphabetSize: alphabet.count, memory: memory)
        prefilter = TermPrefilter(patterns: patterns, alphabet: alphabet, automaton: automaton, memory: memory)
        checks = zip(patterns, owners).map { pattern, owner in
            Check(
                term: owner, length: pattern.symbols.count, needsBorderBefore: pattern.needsBorderBefore,
                needsBorderAfter: pattern.needsBorderAfter, plurals: pattern.plurals)
        }
    }

    /// All hits in a text, by their ends; overlapping ones as well. At most `maximumHits` for each term.
    package func hits(in text: UnsafeBufferPointer<UInt8>) -> [Hit] {
        mayContainTerm(text) ? foldedHits(in: text) : []
    }

    /// False only if a text has no hits.
    func mayContainTerm(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        withExtendedLifetime(memory) { prefilter.mayContainTerm(text) }
    }

    /// The same as `hits(in:)`, by folding whatever the text.
    func foldedHits(in text: UnsafeBufferPointer<UInt8>) -> [Hit] {
        withExtendedLifetime(memory) {
            var folder = TextFolder(alphabet: alphabet, capacity: text.count + 1)
            folder.fold(text)
            return hits(in: folder.folded, of: text)
        }
    }

    private func hits(in folded: borrowing FoldedText<UInt16>, of text: UnsafeBufferPointer<UInt8>) -> [Hit] {
        var hits: [Hit] = []
        var counts: [Int: Int] = [:]
        let automaton = automaton
        let (symbols, count) = (folded.symbols, folded.count)
        var state: UInt32 = 0
        var slot = automaton.slots[0]
        for position in 0..<count {
            automaton.step(&state, &slot, symbols[position])
            guard slot.hasOutput else {
                continue
            }
            forEachMatch(at: state, position: position, in: folded) { check in
                guard counts[check.term, default: 0] < Self.maximumHits else {
                    return
                }
                counts[check.term, default: 0] += 1
                let start = folded.start(position + 1 - check.length)
                hits.append(Hit(term: check.term, start: start, end: end(of: position, in: folded, of: text)))
            }
        }
        return hits
    }

    /// Calls with each pattern that ends at a position, in a state, with its borders.
    private func forEachMatch(
        at state: UInt32, position: Int, in folded: borrowing FoldedText<UInt16>, _ body: (Check) -> Void
    ) {
        var state = state
        while state != TermAutomaton.none {
            var pattern = automaton.firstPatterns[Int(state)]
            while pattern != TermAutomaton.none {
                let check = checks[Int(pattern)]
                if isMet(check, at: position, in: folded) {
                    body(check)
                }
                pattern = automaton.nextPatterns[Int(pattern)]
            }
            state = automaton.outputLinks[Int(state)]
        }
    }

    /// The byte behind what a symbol stands for: where the next symbol's scalar begins, less the separators and invisible
    /// characters between.
    private func end(
        of position: Int, in folded: borrowing FoldedText<UInt16>, of text: UnsafeBufferPointer<UInt8>
    ) -> Int {
        let start = folded.start(position)
        var next = position + 1
        while next < folded.count, folded.start(next) == start {
            next += 1
        }
        let limit = next < folded.count ? folded.start(next) : text.count
        var end = start
        var byte = start
        while byte < limit {
            let (scalar, length) = UTF8Decoding.scalar(in: text, at: byte)
            byte += length
            switch FoldTable.shared.unowned.entry(scalar).kind {
            case .space, .hyphen, .middleDot, .ignorable: break
            default: end = byte
            }
        }
        return end
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
