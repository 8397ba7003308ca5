public import TalentMatch

/// Judges one item's text: which rules flag it, and which moves it tells. Pure, and safe from several threads at once.
public struct ItemJudge: Sendable {
    /// The compiled rules.
    public let rules: RuleSet
    /// Brings spellings of organizations to one name.
    let organizations: OrganizationIndex
    private let extractor: MoveExtractor?
    /// For each organization of the lexicon, every way to write it or a part of it.
    private let spellings: [String: [String]]

    /// Makes the rules and the lexicon ready. Without verbs in the lexicon no moves are read.
    ///
    /// - Throws: `RuleSetError` with every fault of every rule.
    public init(rules: [RuleDefinition], lexicon: MoveLexicon = MoveLexicon()) throws(RuleSetError) {
        self.rules = try RuleSet(rules)
        extractor = lexicon.verbs.isEmpty ? nil : MoveExtractor(lexicon: lexicon)
        organizations = OrganizationIndex(lexicon)
        spellings = Dictionary(
            lexicon.organizations.map { ($0.name, [$0.name] + $0.aliases + $0.units + $0.laboratories) },
            uniquingKeysWith: +)
    }

    /// What comes of an item. Moves are looked for only where a rule's words are found, or a rule asks for nothing else.
    public func judge(_ item: ItemText) -> Judgement {
        let candidates = rules.evaluate(item)
        guard !candidates.isEmpty else { return Judgement(rules: [], moves: []) }
        let moves = moves(in: item)
        let summaries = moves.map(summary)
        return Judgement(rules: candidates.filter { $0.moveRequirement.isMet(by: summaries) }, moves: moves)
    }

    /// The moves that an item tells, whether a rule asks for them or not.
    public func moves(in item: ItemText) -> [TalentMove] {
        guard let extractor, let title = item.title ?? item.summary else { return [] }
        let extraction = extractor.extract(
            title: title, summary: item.title == nil ? nil : item.summary, content: item.content,
            language: item.language)
        return extraction.isTalentEvent ? extraction.events : []
    }

    /// Why the rules match or do not.
    public func explain(_ item: ItemText) -> [RuleExplanation] {
        rules.explain(item, moves: moves(in: item).map(summary))
    }

    /// The move as alerts keep it, its places under the names by which the lexicon knows them.
    public func alertMove(_ move: TalentMove) -> AlertMove {
        var kept = AlertMove(
            kind: move.kind.rawValue, person: move.person.map { .init(name: $0.name, aliases: $0.aliases) },
            role: move.role, from: move.from, to: move.to)
        kept.fromKey = move.from.flatMap(organizations.canonical) ?? kept.fromKey
        kept.toKey = move.to.flatMap(organizations.canonical) ?? kept.toKey
        return kept
    }

    private func summary(_ move: TalentMove) -> MoveSummary {
        let places = [move.from, move.to].compactMap { $0 }.flatMap { place in
            [place] + (organizations.canonical(place).flatMap { spellings[$0] } ?? [])
        }
        return MoveSummary(
            kind: move.kind, personSpellings: move.person.map { [$0.name] + $0.aliases } ?? [],
            organizationSpellings: places)
    }
}

/// What came of an item.
public struct Judgement: Sendable, Equatable {
    /// The rules that flag it.
    public var rules: [RuleMatch]
    /// The moves that it tells.
    public var moves: [TalentMove]

    /// Places of one term that an alert keeps, for each rule.
    private static let alertMatchesOfTerm = 5
    /// Places that an alert keeps in all.
    private static let alertMatchCount = 50

    /// Those of `matches` that an alert keeps: the first places of each term, so many that all have room,
    /// their texts as long as a log line has them.
    public var alertMatches: [AlertMatch] {
        var kept = firstMatches(ofTerm: Self.alertMatchesOfTerm)
        for limit in (1..<Self.alertMatchesOfTerm).reversed() where kept.count > Self.alertMatchCount {
            kept = firstMatches(ofTerm: limit)
        }
        return Array(kept.prefix(Self.alertMatchCount))
    }

    private func firstMatches(ofTerm limit: Int) -> [AlertMatch] {
        rules.flatMap { rule in
            var counts: [String: Int] = [:]
            let first = rule.matches.filter { match in
                counts[match.term, default: 0] += 1
                return counts[match.term, default: 0] <= limit
            }
            return first.map { match in
                var match = AlertMatch(match, of: rule)
                match.text = AlertBounds.cut(match.text)
                return match
            }
        }
    }

    /// What the rules found, a row for each rule and place.
    public var matches: [AlertMatch] {
        rules.flatMap { rule in rule.matches.map { AlertMatch($0, of: rule) } }
    }
}

extension AlertMatch {
    fileprivate init(_ match: TermMatch, of rule: RuleMatch) {
        self.init(
            rule: rule.rule, term: match.term, field: match.field.rawValue, text: match.text, start: match.start,
            end: match.end)
    }
}
