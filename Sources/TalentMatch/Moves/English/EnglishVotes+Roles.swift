/// Which posts are new and which are left, by where they stand around an English verb.
extension EnglishVotes {
    /// "X succeeds AI head Y": the post of the one who goes is that of the one who comes.
    private mutating func inherit(_ role: FoundRole, _ holder: Int?, _ verb: Int) {
        guard let holder,
            let heir = findings.persons.indices.first(where: { person in
                person != holder && findings.persons[person].kind == nil
                    && findings.persons[person].verbs.contains { $0.verb == verb && $0.weight >= 3 }
            })
        else { return }
        findings.roleVotes.append(RoleVote(role: role, isNew: true, weight: 2.4, person: heir, verb: verb))
    }

    /// "McNeil, who becomes chief architect": who the relative clause is about.
    func antecedent(of verb: Int, _ range: Range<Int>) -> Int? {
        let first = findings.verbs[verb].token
        guard
            let who = ((max(range.lowerBound, first - 3))..<first).last(where: {
                document.tokens[$0].function == .who
            })
        else { return nil }
        let end = who > range.lowerBound && document.tokens[who - 1].mark == 0x2C ? who - 2 : who - 1
        return findings.persons.firstIndex { $0.mentions.contains { $0.last == end && range.contains(end) } }
    }

    mutating func voteRole(_ number: Int) {
        let role = findings.roles[number]
        let range = document.sentences[role.sentence].range
        let person = findings.persons.firstIndex {
            $0.title?.sentence == role.sentence && $0.title?.first == role.first
        }
        let isFormer = document.tokens[max(range.lowerBound, role.first - 3)..<role.first].contains { $0.has(.former) }
        // "Co-founders A, B and C": of all of them.
        let isShared = person != nil && document.folded(of: role.last)[document.tokens[role.last].end - 1] == 0x73
        func add(_ isNew: Bool, _ weight: Double, _ verb: Int?) {
            let bonus = document.sentences[role.sentence].isTitle ? 0.2 : 0.0
            findings.roleVotes.append(
                RoleVote(
                    role: role, isNew: isNew, weight: weight + bonus, person: isShared ? nil : person, verb: verb))
        }
        if document.tokens[role.last].isPossessive, role.last + 1 < range.upperBound,
            !document.tokens[role.last + 1].has(.verb)
        {
            return  // "the CEO's startup"
        }
        if isFormer {
            add(false, 0.9, nil)
            return
        }
        switch slot(role.first, role.last, in: role.sentence) {
        case .preposition(.as, let verb):
            guard let verb else {
                // "will start as CEO"; not "stays as CEO".
                let stays = document.tokens[range].contains { $0.has([.denial, .negation]) }
                add(!stays, stays ? 0.5 : 1.6, nil)
                return
            }
            add(findings.verbs[verb].frame != .leaves, 3, verb)
        case .object(let verb):
            switch findings.verbs[verb].frame {
            case .assumes:
                if person == nil, let one = antecedent(of: verb, range) {
                    findings.roleVotes.append(RoleVote(role: role, isNew: true, weight: 2.8, person: one, verb: verb))
                } else {
                    add(person == nil, person == nil ? 2.8 : 1, verb)
                    inherit(role, person, verb)
                }
            case .appoints:
                let isOld =
                    person != nil && role.first <= findings.verbs[verb].token + 1
                    || isEmployee(role, behind: findings.verbs[verb].token)
                add(!isOld, isOld ? 1 : 2.8, verb)
            case .promotes:
                add(
                    person == nil && !isEmployee(role, behind: findings.verbs[verb].token)
                        && role.first > findings.verbs[verb].token + 1, 1, verb)
            case .takes, .loses: add(false, 1.5, verb)
            case .leaves: add(false, 2, verb)
            default: add(false, 1, verb)
            }
        case .subject(let verb):
            let frame = findings.verbs[verb].frame
            add(false, frame == .leaves ? 2.2 : 1.3, verb)
        case .preposition(.to, let verb)
        where verb.map({ [.promotes, .appoints].contains(findings.verbs[$0].frame) }) ?? false:
            add(true, 3, verb)
        default: add(false, person != nil ? 1 : 0.6, nil)
        }
    }
}
