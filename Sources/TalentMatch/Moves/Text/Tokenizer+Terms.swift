extension Tokenizer {
    // MARK: Terms

    /// The longest term that starts here and ends at an acceptable place.
    func longestTerm(at start: Int, nesting: Int = 0) -> (entry: Int32, end: Int)? {
        var node: Int32 = 0
        var index = start
        var best: (entry: Int32, end: Int)?
        while index < folded.count {
            node = vocabulary.terms.step(node, folded[index])
            if node == TermTrie.none { break }
            index += 1
            let term = vocabulary.terms.terms[Int(node)]
            if term != TermTrie.none, accepts(term, start, index, nesting) { best = (term, index) }
        }
        return best
    }

    private func accepts(_ term: Int32, _ start: Int, _ end: Int, _ nesting: Int) -> Bool {
        let entry = vocabulary.entries[Int(term)]
        switch entry.caseRule {
        case .any: break
        case .initial: if !Scalars.isUppercase(original[start]) && Scalars.isLatinLetter(folded[start]) { return false }
        case .exact: if !zip(entry.exact, original[start..<end]).allSatisfy({ $0 == $1 }) { return false }
        }
        let last = folded[end - 1]
        guard end < folded.count else { return true }
        let next = folded[end]
        if !Scalars.isHangul(last) {
            if Scalars.isLatinLetter(next) || (Scalars.isDigit(next) && Scalars.isWord(last)) { return false }
            if next == 0x2D, isLetter(end + 1), entry.classes.isSubset(of: [.verb, .people, .role, .hedge, .negation]) {
                return false
            }
            guard Scalars.isHangul(next), entry.classes.contains(.organization) else { return true }
        } else if !Scalars.isHangul(next) {
            // Hangul before Latin in one word, as in 삼성SDS, is another name unless a role or AI follows.
            // 그록4 is a product.
            if Scalars.isDigit(next), entry.classes.contains(.organization), !entry.classes.contains(.topic) {
                return false
            }
            guard Scalars.isLatinLetter(next), entry.classes.contains(.organization) else { return true }
            return nesting < 2 && longestTerm(at: end, nesting: nesting + 1) != nil
        }
        if Scalars.isHangul(last), entry.classes.contains(.verb) { return verbGoesOn(entry, end) }
        let run = hangulEnd(from: end)
        if particle(end, run, before: last) != nil { return true }
        if entry.classes.contains(.topic), !Scalars.isHangul(last) { return true }
        if nesting < 2, let inner = longestTerm(at: end, nesting: nesting + 1) {
            let classes = vocabulary.entries[Int(inner.entry)].classes
            return !classes.isDisjoint(with: [.role, .organization, .topic, .people, .origin])
        }
        return false
    }

    /// Action nouns are also the heads of other words and of names (이적료, 이동훈, 제시카): what follows must be an ending.
    private func verbGoesOn(_ entry: TermEntry, _ end: Int) -> Bool {
        let last = folded[end - 1]
        if Scalars.finalConsonant(last) == 20 || Self.verbFormEnds.contains(last) { return true }
        if folded[end] == 0xC790 {  // 자: 퇴사자는 is a person, 퇴사자 as well; 퇴사하자 is not here
            return false
        }
        if folded[end] == 0xB2F9 {  // 당 only as in 거절당하다
            return end + 1 < folded.count && [0xD558, 0xD588, 0xD55C].contains(folded[end + 1])
        }
        return Self.actionNounContinuations.contains(folded[end])
    }

    private static let actionNounContinuations = Set(
        "한했하할함해된됐되될돼됩받당설전론이을를은는의에으로과와도만까시후뒤중길안건키땐들처인행키케".unicodeScalars.map(\.value))
    /// Last syllables of listed forms that are verbs already (떠난, 모셔와), behind which anything may come.
    private static let verbFormEnds = Set(
        "온간난긴린은는을날와여고나두가오기치리우끄르타개누들운둔든싼뗀갈올릴챈찾신낸선쪼눈친져해".unicodeScalars.map(\.value))

    func hangulEnd(from start: Int) -> Int {
        var end = start
        while end < folded.count, Scalars.isHangul(folded[end]) { end += 1 }
        return end
    }

    /// The particle spelled exactly by a range.
    func particle(_ start: Int, _ end: Int, before last: UInt32) -> Particle? {
        guard end > start, end - start <= 4 else { return nil }
        var node: Int32 = 0
        for index in stride(from: end - 1, through: start, by: -1) {
            node = vocabulary.particles.step(node, folded[index])
            if node == TermTrie.none { return nil }
        }
        let found = vocabulary.particles.terms[Int(node)]
        guard found != TermTrie.none else { return nil }
        if Scalars.isHangul(last), !Particle.fits(folded[start], finalConsonant: Scalars.finalConsonant(last)) {
            return nil
        }
        return Particle(rawValue: found)
    }
}
