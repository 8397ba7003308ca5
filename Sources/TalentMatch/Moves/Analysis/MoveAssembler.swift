/// Puts what was found in an item together to events: one for each person that moves.
struct MoveAssembler {
    let document: Document
    let findings: Findings
    let isKorean: Bool

    /// A person needs this much to be taken as the one who moves.
    static let movingThreshold = 1.4

    func events() -> [TalentMove] {
        let movers = self.movers()
        guard let primary = primaryVerb(movers) else { return [] }
        let isReform = findings.verbs[primary].frame == .reforms
        let isLed = movers.contains { mover in
            findings.persons[mover].verbs.contains {
                findings.verbs[$0.verb].isStrong || findings.verbs[$0.verb].isTitle
            }
        }
        if !movers.isEmpty, !isReform || isLed {
            let moves = movers.map { event(for: $0, primary: primary, isOnly: movers.count == 1) }
            var reform: [TalentMove] = []
            if !isTitled(movers), let verb = titleReform { reform.append(event(for: nil, primary: verb, isOnly: true)) }
            return MoveSuccession.complete(moves) + reform
        }
        let verb = findings.verbs[primary]
        if verb.frame == .reforms {
            // The text names who gets the post.
            let led = movers.filter { findings.persons[$0].moving >= 3 && hasPost($0) }
            return [event(for: nil, primary: primary, isOnly: true)]
                + led.map { event(for: $0, primary: bestVerb($0) ?? primary, isOnly: led.count == 1) }
        }
        guard !findings.groups.isEmpty || hasPost(verb) || (verb.frame == .offers && offersToPeople(verb)) else {
            return []
        }
        return [event(for: nil, primary: primary, isOnly: true)]
    }

    private var titleReform: Int? {
        findings.verbs.firstIndex { $0.isTitle && $0.frame == .reforms && $0.isStrong && !$0.isCancelled }
    }

    /// Whether the headline has a verb for one of the movers, or else only tells of the reform the text names them for.
    private func isTitled(_ movers: [Int]) -> Bool {
        movers.contains { findings.persons[$0].verbs.contains { findings.verbs[$0.verb].isTitle } }
    }

    private func hasPost(_ mover: Int) -> Bool {
        findings.roleVotes.contains { vote in
            vote.isNew && (vote.person == nil || vote.person == mover)
                && findings.persons[mover].mentions.contains { $0.sentence == vote.role.sentence }
        }
    }

    private func bestVerb(_ mover: Int) -> Int? {
        findings.persons[mover].verbs.max { weight($0) < weight($1) }?.verb
    }

    private func offersToPeople(_ verb: FoundVerb) -> Bool {
        document.sentences[verb.sentence].range.contains {
            document.tokens[$0].has([.people, .role]) || isStaff($0, verb.sentence)
        }
    }

    /// "gives staff", "retention bonuses": the verb itself says to whom.
    private func isStaff(_ index: Int, _ sentence: Int) -> Bool {
        guard document.tokens[index].has(.verb) else { return false }
        let text = document.text(index, index, in: sentence).lowercased()
        return text.contains("staff") || text.contains("bonus") || text.contains("retention")
    }

    private func hasPost(_ verb: FoundVerb) -> Bool {
        findings.roles.contains {
            $0.sentence == verb.sentence && $0.field != .title
                && (isKorean || document.tokens[$0.first].clause == verb.clause)
        }
    }

    // MARK: Who

    private func movers() -> [Int] {
        let people = findings.persons.indices.filter {
            findings.persons[$0].moving >= Self.movingThreshold
                && findings.persons[$0].moving > findings.persons[$0].acting && !isHiringExecutive(findings.persons[$0])
        }
        if !people.isEmpty { return people }
        // A headline tells the move of someone the text names.
        guard findings.verbs.indices.contains(where: tellsOfSomebody) else { return [] }
        let named = findings.persons.indices.filter { number in
            findings.persons[number].certainty >= 2.5 && findings.persons[number].acting < 1
                && !document.vocabulary.executives.contains(Scalars.fold(findings.persons[number].name))
                && findings.persons[number].mentions.contains { !document.sentences[$0.sentence].isTitle }
        }
        // The best attested, of equals the first.
        let sure = named.filter { findings.persons[$0].certainty >= 3 }
        guard let first = (sure.isEmpty ? named : sure).min(by: { position($0) < position($1) }) else { return [] }
        guard tellsOfSeveral else { return [first] }
        return named.filter { $0 == first || isListed($0, with: named) }
    }

