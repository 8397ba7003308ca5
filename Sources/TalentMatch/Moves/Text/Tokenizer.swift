/// Splits a field into tokens: terms by longest match, other words with their particle split off, signs.
struct Tokenizer {
    let vocabulary: Vocabulary
    let original: [UInt32]
    let folded: [UInt32]
    /// Where each scalar stood in the text as given, when that was not composed.
    let offsets: [Int]?
    private(set) var tokens: [Token] = []
    private var position = 0
    private var quote = Token.Quote.none
    private var depth: UInt8 = 0
    private var clause: Int32 = 0
    private var sawSpace = true

    init(_ text: String, limit: Int, vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        let text = ComposedText(text, limit: limit)
        original = text.scalars
        offsets = text.offsets
        folded = original.map(Scalars.fold)
        tokens.reserveCapacity(original.count / 3 + 4)
    }

    mutating func run() {
        while position < folded.count {
            let scalar = folded[position]
            if scalar == 0x20 {
                sawSpace = true
                position += 1
            } else if Scalars.isWord(scalar) {
                if !attachParticle() { readWord() }
                sawSpace = false
            } else {
                readMark(scalar)
                sawSpace = false
            }
        }
    }

    // MARK: Words

    private mutating func readWord() {
        if let match = longestTerm(at: position) {
            append(term: match.entry, end: match.end)
            return
        }
        if Scalars.isDigit(folded[position]) {
            readNumber()
            return
        }
        let start = position
        var end = wordEnd(from: start)
        var token = Token(start: start, end: end, surfaceEnd: end)
        if Scalars.isLatinLetter(folded[start]), end < folded.count, Scalars.isHangul(folded[end]) {
            // Latin with Hangul behind it: a particle, or one mixed word.
            let run = hangulEnd(from: end)
            if let particle = particle(end, run, before: 0) {
                token.particle = particle
            } else {
                end = run
                token.end = run
            }
            token.surfaceEnd = run
        }
        if end == start + 1, folded[start] == 0xD589, joinBound() { return }
        describe(&token)
        if folded[start] < 0x80 || Scalars.isLatinLetter(folded[start]) { readPossessive(&token) }
        position = max(token.surfaceEnd, position)
        push(token)
    }

    /// Hangul, Han and mixed words end at spaces and signs; Latin words keep inner hyphens, apostrophes and points.
    private func wordEnd(from start: Int) -> Int {
        var end = start
        if Scalars.isLatinLetter(folded[start]) {
            while end < folded.count {
                let scalar = folded[end]
                if Scalars.isLatinLetter(scalar) || Scalars.isDigit(scalar) || scalar == 0x26 {
                    end += 1
                    continue
                }
                let next = end + 1 < folded.count ? folded[end + 1] : 0
                let joins =
                    scalar == 0x2D || (scalar == 0x27 && !(next == 0x73 && !isLetter(end + 2)))
                    || (scalar == 0x2E && end - start == 1)
                guard joins, isLetter(end + 1) else {
                    if scalar == 0x2E, end - start == 1, next == 0x20 { end += 1 }
                    break
                }
                end += 1
            }
            return end
        }
        while end < folded.count, Scalars.isWord(folded[end]) {
            end += 1
        }
        return end
    }

    func isLetter(_ index: Int) -> Bool {
        index < folded.count && Scalars.isLatinLetter(folded[index])
    }

    private mutating func readNumber() {
        let start = position
        var end = start
        while end < folded.count {
            let scalar = folded[end]
            let next = end + 1 < folded.count ? folded[end + 1] : 0
            guard Scalars.isWord(scalar) || ((scalar == 0x2C || scalar == 0x2E) && Scalars.isDigit(next)) else {
                break
            }
            end += 1
        }
        var token = Token(start: start, end: end, surfaceEnd: end)
        token.isNumber = true
        token.countsPeople = (start..<end).contains { folded[$0] == 0xBA85 }  // 명
        if token.countsPeople, let run = (start..<end).first(where: { folded[$0] == 0xBA85 }) {
            if let particle = particle(run + 1, end, before: folded[run]) {
                token.particle = particle
                token.end = run + 1
            }
        }
        position = end
        push(token)
    }

