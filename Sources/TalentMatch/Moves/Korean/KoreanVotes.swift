/// Reads Korean particles around move verbs: who moves, who is left, who is joined, in which post.
struct KoreanVotes {
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
        shareLists()
        let lists = RespectiveLists(document, findings)
        for index in findings.organizations.indices {
            if let person = lists.organizations[index] {
                vote(index, isListedOrigin(index) ? .from : .to, 4, person)
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

    // MARK: Governing verbs

    /// The first move verb at or behind a token in its clause; of verbs in a row the one whose frame needs the particle.
    func governingVerb(after token: Int, in sentence: Int, where accepts: (FoundVerb) -> Bool = { _ in true }) -> Int? {
        guard token < document.tokens.count else { return nil }
        let clause = document.tokens[token].clause
        var best: Int?
        for (index, verb) in findings.verbs.enumerated()
        where verb.sentence == sentence && verb.token >= token && verb.clause == clause && !verb.isCancelled
            && accepts(verb)
        {
            if let known = best, findings.verbs[known].token <= verb.token { continue }
            best = index
        }
        return best
    }

    /// The last move verb before a token in its sentence.
    func verbBefore(_ token: Int, in sentence: Int) -> Int? {
        var best: Int?
        for (index, verb) in findings.verbs.enumerated()
        where verb.sentence == sentence && verb.token < token && !verb.isCancelled {
            if let known = best, findings.verbs[known].token >= verb.token { continue }
            best = index
        }
        return best
    }

    // MARK: Persons

    mutating func votePerson(_ person: Int, _ mention: FoundPerson.Mention) {
        let range = document.sentences[mention.sentence].range
        var last = mention.last
        if let title = findings.roles.first(where: {
            $0.sentence == mention.sentence && $0.first > last && $0.first <= titleStart(after: last, range)
                && $0.last - last <= 12 && contiguous(last, $0.first)
        }) {
            if findings.persons[person].title == nil { findings.persons[person].title = title }
            last = title.last
        } else if let title = findings.roles.last(where: {
            $0.sentence == mention.sentence && $0.last == mention.first - 1
                && (document.tokens[$0.last].particle == .none || document.tokens[$0.last].particle == .being)
        }) {
            if findings.persons[person].title == nil { findings.persons[person].title = title }
        }
        if mention.last + 1 < range.upperBound, document.tokens[mention.last + 1].mark == 0x28, last == mention.last {
            if let close = (mention.last..<min(range.upperBound, mention.last + 9)).first(where: {
                document.tokens[$0].mark == 0x29
            }) {
                last = close
            }
        }
        var particle =
            last == mention.last || document.tokens[last].isWord
            ? (last == mention.last ? mention.particle : document.tokens[last].particle) : mention.particle
        // A post with 로 or 에 behind the name is the new one and says nothing of the name's own place.
        if last != mention.last, particle == .toward || particle == .at { particle = .none }
        if last + 1 < range.upperBound, document.tokens[last + 1].has(.succession),
            particle == .none || particle == .genitive
        {
            findings.persons[person].acting += 1
            return
        }
        // "A 연임 대신 B 임명"
        if ((last + 1)..<min(last + 4, range.upperBound)).contains(where: { document.stem($0) == "대신" }) {
            findings.persons[person].acting += 4
            return
        }
        // "A에 이어 B도": A went before.
        if last + 1 < range.upperBound, document.tokens[last].particle == .at, document.stem(last + 1) == "이어" {
            findings.persons[person].acting += 2
            return
        }
        // "B와 각자 이끈다", "B와 함께": a companion, unless a name follows.
        if particle == .with, isCompanion(mention, last, range) {
            findings.persons[person].acting += 4
            return
        }
        let governed =
            governingVerb(after: mention.first, in: mention.sentence) { verb in
                switch verb.frame {
                case .reforms: false
                case .goes, .leaves, .founds, .assumes: particle != .object
                default: true
                }
            } ?? governingVerb(after: mention.first, in: mention.sentence)
        if let before = adnominalBefore(mention), findings.verbs[before].frame != .offers {
            let frame = findings.verbs[before].frame
            let weight = frame == .takes || frame == .appoints ? 1.5 : 2.2
            move(person, before, weight)
        }
        if governed == nil, let post = succession(before: mention) { move(person, post, 3) }
        guard let verb = governed ?? heading(of: mention) else {
            if isSpeaker(mention, particle, range) {
                findings.persons[person].acting += findings.persons.count == 1 ? 0.9 : 1
            }
            if particle == .topic || particle == .subject, saysStay(mention, range) {
                findings.persons[person].acting += 2
            }
            return
        }
        if findings.verbs[verb].ending == .adnominal, particle == .none || particle == .subject || particle == .topic {
            // "하정우 떠난 네이버": what the clause says is behind the noun.
            let next = governingVerb(after: mention.first, in: mention.sentence) { $0.ending != .adnominal }
            if let next, particle != .none || findings.verbs[next].frame != .takes {
                apply(particle, to: person, next, mention)
            }
            move(person, verb, 1.3)
            return
        }
        apply(particle, to: person, verb, mention)
    }

    func titleStart(after last: Int, _ range: Range<Int>) -> Int { min(last + 9, range.upperBound - 1) }

    /// Only spaces, a parenthesis, 전/前 or an organisation stand between a name and its title.
    func contiguous(_ last: Int, _ first: Int) -> Bool {
        var index = last + 1
        if document.tokens[last].particle != .none, document.tokens[last].particle != .other { return false }
        while index < first {
            let token = document.tokens[index]
            if token.depth > 0 || token.mark == 0x28 || token.mark == 0x29 { index += 1; continue }
            guard token.has([.former, .current, .organization, .topic]) || token.hasUnitSuffix, token.particle == .none
            else { return false }
            index += 1
        }
        return true
    }

    mutating func move(_ person: Int, _ verb: Int, _ weight: Double) {
        findings.persons[person].moving = max(findings.persons[person].moving, weight)
        findings.persons[person].verbs.append((verb, weight))
    }

    mutating func apply(_ particle: Particle, to person: Int, _ index: Int, _ mention: FoundPerson.Mention) {
        let verb = findings.verbs[index]
        let isSubject = particle == .subject || particle == .topic
        switch verb.frame {
        case .takes, .appoints, .promotes:
            if verb.isPassive {
                if isSubject || particle == .none { move(person, index, 3) } else { move(person, index, 1) }
            } else if particle == .object {
                move(person, index, 3)
            } else if particle == .receiver {
                move(person, index, verb.frame == .appoints ? 2.5 : 1)
            } else if particle == .none, verb.frame == .takes, !verb.isImplied, isAgent(mention, verb) {
                findings.persons[person].acting += 2
            } else if particle == .none || particle == .with || particle == .other {
                move(person, index, verb.isImplied || verb.frame != .takes ? 2.6 : 2.2)
            } else if isSubject {
                if verb.frame == .promotes || verb.isImplied
                    || hasNewRole(before: verb, in: mention) && !hasOtherObject(verb, mention)
                {
                    move(person, index, 2.2)
                } else {
                    findings.persons[person].acting += 2
                }
            } else if particle == .toward || particle == .genitive {
                move(person, index, 0.8)
            }
        case .loses:
            if particle == .object || particle == .none { move(person, index, 3) }
        case .goes, .leaves, .founds, .assumes:
            if isSubject || particle == .none || particle == .with || particle == .other {
                move(person, index, 3)
            } else if particle == .being {
                move(person, index, 1.5)
            } else if particle == .at, verb.frame == .leaves {
                break
            } else if particle == .genitive {
                findings.persons[person].acting += 1
            } else if particle == .object {
                move(person, index, verb.frame == .leaves ? 0.6 : 1.2)
            } else {
                move(person, index, 0.8)
            }
        case .offers:
            if particle == .receiver {
                move(person, index, 3)
            } else if particle == .object {
                move(person, index, 2)
            } else {
                move(
                    person, index,
                    isSubject && findings.organizations.contains { $0.sentence == verb.sentence } ? 1.6 : 1.4)
            }
        case .reforms:
            findings.persons[person].acting += 1
        }
    }

    /// "A, 옛 동료 또 영입": the one before the comma hires when no organisation is said to.
    func isAgent(_ mention: FoundPerson.Mention, _ verb: FoundVerb) -> Bool {
        let end = effectiveEnd(mention)
        guard end + 1 < verb.token, document.tokens[end + 1].mark == 0x2C else { return false }
        let isList = findings.persons.contains { $0.mentions.contains { $0.first == end + 2 } }
        return !isList
            && !document.sentences[mention.sentence].range.contains {
                document.tokens[$0].particle == .subject || document.tokens[$0].particle == .topic
            }
    }

    func hasNewRole(before verb: FoundVerb, in mention: FoundPerson.Mention) -> Bool {
        findings.roles.contains {
            $0.sentence == verb.sentence && $0.last <= verb.token && $0.first > mention.last
                && (document.tokens[$0.last].particle == .toward || document.tokens[$0.last].particle == .at)
        }
    }

    func hasOtherObject(_ verb: FoundVerb, _ mention: FoundPerson.Mention) -> Bool {
        findings.persons.contains { other in
            other.mentions.contains {
                $0.sentence == verb.sentence && $0.first != mention.first && $0.last < verb.token
                    && document.tokens[effectiveEnd($0)].particle == .object
            }
        }
    }

    func effectiveEnd(_ mention: FoundPerson.Mention) -> Int {
        if let title = findings.roles.first(where: { $0.sentence == mention.sentence && $0.first == mention.last + 1 })
        {
            return title.last
        }
        return mention.last
    }
}