    /// Zuckerberg offers and hires; he moves only when a verb of going or leaving says so.
    private func isHiringExecutive(_ person: FoundPerson) -> Bool {
        document.vocabulary.executives.contains(Scalars.fold(person.name))
            && person.verbs.allSatisfy {
                [.takes, .offers, .appoints, .reforms].contains(findings.verbs[$0.verb].frame)
            }
    }

    private func position(_ person: Int) -> Int {
        findings.persons[person].mentions.map(\.first).min() ?? 0
    }

    /// In English a headline's verb has somebody as its subject or object; Korean leaves him out.
    private func tellsOfSomebody(_ index: Int) -> Bool {
        let verb = findings.verbs[index]
        guard verb.isTitle, !verb.isCancelled, verb.frame != .reforms else { return false }
        // "조직 합쳐 CIC 출범": what starts is a unit.
        if verb.frame == .founds,
            findings.verbs.contains(where: { $0.frame == .reforms && $0.isTitle && $0.isStrong && !$0.isCancelled })
        {
            return false
        }
        return isKorean || findings.groups.contains { $0.verb == index }
    }

    /// The headline says two, three or researchers.
    private var tellsOfSeveral: Bool {
        guard let title = document.sentences.first?.range else { return false }
        return findings.groups.contains { group in
            guard title.contains(group.token) else { return false }
            let token = document.tokens[group.token]
            let folded = document.folded(of: group.token)
            return token.has(.number) || token.countsPeople || (token.isLatin && folded[token.end - 1] == 0x73)
        }
    }

    private func isListed(_ person: Int, with others: [Int]) -> Bool {
        findings.persons[person].mentions.contains { mention in
            others.contains { other in
                other != person
                    && findings.persons[other].mentions.contains { neighbor in
                        let (left, right) = mention.first < neighbor.first ? (mention, neighbor) : (neighbor, mention)
                        return left.sentence == right.sentence && right.first - left.last <= 8
                            && (left.last..<right.first).contains {
                                document.tokens[$0].function == .and || document.tokens[$0].mark == 0x2C
                                    || document.tokens[$0].mark == 0xB7 || document.tokens[$0].particle == .with
                            }
                    }
            }
        }
    }

    private func primaryVerb(_ movers: [Int]) -> Int? {
        var best: (verb: Int, score: Double)?
        let lastClause = findings.verbs.filter { $0.isTitle && !$0.isCancelled }.map(\.clause).max()
        for (index, verb) in findings.verbs.enumerated() where !verb.isCancelled {
            var score = verb.isStrong ? 2.0 : 1.0
            if verb.isTitle {
                score += 2
                if verb.clause == lastClause { score += 0.1 }
                if verb.ending == .adnominal { score -= goesOn(verb) ? 1.8 : 1.3 }
                if verb.frame == .leaves, !verb.isStrong, hasSuccessor(movers) { score -= 2 }
            } else if verb.ending == .adnominal {
                score -= 0.8
            } else {
                score -= Double(verb.sentence) * 0.1
            }
            if movers.contains(where: { mover in
                findings.persons[mover].verbs.contains { $0.verb == index && $0.weight >= 2 }
            }) {
                score += verb.isStrong ? 1 : 0.3
            }
            if verb.frame == .reforms, !movers.isEmpty { score -= 1.5 }
            // Of two alike the later says it in Korean, whose verbs end the clause, the earlier in English.
            if score > (best?.score ?? 0) || (isKorean && score == best?.score) { best = (index, score) }
        }
        return best?.verb
    }

    /// "네이버 떠난 A, SKT AI 사업 맡는다": what A does now is said behind.
    private func goesOn(_ verb: FoundVerb) -> Bool {
        findings.persons.contains { person in
            person.verbs.contains { findings.verbs[$0.verb].token == verb.token }
                && person.verbs.contains {
                    let other = findings.verbs[$0.verb]
                    return other.isTitle && other.token > verb.token && other.ending != .adnominal && $0.weight >= 2
                }
        }
    }

    /// Somebody is said to take the post: then 교체 in the headline is about him.
    private func hasSuccessor(_ movers: [Int]) -> Bool {
        movers.contains { mover in
            findings.persons[mover].verbs.contains {
                $0.weight >= 2 && [.appoints, .assumes, .takes].contains(findings.verbs[$0.verb].frame)
            }
        }
    }

