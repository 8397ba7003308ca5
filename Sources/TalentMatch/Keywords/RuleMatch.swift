/// One place where a term was found.
public struct TermMatch: Sendable, Equatable, Hashable, Codable {
    /// The spelling that was found, as configured.
    public var term: String
    /// The field it was found in.
    public var field: ItemField
    /// What stands there, exactly as given. Particles, possessive and plural endings behind the term are not part of it.
    public var text: String
    /// The first Unicode scalar of `text` in the field's text, counted from 0.
    public var start: Int
    /// The Unicode scalar behind the last one of `text`.
    public var end: Int

    /// Makes a match; `text` must be the scalars `start..<end` of the field.
    public init(term: String, field: ItemField, text: String, start: Int, end: Int) {
        self.term = term
        self.field = field
        self.text = text
        self.start = start
        self.end = end
    }
}

/// A rule whose conditions on words, feed and language an item meets.
public struct RuleMatch: Sendable, Equatable {
    /// The rule's name.
    public var rule: String
    /// The rule's severity.
    public var severity: Severity
    /// Where its terms of `any` and `all` were found: by field, then by position.
    public var matches: [TermMatch]
    /// What the rule asks of the item's talent moves on top.
    public var moveRequirement: MoveRequirement

    /// Makes a rule's match.
    public init(
        rule: String, severity: Severity, matches: [TermMatch], moveRequirement: MoveRequirement = .nothing
    ) {
        self.rule = rule
        self.severity = severity
        self.matches = matches
        self.moveRequirement = moveRequirement
    }
}
