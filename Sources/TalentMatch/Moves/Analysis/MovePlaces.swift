/// Chooses the organisation left and the one joined from the votes.
struct MovePlaces {
    let document: Document
    let findings: Findings

    private struct Tally {
        var from = 0.0
        var to = 0.0
        var fromMention = -1
        var toMention = -1
        var fromBest = 0.0
        var toBest = 0.0
    }

    func choose(mover: Int?, verb: Int, kind: MoveKind, isOnly: Bool) -> (from: Int?, to: Int?) {
        var tallies: [Int: Tally] = [:]
        let origins = origins(of: mover)
        for vote in findings.organizationVotes {
            if vote.side == .to, origins.contains(findings.organizations[vote.organization].index), !isInTitle(vote) {
                continue
            }
            // A departure's house is no goal, though the text tells how he once came to it.
            if kind == .departure, vote.side == .to, !isInTitle(vote), isLeftInTitle(vote) { continue }
            // Nor is a house that merely stands in the text.
            if kind == .departure, vote.side == .to, vote.verb == nil, vote.weight < 1.5 { continue }
            let isLoose = vote.isFormer && kind == .departure
            let past = isLoose ? (vote.person == nil && !isOnly ? 0.2 : 0.45) : 1
            let weight = vote.weight * relevance(vote, mover, verb, isOnly) * past
            guard weight > 0 else { continue }
            let key = findings.organizations[vote.organization].index
            var tally = tallies[key] ?? Tally()
            switch isInheritance(vote, verb, kind) ? .to : vote.side {
            case .from:
                tally.from = max(tally.from, weight) + min(tally.from, weight) * 0.2
                if weight > tally.fromBest { (tally.fromBest, tally.fromMention) = (weight, vote.organization) }
            case .to:
                tally.to = max(tally.to, weight) + min(tally.to, weight) * 0.2
                if weight > tally.toBest { (tally.toBest, tally.toMention) = (weight, vote.organization) }
            }
            tallies[key] = tally
        }
        let chosen = pair(tallies, kind)
        return (chosen.from.map(spelledOut), chosen.to.map(spelledOut))
    }

    /// Houses the headline calls former: that somebody went there earlier is background.
    private func origins(of mover: Int?) -> Set<Int> {
        if let mover, !findings.persons[mover].mentions.contains(where: { document.sentences[$0.sentence].isTitle }) {
            return []
        }
        return Set(
            findings.organizationVotes.filter { $0.isFormer && $0.side == .from && $0.weight >= 2.8 && isInTitle($0) }
                .map { findings.organizations[$0.organization].index })
    }

    /// "A 떠난 C…후임에 B": what A leaves B joins.
    private func isInheritance(_ vote: OrganizationVote, _ verb: Int, _ kind: MoveKind) -> Bool {
        guard vote.side == .from, kind != .departure, kind != .founding, let left = vote.verb, left != verb,
            findings.verbs[left].frame == .leaves, findings.verbs[left].isTitle, !vote.isFormer,
            let title = document.sentences.first?.range
        else { return false }
        return title.contains { document.tokens[$0].has(.succession) && $0 > findings.verbs[left].token }
    }

    private func isLeftInTitle(_ vote: OrganizationVote) -> Bool {
        let key = findings.organizations[vote.organization].index
        return findings.organizationVotes.contains {
            $0.side == .from && isInTitle($0) && findings.organizations[$0.organization].index == key && $0.weight >= 1
        }
    }

    private func isInTitle(_ vote: OrganizationVote) -> Bool {
        document.sentences[findings.organizations[vote.organization].sentence].isTitle
    }

    private func position(_ key: Int) -> Int {
        findings.organizations.first { $0.index == key }?.first ?? 0
    }

