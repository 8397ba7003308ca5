/// Decides whether what was found is news of a move of AI talent.
struct MoveDecision {
    let document: Document
    let findings: Findings
    let isKorean: Bool

    func extraction() -> MoveExtraction {
        if let reason = veto() { return no(reason) }
        let active = findings.verbs.filter { !$0.isCancelled }
        guard !active.isEmpty else {
            return no(findings.verbs.isEmpty ? "no move word" : "denied, guessed, quoted or background")
        }
        let events = MoveAssembler(document: document, findings: findings, isKorean: isKorean).events()
            .filter { isSubstantial($0) }
        guard let first = events.first else { return no("nobody moves") }
        if events.allSatisfy({ $0.person == nil }), title.contains(where: { $0.has(.survey) }) { return no("a trend") }
        if events.allSatisfy(isOtherProfession) { return no("a post outside AI") }
        if !active.contains(where: \.isTitle), !textAloneTells(active, events) {
            return no("the headline tells no move")
        }
        if let reason = domainVeto(events) { return no(reason) }
        guard hasAI(events) else { return no("nothing of AI in it") }
        return MoveExtraction(
            isTalentEvent: true, events: events,
            reason: "\(first.kind.rawValue) by \(isKorean ? "Korean" : "English") frame")
    }

    private func no(_ reason: String) -> MoveExtraction {
        MoveExtraction(isTalentEvent: false, events: [], reason: reason)
    }

    // MARK: What tells no move whatever its words

    private var title: ArraySlice<Token> {
        document.sentences.first.map { document.tokens[$0.range] } ?? []
    }

    private func veto() -> String? {
        if bracketTag() { return "opinion, interview, notice or job advertisement" }
        if title.contains(where: { $0.has(.jobAd) }) || document.tokens.filter({ $0.has(.jobAd) }).count > 1 {
            return "job advertisement"
        }
        if !isKorean, let first = title.first(where: \.isWord), first.has(.essay) { return "opinion" }
        if document.tokens.contains(where: { $0.has(.background) }),
            title.contains(where: { $0.has(.background) }) || legalOnly()
        {
            return "lawsuit or obituary"
        }
        return nil
    }

    private func legalOnly() -> Bool {
        !findings.verbs.contains { $0.isTitle && $0.isStrong && !$0.isCancelled }
    }

    private func bracketTag() -> Bool {
        guard let open = title.firstIndex(where: { $0.mark == 0x5B }), open <= title.startIndex + 1 else {
            return false
        }
        for index in open..<title.endIndex {
            if document.tokens[index].mark == 0x5D { break }
            if document.tokens[index].has([.essay, .jobAd]) { return true }
        }
        return false
    }

    // MARK: Enough of an event

    private func isSubstantial(_ event: TalentMove) -> Bool {
        if event.kind == .reorg { return event.to != nil && reorganizesAI() }
        if event.person != nil {
            if event.from != nil || event.to != nil { return true }
            if event.kind == .join { return false }
            return event.role != nil && findings.persons.contains { $0.name == event.person?.name && $0.moving >= 2 }
        }
        guard event.from != nil || event.to != nil else { return false }
        if document.tokens.contains(where: { $0.has(.layoff) }) { return false }
        if title.contains(where: { $0.has(.thing) }) { return false }
        // Plans to hire many are no move; who is taken from a house by name is.
        if event.kind == .hire, event.from == nil,
            !findings.verbs.contains(where: { $0.kind == .hire && $0.isStrong && !$0.isCancelled })
        {
            return false
        }
        return true
    }

    /// Heads of hospitals, banks and universities, whatever AI they have to do with.
    private func isOtherProfession(_ event: TalentMove) -> Bool {
        guard let role = event.role, event.kind != .reorg else { return false }
        return (document.vocabulary.lexicon.words[.otherRoles] ?? []).contains { role.hasSuffix($0) }
    }

    private func reorganizesAI() -> Bool {
        findings.verbs.contains { verb in
            guard verb.frame == .reforms, !verb.isCancelled else { return false }
            if document.tokens[verb.token].has(.layoff) { return namesAIUnit(verb.sentence) }
            let isSchool = findings.organizations.contains { $0.sentence == verb.sentence && $0.domain == .research }
            if isSchool, !verb.isStrong { return false }
            guard namesUnit(verb) else { return false }
            return document.sentences[verb.sentence].range.contains {
                document.tokens[$0].has(.topic) && (verb.isStrong || document.tokens[$0].clause == verb.clause)
            }
                || findings.organizations.contains { $0.sentence == verb.sentence && $0.domain == .ai }
        }
    }

    /// "600 from AI units", "AI 조직 감원": those who go are of an AI unit, not of the whole firm.
    private func namesAIUnit(_ sentence: Int) -> Bool {
        let range = document.sentences[sentence].range
        return range.contains { index in
            let token = document.tokens[index]
            guard token.has(.topic) else { return false }
            if isUnit(index) || document.entry(index)?.isLaboratory == true { return true }
            return index + 1 < range.upperBound && isUnit(index + 1)
        }
    }

