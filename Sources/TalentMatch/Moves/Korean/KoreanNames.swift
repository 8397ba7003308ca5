/// Finds people by where and how they are written: Hangul(Latin) pairs, names beside titles, roles and organisations,
/// subjects and objects of move verbs, lists.
struct KoreanNames {
    let document: Document
    let shape: NameShape
    var persons: [FoundPerson] = []
    var taken: Set<Int> = []

    /// A candidate needs this much to be taken for a name.
    static let threshold = 2.5

    init(_ document: Document) {
        self.document = document
        shape = NameShape(document: document)
    }

    mutating func run() {
        for sentence in document.sentences.indices { findPairs(sentence) }
        for sentence in document.sentences.indices { findKnown(sentence) }
        for sentence in document.sentences.indices { findRuns(sentence) }
        for sentence in document.sentences.indices { findLists(sentence) }
        mergeShortMentions()
    }

    // MARK: Runs

    mutating func findRuns(_ sentence: Int) {
        let range = document.sentences[sentence].range
        var index = range.lowerBound
        while index < range.upperBound {
            guard !taken.contains(index), shape.isNameable(index) else {
                index += 1
                continue
            }
            var last = index
            while last + 1 < range.upperBound, last - index < 3, !endsWord(last), !isWholeName(last),
                !taken.contains(last + 1),
                shape.isNameable(last + 1), document.tokens[last + 1].hasSpaceBefore
            {
                last += 1
            }
            judge(index...last, sentence, range)
            index = last + 1
        }
    }

    /// 저커버그: a family name by which everybody knows one person.
    func isWholeName(_ index: Int) -> Bool {
        let token = document.tokens[index]
        return token.wordClass.contains(.knownName)
            && document.vocabulary.executives.contains(Array(document.folded(of: index)[token.start..<token.end]))
    }

    /// Whether a particle that cannot stand inside a name follows the word.
    func endsWord(_ index: Int) -> Bool {
        let token = document.tokens[index]
        guard token.particle != .none, token.end > token.start, fullForm(index) != .korean else { return false }
        if token.particle == .with || token.particle == .object || token.particle == .subject || token.isTopicMarked {
            return true
        }
        return token.end - token.start >= 2 && token.particle != .bound && token.particle != .other
            && token.surfaceEnd - token.start > 3
    }

    func field(_ sentence: Int) -> Document.Field { document.fields[document.sentences[sentence].fieldIndex] }

    func fullForm(_ index: Int) -> NameShape.Form {
        let token = document.tokens[index]
        guard let sentence = document.sentences.firstIndex(where: { $0.range.contains(index) }) else { return .none }
        return shape.form(token, length: token.surfaceEnd - token.start, in: field(sentence))
    }

    mutating func judge(_ run: ClosedRange<Int>, _ sentence: Int, _ range: Range<Int>) {
        var last = run.upperBound
        // A run can hold a name and what follows it; a Korean full name ends it.
        for index in run {
            if koreanEnd(index, sentence) != nil,
                index == run.upperBound || koreanEnd(index + 1, sentence) != nil || !shape.isForeignWord(index + 1)
                    || isBesideHouse(index, range)
            {
                last = index
                break
            }
        }
        let isKorean = koreanEnd(last, sentence) != nil
        let first = isKorean ? last : max(run.lowerBound, last - 2)
        let context = NameContext(document: document, sentence: sentence, range: range)
        var candidate = NameContext.Candidate(first: first, last: last, isKorean: isKorean)
        candidate.end =
            isKorean
            ? koreanEnd(last, sentence) ?? document.tokens[last].end : foreignEnd(last, range, isLast: last > first)
        candidate.hasForeignSurname = shape.hasForeignSurname(document.tokens[first], in: field(sentence))
        let score = context.score(candidate)
        let name = document.slice(document.tokens[first].start, candidate.end, in: sentence)
        if candidate.end < document.tokens[last].surfaceEnd || document.tokens[last].particle == .none || isKorean {
            guard score >= Self.threshold else {
                if last < run.upperBound { judge((last + 1)...run.upperBound, sentence, range) }
                return
            }
            add(name, [], sentence, first, last, score)
            for index in first...last { taken.insert(index) }
            if last < run.upperBound, !isKorean { return }
            if last < run.upperBound { judge((last + 1)...run.upperBound, sentence, range) }
        } else if score >= Self.threshold {
            add(name, [], sentence, first, last, score)
            for index in first...last { taken.insert(index) }
        }
    }

    /// 김윤성 콕스웨이브 대표: behind a Korean full name of three syllables one word and a post, the word is a house.
    func isBesideHouse(_ index: Int, _ range: Range<Int>) -> Bool {
        let token = document.tokens[index]
        guard index + 2 < range.upperBound, token.surfaceEnd - token.start == 3, token.particle == .none,
            !token.wordClass.contains(.foreignGivenName), document.tokens[index + 1].particle == .none
        else { return false }
        let post = document.tokens[index + 2]
        return post.has(.role) && post.hasSpaceBefore
    }