    // MARK: One event

    private func event(for mover: Int?, primary: Int, isOnly: Bool) -> TalentMove {
        let verb = verb(for: mover, primary: primary, isOnly: isOnly)
        var kind = mover.flatMap { findings.persons[$0].kind } ?? findings.verbs[verb].kind
        var places = MovePlaces(document: document, findings: findings).choose(
            mover: mover, verb: verb, kind: kind, isOnly: isOnly)
        let role =
            kind == .reorg
            ? nil
            : MoveRoles(document: document, findings: findings).choose(
                mover: mover, verb: verb, kind: kind, isOnly: isOnly)
        if kind == .promotion { places.from = nil }
        if kind == .join, let to = places.to, findings.organizations[to].domain == .government { kind = .appointment }
        var evidence: [EvidenceSpan] = []
        var person: PersonName?
        var confidence = findings.verbs[verb].isStrong ? 0.6 : 0.4
        if let mover {
            let found = findings.persons[mover]
            person = PersonName(name: found.name, aliases: found.aliases)
            if let mention = found.mentions.first {
                evidence.append(span(mention.sentence, mention.first, mention.last))
            }
            confidence += min(found.certainty, 5) * 0.04
        }
        evidence.append(span(findings.verbs[verb].sentence, findings.verbs[verb].token, findings.verbs[verb].token))
        if let role { evidence.append(span(role.sentence, role.first, role.last)) }
        for place in [places.from, places.to] {
            guard let place else { continue }
            let organization = findings.organizations[place]
            evidence.append(span(organization.sentence, organization.first, organization.last))
            confidence += 0.08
        }
        return TalentMove(
            kind: kind, person: person, role: role?.text, from: places.from.map(name), to: places.to.map(name),
            confidence: min(confidence, 0.98), evidence: evidence
        )
    }

    /// What the item calls an organisation; its name rather than a description (ChatGPT maker, 챗GPT 개발사).
    private func name(_ number: Int) -> String {
        let organization = findings.organizations[number]
        guard organization.index >= 0, Self.descriptions.contains(where: { organization.text.hasSuffix($0) }) else {
            return organization.text
        }
        return findings.organizations.first {
            $0.index == organization.index && $0.text != organization.text
        }?.text ?? document.vocabulary.lexicon.organizations[organization.index].name
    }

    private static let descriptions = ["maker", "개발사", "운영사"]

    private func verb(for mover: Int?, primary: Int, isOnly: Bool) -> Int {
        guard let mover else { return primary }
        let own = findings.persons[mover].verbs
        // "연구소 출범…소장에 A": the house starts, A is appointed.
        if findings.verbs[primary].frame == .founds, !own.contains(where: { $0.verb == primary }),
            let best = own.filter({ [.appoints, .takes, .promotes, .assumes].contains(findings.verbs[$0.verb].frame) })
                .max(by: { weight($0) < weight($1) })
        {
            return best.verb
        }
        if findings.verbs[primary].frame != .reforms,
            isOnly || own.contains(where: { $0.verb == primary }) || tellsAll(primary)
        {
            return primary
        }
        let best = own.max { weight($0) < weight($1) }
        guard let best else { return primary }
        return best.verb
    }

    /// The headline tells of all of them together when none of them has a verb of the headline to himself.
    private func tellsAll(_ primary: Int) -> Bool {
        guard findings.verbs[primary].isTitle, findings.verbs[primary].frame != .reforms else { return false }
        let bests = movers().map { mover in findings.persons[mover].verbs.max { weight($0) < weight($1) }?.verb }
        return Set(bests).count == 1
    }

    private func weight(_ own: (verb: Int, weight: Double)) -> Double {
        let verb = findings.verbs[own.verb]
        return own.weight + (verb.isTitle ? 0.6 : 0) + (verb.isStrong ? 0.5 : 0) - (verb.ending == .adnominal ? 0.6 : 0)
    }

    private func span(_ sentence: Int, _ first: Int, _ last: Int) -> EvidenceSpan {
        let offsets = document.fields[document.sentences[sentence].fieldIndex].offsets
        return EvidenceSpan(
            field: document.sentences[sentence].field,
            start: ComposedText.given(document.tokens[first].start, offsets),
            end: ComposedText.given(document.tokens[last].surfaceEnd, offsets))
    }
}
