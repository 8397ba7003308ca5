/// Rules made ready: one automaton finds the terms of all of them in one pass over each field.
///
/// Immutable, pure, and safe to use from several threads at once.
public struct RuleSet: Sendable {
    private let scanner: TermScanner
    let rules: [CompiledRule]
    /// The spelling of each term the scanner knows.
    private let spellings: [String]
    /// Where each term stands in the rules.
    private let uses: [[TermUse]]
    /// The fields that any rule looks at.
    private let fields: Set<ItemField>
    /// Rules that need no term to be found.
    private let termless: [Int]

    /// Makes rules ready.
    /// - Throws: `RuleSetError` with every fault of every rule.
    public init(_ definitions: [RuleDefinition]) throws(RuleSetError) {
        try Self.validate(definitions)
        rules = definitions.map(CompiledRule.init)
        var terms: [TermScanner.Term] = []
        var places: [TermScanner.Term: Int] = [:]
        var uses: [[TermUse]] = []
        for (rule, definition) in definitions.enumerated() {
            let sections: [(TermSection, [TermGroup])] = [
                (.any, definition.any), (.all, definition.all), (.none, definition.none),
            ]
            for (section, groups) in sections {
                for (group, termGroup) in groups.enumerated() {
                    for spelling in termGroup.spellings {
                        let term = TermScanner.Term(spelling: spelling, wholeWord: termGroup.wholeWord)
                        let place = places[term] ?? terms.count
                        if place == terms.count {
                            places[term] = place
                            terms.append(term)
                            uses.append([])
                        }
                        uses[place].append(TermUse(rule: rule, section: section, group: group))
                    }
                }
            }
        }
        self.uses = uses
        spellings = terms.map(\.spelling)
        fields = definitions.reduce(into: []) { $0.formUnion($1.fields) }
        termless = rules.indices.filter { [rules] in !rules[$0].hasTerms }
        do {
            scanner = try TermScanner(terms)
        } catch {
            throw RuleSetError(faults: [.init(rule: definitions.first?.name ?? "", problem: .tooManyCharacters)])
        }
    }

    /// The rules as defined, in their order.
    public var definitions: [RuleDefinition] {
        rules.map(\.definition)
    }

    /// Whether some rule asks for moves alone, so that moves must be looked for in every item.
    public var needsMovesOfEveryItem: Bool {
        termless.contains { rules[$0].definition.isEnabled }
    }

    /// The rules whose conditions on words, feed and language the item meets, in the order of the definitions.
    ///
    /// Conditions on moves are left to the caller, who reads the moves out of items that get this far:
    /// keep a match if `moveRequirement.isMet(by:)` holds, or call `evaluate(_:moves:)`.
    public func evaluate(_ item: ItemText) -> [RuleMatch] {
        let texts = ItemTexts(item)
        let findings = findings(in: texts)
        let candidates = Set(findings.keys).union(termless).sorted()
        return candidates.compactMap { index in
            let rule = rules[index]
            let found = findings[index] ?? RuleFindings()
            guard rule.isMet(by: item, texts, found) else {
                return nil
            }
            return RuleMatch(
                rule: rule.definition.name, severity: rule.definition.severity,
                matches: matches(found.hits.filter { $0.section != .none }.map(\.hit), texts),
                moveRequirement: rule.moveRequirement)
        }
    }

    /// The rules all of whose conditions the item and its moves meet.
    public func evaluate(_ item: ItemText, moves: [MoveSummary]) -> [RuleMatch] {
        evaluate(item).filter { $0.moveRequirement.isMet(by: moves) }
    }

    /// What was found of each rule's terms; rules of which nothing was found are left out.
    func findings(in texts: ItemTexts) -> [Int: RuleFindings] {
        var findings: [Int: RuleFindings] = [:]
        for field in ItemField.allCases where fields.contains(field) {
            guard let text = texts[field] else {
                continue
            }
            for hit in text.bytes.withUnsafeBufferPointer(scanner.hits) {
                let place = FieldHit(term: hit.term, field: field, bytes: hit.start..<hit.end)
                for use in uses[hit.term] where rules[use.rule].definition.fields.contains(field) {
                    findings[use.rule, default: RuleFindings()].add(use, place)
                }
            }
        }
        return findings
    }

    /// The matches that hits are, each once, by field and position.
    func matches(_ hits: [FieldHit], _ texts: ItemTexts) -> [TermMatch] {
        placedMatches(hits, texts).map(\.match)
    }

    /// The same, with the bytes of the field each stands in.
    func placedMatches(_ hits: [FieldHit], _ texts: ItemTexts) -> [(match: TermMatch, bytes: Range<Int>)] {
        var matches: [(match: TermMatch, bytes: Range<Int>)] = []
        for field in ItemField.allCases {
            let here = hits.filter { $0.field == field }
            guard !here.isEmpty, let text = texts[field] else {
                continue
            }
            let offsets = text.scalarOffsets(of: here.flatMap { [$0.bytes.lowerBound, $0.bytes.upperBound] })
            var seen: Set<TermMatch> = []
            for hit in here.sorted(by: Self.isBefore) {
                let match = TermMatch(
                    term: spellings[hit.term], field: field, text: text.slice(hit.bytes),
                    start: offsets[hit.bytes.lowerBound] ?? 0, end: offsets[hit.bytes.upperBound] ?? 0)
                if seen.insert(match).inserted {
                    matches.append((match, hit.bytes))
                }
            }
        }
        return matches
    }

    private static func isBefore(_ left: FieldHit, _ right: FieldHit) -> Bool {
        (left.bytes.lowerBound, left.bytes.upperBound, left.term)
            < (right.bytes.lowerBound, right.bytes.upperBound, right.term)
    }

    private static func validate(_ definitions: [RuleDefinition]) throws(RuleSetError) {
        var names: Set<String> = []
        var faults: [RuleSetError.Fault] = []
        for definition in definitions {
            var problems = CompiledRule.problems(of: definition)
            if !names.insert(definition.name).inserted {
                problems.append(.duplicateName)
            }
            faults += problems.map { RuleSetError.Fault(rule: definition.name, problem: $0) }
        }
        guard faults.isEmpty else {
            throw RuleSetError(faults: faults)
        }
    }
}
