extension KoreanVotes {
    // MARK: Organisations

    mutating func voteOrganization(_ number: Int) {
        let organization = findings.organizations[number]
        let sentence = organization.sentence
        let range = document.sentences[sentence].range
        // In a list (X와 Y로, X·Y를 거친) the last one's particle holds for all.
        let tail = listTail(organization, range)
        let last = document.tokens[tail]
        let next = tail + 1 < range.upperBound ? document.tokens[tail + 1] : nil
        let previous = organization.first > range.lowerBound ? document.tokens[organization.first - 1] : nil
        guard last.quote != .double else {
            if last.particle == .from { vote(number, .from, 1.2, nil) }
            return
        }
        let person = personBeside(organization)
        // Past employers: B 출신, 前 B, B 전 임원, B를 거친, B에서 … 만들던.
        if let next, next.has(.origin),
            last.particle == .none || last.particle == .object || last.particle == .from || last.particle == .at
                || last.particle == .with
        {
            vote(number, .from, 3.2, person ?? personAfter(organization.last), isFormer: true)
            return
        }
        if last.particle == .with,
            range.suffix(from: organization.last + 1).prefix(3).contains(where: { document.tokens[$0].has(.origin) })
        {
            vote(number, .from, 3, nil)
            return
        }
        if last.particle == .from, originAhead(organization, range) || comesFrom(next, sentence) {
            vote(number, .from, 3, personAfter(organization.last), isFormer: true)
            return
        }
        if last.particle == .none || last.particle == .genitive, let person = personAfter(organization.last),
            originAhead(organization, range), !opensClause(organization)
        {
            vote(number, .from, 2, person, isFormer: true)
            return
        }
        if let role = roleBehind(organization), role.last + 1 < range.upperBound,
            document.tokens[role.last + 1].has(.origin)
        {
            vote(number, .from, 3, personAfter(organization.last), isFormer: true)
            return
        }
        if previous?.has(.former) == true, previous?.end == previous?.surfaceEnd {
            vote(number, .from, 3, person, isFormer: true)
            return
        }
        if let next, next.has(.former), last.particle == .none || last.particle == .genitive {
            vote(number, .from, 2.8, person ?? personAfter(organization.last), isFormer: true)
            return
        }
        if last.particle == .none, next?.mark == 0x2C, let subject = contrastSubject(organization, range) {
            vote(number, .to, 3, subject)
            return
        }
        if last.particle == .bound {
            vote(number, .to, 3.2, nil)
            return
        }
        voteByFrame(number, organization, last, person)
    }

    private func listTail(_ organization: FoundOrganization, _ range: Range<Int>) -> Int {
        var tail = organization.last
        while true {
            let isJoined = document.tokens[tail].particle == .with
            let isListed = tail + 1 < range.upperBound && document.tokens[tail + 1].mark == 0xB7
            let first = tail + (isListed ? 2 : 1)
            if isJoined, first < range.upperBound, document.tokens[first].isHangul,
                document.tokens[first].particle == .toward || document.tokens[first].particle == .at
            {
                return first
            }
            guard isJoined || isListed,
                let other = findings.organizations.first(where: {
                    $0.sentence == organization.sentence && $0.first == first
                })
            else { return tail }
            tail = other.last
        }
    }

