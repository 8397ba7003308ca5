/// Reads the places around English move verbs: subject, object and prepositions.
struct EnglishVotes {
    /// Where something stands relative to the move verbs of its clause.
    enum Slot {
        case subject(verb: Int)
        case object(verb: Int)
        case preposition(FunctionWord, verb: Int?)
        case none
    }

    let document: Document
    var findings: Findings

    init(_ document: Document, findings: Findings) {
        self.document = document
        self.findings = findings
    }

    mutating func run() {
        for index in findings.persons.indices {
            for mention in findings.persons[index].mentions { votePerson(index, mention) }
        }
        let lists = RespectiveLists(document, findings)
        for index in findings.organizations.indices {
            if let person = lists.organizations[index] {
                vote(index, .to, 4, person)
            } else {
                voteOrganization(index)
            }
        }
        for index in findings.roles.indices {
            if let person = lists.roles[index] {
                findings.roleVotes.append(
                    RoleVote(role: findings.roles[index], isNew: true, weight: 4, person: person, verb: nil))
            } else {
                voteRole(index)
            }
        }
        collectGroups()
    }

    // MARK: Slots

    func slot(_ first: Int, _ last: Int, in sentence: Int) -> Slot {
        let range = document.sentences[sentence].range
        let left = leftGovernor(first, range, sentence)
        if case .preposition(let word, _) = left {
            // "as Robert Playton retires"
            if word == .as, let verb = findings.verbs.firstIndex(where: { $0.token == last + 1 && !$0.isCancelled }) {
                return .subject(verb: verb)
            }
            return left
        }
        if let verb = verbAfter(last, range, sentence) {
            if case .object(let before) = left {
                // "X hires Y to lead Z": Y is the object of the first and the subject of the second.
                return .object(verb: before)
            }
            return .subject(verb: verb)
        }
        return left
    }

    /// The verb or preposition to the left that governs a noun phrase, skipping what stands inside the phrase.
    private func leftGovernor(_ first: Int, _ range: Range<Int>, _ sentence: Int) -> Slot {
        var index = first - 1
        let clause = document.tokens[first].clause
        // "head of policy Jack Clarkson": the "of" is the post's.
        if let post = findings.roles.first(where: { $0.sentence == sentence && $0.last == index && $0.first < index }) {
            index = post.first - 1
        }
        while index >= range.lowerBound, document.tokens[index].clause == clause {
            let token = document.tokens[index]
            if let verb = findings.verbs.firstIndex(where: { $0.token == index }) {
                return findings.verbs[verb].isCancelled ? .none : .object(verb: verb)
            }
            switch token.function {
            case .from, .to, .for, .at, .as, .by, .of, .with, .in:
                return .preposition(token.function, verb: verbBefore(index, range))
            case .who, .subordinate, .be, .have, .past: return .none
            default: break
            }
            if token.mark == 0x2C {
                // A list goes on (A, B and C); an apposition does not.
                if !isList(comma: index, range) { return .none }
            } else if token.mark != 0, token.mark != 0x27, token.mark != 0x2D, token.mark != 0x22 {
                return .none
            }
            index -= 1
        }
        return .none
    }

    private func isList(comma: Int, _ range: Range<Int>) -> Bool {
        findings.persons.contains { $0.mentions.contains { $0.last == comma - 1 } }
            && findings.persons.contains { $0.mentions.contains { $0.first == comma + 1 || $0.first == comma + 2 } }
    }

    func verbBefore(_ index: Int, _ range: Range<Int>) -> Int? {
        findings.verbs.indices.last {
            findings.verbs[$0].token < index && range.contains(findings.verbs[$0].token)
                && !findings.verbs[$0].isCancelled
                && findings.verbs[$0].clause == document.tokens[index].clause
        }
    }

    /// The next verb to the right in the clause; an apposition between commas is skipped.
    private func verbAfter(_ last: Int, _ range: Range<Int>, _ sentence: Int) -> Int? {
        let clause = document.tokens[last].clause
        return findings.verbs.indices.first {
            findings.verbs[$0].token > last && range.contains(findings.verbs[$0].token)
                && findings.verbs[$0].clause == clause
                && !findings.verbs[$0].isCancelled
        }
    }

    // MARK: People

    private mutating func votePerson(_ person: Int, _ mention: FoundPerson.Mention) {
        let range = document.sentences[mention.sentence].range
        if findings.persons[person].title == nil {
            findings.persons[person].title = findings.roles.first {
                $0.sentence == mention.sentence && ($0.last == mention.first - 1 || isApposition($0, mention))
            }
        }
        if document.tokens[mention.last].isPossessive {
            // "Musk's xAI" says nothing of Musk; "Petrenko's last day" does.
            guard findings.verbs.contains(where: { $0.token == mention.last + 1 }) else {
                findings.persons[person].acting += 0.4
                return
            }
        }
        if mention.last + 1 < range.upperBound, document.tokens[mention.last + 1].has([.denial, .negation]) {
            findings.persons[person].acting += 2  // stays, denies
        }
        for verb in findings.verbs.indices
        where findings.verbs[verb].sentence == mention.sentence && !findings.verbs[verb].isCancelled
            && findings.verbs[verb].token > mention.last && antecedent(of: verb, range) == person
        {
            subject(person, verb, mention)
        }
        switch slot(mention.first, mention.last, in: mention.sentence) {
        case .subject(let verb):
            if speaksOfAnother(mention, verb) {
                findings.persons[person].acting += 1
            } else {
                subject(person, verb, mention)
            }
        case .object(let verb): object(person, verb, mention)
        case .preposition(let word, let verb): preposition(person, word, verb)
        case .none:
            if document.tokens[range].contains(where: { $0.has(.speech) }) { findings.persons[person].acting += 0.5 }
        }
    }

