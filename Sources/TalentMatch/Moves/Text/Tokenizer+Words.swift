extension Tokenizer {
    /// Fills in what the shape of a word that is no term says: script, particle, suffixes, word lists.
    func describe(_ token: inout Token) {
        let last = folded[token.end - 1]
        token.isHangul = Scalars.isHangul(folded[token.start]) || Scalars.isHangul(last)
        token.isLatin = Scalars.isLatinLetter(folded[token.start]) && !Scalars.isHangul(last)
        if token.isLatin {
            token.isCapitalized = Scalars.isUppercase(original[token.start])
            token.isAllCapitals =
                token.isCapitalized && token.end - token.start > 1
                && (token.start..<token.end).allSatisfy {
                    Scalars.isUppercase(original[$0]) || Scalars.isDigit(folded[$0])
                }
        }
        if token.particle == .none, Scalars.isHangul(last), !isKnownName(token) { splitParticle(&token) }
        token.isTopicMarked = token.particle == .topic && (last == 0xC740 || last == 0xB294)
        let word = vocabulary.wordClasses.lookUp(folded, token.start..<token.end)
        if word != TermTrie.none { token.wordClass = WordClass(rawValue: word) }
        if token.isLatin {
            let function = FunctionWord.trie.lookUp(folded, token.start..<token.end)
            if function != TermTrie.none { token.function = FunctionWord(rawValue: function) ?? .none }
            token.hasOrganizationSuffix = token.wordClass.contains(.organizationSuffix)
            if containsTopic(token) { token.classes.insert(.topic) }  // driving-AI
            return
        }
        token.roleSuffix = suffixLength(vocabulary.roleSuffixes, token)
        let suffix = suffixLength(vocabulary.organizationSuffixes, token)
        token.hasOrganizationSuffix = suffix > 0 && suffix < token.end - token.start || isNamedAfterHouse(token)
        token.hasUnitSuffix = suffixLength(vocabulary.unitSuffixes, token) > 0
        if containsTopic(token) { token.classes.insert(.topic) }
        if token.wordClass.contains(.koreanCommon) { token.roleSuffix = 0 }  // 국가대표
        if token.roleSuffix > 0, token.end - token.start > 2 || token.roleSuffix == token.end - token.start {
            token.classes.insert(.role)
        } else {
            token.roleSuffix = 0
        }
    }

    /// 술레이만 ends in no particle.
    private func isKnownName(_ token: Token) -> Bool {
        let word = vocabulary.wordClasses.lookUp(folded, token.start..<token.end)
        return word != TermTrie.none && WordClass(rawValue: word).contains(.knownName)
    }

    /// 한화비전, 현대오토에버: a word of a group's name and two syllables or more.
    private func isNamedAfterHouse(_ token: Token) -> Bool {
        guard token.end - token.start >= 4, token.isHangul else { return false }
        var node: Int32 = 0
        for index in token.start..<(token.end - 2) {
            node = vocabulary.housePrefixes.step(node, folded[index])
            if node == TermTrie.none { return false }
            if vocabulary.housePrefixes.terms[Int(node)] != TermTrie.none {
                // 현대차노조: a common word behind makes no house.
                let rest = vocabulary.wordClasses.lookUp(folded, (index + 1)..<token.end)
                return rest == TermTrie.none || !WordClass(rawValue: rest).contains(.koreanCommon)
            }
        }
        return false
    }

    /// Splits the longest particle that leaves a stem of two scalars or more and fits its last syllable.
    private func splitParticle(_ token: inout Token) {
        // 산업은행 ends in a bank, not in a particle.
        if token.end - token.start > 2, folded[token.end - 1] == 0xD589, folded[token.end - 2] == 0xC740 { return }
        var node: Int32 = 0
        var index = token.end - 1
        let length = token.end - token.start
        while index > token.start, token.end - index <= 4 {
            node = vocabulary.particles.step(node, folded[index])
            if node == TermTrie.none { break }
            let found = vocabulary.particles.terms[Int(node)]
            let before = folded[index - 1]
            // One syllable is left only before a longer particle (것으로), or before 을 and 를, which end no name.
            let leavesEnough =
                index > token.start + 1 || token.end - index >= 2
                || (length == 2 && (folded[index] == 0xC744 || folded[index] == 0xB97C))
            if found != TermTrie.none, leavesEnough,
                !Scalars.isHangul(before)
                    || Particle.fits(folded[index], finalConsonant: Scalars.finalConsonant(before)),
                let particle = Particle(rawValue: found)
            {
                token.particle = particle
                token.surfaceEnd = token.end
                let stem = index
                index -= 1
                splitLonger(&token, node, index, stem)
                return
            }
            index -= 1
        }
    }

    private func splitLonger(_ token: inout Token, _ from: Int32, _ start: Int, _ stem: Int) {
        var best = stem
        var node = from
        var index = start
        while index > token.start, token.surfaceEnd - index <= 4 {
            node = vocabulary.particles.step(node, folded[index])
            if node == TermTrie.none { break }
            let found = vocabulary.particles.terms[Int(node)]
            let before = folded[index - 1]
            if found != TermTrie.none, let particle = Particle(rawValue: found),
                !Scalars.isHangul(before)
                    || Particle.fits(folded[index], finalConsonant: Scalars.finalConsonant(before))
            {
                best = index
                token.particle = particle
            }
            index -= 1
        }
        token.end = best
    }

    private func suffixLength(_ trie: TermTrie, _ token: Token) -> Int {
        var node: Int32 = 0
        var best = 0
        var index = token.end - 1
        while index >= token.start {
            node = trie.step(node, folded[index])
            if node == TermTrie.none { break }
            if trie.terms[Int(node)] != TermTrie.none { best = token.end - index }
            index -= 1
        }
        return best
    }

    /// AI as a part of a mixed word, or a topic word at its start.
    private func containsTopic(_ token: Token) -> Bool {
        var index = token.start
        while index + 1 < token.end {
            if original[index] == 0x41, original[index + 1] == 0x49,
                index + 2 >= token.end || !Scalars.isLatinLetter(folded[index + 2]),
                index == token.start || !Scalars.isLatinLetter(folded[index - 1])
            {
                return true
            }
            index += 1
        }
        index = token.start
        while index + 3 < token.end {
            // 인공지능
            if folded[index] == 0xC778, folded[index + 1] == 0xACF5, folded[index + 2] == 0xC9C0,
                folded[index + 3] == 0xB2A5
            {
                return true
            }
            index += 1
        }
        var node: Int32 = 0
        index = token.start
        while index < token.end {
            node = vocabulary.terms.step(node, folded[index])
            if node == TermTrie.none { return false }
            index += 1
            let term = vocabulary.terms.terms[Int(node)]
            // Aidan does not begin with AI.
            let isCut =
                index < token.end && Scalars.isLatinLetter(folded[index]) && Scalars.isLatinLetter(folded[index - 1])
            if term != TermTrie.none, !isCut, vocabulary.entries[Int(term)].classes.contains(.topic),
                index - token.start >= 2
            {
                return true
            }
        }
        return false
    }
}