    private mutating func append(term index: Int32, end: Int) {
        let entry = vocabulary.entries[Int(index)]
        var token = Token(start: position, end: end, surfaceEnd: end)
        token.entry = index
        token.classes = entry.classes
        let last = folded[end - 1]
        token.isHangul = Scalars.isHangul(last)
        token.isLatin = !token.isHangul
        token.isCapitalized = Scalars.isUppercase(original[position])
        token.isAllCapitals =
            token.isCapitalized
            && (position..<end).allSatisfy { !Scalars.isLatinLetter(folded[$0]) || Scalars.isUppercase(original[$0]) }
        let run = hangulEnd(from: end)
        if run > end {
            if let particle = particle(end, run, before: last) {
                token.particle = particle
                token.surfaceEnd = run
            } else if entry.classes.contains(.verb), token.isHangul {
                token.surfaceEnd = run
            }
        }
        if entry.classes.contains(.verb), token.isHangul { inflect(&token) }
        if token.isLatin {
            let word = vocabulary.wordClasses.lookUp(folded, token.start..<token.end)
            if word != TermTrie.none { token.wordClass = WordClass(rawValue: word) }
            token.hasOrganizationSuffix = token.wordClass.contains(.organizationSuffix)
            readPossessive(&token)
        }
        position = max(position, token.surfaceEnd)
        push(token)
    }

    private mutating func readPossessive(_ token: inout Token) {
        position = token.surfaceEnd
        guard position < folded.count, folded[position] == 0x27 else { return }
        if position + 1 < folded.count, folded[position + 1] == 0x73, !isLetter(position + 2) {
            token.isPossessive = true
            position += 2
        } else if folded[position - 1] == 0x73, quote != .single, !isLetter(position + 1) {
            token.isPossessive = true
            position += 1
        }
    }

    // MARK: Signs

    private mutating func readMark(_ scalar: UInt32) {
        var token = Token(start: position, end: position + 1, surfaceEnd: position + 1)
        token.mark = scalar
        if scalar == 0x27 || scalar == 0x28 { joinParticle() }
        switch scalar {
        case 0x28: depth = min(depth + 1, 8)
        case 0x22: quote = quote == .double ? .none : .double
        case 0x27:
            if quote == .single {
                quote = .none
            } else if quote == .none, position + 1 < folded.count, folded[position + 1] != 0x20 {
                quote = .single
            }
        case 0x2E where position + 1 < folded.count && folded[position + 1] == 0x2E:
            while position + 1 < folded.count, folded[position + 1] == 0x2E { position += 1 }
            token.mark = 0x2026
        default: break
        }
        if token.mark == 0x2026 || token.mark == 0x3B || token.mark == 0x2014 || token.mark == 0x7C { clause += 1 }
        if token.mark == 0x3A || token.mark == 0x3F || token.mark == 0x21 || token.mark == 0x2013 { clause += 1 }
        if token.mark == 0x2E || token.mark == 0x25C7 || token.mark == 0x25C6 { clause += 1 }
        position += 1
        push(token)
        if scalar == 0x29, depth > 0 { depth -= 1 }
    }

    private mutating func push(_ token: Token) {
        var token = token
        token.hasSpaceBefore = sawSpace
        token.quote = quote
        token.depth = depth
        token.clause = clause
        tokens.append(token)
    }

    /// 몰로코 행: 행 behind a space says of the word before it that it is the goal.
    private mutating func joinBound() -> Bool {
        guard sawSpace, let last = tokens.last, last.isWord, last.particle == .none, !last.isNumber, !last.has(.verb),
            last.isHangul || last.isLatin
        else { return false }
        tokens[tokens.count - 1].particle = .bound
        position += 1
        return true
    }

    /// Before a closing quote or an opening parenthesis no particle stands: '헬리오나', 카이라(Kaira).
    private mutating func joinParticle() {
        guard !sawSpace, var last = tokens.popLast() else { return }
        if last.isWord, last.entry < 0, last.isHangul, last.surfaceEnd == position {
            last.end = last.surfaceEnd
            last.particle = .none
        }
        tokens.append(last)
    }

    /// A particle behind a closing quote or parenthesis belongs to the word before it.
    private mutating func attachParticle() -> Bool {
        guard !sawSpace, Scalars.isHangul(folded[position]), let last = tokens.last,
            last.mark == 0x27 || last.mark == 0x22 || last.mark == 0x29 || last.mark == 0x3E || last.mark == 0x300D
        else { return false }
        let run = hangulEnd(from: position)
        guard let particle = particle(position, run, before: 0) else { return false }
        if let owner = tokens.lastIndex(where: { $0.isWord && $0.depth == depth }) {
            tokens[owner].particle = particle
        }
        position = run
        return true
    }
}