    /// "Simo announced that Zoph was returning": who returns is Zoph.
    private func speaksOfAnother(_ mention: FoundPerson.Mention, _ verb: Int) -> Bool {
        let between = (mention.last + 1)..<max(mention.last + 1, findings.verbs[verb].token)
        guard let speech = between.first(where: { document.tokens[$0].has(.speech) }) else { return false }
        return findings.persons.contains { other in
            other.mentions.contains { $0.first > speech && between.contains($0.first) }
        }
    }

    private func isApposition(_ role: FoundRole, _ mention: FoundPerson.Mention) -> Bool {
        guard role.first > mention.last, role.first - mention.last <= 6, document.tokens[mention.last + 1].mark == 0x2C
        else { return false }
        return ((mention.last + 2)..<role.first).allSatisfy {
            let token = document.tokens[$0]
            return token.isWord && !token.has(.verb) && (token.function == .none || token.function == .article)
                || token.mark == 0x2D
        }
    }

    private mutating func move(_ person: Int, _ verb: Int, _ weight: Double) {
        findings.persons[person].moving = max(findings.persons[person].moving, weight)
        findings.persons[person].verbs.append((verb, weight))
    }

    private mutating func subject(_ person: Int, _ index: Int, _ mention: FoundPerson.Mention) {
        let verb = findings.verbs[index]
        switch verb.frame {
        case .goes, .leaves, .founds: move(person, index, 3)
        case .assumes:
            move(person, index, 3)
            if isSucceeded(verb) { findings.persons[person].kind = .departure }
        case .takes, .appoints, .promotes:
            if verb.isPassive { move(person, index, 3) } else { findings.persons[person].acting += 2 }
        case .loses, .reforms: findings.persons[person].acting += 2
        case .offers: move(person, index, 2)
        }
        // "X leaves to join Y": the following verbs are this person's as well.
        for other in findings.verbs.indices
        where other > index && findings.verbs[other].sentence == verb.sentence
            && findings.verbs[other].clause == verb.clause
        {
            let frame = findings.verbs[other].frame
            if [.goes, .leaves, .founds, .assumes].contains(frame), !findings.verbs[other].isCancelled,
                !verb.isPassive || frame == .assumes
            {
                findings.persons[person].verbs.append((other, 1.8))
            }
        }
    }

    /// "Dani is succeeded by Hector": the subject goes.
    private func isSucceeded(_ verb: FoundVerb) -> Bool {
        let text = document.text(verb.token, verb.token, in: verb.sentence).lowercased()
        return text.hasSuffix("succeeded") || text.hasSuffix("ed by")
    }

    private mutating func object(_ person: Int, _ index: Int, _ mention: FoundPerson.Mention) {
        let verb = findings.verbs[index]
        switch verb.frame {
        case .takes, .appoints, .promotes, .loses: move(person, index, 3)
        case .offers: move(person, index, 2.5)
        case .leaves: move(person, index, 2)
        case .assumes:
            // "succeeds X": X goes; "succeeded by X": X comes.
            if isSucceeded(verb) {
                move(person, index, 3)
                findings.persons[person].kind = .appointment
            } else {
                findings.persons[person].acting += 1
            }
        case .goes: findings.persons[person].acting += 0.5
        case .founds, .reforms: break
        }
    }

    private mutating func preposition(_ person: Int, _ word: FunctionWord, _ verb: Int?) {
        guard let verb else { return }
        let frame = findings.verbs[verb].frame
        switch word {
        case .by:
            findings.persons[person].acting += findings.verbs[verb].isPassive || frame == .assumes ? 0.5 : 0
            if frame == .assumes {
                move(person, verb, 2)
                findings.persons[person].kind = .appointment
            }
        case .for where frame == .assumes: findings.persons[person].acting += 1
        case .to where frame == .offers || frame == .appoints: move(person, verb, 2.5)
        case .of where frame == .takes || frame == .leaves || frame == .appoints || frame == .promotes:
            move(person, verb, 2)
        default: break
        }
    }

    // MARK: Groups

    private mutating func collectGroups() {
        for sentence in document.sentences.indices {
            for index in document.sentences[sentence].range
            where document.tokens[index].has([.people, .origin]) || document.tokens[index].has(.number)
                || document.tokens[index].has(.role)
            {
                let verb: Int? =
                    switch slot(index, index, in: sentence) {
                    case .subject(let verb), .object(let verb): verb
                    case .preposition(_, let verb): verb
                    case .none: nil
                    }
                if let verb { findings.groups.append((sentence, index, verb)) }
            }
        }
    }
}