    private mutating func voteByFrame(_ number: Int, _ organization: FoundOrganization, _ last: Token, _ person: Int?) {
        let sentence = organization.sentence
        guard
            var index = governingVerb(
                after: organization.first, in: sentence, where: { $0.frame != .reforms || $0.isStrong })
                ?? governingVerb(after: organization.first, in: sentence)
        else {
            voteWithoutVerb(number, organization, last, person)
            return
        }
        // The subject of "세우며 … 영입했다" is that of the second as well, which says more.
        if last.particle == .subject || last.particle == .topic
            || (last.particle == .none && opensClause(organization)),
            findings.verbs[index].frame == .founds || findings.verbs[index].ending == .adnominal,
            let main = governingVerb(
                after: findings.verbs[index].token + 1, in: sentence,
                where: {
                    [.takes, .appoints, .promotes, .loses, .offers].contains($0.frame) && $0.ending != .adnominal
                })
        {
            index = main
        }
        let verb = findings.verbs[index]
        let besideRole = roleBehind(organization)
        let isSubject =
            last.particle == .subject || last.particle == .topic
            || (last.particle == .none && opensClause(organization) && person == nil && besideRole == nil)
        // 커서로 갔던 A: where he went then is what he leaves now.
        if last.particle == .toward, verb.frame == .goes, verb.ending == .adnominal, endsInDeon(verb) {
            vote(number, .from, 3, nil, index)
            return
        }
        if last.particle == .toward || (last.particle == .at && verb.frame != .leaves && verb.frame != .reforms)
            || last.particle == .receiver && verb.frame == .loses
        {
            if verb.frame == .appoints, last.particle == .at, besideRole == nil {
                vote(number, .to, 1.8, nil, index)
            } else if verb.frame != .offers {
                vote(number, .to, 3, nil, index)
            }
            return
        }
        if last.particle == .from {
            vote(number, .from, verb.frame == .goes || verb.frame == .leaves ? 3.5 : 2.8, nil, index)
            return
        }
        if let role = besideRole, last.particle == .none || last.particle == .genitive {
            let particle = document.tokens[role.last].particle
            let isNewPost = particle == .toward || particle == .at || (particle == .object && verb.frame == .assumes)
            if isNewPost, verb.frame != .leaves, verb.frame != .offers {
                vote(number, .to, 3.6, nil, index)
                return
            }
            if verb.frame == .assumes || verb.frame == .appoints || verb.frame == .promotes, person == nil,
                particle == .none, !hasNewPost(besides: role)
            {
                vote(number, .to, 1.6, nil, index)
                return
            }
        }
        switch verb.frame {
        case .takes:
            if verb.isPassive {
                vote(number, isSubject ? .from : .from, 1, person, index)
            } else if isSubject {
                vote(number, .to, 3, nil, index)
            } else {
                vote(number, .from, last.particle == .object ? 0.8 : 2, person, index)
            }
        case .loses:
            vote(number, .from, isSubject ? 2.6 : 2.2, person, index)
        case .appoints, .promotes, .assumes:
            if isSubject {
                vote(number, .to, 2.5, nil, index)
            } else {
                vote(number, .from, person != nil ? 1.4 : hasPeopleBehind(organization, verb) ? 2 : 0.7, person, index)
                vote(number, .to, person != nil ? 0.9 : 0.9, nil, index)
            }
        case .goes:
            if document.tokens[verb.token].has(.returning), !hasGoal(besides: organization) {
                vote(number, .to, 1.8, nil, index)
            } else {
                vote(number, .from, isSubject ? 1.2 : 2, person, index)
            }
        case .leaves:
            if last.particle == .object || last.particle == .with {
                vote(number, .from, 3.2, nil, index)
            } else {
                vote(number, .from, isSubject ? 2 : 2.6, person, index)
            }
        case .founds:
            if organization.last + 1 == verb.token, last.particle == .none || last.particle == .object {
                vote(number, .to, 2.8, nil, index)
            } else if organization.index < 0,
                last.particle == .object || last.particle == .none || last.particle == .subject
            {
                vote(number, .to, 3, nil, index)
            } else {
                vote(number, .from, last.particle == .topic || last.particle == .subject ? 0.6 : 2, person, index)
            }
        case .offers:
            if isSubject {
                vote(number, .to, 3, nil, index)
            } else if last.particle == .genitive, document.tokens[verb.token].particle != .none || verb.ending != .final
            {
                vote(number, .to, 2.4, nil, index)
            } else if person != nil || besideRole != nil {
                vote(number, .from, 1, person, index)
            } else {
                vote(number, .to, 1.5, nil, index)
            }
        case .reforms:
            vote(number, .to, isSubject ? 3 : 1.8, nil, index)
        }
    }

    private mutating func voteWithoutVerb(
        _ number: Int, _ organization: FoundOrganization, _ last: Token, _ person: Int?
    ) {
        // The headline's other clause has the verb: "X, … 교체" or "하정우 떠난 네이버".
        let before = findings.verbs.indices.last {
            findings.verbs[$0].sentence == organization.sentence && findings.verbs[$0].token < organization.first
                && !findings.verbs[$0].isCancelled
        }
        if let before, findings.verbs[before].clause == document.tokens[organization.first].clause {
            let verb = findings.verbs[before]
            if verb.ending == .adnominal, organization.first - verb.token <= 2 {
                switch verb.frame {
                case .takes, .appoints, .offers: vote(number, .to, 2.6, nil, before)
                case .leaves, .loses: vote(number, .from, 2.2, nil, before)
                case .goes: vote(number, .to, 1.5, nil, before)
                default: vote(number, .to, 1, nil, before)
                }
                return
            }
            if last.particle == .toward || last.particle == .at { vote(number, .to, 2.6, nil, before); return }
        }
        let inTitle = document.sentences[organization.sentence].isTitle
        if last.particle == .from { vote(number, .from, 1.5, nil); return }
        if person != nil { vote(number, .from, 1.2, person); return }
        vote(
            number, .to,
            inTitle && (last.particle == .none || last.particle == .subject || last.particle == .topic) ? 0.9 : 0.3, nil
        )
        vote(number, .from, inTitle ? 0.5 : 0.25, nil)
    }

