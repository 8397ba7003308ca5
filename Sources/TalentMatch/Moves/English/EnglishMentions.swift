/// Collects people, organisations, roles and move verbs of English sentences.
struct EnglishMentions {
    let document: Document
    var findings = Findings()
    var names: EnglishNames

    init(_ document: Document) {
        self.document = document
        names = EnglishNames(document)
    }

    mutating func run() {
        for run in names.runs where isPerson(run) { addPerson(run) }
        for run in names.runs where run.count == 1 { mergeShort(run) }
        for run in names.runs where run.count == 1 && isKnownAlone(run) { addPerson(run) }
        for sentence in document.sentences.indices {
            collectRoles(sentence)
            collectVerbs(sentence)
        }
        for sentence in document.sentences.indices { collectOrganizations(sentence) }
        findings.organizations.sort { $0.first < $1.first }
    }

    // MARK: People

    func token(_ index: Int, _ range: Range<Int>) -> Token? {
        range.contains(index) ? document.tokens[index] : nil
    }

    func isPerson(_ run: EnglishNames.Run) -> Bool {
        guard run.count >= 2, !run.hasOrganizationSuffix else { return false }
        if run.hasGivenName { return true }
        let range = document.sentences[run.sentence].range
        if let before = token(run.first - 1, range) {
            if before.function == .company { return false }
            // "names Alessandra Curio vice president"
            if let verb = document.verb(run.first - 1), [.appoints, .promotes].contains(verb.frame) { return true }
            // "co-CEOs out as Prem Akkar takes over"
            if before.has(.verb), document.stem(run.first - 1).lowercased() == "out as",
                token(run.last + 1, range)?.has(.verb) == true
            {
                return true
            }
            if before.function == .at || before.function == .of || before.function == .from || before.has(.verb),
                isPlaceSlot(run.first - 1, range)
            {
                return false
            }
        }
        if let after = token(run.last, range), after.isPossessive, let next = token(run.last + 1, range),
            next.has([.role, .people, .topic]) || next.function == .article
        {
            return false
        }
        if let after = token(run.last + 1, range), after.has(.role) || after.has(.people),
            !(token(run.first - 1, range)?.has([.role, .people]) ?? false), run.last + 2 < range.upperBound
        {
            return false
        }
        return true
    }

    /// Whether a name behind this word is a place to be, as in "joins X", "at X".
    func isPlaceSlot(_ index: Int, _ range: Range<Int>) -> Bool {
        if let verb = document.verb(index) {
            return verb.frame == .goes || verb.frame == .leaves || verb.frame == .founds
        }
        return true
    }

    mutating func addPerson(_ run: EnglishNames.Run) {
        let name = document.text(run.first, run.last, in: run.sentence)
        let mention = FoundPerson.Mention(sentence: run.sentence, first: run.first, last: run.last)
        if let known = findings.persons.firstIndex(where: { $0.name == name }) {
            findings.persons[known].mentions.append(mention)
            return
        }
        findings.persons.append(
            FoundPerson(name: name, mentions: [mention], certainty: run.hasGivenName ? 4 : 3))
    }

    /// A family name alone, of someone named in full elsewhere.
    mutating func mergeShort(_ run: EnglishNames.Run) {
        let word = document.text(run.first, run.first, in: run.sentence)
        guard
            let known = findings.persons.firstIndex(where: {
                $0.name.hasSuffix(" " + word) || $0.name.hasPrefix(word + " ") || $0.name.hasSuffix("-" + word)
            })
        else { return }
        findings.persons[known].mentions.append(.init(sentence: run.sentence, first: run.first, last: run.last))
        if !findings.persons[known].aliases.contains(word) { findings.persons[known].aliases.append(word) }
    }

    /// A family name with no other: of someone the lexicon knows, or right behind a post.
    func isKnownAlone(_ run: EnglishNames.Run) -> Bool {
        guard personIndex(at: run.first) == nil, !run.hasOrganizationSuffix else { return false }
        if document.tokens[run.first].wordClass.contains(.knownName) {
            // "Hinton protégé George Dahlgren": the name only qualifies.
            guard let next = token(run.last + 1, document.sentences[run.sentence].range) else { return true }
            return !next.isLatin || next.isCapitalized || next.entry >= 0 || next.function != .none || run.isTitleCase
        }
        let range = document.sentences[run.sentence].range
        guard !run.isTitleCase, let before = token(run.first - 1, range), before.has(.role), !before.isPossessive else {
            return false
        }
        return before.mark == 0
    }

    func personIndex(at index: Int) -> Int? {
        findings.persons.firstIndex { $0.mentions.contains { $0.first <= index && index <= $0.last } }
    }

    // MARK: Roles

