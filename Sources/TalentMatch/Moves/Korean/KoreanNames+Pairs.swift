/// Hangul(Latin) pairs, and the other places where their names stand.
extension KoreanNames {
    // MARK: Pairs

    mutating func findPairs(_ sentence: Int) {
        let range = document.sentences[sentence].range
        for index in range where document.tokens[index].mark == 0x28 {
            guard index > range.lowerBound, document.tokens[index - 1].isHangul,
                let close = (index..<range.upperBound).first(where: { document.tokens[$0].mark == 0x29 }),
                close > index + 1
            else { continue }
            let inside = (index + 1)..<close
            guard inside.allSatisfy({ isLatinNamePart($0) }),
                inside.contains(where: { document.tokens[$0].isCapitalized && !document.tokens[$0].isAllCapitals })
            else { continue }
            let latin = document.text(index + 1, close - 1, in: sentence)
            guard let first = hangulStart(before: index, latin: latin, words: inside.count, range.lowerBound, sentence)
            else { continue }
            let name = surface(first, index - 1, in: sentence)
            for token in first..<index { taken.insert(token) }
            add(name, [latin], sentence, first, index - 1, 5)
        }
    }

    func isLatinNamePart(_ index: Int) -> Bool {
        let token = document.tokens[index]
        if token.mark == 0x2E || token.mark == 0x2D || token.mark == 0x27 || token.mark == 0xB7 { return true }
        guard token.isLatin, token.isWord else { return false }
        return !token.has([.role, .topic]) && !(token.has(.organization) && token.isAllCapitals)
    }

    /// Where the Hangul name before a parenthesis begins: the number of words that sounds most like the Latin.
    func hangulStart(before open: Int, latin: String, words: Int, _ lower: Int, _ sentence: Int) -> Int? {
        let target = SoundSkeleton.classes(Scalars.fold(latin))
        var best: (start: Int, score: Double)?
        var start = open - 1
        while start >= lower, open - start <= 4 {
            let token = document.tokens[start]
            guard token.isHangul, token.isWord, token.quote != .double else { break }
            if start < open - 1 {
                if token.particle != .none, token.particle != .topic || token.end - token.start < 2, !isNamelike(start)
                {
                    break
                }
                if token.has([.role, .people, .origin]) || token.wordClass.contains(.koreanCommon) { break }
                if !document.tokens[start + 1].hasSpaceBefore { break }
            }
            let text = surface(start, open - 1, in: sentence)
            var score = SoundSkeleton.similarity(SoundSkeleton.classes(Scalars.fold(text)), target)
            if open - start == words { score += 0.12 }
            if token.has(.organization) { score -= 0.15 }
            if score > (best?.score ?? 0.34) { best = (start, score) }
            start -= 1
        }
        return best?.start
    }

    /// Whether splitting a particle off the word was rash: nothing but a particle-like syllable at the end of a name.
    func isNamelike(_ index: Int) -> Bool { shape.isNameable(index) }

    /// The words as written, with what was split off as a particle from all but the last.
    func surface(_ first: Int, _ last: Int, in sentence: Int) -> String {
        let end = document.tokens[last]
        return document.slice(document.tokens[first].start, end.surfaceEnd, in: sentence)
    }

    /// Other places where a name of a pair stands; its last word may carry a particle.
    mutating func findKnown(_ sentence: Int) {
        for person in persons.indices {
            let words = persons[person].name.split(separator: " ").map { Scalars.fold(String($0)) }
            for index in document.sentences[sentence].range
            where !taken.contains(index) && matches(words, at: index, sentence) {
                let last = index + words.count - 1
                for token in index...last { taken.insert(token) }
                var first = index
                if words.count == 1, let given = givenName(before: index, sentence) {
                    first = given
                    taken.insert(given)
                    persons[person].aliases.append(persons[person].name)
                    persons[person].name = document.text(given, given, in: sentence) + " " + persons[person].name
                }
                persons[person].mentions.append(mention(persons[person].name, sentence, first, last))
            }
        }
    }

    /// 짐 before 하트웰(Jim Hartwell): the text's pair gave the family name only.
    func givenName(before index: Int, _ sentence: Int) -> Int? {
        let range = document.sentences[sentence].range
        guard index > range.lowerBound, document.tokens[index].hasSpaceBefore, shape.isNameable(index - 1),
            document.tokens[index - 1].particle == .none,
            document.tokens[index - 1].end - document.tokens[index - 1].start <= 3
        else { return nil }
        return index - 1
    }

    func matches(_ words: [[UInt32]], at index: Int, _ sentence: Int) -> Bool {
        let range = document.sentences[sentence].range
        guard let last = words.last, index + words.count <= range.upperBound else { return false }
        let folded = field(sentence).folded
        for (offset, word) in words.enumerated() {
            let token = document.tokens[index + offset]
            guard token.isWord, token.surfaceEnd - token.start >= word.count,
                folded[token.start..<(token.start + word.count)].elementsEqual(word)
            else { return false }
            if offset < words.count - 1, token.surfaceEnd - token.start > word.count { return false }
            if word == last, token.surfaceEnd - token.start > word.count, token.end - token.start > word.count + 2 {
                return false
            }
        }
        return words.count > 1 || last.count > 2
    }
}
