extension RuleSet {
    /// For each rule, in the order of the definitions: what came of it, and of each of its conditions.
    ///
    /// - Parameter moves: The moves read out of the item; nil leaves conditions on moves out of the verdict.
    public func explain(_ item: ItemText, moves: [MoveSummary]? = nil) -> [RuleExplanation] {
        let texts = ItemTexts(item)
        let findings = findings(in: texts)
        return rules.enumerated().map { index, rule in
            let found = findings[index] ?? RuleFindings()
            let conditions =
                termConditions(of: rule, found, texts) + originConditions(of: rule, item)
                + moveConditions(of: rule, moves)
            return RuleExplanation(
                rule: rule.definition.name, verdict: Self.verdict(rule.definition, conditions), conditions: conditions)
        }
    }

    private static func verdict(
        _ definition: RuleDefinition, _ conditions: [ConditionExplanation]
    ) -> RuleExplanation.Verdict {
        guard definition.isEnabled else {
            return .disabled
        }
        let failures = conditions.count { !$0.isMet }
        if failures == 0 {
            return .matched
        }
        let hasFound = conditions.contains { ($0.kind == .any || $0.kind == .all) && !$0.found.isEmpty }
        return failures == 1 && hasFound ? .nearMiss : .notMatched
    }
}

// MARK: - Conditions

extension RuleSet {
    /// How many characters of context stand before and after a term.
    private static let contextLength = 24

    private func termConditions(
        of rule: CompiledRule, _ found: RuleFindings, _ texts: ItemTexts
    ) -> [ConditionExplanation] {
        let definition = rule.definition
        let sections: [(ConditionExplanation.Kind, TermSection, [TermGroup], isMet: Bool, need: String)] = [
            (.any, .any, definition.any, rule.hasEnoughOfAny(found), "at least \(definition.minimum) needed"),
            (.all, .all, definition.all, rule.hasAll(found), "all needed"),
            (.none, .none, definition.none, rule.hasNone(found), "none allowed"),
        ]
        var conditions: [ConditionExplanation] = []
        for (kind, section, groups, isMet, need) in sections where !groups.isEmpty {
            let present = found.groups(in: section)
            let absent = groups.indices.filter { !present.contains($0) }.compactMap { groups[$0].spellings.first }
            conditions.append(
                ConditionExplanation(
                    kind: kind, isMet: isMet,
                    found: foundTerms(found.hits.filter { $0.section == section }.map(\.hit), texts),
                    missing: isMet || section == .none ? [] : absent,
                    detail: "\(present.count) of \(groups.count) found, \(need)"))
        }
        if let near = definition.near {
            conditions.append(
                ConditionExplanation(
                    kind: .near, isMet: rule.isNear(found, texts),
                    detail: "two terms of All within \(near) \(near == 1 ? "word" : "words")"))
        }
        return conditions
    }

    private func originConditions(of rule: CompiledRule, _ item: ItemText) -> [ConditionExplanation] {
        var conditions: [ConditionExplanation] = []
        if !rule.definition.feeds.isEmpty {
            let feed = item.feedName.map { "\"\($0)\"" } ?? "unknown"
            conditions.append(
                ConditionExplanation(kind: .feeds, isMet: rule.isForFeed(of: item), detail: "the feed is \(feed)"))
        }
        if !rule.definition.languages.isEmpty {
            conditions.append(
                ConditionExplanation(
                    kind: .languages, isMet: rule.isForLanguage(of: item),
                    detail: "the language is \(item.language ?? "unknown")"))
        }
        return conditions
    }

    private func moveConditions(of rule: CompiledRule, _ moves: [MoveSummary]?) -> [ConditionExplanation] {
        guard let moves, !rule.moveRequirement.isNothing else {
            return []
        }
        let kinds = moves.map(\.kind.rawValue).joined(separator: ", ")
        return [
            ConditionExplanation(
                kind: .moves, isMet: rule.moveRequirement.isMet(by: moves),
                detail: "moves in the item: \(kinds.isEmpty ? "none" : kinds)")
        ]
    }

    private func foundTerms(_ hits: [FieldHit], _ texts: ItemTexts) -> [FoundTerm] {
        placedMatches(hits, texts).compactMap { match, bytes in
            texts[match.field].map { text in
                FoundTerm(
                    match: match, before: text.context(before: bytes.lowerBound, scalars: Self.contextLength),
                    after: text.context(from: bytes.upperBound, scalars: Self.contextLength))
            }
        }
    }
}