    mutating func collectRoles(_ sentence: Int) {
        let range = document.sentences[sentence].range
        var index = range.lowerBound
        while index < range.upperBound {
            defer { index += 1 }
            let token = document.tokens[index]
            guard token.has(.role), token.isWord, let field = document.roleField(index), personIndex(at: index) == nil
            else { continue }
            var first = index
            while first > range.lowerBound, index - first < 4, extendsRole(first - 1) { first -= 1 }
            var last = index
            while last + 1 < range.upperBound, document.tokens[last + 1].has(.role),
                !document.tokens[last].isPossessive, personIndex(at: last + 1) == nil
            { last += 1 }
            let head = last
            if !document.tokens[last].isPossessive, last + 2 < range.upperBound,
                document.tokens[last + 1].function == .of
            {
                last = ofPhrase(last, range)
            }
            let isAI = (first...last).contains { document.tokens[$0].has(.topic) }
            let headField = document.roleField(head) ?? field
            findings.roles.append(
                FoundRole(
                    sentence: sentence, first: first, last: last, text: document.text(first, last, in: sentence),
                    field: isAI && headField != .title && headField != .other ? .ai : headField,
                    isOffice: headField == .government))
            index = last
        }
    }

    func extendsRole(_ index: Int) -> Bool {
        let token = document.tokens[index]
        guard token.isWord, token.isLatin, !token.isPossessive, !token.isNumber, personIndex(at: index) == nil else {
            return false
        }
        if token.has([.organization, .origin, .former, .current, .verb, .place, .number, .succession, .people]) {
            return false
        }
        if token.has([.topic, .role]) { return true }
        guard token.function == .none, !token.isCapitalized || token.wordClass.contains(.englishCommon) else {
            return false
        }
        return token.entry < 0 && token.end - token.start > 3
            && !Self.adjectives.contains(document.stem(index).lowercased())
    }

    static let adjectives: Set<String> = [
        "longtime", "veteran", "star", "outgoing", "incoming", "departing", "rival", "ousted", "interim", "acting",
        "another", "second", "third", "former", "more", "than", "next", "onto", "over", "into", "says", "said", "also",
        "with", "that", "from", "their", "after", "before", "until",
    ]

    /// Words that go on with the sentence behind a post: the head of evaluations did not say.
    static let predicates: Set<String> = [
        "did", "does", "do", "not", "didn't", "doesn't", "said", "says", "say", "told", "tells", "can", "could", "may",
        "might",
        "should", "must", "also", "now", "wrote", "writes", "posted", "confirmed", "declined", "plans", "planned",
        "wants",
        "announced", "added", "called", "became", "becomes",
    ]

    /// head of post-training, vice president of AI: not "of" an organisation.
    func ofPhrase(_ last: Int, _ range: Range<Int>) -> Int {
        var end = last + 2
        if document.tokens[end].function == .article, end + 1 < range.upperBound { end += 1 }
        guard document.tokens[end].isWord, document.tokens[end].function == .none,
            !document.tokens[end].has([.organization, .verb]), personIndex(at: end) == nil,
            !isUnknownOrganization(end) || isTitled(last, end)
        else { return last }
        while end + 1 < range.upperBound, end - last < 5, document.tokens[end + 1].isWord,
            document.tokens[end + 1].function == .none,
            !document.tokens[end + 1].has([.organization, .verb, .place, .role]), personIndex(at: end + 1) == nil,
            !document.tokens[end].isPossessive, !Self.predicates.contains(document.stem(end + 1).lowercased())
        {
            end += 1
        }
        // "of its superintelligence lab": that is where the post is, not what it is.
        let isPlace = end + 1 < range.upperBound && [.unit, .company].contains(document.tokens[end + 1].function)
        return isPlace ? last : end
    }

    /// "Head of Preparedness": a post written with capitals throughout.
    func isTitled(_ head: Int, _ index: Int) -> Bool {
        let token = document.tokens[index]
        return document.tokens[head].isCapitalized && !token.hasOrganizationSuffix && !token.isPossessive
            && token.wordClass.isDisjoint(with: [.givenName, .knownName])
            && !(index + 1 < document.tokens.count && document.tokens[index + 1].isCapitalized)
    }

    func isUnknownOrganization(_ index: Int) -> Bool {
        let token = document.tokens[index]
        return token.isCapitalized && token.entry < 0 && !token.wordClass.contains(.englishCommon)
    }

    // MARK: Verbs

    mutating func collectVerbs(_ sentence: Int) {
        let range = document.sentences[sentence].range
        collectCopula(sentence, range)
        for index in range where document.tokens[index].has(.verb) && personIndex(at: index) == nil {
            let token = document.tokens[index]
            guard let verb = document.verb(index), verb.language == "en", !isNamePart(index) else { continue }
            // "promotes her to head of research": no verb, a post.
            if verb.frame == .assumes, index + 1 < range.upperBound, document.tokens[index + 1].function == .of,
                document.text(index, index, in: sentence).lowercased().hasSuffix(" head")
            {
                addHeadship(index, sentence, range)
                continue
            }
            let isChange = verb.frame == .goes && takesRole(index, range)
            findings.verbs.append(
                FoundVerb(
                    sentence: sentence, token: index, kind: isChange ? .appointment : verb.kind,
                    frame: isChange ? .assumes : verb.frame, isStrong: verb.isStrong,
                    isPassive: isPassive(index, range), isTitle: document.sentences[sentence].isTitle,
                    clause: token.clause))
            if verb.frame == .assumes { addHeadship(index, sentence, range) }
        }
    }

}
