/// Which posts are new and which are left, by their particles.
extension KoreanVotes {
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
        if isAgent, frame == .assumes, person == nil {
            add(true, 2.4, nil)  // 새 대표는 A가 맡는다
            return
        }
        if isAgent, !findings.verbs[verb].isPassive, frame == .takes || frame == .appoints || frame == .offers {
            return  // the CEO who hires
        }
        if findings.verbs[verb].isImplied, findings.verbs[verb].token == role.last, token.particle == .none {
            add(true, 2.6, nil)  // 교수 됐다
        } else if isFormer {
            add(false, 1, person)
        } else if token.particle == .toward || token.particle == .at, frame != .leaves, frame != .offers {
            add(true, role.field == .title ? 2 : 3, appointee(of: role, token.particle))
        } else if token.particle == .object, frame == .assumes {
            add(true, 2.6, nil)
        } else if token.particle == .none || token.particle == .genitive,
            frame == .assumes || frame == .appoints || frame == .promotes, person == nil
        {
            add(true, 1.8, nil)
        } else if frame == .leaves, role.last + 1 == findings.verbs[verb].token, person == nil,
            token.particle == .none || token.particle == .object
        {
            add(false, 2.8, nil)  // 대표직 내려놓는다
        } else if frame == .leaves || frame == .loses {
            add(false, person != nil ? 1.8 : 2, person)
        } else {
            add(false, person != nil ? 1.5 : 1, person)
        }
    }

    func endsList(_ person: Int, _ role: FoundRole) -> Bool {
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

    /// With several people in the sentence: the one behind "R에", the one before "R로".
    private func appointee(of role: FoundRole, _ particle: Particle) -> Int? {
        var best: (person: Int, distance: Int)?
        var count = 0
        for (number, person) in findings.persons.enumerated() {
            for mention in person.mentions where mention.sentence == role.sentence {
                count += 1
                let distance = particle == .at ? mention.first - role.last : role.first - mention.last
                if distance > 0, distance < best?.distance ?? 7 { best = (number, distance) }
            }
        }
        // "A를 R에, B를 S에"
        if particle == .at, role.first > 0, document.tokens[role.first - 1].particle == .object {
            for (number, person) in findings.persons.enumerated() {
                for mention in person.mentions where mention.sentence == role.sentence && mention.last < role.first {
                    let distance = role.first - mention.last
                    if best.map({ findings.persons[$0.person].mentions.contains { $0.first > role.last } }) ?? true
                        || distance < best?.distance ?? 12
                    {
                        best = (number, distance)
                    }
                }
            }
            return best?.person
        }
        guard count > 1, let best else { return nil }
        // "R에 A·B": of both.
        return isInList(best.person, in: role.sentence) ? nil : best.person
    }

    private func isInList(_ person: Int, in sentence: Int) -> Bool {
        findings.persons[person].mentions.contains { mention in
            mention.sentence == sentence
                && findings.persons.indices.contains { other in
                    other != person
                        && findings.persons[other].mentions.contains {
                            $0.sentence == sentence
                                && (isListGap(mention.last, $0.first) || isListGap($0.last, mention.first))
                        }
                }
        }
    }
}
