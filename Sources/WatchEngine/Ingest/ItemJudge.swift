public import TalentMatch

/// Judges one item's text: which rules flag it, and which moves it tells. Pure, and safe from several threads at once.
public struct ItemJudge: Sendable {
    /// The compiled rules.
    public let rules: RuleSet

    /// Makes the rules ready.
    ///
    /// - Throws: `RuleSetError` with every fault of every rule.
    public init(rules: [RuleDefinition]) throws(RuleSetError) {
        self.rules = try RuleSet(rules)
    }

    /// What comes of an item.
    public func judge(_ item: ItemText) -> Judgement {
        Judgement(rules: rules.evaluate(item, moves: []), moves: [])
    }
}

/// What came of an item.
public struct Judgement: Sendable, Equatable {
    /// The rules that flag it.
    public var rules: [RuleMatch]
    /// The moves that it tells.
    public var moves: [AlertMove]

    /// What the rules found, a row for each rule and place.
    public var matches: [AlertMatch] {
        rules.flatMap { rule in
            rule.matches.map { match in
                AlertMatch(
                    rule: rule.rule, term: match.term, field: match.field.rawValue, text: match.text,
                    start: match.start, end: match.end)
            }
        }
    }
}
