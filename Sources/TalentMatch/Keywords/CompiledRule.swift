/// A rule with what is worked out once when it is loaded.
struct CompiledRule: Sendable {
    let definition: RuleDefinition
    let moveRequirement: MoveRequirement
    let feeds: Set<String>
    /// Primary subtags and whole tags, lower case.
    let languages: [String]

    init(_ definition: RuleDefinition) {
        self.definition = definition
        moveRequirement = MoveRequirement(
            moves: definition.moves, people: definition.people, organizations: definition.organizations)
        feeds = Set(definition.feeds.map(foldedName))
        languages = definition.languages.map { $0.lowercased() }
    }

    /// Whether the rule looks for words at all. One that does not asks for moves alone.
    var hasTerms: Bool {
        !definition.any.isEmpty || !definition.all.isEmpty
    }

    /// What is wrong with a rule by itself.
    static func problems(of rule: RuleDefinition) -> [RuleSetError.Problem] {
        var problems: [RuleSetError.Problem] = []
        let asksForMove = rule.moves != .off || !rule.people.isEmpty || !rule.organizations.isEmpty
        if rule.any.isEmpty, rule.all.isEmpty, !asksForMove {
            problems.append(.empty)
        }
        if rule.fields.isEmpty {
            problems.append(.noFields)
        }
        for group in rule.any + rule.all + rule.none {
            if group.spellings.isEmpty {
                problems.append(.termWithoutSpellings)
            }
            for spelling in group.spellings
            where TermPattern.patterns(of: spelling, wholeWord: group.wholeWord).isEmpty {
                problems.append(.emptyTerm(spelling))
            }
        }
        if let near = rule.near, rule.all.count < 2 || near < 0 {
            problems.append(.near)
        }
        if rule.minimum < 1 || (rule.minimum > 1 && rule.minimum > rule.any.count) {
            problems.append(.minimum(rule.minimum, terms: rule.any.count))
        }
        return problems
    }
}

// MARK: - Conditions

extension CompiledRule {
    func isForFeed(of item: ItemText) -> Bool {
        feeds.isEmpty || item.feedName.map { feeds.contains(foldedName($0)) } ?? false
    }

    /// Whether the item's language is one of the rule's. When nobody says, Hangul in the item makes it Korean, and
    /// an item without any may be in every other language.
    func isForLanguage(of item: ItemText) -> Bool {
        guard !languages.isEmpty else {
            return true
        }
        guard let tag = item.language?.lowercased(), !tag.isEmpty else {
            let isKorean = [item.title, item.summary, item.content].contains { Self.hasHangul($0) }
            return languages.contains { ($0 == "ko" || $0.hasPrefix("ko-")) == isKorean }
        }
        return languages.contains { tag == $0 || tag.hasPrefix($0 + "-") || tag.hasPrefix($0 + "_") }
    }

    private static func hasHangul(_ text: String?) -> Bool {
        text?.unicodeScalars.contains { ("\u{1100}"..."\u{11FF}").contains($0) || ("가"..."힣").contains($0) } ?? false
    }

    func hasEnoughOfAny(_ found: RuleFindings) -> Bool {
        definition.any.isEmpty || found.groups(in: .any).count >= definition.minimum
    }

    func hasAll(_ found: RuleFindings) -> Bool {
        found.groups(in: .all).count == definition.all.count
    }

    func hasNone(_ found: RuleFindings) -> Bool {
        found.groups(in: .none).isEmpty
    }

    /// Whether two different terms of `all` stand near enough to each other, in one field.
    func isNear(_ found: RuleFindings, _ texts: ItemTexts) -> Bool {
        guard let near = definition.near else {
            return true
        }
        let hits = found.hits.filter { $0.section == .all }
        return ItemField.allCases.contains { field in
            guard let text = texts[field] else {
                return false
            }
            let places = hits.filter { $0.hit.field == field }.map { (group: $0.group, hit: $0.hit) }
            return text.hasNeighbours(places, within: near)
        }
    }

    /// Whether all conditions hold but those on moves.
    func isMet(by item: ItemText, _ texts: ItemTexts, _ found: RuleFindings) -> Bool {
        definition.isEnabled && hasEnoughOfAny(found) && hasAll(found) && hasNone(found) && isForFeed(of: item)
            && isForLanguage(of: item) && isNear(found, texts)
    }
}