    /// Where a Korean full name at the start of the word ends: before its particle, or at its end.
    func koreanEnd(_ index: Int, _ sentence: Int) -> Int? {
        let token = document.tokens[index]
        let length = token.end - token.start
        let whole = token.surfaceEnd - token.start
        if token.isTopicMarked || token.particle == .subject || token.particle == .object, length == 2, index > 0,
            token.hasSpaceBefore, shape.isNameable(index - 1), document.tokens[index - 1].particle == .none,
            shape.isForeignWord(index - 1)
        {
            return nil  // 카트 사하가
        }
        if whole <= 3, token.particle != .none, shape.form(token, length: whole, in: field(sentence)) == .korean {
            return token.surfaceEnd
        }
        return shape.form(token, length: length, in: field(sentence)) == .korean ? token.end : nil
    }

    func foreignEnd(_ index: Int, _ range: Range<Int>, isLast: Bool = false) -> Int {
        let token = document.tokens[index]
        // Before a title or a parenthesis no particle stands; the syllable is part of the name.
        if token.particle != .none, index + 1 < range.upperBound {
            let next = document.tokens[index + 1]
            let isLoose =
                !token.isTopicMarked && token.particle != .subject && token.particle != .object
                && token.particle != .with
            if next.has(.role), next.hasSpaceBefore, isLoose || token.end - token.start < 2 {
                return token.surfaceEnd
            }
        }
        if isLast, token.particle == .none, token.end - token.start == 2 {
            // 앙 얍이: one syllable with its particle, as only the last of several words can be.
            let folded = document.folded(of: index)
            let syllable = folded[token.end - 1]
            if [0xC774, 0xAC00, 0xC740, 0xB294].contains(syllable),
                Particle.fits(syllable, finalConsonant: Scalars.finalConsonant(folded[token.start])),
                Scalars.finalConsonant(folded[token.start]) != 0
            {
                return token.end - 1
            }
            if syllable == 0xB3C4 || syllable == 0xC758, shape.hasForeignSurname(token, in: document.field(of: index)) {
                return token.end - 1  // 더글러스 첸도
            }
        }
        return token.end
    }

    // MARK: One person, several mentions

    mutating func add(
        _ name: String, _ aliases: [String], _ sentence: Int, _ first: Int, _ last: Int, _ certainty: Double
    ) {
        let mention = self.mention(name, sentence, first, last)
        if let known = persons.firstIndex(where: {
            $0.name == name || isShort(name, of: $0.name) || isShort($0.name, of: name)
        }) {
            persons[known].mentions.append(mention)
            persons[known].certainty = max(persons[known].certainty, certainty)
            if name.count > persons[known].name.count {
                persons[known].aliases.append(persons[known].name)
                persons[known].name = name
            }
            for alias in aliases where !persons[known].aliases.contains(alias) { persons[known].aliases.append(alias) }
            return
        }
        persons.append(FoundPerson(name: name, aliases: aliases, mentions: [mention], certainty: certainty))
    }

    func mention(_ name: String, _ sentence: Int, _ first: Int, _ last: Int) -> FoundPerson.Mention {
        let token = document.tokens[last]
        var particle = token.particle
        if let written = rest(of: name, last), written.isEmpty { particle = .none }
        if particle == .none, let written = rest(of: name, last), written.count == 1 {
            particle =
                written[0] == 0xC758
                ? .genitive
                : [0xC774, 0xAC00].contains(written[0])
                    ? .subject : [0xC740, 0xB294, 0xB3C4].contains(written[0]) ? .topic : .none
        }
        return .init(sentence: sentence, first: first, last: last, particle: particle)
    }

    /// What stands behind the last word of a name in its token.
    func rest(of name: String, _ last: Int) -> [UInt32]? {
        let token = document.tokens[last]
        guard let word = name.split(separator: " ").last.map({ Scalars.fold(String($0)) }) else { return nil }
        let folded = document.folded(of: last)
        guard token.surfaceEnd - token.start >= word.count,
            folded[token.start..<(token.start + word.count)].elementsEqual(word)
        else { return nil }
        return Array(folded[(token.start + word.count)..<token.surfaceEnd])
    }

    /// 자오 for 셩지아 자오: one of the words of the longer name.
    func isShort(_ short: String, of long: String) -> Bool {
        long.count > short.count && long.split(separator: " ").contains { $0 == short }
    }

    /// Words alone that are the family name of a person named in full elsewhere: 뒤바리, 르쿤.
    mutating func mergeShortMentions() {
        for sentence in document.sentences.indices {
            for index in document.sentences[sentence].range where !taken.contains(index) && shape.isNameable(index) {
                let token = document.tokens[index]
                guard token.end - token.start >= 2 else { continue }
                let stem = document.text(index, index, in: sentence)
                let whole = document.slice(token.start, token.surfaceEnd, in: sentence)
                guard
                    let person = persons.firstIndex(where: { isShort(stem, of: $0.name) || isShort(whole, of: $0.name) }
                    )
                else { continue }
                taken.insert(index)
                persons[person].mentions.append(
                    mention(
                        stem == persons[person].name || isShort(stem, of: persons[person].name) ? stem : whole,
                        sentence, index, index))
            }
        }
    }
}
