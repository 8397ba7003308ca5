/// Finds runs of capitalised words that are people's names, or names of organisations no lexicon knows.
struct EnglishNames {
    /// A run of capitalised words that are no terms.
    struct Run {
        var sentence: Int
        var first: Int
        var last: Int
        var hasGivenName: Bool
        var hasOrganizationSuffix: Bool
        /// Whether the sentence writes every word with a capital, which then says little.
        var isTitleCase = false
        var count: Int { last - first + 1 }
    }

    let document: Document
    private(set) var runs: [Run] = []

    init(_ document: Document) {
        self.document = document
        for sentence in document.sentences.indices { collect(sentence) }
    }

    private mutating func collect(_ sentence: Int) {
        let range = document.sentences[sentence].range
        let isTitleCase = self.isTitleCase(range)
        var index = range.lowerBound
        while index < range.upperBound {
            guard startsName(index, range, isTitleCase) else {
                index += 1
                continue
            }
            var last = index
            while last + 1 < range.upperBound, last - index < 4, !document.tokens[last].isPossessive,
                continuesName(last + 1, from: index, range, isTitleCase)
            {
                last += 1
            }
            while last > index, !document.tokens[last].isCapitalized || document.tokens[last].mark != 0 { last -= 1 }
            runs.append(
                Run(
                    sentence: sentence, first: index, last: last,
                    hasGivenName: document.tokens[index].wordClass.contains(.givenName),
                    hasOrganizationSuffix: (index...last).contains {
                        document.tokens[$0].hasOrganizationSuffix && $0 > index || document.tokens[$0].has(.topic)
                    } || document.tokens[last].hasOrganizationSuffix,
                    isTitleCase: isTitleCase))
            index = last + 1
        }
    }

    /// Headlines that capitalise every word.
    private func isTitleCase(_ range: Range<Int>) -> Bool {
        var capital = 0
        var small = 0
        for index in range
        where document.tokens[index].isLatin && document.tokens[index].end - document.tokens[index].start > 3 {
            if document.tokens[index].isCapitalized { capital += 1 } else { small += 1 }
        }
        return capital >= 4 && capital > small * 4
    }

    private func isFirstWord(_ index: Int, _ range: Range<Int>) -> Bool {
        index == range.lowerBound || document.tokens[index - 1].mark != 0 && document.tokens[index - 1].mark != 0x2C
    }

    private func startsName(_ index: Int, _ range: Range<Int>, _ isTitleCase: Bool) -> Bool {
        let token = document.tokens[index]
        guard token.isWord, token.isLatin, token.isCapitalized, token.function == .none else { return false }
        let nextIsCapital =
            index + 1 < range.upperBound && document.tokens[index + 1].isCapitalized
            && document.tokens[index + 1].isWord
            && (document.tokens[index + 1].entry < 0 || document.tokens[index + 1].hasOrganizationSuffix)
            && !token.isPossessive
        // Merge Labs: before a word that ends names even a verb is a name.
        if token.has(.verb), nextIsCapital, document.tokens[index + 1].hasOrganizationSuffix,
            !document.tokens[index + 1].has(.topic)
        {
            return true
        }
        if token.entry >= 0 {
            // Harvey and Claude are names of products as well as people: before another unknown name they are people.
            return token.wordClass.contains(.givenName) && nextIsCapital
                && !document.tokens[index + 1].hasOrganizationSuffix && !token.has(.verb)
        }
        if token.wordClass.contains(.givenName), nextIsCapital { return true }
        if token.wordClass.contains(.englishCommon) {
            return !isTitleCase && !isFirstWord(index, range) && nextIsCapital
        }
        return true
    }

    private func continuesName(_ index: Int, from first: Int, _ range: Range<Int>, _ isTitleCase: Bool) -> Bool {
        let token = document.tokens[index]
        if token.mark == 0x2E { return document.tokens[index - 1].end - document.tokens[index - 1].start == 1 }
        guard token.isWord, token.isLatin else { return false }
        if !token.isCapitalized {
            let text = document.folded(token, in: document.sentences.firstIndex { $0.range.contains(index) } ?? 0)
            guard text.count <= 3, index + 1 < range.upperBound, document.tokens[index + 1].isCapitalized else {
                return false
            }
            return Self.nameParticles.contains(String(String.UnicodeScalarView(text.compactMap(Unicode.Scalar.init))))
        }
        if token.function != .none, token.wordClass.contains(.englishCommon), !token.hasOrganizationSuffix {
            return false
        }
        if token.entry >= 0 {
            if token.has([.verb, .role]) || token.has(.outlet) { return false }
            if token.has(.topic) {
                return !document.tokens[first].wordClass.contains(.givenName)
                    && (!isTitleCase || token.hasOrganizationSuffix)
            }
            if token.has(.organization) { return false }
            // "Yang Song": a common noun written like a name.
            return document.tokens[first].wordClass.contains(.givenName)
                || (!isTitleCase && !token.has([.place, .people, .number, .origin, .former]))
        }
        if token.wordClass.contains(.englishCommon), !token.hasOrganizationSuffix {
            return !isTitleCase
                || document.tokens[first].wordClass.contains(.givenName) && index == first + 1
                    && !token.wordClass.isEmpty && isSurnamelike(token)
        }
        return true
    }

    /// In a headline of capitals a common word behind a given name is a family name only when it is no function of the sentence.
    private func isSurnamelike(_ token: Token) -> Bool {
        token.classes.isEmpty && token.function == .none && token.end - token.start > 3
    }

    private static let nameParticles: Set<String> = [
        "de", "van", "von", "der", "den", "al", "el", "bin", "la", "le", "da", "di", "du", "dos", "ter",
    ]
}