    private mutating func vote(
        _ organization: Int, _ side: OrganizationVote.Side, _ weight: Double, _ person: Int?, _ verb: Int? = nil,
        isFormer: Bool = false
    ) {
        let inTitle = document.sentences[findings.organizations[organization].sentence].isTitle
        // 정부 alone is less of a place than the office it stands for.
        let weight = findings.organizations[organization].text == "정부" ? weight * 0.7 : weight
        findings.organizationVotes.append(
            OrganizationVote(
                organization: organization, side: side, weight: weight + (inTitle ? 0.2 : 0), person: person,
                verb: verb, isFormer: isFormer))
    }

    /// B 담당 임원, B 교수: somebody of that house, unnamed, before the verb.
    private func hasPeopleBehind(_ organization: FoundOrganization, _ verb: FoundVerb) -> Bool {
        guard organization.last + 1 < verb.token else { return false }
        for index in (organization.last + 1)..<verb.token {
            let token = document.tokens[index]
            guard token.isWord, token.particle == .none || index + 1 == verb.token || token.particle == .object else {
                return false
            }
            if token.has([.people, .role]), token.particle == .none || token.particle == .object { return true }
        }
        return false
    }

    /// Whether the sentence names the new post elsewhere: "AI 총괄에 B 담당 임원".
    private func hasNewPost(besides role: FoundRole) -> Bool {
        findings.roles.contains {
            $0.sentence == role.sentence && $0.last != role.last
                && (document.tokens[$0.last].particle == .at || document.tokens[$0.last].particle == .toward)
        }
    }

    /// Whether another organisation of the item is said to be the goal.
    private func hasGoal(besides organization: FoundOrganization) -> Bool {
        findings.organizations.contains {
            $0.index != organization.index
                && (document.tokens[$0.last].particle == .toward || document.tokens[$0.last].particle == .at)
        }
    }

    private func endsInDeon(_ verb: FoundVerb) -> Bool {
        document.folded(of: verb.token)[document.tokens[verb.token].surfaceEnd - 1] == 0xB358
    }

    /// "B에서 온 A"
    private func comesFrom(_ next: Token?, _ sentence: Int) -> Bool {
        guard let next, next.surfaceEnd - next.start == 1 else { return false }
        return document.fields[document.sentences[sentence].fieldIndex].folded[next.start] == 0xC628
    }

    /// "B에서 음성 모델을 만들던 A": an adnominal form with a past or ongoing sense ahead of the name.
    private func originAhead(_ organization: FoundOrganization, _ range: Range<Int>) -> Bool {
        for index in (organization.last + 1)..<min(range.upperBound, organization.last + 9) {
            let token = document.tokens[index]
            if token.has(.origin) { return true }
            if token.has(.organization) || token.particle == .at && token.has(.role) { return false }
            if token.has(.verb) || token.clause != document.tokens[organization.last].clause { return false }
            let folded = document.fields[document.sentences[organization.sentence].fieldIndex].folded
            if token.isHangul, token.entry < 0, folded[token.surfaceEnd - 1] == 0xB358 { return true }  // 던
        }
        return false
    }

    /// "A는 X, B는 Y로 옮겼다": X is where A goes, though only Y has the particle.
    private func contrastSubject(_ organization: FoundOrganization, _ range: Range<Int>) -> Int? {
        guard organization.first > range.lowerBound,
            document.tokens[organization.first - 1].particle == .topic
                || document.tokens[organization.first - 1].particle == .subject,
            let person = findings.persons.firstIndex(where: {
                $0.mentions.contains { $0.last == organization.first - 1 }
            }),
            findings.persons.contains(where: {
                $0.mentions.contains { $0.first > organization.last && range.contains($0.first) }
            })
        else { return nil }
        return person
    }

    private func opensClause(_ organization: FoundOrganization) -> Bool {
        let range = document.sentences[organization.sentence].range
        guard organization.last + 1 < range.upperBound else { return true }
        let next = document.tokens[organization.last + 1]
        if next.mark == 0x2C { return true }
        guard organization.first > range.lowerBound else { return !next.has([.role, .people]) }
        let previous = document.tokens[organization.first - 1]
        return (previous.mark != 0 && previous.mark != 0x28 && previous.mark != 0xB7 && previous.mark != 0x2C)
            || previous.has(.place)
    }