    private func isUnit(_ index: Int) -> Bool {
        let token = document.tokens[index]
        if token.isHangul { return token.hasUnitSuffix || document.vocabulary.holdsUnit(document, index) }
        return token.function == .unit || ["team", "group", "lab"].contains(document.stem(index).lowercased())
    }

    /// A team, a laboratory, an organisation is changed, not a product.
    private func namesUnit(_ verb: FoundVerb) -> Bool {
        let text = document.text(verb.token, verb.token, in: verb.sentence)
        if text.contains("조직") || text.lowercased().contains("organi") { return true }
        return document.sentences[verb.sentence].range.contains { index in
            let token = document.tokens[index]
            if isKorean { return token.hasUnitSuffix || document.vocabulary.holdsUnit(document, index) }
            return token.function == .unit || token.has(.people) || token.function == .company
        }
    }

    /// Without a move word in the headline the text must say it plainly of somebody, and the headline must not be a quotation.
    private func textAloneTells(_ active: [FoundVerb], _ events: [TalentMove]) -> Bool {
        if title.contains(where: { $0.quote == .double || $0.has(.funding) }) { return false }
        let isSure = findings.persons.contains { $0.moving >= 2.5 && $0.certainty >= 3 }
        guard
            active.contains(where: {
                ($0.isStrong || isSure) && $0.ending != .adnominal && $0.frame != .founds && $0.sentence <= 1
            })
        else { return false }
        return events.contains { event in
            if event.person != nil { return event.to != nil || event.role != nil }
            return findings.organizations.contains { $0.index >= 0 && $0.text == event.to }
        }
    }

    // MARK: AI, and nothing else

    private func eventOrganizations(_ events: [TalentMove]) -> [FoundOrganization] {
        let names = Set(events.flatMap { [$0.from, $0.to].compactMap(\.self) })
        let chosen = Set(findings.organizations.filter { names.contains($0.text) }.map(\.index))
        return findings.organizations.filter { chosen.contains($0.index) }
    }

    private func hasAI(_ events: [TalentMove]) -> Bool {
        let organizations = eventOrganizations(events)
        let isPublic =
            !organizations.isEmpty
            && organizations.allSatisfy { $0.domain == .government || $0.domain == .other }
        if isPublic, !title.contains(where: { $0.has(.topic) }), !findings.roles.contains(where: { $0.field == .ai }),
            !findings.persons.contains(where: isKnown)
        {
            return false  // an office of state needs AI in the headline
        }
        if document.tokens.contains(where: { $0.has(.topic) }) { return true }
        if findings.persons.contains(where: isKnown) { return true }
        if findings.organizations.contains(where: { $0.domain == .ai && document.sentences[$0.sentence].isTitle }) {
            return true
        }
        if organizations.contains(where: { $0.domain == .ai }) { return true }
        if findings.roles.contains(where: { $0.field == .ai }) { return true }
        guard organizations.contains(where: { $0.domain == .tech || $0.domain == .research }) else { return false }
        let isNamed = events.contains { $0.person != nil }
        if events.contains(where: { $0.kind == .offer }), isNamed,
            findings.roles.contains(where: { $0.field == .founder || $0.field == .technical })
        {
            return true
        }
        return isNamed && findings.roles.contains { $0.field == .research }
            || document.tokens.contains { $0.has(.people) && !$0.has(.role) }
                && findings.organizations.contains { $0.domain == .ai }
    }

    private func isKnown(_ person: FoundPerson) -> Bool {
        ([person.name] + person.aliases).contains { document.vocabulary.knownPeople.contains(Scalars.fold($0)) }
    }

    private func domainVeto(_ events: [TalentMove]) -> String? {
        var counts: [Int32: Int] = [:]
        var titleCounts: [Int32: Int] = [:]
        for (index, token) in document.tokens.enumerated() where token.has(.otherDomain) {
            guard let entry = document.entry(index) else { continue }
            counts[entry.domain, default: 0] += 1
            if document.sentences[0].range.contains(index) { titleCounts[entry.domain, default: 0] += 1 }
        }
        guard let (domain, count) = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        let name = document.vocabulary.domainNames[Int(domain)]
        let isAIOrganization = eventOrganizations(events).contains { $0.domain == .ai || $0.domain == .tech }
        let topics = document.tokens.filter { $0.has(.topic) }.count
        let isStrong =
            isAIOrganization && (topics > 0 || eventOrganizations(events).contains { $0.domain == .ai })
            || findings.roles.contains { $0.field == .ai }
        if ["sports", "shows", "politics"].contains(name), (titleCounts[domain] ?? 0) >= 1,
            count >= 2 || !eventOrganizations(events).contains(where: { $0.domain == .ai })
        {
            return "news of \(name)"
        }
        if count >= 3 || (count >= 2 && !isAIOrganization) || (titleCounts[domain] ?? 0) >= 2 {
            return "news of \(name)"
        }
        return isStrong ? nil : "news of \(name)"
    }
}
