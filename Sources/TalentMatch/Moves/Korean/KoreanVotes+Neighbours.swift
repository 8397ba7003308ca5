/// What stands beside an organisation: its origin marks, roles and people.
extension KoreanVotes {
    func listTail(_ organization: FoundOrganization, _ range: Range<Int>) -> Int {
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

    /// "각각 X와 Y 출신": the last one's particle says it of all.
    func isListedOrigin(_ number: Int) -> Bool {
        let organization = findings.organizations[number]
        let range = document.sentences[organization.sentence].range
        let tail = listTail(organization, range)
        return document.tokens[tail].particle == .from
            || tail + 1 < range.upperBound && document.tokens[tail + 1].has(.origin)
    }

    /// B 담당 임원, B 교수: somebody of that house, unnamed, before the verb.
    func hasPeopleBehind(_ organization: FoundOrganization, _ verb: FoundVerb) -> Bool {
        let end = verb.isImplied ? verb.token + 1 : verb.token
        guard organization.last + 1 < end else { return false }
        for index in (organization.last + 1)..<end {
            let token = document.tokens[index]
            guard token.isWord, token.particle == .none || index + 1 == verb.token || token.particle == .object else {
                return false
            }
            if token.has([.people, .role]), token.particle == .none || token.particle == .object { return true }
        }
        return false
    }

    /// Whether the sentence names the new post elsewhere: "AI 총괄에 B 담당 임원".
    func hasNewPost(besides role: FoundRole) -> Bool {
        findings.roles.contains {
            $0.sentence == role.sentence && $0.last != role.last
                && (document.tokens[$0.last].particle == .at || document.tokens[$0.last].particle == .toward)
        }
    }

    /// Whether another organisation of the item is said to be the goal.
    func hasGoal(besides organization: FoundOrganization) -> Bool {
        findings.organizations.contains {
            $0.index != organization.index
                && (document.tokens[$0.last].particle == .toward || document.tokens[$0.last].particle == .at
                    || isBeforeGoalNoun($0))
        }
    }

    /// "C, B 출신 A 합류", "C는 A가 합류했다고": somebody comes to the house the sentence is about.
    func receives(_ organization: FoundOrganization, _ verb: FoundVerb) -> Bool {
        findings.persons.contains {
            $0.mentions.contains {
                $0.sentence == organization.sentence && $0.first > organization.last && $0.last < verb.token
            }
        }
    }

    /// A part or a project of the house is the goal.
    func leadsToGoal(_ organization: FoundOrganization, _ verb: FoundVerb) -> Bool {
        let goal = verb.token - 1
        guard goal > organization.last, goal - organization.last <= 3, document.tokens[goal].particle == .toward else {
            return false
        }
        return ((organization.last + 1)...goal).allSatisfy { index in
            let token = document.tokens[index]
            return token.isWord && !token.has([.role, .organization, .verb, .people, .place])
                && (index == goal || token.particle == .none) && !isPerson(index)
        }
    }

    private func isBeforeGoalNoun(_ organization: FoundOrganization) -> Bool {
        document.tokens[organization.last].particle == .none
            && findings.verbs.contains {
                $0.token == organization.last + 1 && $0.frame == .goes && !$0.isCancelled && isGoalBefore($0)
            }
    }

    /// 메타 합류, 오픈AI 품에: the noun right before is the goal.
    func isGoalBefore(_ verb: FoundVerb) -> Bool {
        let stem = document.stem(verb.token)
        return Self.goalNouns.contains { stem.hasPrefix($0) }
    }

    static let goalNouns = ["합류", "입사", "복귀", "직행", "품", "재합류", "재입사", "귀환"]

    func endsInDeon(_ verb: FoundVerb) -> Bool {
        document.folded(of: verb.token)[document.tokens[verb.token].surfaceEnd - 1] == 0xB358
    }

    /// "B에서 온 A"
    func comesFrom(_ next: Token?, _ sentence: Int) -> Bool {
        guard let next, next.surfaceEnd - next.start == 1 else { return false }
        return document.fields[document.sentences[sentence].fieldIndex].folded[next.start] == 0xC628
    }

    /// "B에서 음성 모델을 만들던 A": an adnominal form with a past or ongoing sense ahead of the name.
    func originAhead(_ organization: FoundOrganization, _ range: Range<Int>) -> Bool {
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
    func contrastSubject(_ organization: FoundOrganization, _ range: Range<Int>) -> Int? {
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

    func opensClause(_ organization: FoundOrganization) -> Bool {
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
    func roleBehind(_ organization: FoundOrganization) -> FoundRole? {
        findings.roles.first {
            $0.sentence == organization.sentence && $0.first >= organization.last && $0.first <= organization.last + 3
                && ((organization.last + 1)..<max(organization.last + 1, $0.first)).allSatisfy { index in
                    let token = document.tokens[index]
                    return token.isWord && token.particle == .none && !token.has([.verb, .former, .origin])
                        && !isPerson(index)
                }
        }
    }

    func isPerson(_ index: Int) -> Bool {
        findings.persons.contains { $0.mentions.contains { $0.first <= index && index <= $0.last } }
    }

    /// The person an organisation stands right beside, through a role at most: 메타 수석과학자 르쿤, 르쿤 메타 수석과학자.
    func personBeside(_ organization: FoundOrganization) -> Int? {
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

    func personAfter(_ index: Int) -> Int? {
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
}