    /// The role that stands right behind an organisation: 퓨리오사AI의 수석 과학자.
    private func roleBehind(_ organization: FoundOrganization) -> FoundRole? {
        findings.roles.first {
            $0.sentence == organization.sentence && $0.first >= organization.last && $0.first <= organization.last + 3
                && ((organization.last + 1)..<max(organization.last + 1, $0.first)).allSatisfy { index in
                    let token = document.tokens[index]
                    return token.isWord && token.particle == .none && !token.has([.verb, .former, .origin])
                        && !isPerson(index)
                }
        }
    }

    private func isPerson(_ index: Int) -> Bool {
        findings.persons.contains { $0.mentions.contains { $0.first <= index && index <= $0.last } }
    }

    /// The person an organisation stands right beside, through a role at most: 메타 수석과학자 르쿤, 르쿤 메타 수석과학자.
    private func personBeside(_ organization: FoundOrganization) -> Int? {
        let particle = document.tokens[organization.last].particle
        guard particle == .none || particle == .genitive else { return nil }
        for (number, person) in findings.persons.enumerated() {
            for mention in person.mentions where mention.sentence == organization.sentence {
                if mention.last < organization.first, organization.first - mention.last <= 6,
                    mention.particle == .none || mention.particle == .other,
                    roleBehind(organization) != nil,
                    ((mention.last + 1)..<organization.first).allSatisfy({
                        document.tokens[$0].depth > 0 || document.tokens[$0].has([.former, .current])
                    })
                {
                    return number
                }
                if mention.first > organization.last, mention.first - organization.last <= 5,
                    ((organization.last + 1)..<mention.first).allSatisfy({ index in
                        let token = document.tokens[index]
                        return token.isWord && (token.particle == .none || token.particle == .being)
                            && !token.has(.verb)
                    })
                {
                    return number
                }
            }
        }
        return nil
    }

    private func personAfter(_ index: Int) -> Int? {
        for (number, person) in findings.persons.enumerated()
        where person.mentions.contains(where: {
            document.field(of: $0.first).name == document.field(of: index).name && $0.first > index
                && $0.first - index <= 8
                && document.tokens[$0.first].clause == document.tokens[index].clause
        }) {
            return number
        }
        return nil
    }

    // MARK: Roles

    mutating func voteRole(_ number: Int) {
        let role = findings.roles[number]
        let token = document.tokens[role.last]
        guard token.quote != .double else { return }
        let inTitle = document.sentences[role.sentence].isTitle
        let bonus = inTitle ? 0.2 : 0.0
        var person = findings.persons.firstIndex { $0.title?.sentence == role.sentence && $0.title?.last == role.last }
        // "A, B, C 연구원": the title of the last is that of all.
        if let owner = person, endsList(owner, role) { person = nil }
        let before = role.first - 1
        let isFormer =
            before >= 0 && document.tokens[before].has(.former)
            && document.sentences[role.sentence].range.contains(before)
        let verb = governingVerb(after: role.first, in: role.sentence)
        func add(_ isNew: Bool, _ weight: Double, _ person: Int?) {
            findings.roleVotes.append(
                RoleVote(role: role, isNew: isNew, weight: weight + bonus, person: person, verb: verb))
        }
        guard let verb else {
            add(false, person != nil ? 0.9 : 0.5, person)
            return
        }
        let frame = findings.verbs[verb].frame
        let isAgent = token.particle == .subject || token.particle == .topic
        if isAgent, !findings.verbs[verb].isPassive, frame == .takes || frame == .appoints || frame == .offers {
            return  // the CEO who hires
        }
        if isFormer {
            add(false, 1, person)
        } else if token.particle == .toward || token.particle == .at, frame != .leaves, frame != .offers {
            add(true, role.field == .title ? 2 : 3, nil)
        } else if token.particle == .object, frame == .assumes {
            add(true, 2.6, nil)
        } else if token.particle == .none || token.particle == .genitive,
            frame == .assumes || frame == .appoints || frame == .promotes, person == nil
        {
            add(true, 1.8, nil)
        } else if frame == .leaves || frame == .loses {
            add(false, person != nil ? 1.8 : 2, person)
        } else {
            add(false, person != nil ? 1.5 : 1, person)
        }
    }

    private func endsList(_ person: Int, _ role: FoundRole) -> Bool {
        findings.persons[person].mentions.contains { mention in
            mention.sentence == role.sentence && mention.last < role.first
                && findings.persons.indices.contains { other in
                    other != person && findings.persons[other].title == nil
                        && findings.persons[other].mentions.contains {
                            $0.sentence == mention.sentence && isListGap($0.last, mention.first)
                        }
                }
        }
    }
}
