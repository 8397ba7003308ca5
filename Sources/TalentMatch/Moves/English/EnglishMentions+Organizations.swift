/// Organisations of the lexicon, and others by capitals and place.
extension EnglishMentions {
    // MARK: Organisations

    mutating func collectOrganizations(_ sentence: Int) {
        let range = document.sentences[sentence].range
        for index in range where document.tokens[index].has(.organization) && personIndex(at: index) == nil {
            guard let entry = document.entry(index), entry.organization >= 0 else { continue }
            let known = Int(entry.organization)
            // "Alibaba Qwen", "Google's DeepMind" are one.
            if let previous = findings.organizations.last, previous.sentence == sentence, previous.index == known,
                previous.last == index - 1
            {
                findings.organizations[findings.organizations.count - 1].last = index
                findings.organizations[findings.organizations.count - 1].text = document.text(
                    previous.first, index, in: sentence)
                findings.organizations[findings.organizations.count - 1].domain = document.domain(
                    previous.first...index)
                continue
            }
            findings.organizations.append(
                FoundOrganization(
                    sentence: sentence, first: index, last: index, index: known,
                    text: document.text(index, index, in: sentence),
                    domain: document.domain(index...index)))
        }
        for run in names.runs
        where run.sentence == sentence && personIndex(at: run.first) == nil && isOrganization(run, range) {
            let text = document.text(run.first, run.last, in: sentence)
            // "Naver Cloud's Innovation Center" is a part of Naver.
            var owner = run.first - 1
            while owner > range.lowerBound, document.tokens[owner].has(.topic), !document.tokens[owner].isPossessive {
                owner -= 1
            }
            if owner >= range.lowerBound, document.tokens[owner].isPossessive,
                findings.organizations.contains(where: { $0.sentence == sentence && $0.last == owner && $0.index >= 0 })
            {
                continue
            }
            let same = findings.organizations.first {
                $0.index < 0 && ($0.text == text || $0.text.hasPrefix(text + " "))
            }
            let isAI = (run.first...run.last).contains { document.tokens[$0].has(.topic) }
            findings.organizations.append(
                FoundOrganization(
                    sentence: sentence, first: run.first, last: run.last,
                    index: same?.index ?? -1 - findings.organizations.count, text: text,
                    domain: isAI ? .ai : nil))
        }
        for index in range where document.tokens[index].has(.place) && isGovernment(index, range) {
            findings.organizations.append(
                FoundOrganization(
                    sentence: sentence, first: index, last: index, index: -1 - findings.organizations.count,
                    text: document.text(index, index, in: sentence), domain: .government))
        }
    }

    func isGovernment(_ index: Int, _ range: Range<Int>) -> Bool {
        guard let next = token(index + 1, range), let verb = document.verb(index + 1), next.has(.verb) else {
            return false
        }
        return verb.frame == .appoints && index == range.lowerBound
    }

    func isOrganization(_ run: EnglishNames.Run, _ range: Range<Int>) -> Bool {
        if run.hasOrganizationSuffix { return true }
        if run.count == 1, findings.persons.contains(where: { $0.mentions.contains { $0.first == run.first } }) {
            return false
        }
        if run.isTitleCase, run.count == 1, !document.tokens[run.last].isPossessive {
            guard let before = token(run.first - 1, range) else { return false }
            return before.function == .at || before.function == .from || document.verb(run.first - 1)?.frame == .goes
        }
        if let before = token(run.first - 1, range) {
            switch before.function {
            case .at, .from, .of, .for, .to, .by, .company: return true
            default: break
            }
            if let verb = document.verb(run.first - 1), [.goes, .leaves, .founds].contains(verb.frame) { return true }
            if before.has(.former) || before.mark == 0x2D { return true }
        }
        if document.tokens[run.last].isPossessive { return true }
        if let next = token(run.last + 1, range) {
            if next.has(.verb) && run.first == range.lowerBound { return true }
            if next.has([.role, .people, .origin, .topic]) { return true }
            if next.has(.verb), let verb = document.verb(run.last + 1),
                [.takes, .loses, .appoints, .promotes, .offers, .reforms].contains(verb.frame)
            {
                return true
            }
        }
        return run.count >= 2
    }
}
