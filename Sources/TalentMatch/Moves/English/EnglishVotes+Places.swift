extension EnglishVotes {
    // MARK: Organisations

    mutating func voteOrganization(_ number: Int) {
        let organization = findings.organizations[number]
        let sentence = organization.sentence
        let range = document.sentences[sentence].range
        // "joins a Jane Street rival"
        if organization.last + 1 < range.upperBound,
            ["rival", "competitor", "challenger"].contains(document.stem(organization.last + 1).lowercased())
        {
            return
        }
        // "Hyundai's Boston Dynamics": the owner only says whose it is.
        if document.tokens[organization.last].isPossessive,
            findings.organizations.contains(where: { $0.sentence == sentence && $0.first == organization.last + 1 })
        {
            vote(number, .to, 0.4, nil)
            return
        }
        if isMedium(organization, range) || isWork(organization, range) { return }
        // "Hanna, now a Microsoft vice president"
        if isPresent(organization, range), let holder = personBefore(organization, range) {
            vote(number, .from, 3.4, holder)
            return
        }
        let head = self.head(of: organization, range)
        let person = head.person
        if isPossessors(organization, range) { return }
        if isFormer(organization, range) {
            vote(number, .from, 3.2, person ?? personBefore(organization, range), isFormer: true)
            return
        }
        // "Lin Weijia's Halcyon Voice" is what Lin founded.
        if organization.index < 0, let founder = founder(before: organization) {
            vote(number, .to, 2.4, founder)
            return
        }
        // Where the phrase stands is where its head stands.
        switch slot(organization.first, organization.last, in: sentence) {
        case .subject(let verb): subject(number, verb, head, person)
        case .object(let verb): object(number, verb, head, person)
        case .preposition(let word, let verb): preposition(number, word, verb, head, person, range)
        case .none: alone(number, head, person, range)
        }
    }

    private mutating func subject(_ number: Int, _ index: Int, _ head: Head, _ person: Int?) {
        let verb = findings.verbs[index]
        let isAffiliation = head.hasHead
        switch verb.frame {
        case .takes:
            if verb.isPassive {
                vote(number, .from, 2, person, index)
            } else {
                vote(number, .to, isAffiliation ? 2 : 3, nil, index)
            }
        case .appoints, .promotes:
            if verb.isPassive {
                let isOffice = findings.roles.contains { $0.isOffice }
                vote(number, .from, isOffice ? 2.6 : verb.frame == .promotes ? 0.5 : 1.5, person, index)
                vote(number, .to, isOffice ? 0.1 : 0.9, nil, index)
            } else {
                vote(number, .to, 3, nil, index)
            }
        case .loses: vote(number, .from, 3, nil, index)
        case .goes where document.stem(verb.token).lowercased().hasSuffix("from") && !isAffiliationOnly(verb):
            vote(number, .to, 2.5, nil, index)  // "X's new CTO comes from Y"
        case .goes:
            if document.tokens[verb.token].has(.returning), !hasGoal(index, besides: number) {
                vote(number, .to, 1.5, nil, index)
            } else {
                vote(number, .from, isAffiliation ? 2 : 1, person, index)
            }
        case .leaves: vote(number, .from, 2.6, person, index)
        case .founds: vote(number, .from, isAffiliation ? 2 : 0.8, person, index)
        case .assumes:
            let isPossessed = document.tokens[findings.organizations[number].last].isPossessive && person != nil
            vote(number, .from, isPossessed ? 2.2 : 1, person, index)
            vote(number, .to, isPossessed ? 0.5 : 1, nil, index)
        case .offers, .reforms:
            vote(
                number, isAffiliation && verb.frame == .offers && person != nil ? .from : .to, isAffiliation ? 2 : 3,
                nil, index)
        }
    }

    private mutating func object(_ number: Int, _ index: Int, _ head: Head, _ person: Int?) {
        let verb = findings.verbs[index]
        switch verb.frame {
        case .takes, .appoints:
            if head.hasHead {
                vote(number, .from, 2.6, person, index)
            } else {
                vote(number, .from, verb.frame == .takes ? 1.5 : 0.8, nil, index)
            }
        case .promotes: vote(number, .to, 1, nil, index)
        case .loses: vote(number, .from, 1.5, person, index)
        case .goes where document.stem(verb.token).lowercased().hasSuffix("from"):
            vote(number, .from, 3.2, person, index)
        case .goes: vote(number, .to, 3, nil, index)
        case .leaves: vote(number, .from, 3.6, person, index)
        case .founds: vote(number, .to, findings.organizations[number].index < 0 ? 3 : 1.5, nil, index)
        case .assumes:
            // "succeeds Apple's AI head John": the post is Apple's, and John leaves it.
            vote(number, .to, 2, nil, index)
            if let person { vote(number, .from, 2.2, person, index) }
        case .offers:
            vote(number, head.hasHead && person == nil && hasOtherOfferer(index, number) ? .from : .to, 2.2, nil, index)
        case .reforms: vote(number, .to, 2, nil, index)
        }
    }

    private func isAffiliationOnly(_ verb: FoundVerb) -> Bool {
        !document.stem(verb.token).lowercased().hasPrefix("c")
    }

    /// Whether another organisation stands behind the verb of going.
    private func hasGoal(_ verb: Int, besides number: Int) -> Bool {
        findings.organizations.contains {
            $0.sentence == findings.verbs[verb].sentence && $0.first > findings.verbs[verb].token
                && $0.index != findings.organizations[number].index
        }
    }

    private func hasOtherOfferer(_ verb: Int, _ number: Int) -> Bool {
        findings.organizationVotes.contains {
            $0.verb == verb && $0.side == .to
                && findings.organizations[$0.organization].index != findings.organizations[number].index
        }
    }

    private mutating func preposition(
        _ number: Int, _ word: FunctionWord, _ index: Int?, _ head: Head, _ person: Int?, _ range: Range<Int>
    ) {
        let frame = index.map { findings.verbs[$0].frame }
        switch word {
        case .from:
            // "who joined from Microsoft in 2017"
            vote(number, .from, isBehindBackground(number) ? 1 : 3, person, index)
        case .to, .for:
            guard let frame else { return }
            if frame == .offers || frame == .founds || head.hasHead && frame != .goes {
                vote(number, .from, 0.5, person, index)
            } else {
                vote(number, .to, frame == .assumes || frame == .reforms ? 1 : 3, nil, index)
            }
        case .as:
            // "as OpenAI technology chief"
            vote(number, frame == .leaves ? .from : .to, 2.4, nil, index)
        case .by:
            vote(number, .to, 3, nil, index)
        case .of, .at, .in, .with:
            if let index, let frame, !saysPast(range) || findings.verbs[index].isTitle {
                let side: OrganizationVote.Side =
                    frame == .leaves || frame == .loses || frame == .takes && !findings.verbs[index].isPassive
                    ? .from : .to
                vote(number, side, word == .with ? 0.9 : 2.2, nil, index)
            } else {
                vote(
                    number, .from, saysPast(range) ? 2 : 1,
                    personBefore(findings.organizations[number], range) ?? person)
            }
        default: break
        }
    }

    private mutating func alone(_ number: Int, _ head: Head, _ person: Int?, _ range: Range<Int>) {
        if head.hasHead, let beside = person ?? personBefore(findings.organizations[number], range) {
            vote(number, .from, 1.6, beside)
        } else {
            vote(number, .from, 0.6, nil)
            vote(number, .to, 0.6, nil)
        }
    }

    /// Whether an organisation stands between the verb and the role: "names OpenAI researcher as …".
    func isEmployee(_ role: FoundRole, behind verb: Int) -> Bool {
        findings.organizations.contains { $0.first > verb && $0.last < role.first && role.first - $0.last <= 3 }
            && !findings.persons.contains { $0.mentions.contains { $0.first > verb && $0.last < role.first } }
    }

    /// Whether the nearest verb before an organisation tells of something long past.
    private func isBehindBackground(_ number: Int) -> Bool {
        let organization = findings.organizations[number]
        return findings.verbs.last { $0.sentence == organization.sentence && $0.token < organization.first }?
            .isCancelled ?? false
    }

    /// The sentence tells what somebody did before.
    private func saysPast(_ range: Range<Int>) -> Bool {
        document.tokens[range].contains { $0.function == .past || $0.has(.former) }
    }

    mutating func vote(
        _ organization: Int, _ side: OrganizationVote.Side, _ weight: Double, _ person: Int?, _ verb: Int? = nil,
        isFormer: Bool = false
    ) {
        let inTitle = document.sentences[findings.organizations[organization].sentence].isTitle
        findings.organizationVotes.append(
            OrganizationVote(
                organization: organization, side: side, weight: weight + (inTitle ? 0.2 : 0), person: person,
                verb: verb, isFormer: isFormer))
    }
}
