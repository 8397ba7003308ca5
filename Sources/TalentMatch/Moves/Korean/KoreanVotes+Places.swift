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
        if last.particle == .none, findings.persons.isEmpty || person == nil, originAhead(organization, range),
            next?.mark != 0x2C, document.sentences[sentence].isTitle
        {
            vote(number, .from, 1.8, nil, isFormer: true)  // 테슬라 FSD 개발한 한인 2세
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

    mutating func voteByFrame(_ number: Int, _ organization: FoundOrganization, _ last: Token, _ person: Int?) {
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
        // "X에서 조직을 맡는다", "X에서 일하기로": the place of the new work.
        if last.particle == .from, verb.frame == .assumes, verb.ending != .adnominal,
            !document.tokens[verb.token].has(.succession)
        {
            vote(number, .to, 2.8, nil, index)
            return
        }
        if last.particle == .from {
            vote(number, .from, verb.frame == .goes || verb.frame == .leaves ? 3.5 : 2.8, nil, index)
            return
        }
        if let role = besideRole, last.particle == .none || last.particle == .genitive {
            let particle = document.tokens[role.last].particle
            let isNewPost =
                particle == .toward || particle == .at || (particle == .object && verb.frame == .assumes)
                || (verb.isImplied && verb.token == role.last)
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
        // "오픈AI 국방사업으로 옮긴다"
        if verb.frame == .goes, last.particle == .none, person == nil, leadsToGoal(organization, verb) {
            vote(number, .to, 3, nil, index)
            return
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
            if last.particle == .none, organization.last + 1 == verb.token, isGoalBefore(verb) {
                vote(number, .to, 3, nil, index)
            } else if document.tokens[verb.token].has(.returning), !hasGoal(besides: organization) {
                vote(number, .to, 1.8, nil, index)
            } else if isSubject, receives(organization, verb), !hasGoal(besides: organization) {
                vote(number, .to, 2.5, nil, index)
            } else {
                vote(number, .from, isSubject ? 1.2 : 2, person, index)
            }
        case .leaves:
            if last.particle == .object || last.particle == .with {
                vote(number, .from, 3.2, nil, index)
            } else {
                // 교체: as much news of who comes.
                vote(number, .from, isSubject || !verb.isStrong && person == nil ? 2 : 2.6, person, index)
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

    mutating func voteWithoutVerb(
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
        if roleBehind(organization) != nil, findings.organizations.contains(where: { $0.index != organization.index }) {
            vote(number, .from, 1.3, nil)
            vote(number, .to, 0.4, nil)
            return
        }
        vote(
            number, .to,
            inTitle && (last.particle == .none || last.particle == .subject || last.particle == .topic) ? 0.9 : 0.3, nil
        )
        vote(number, .from, inTitle ? 0.5 : 0.25, nil)
    }

    /// 플랫폼사업본부, 검색팀: a part of the house the item is about, which nobody joins or leaves for another.
    func isOwnUnit(_ organization: FoundOrganization) -> Bool {
        guard organization.index < 0,
            findings.organizations.contains(where: { $0.index != organization.index && $0.index >= 0 })
        else { return false }
        return Self.unitEnds.contains { organization.text.hasSuffix($0) }
    }

    /// 컴퓨터공학부: a part of a school.
    func isFaculty(_ organization: FoundOrganization) -> Bool {
        organization.index < 0 && ["학부", "학과", "전공"].contains { organization.text.hasSuffix($0) }
    }

    static let unitEnds = ["본부", "부문", "팀", "사업부", "부서", "조직", "사업실", "연구실", "전략실", "TF"]
    static let relatives: Set<String> = ["모회사", "운영사", "개발사", "경쟁사", "라이벌", "대항마", "자회사", "손자회사", "계열사", "관계사"]

    mutating func vote(
        _ organization: Int, _ side: OrganizationVote.Side, _ weight: Double, _ person: Int?, _ verb: Int? = nil,
        isFormer: Bool = false
    ) {
        let inTitle = document.sentences[findings.organizations[organization].sentence].isTitle
        // 틱톡 모회사 is another house, though of the same family.
        let behind = findings.organizations[organization].last + 1
        let isParent = behind < document.tokens.count && Self.relatives.contains(document.stem(behind))
        // 정부 alone is less of a place than the office it stands for.
        let weight = findings.organizations[organization].text == "정부" ? weight * 0.5 : isParent ? weight * 0.6 : weight
        let isUnit =
            side == .from
            ? isOwnUnit(findings.organizations[organization]) : isFaculty(findings.organizations[organization])
        findings.organizationVotes.append(
            OrganizationVote(
                organization: organization, side: side,
                weight: (weight + (inTitle ? 0.2 : 0)) * (isUnit ? 0.4 : 1), person: person,
                verb: verb, isFormer: isFormer))
    }
}