    /// 마이크로소프트 rather than MS, where the item has both.
    private func spelledOut(_ number: Int) -> Int {
        let organization = findings.organizations[number]
        let isAbbreviation = organization.text.unicodeScalars.allSatisfy { Scalars.isUppercase($0.value) }
        guard organization.index >= 0, isAbbreviation else { return number }
        return findings.organizations.indices.first {
            findings.organizations[$0].index == organization.index
                && findings.organizations[$0].text.unicodeScalars.count > 3
        } ?? number
    }

    private func pair(_ tallies: [Int: Tally], _ kind: MoveKind) -> (from: Int?, to: Int?) {
        // Of equals the one named first.
        let keys = tallies.keys.sorted { position($0) < position($1) }
        var from: Int?
        var to: Int?
        var best = 0.0
        for fromKey in [nil] + keys.map(Optional.some) {
            for toKey in [nil] + keys.map(Optional.some) where fromKey == nil || fromKey != toKey {
                let fromScore = fromKey.flatMap { tallies[$0] }.map { $0.from - 0.8 } ?? 0
                let toScore = toKey.flatMap { tallies[$0] }.map { $0.to - 0.8 } ?? 0
                if fromScore + toScore > best {
                    best = fromScore + toScore
                    (from, to) = (fromKey, toKey)
                }
            }
        }
        var result = (from: from.flatMap { tallies[$0]?.fromMention }, to: to.flatMap { tallies[$0]?.toMention })
        // The one organisation a departure names is the one left; of every other kind the one joined.
        let all = keys.compactMap { key in tallies[key].map { (key, $0) } }
        if kind == .departure, result.from == nil, let only = all.max(by: { $0.1.to < $1.1.to }),
            all.count == 1 || only.0 != to
        {
            result.from = only.1.toMention >= 0 ? only.1.toMention : only.1.fromMention
            if result.from == result.to { result.to = nil }
        } else if kind != .departure, kind != .founding, result.to == nil,
            let only = all.filter({ $0.0 != from && ($0.1.to > 0 || $0.1.from < 1.5 || from == nil) }).max(by: {
                $0.1.to + $0.1.from < $1.1.to + $1.1.from
            })
        {
            result.to = only.1.toMention >= 0 ? only.1.toMention : only.1.fromMention
        } else if kind == .appointment || kind == .promotion || kind == .reorg || kind == .offer, result.to == nil,
            all.count == 1,
            let weight = all.first?.1.from, weight < 2.4
        {
            (result.from, result.to) = (nil, result.from)
        }
        return result
    }

    /// "names X as the founder heads to Y": the second verb is of somebody without a name.
    private func isOthers(_ verb: Int, _ mover: Int?) -> Bool {
        guard let mover, [.goes, .leaves].contains(findings.verbs[verb].frame), findings.verbs[verb].isTitle,
            !findings.persons[mover].verbs.contains(where: { $0.verb == verb }),
            findings.persons[mover].verbs.contains(where: { findings.verbs[$0.verb].isTitle && $0.weight >= 2 })
        else { return false }
        return findings.groups.contains {
            $0.verb == verb && document.tokens[$0.token].clause == findings.verbs[verb].clause
        }
    }

    private func relevance(_ vote: OrganizationVote, _ mover: Int?, _ verb: Int, _ isOnly: Bool) -> Double {
        var factor = 1.0
        if let person = vote.person, let mover {
            if person != mover { return isOnly ? 0.25 : 0.05 }
            factor = 1.2
        }
        if isOnly, let other = vote.verb, other != verb, isOthers(other, mover) { return factor * 0.3 }
        guard !isOnly, let mover else { return factor }
        if let other = vote.verb, other != verb {
            let sameSentence = findings.verbs[other].sentence == findings.verbs[verb].sentence
            factor *= sameSentence && findings.verbs[other].clause == findings.verbs[verb].clause ? 0.9 : 0.55
        }
        return factor
            * MoveLocality.factor(
                document, findings, sentence: findings.organizations[vote.organization].sentence,
                token: findings.organizations[vote.organization].first, mover: mover)
    }
}
