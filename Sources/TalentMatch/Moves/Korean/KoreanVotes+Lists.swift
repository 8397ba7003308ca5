/// Lists of people who move alike, and groups without names.
extension KoreanVotes {
    /// The members of a list (A·B, A와 B) move alike.
    mutating func shareLists() {
        for index in findings.persons.indices {
            for mention in findings.persons[index].mentions {
                for other in findings.persons.indices where other != index {
                    let isNeighbor = findings.persons[other].mentions.contains {
                        $0.sentence == mention.sentence && isListGap(mention.last, $0.first)
                    }
                    guard isNeighbor else { continue }
                    let (less, more) =
                        findings.persons[index].moving < findings.persons[other].moving
                        ? (index, other) : (other, index)
                    findings.persons[less].moving = findings.persons[more].moving
                    if findings.persons[less].verbs.isEmpty {
                        findings.persons[less].verbs = findings.persons[more].verbs
                    }
                }
            }
        }
    }

    func isListGap(_ last: Int, _ first: Int) -> Bool {
        guard first > last, first - last <= 8 else { return false }
        var joined = document.tokens[last].particle == .with
        for index in (last + 1)..<max(last + 1, first) {
            let token = document.tokens[index]
            if token.mark == 0xB7 || token.mark == 0x2C || token.has(.role) && token.particle == .with {
                joined = true
            } else if token.depth == 0, token.mark == 0, !token.has(.role) {
                return false
            }
        }
        return joined && document.tokens[last].particle != .subject && document.tokens[last].particle != .topic
            && document.tokens[last].particle != .object
    }

    // MARK: Groups

    mutating func collectGroups() {
        for sentence in document.sentences.indices {
            for index in document.sentences[sentence].range {
                let token = document.tokens[index]
                guard token.has(.people) || token.countsPeople, token.quote != .double else { continue }
                if let verb = governingVerb(after: index, in: sentence) ?? adnominalVerb(before: index, sentence) {
                    findings.groups.append((sentence, index, verb))
                }
            }
        }
    }

    func adnominalVerb(before index: Int, _ sentence: Int) -> Int? {
        guard let before = verbBefore(index, in: sentence), findings.verbs[before].ending == .adnominal,
            index - findings.verbs[before].token <= 3
        else { return nil }
        return before
    }
}
