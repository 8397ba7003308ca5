/// Why a rule matches an item, or does not.
public struct RuleExplanation: Sendable, Equatable {
    /// What came of a rule.
    public enum Verdict: String, Sendable, Codable {
        /// All conditions hold.
        case matched
        /// All but one hold, and some term of `any` or `all` was found.
        case nearMiss
        /// More than one condition fails, or nothing was found.
        case notMatched
        /// The rule is switched off.
        case disabled
    }

    /// The rule's name.
    public var rule: String
    /// What came of it.
    public var verdict: Verdict
    /// Each condition that the rule has, in a fixed order.
    public var conditions: [ConditionExplanation]

    /// The conditions that fail.
    public var failed: [ConditionExplanation] {
        conditions.filter { !$0.isMet }
    }
}

/// What came of one condition of a rule.
public struct ConditionExplanation: Sendable, Equatable {
    /// The conditions a rule can have, by their keys in the configuration.
    public enum Kind: String, Sendable, Codable {
        case any, all, none, near, feeds, languages, moves
    }

    /// Which condition it is.
    public var kind: Kind
    /// Whether it holds.
    public var isMet: Bool
    /// The terms that were found, with what stands around them.
    public var found: [FoundTerm]
    /// The terms that were not found, each by its first spelling: of `all`, and of `any` where too few were found.
    public var missing: [String]
    /// The condition and what the item has, in words, such as `within 3 words`.
    public var detail: String

    init(kind: Kind, isMet: Bool, found: [FoundTerm] = [], missing: [String] = [], detail: String) {
        self.kind = kind
        self.isMet = isMet
        self.found = found
        self.missing = missing
        self.detail = detail
    }
}

/// A term that was found, and what stands around it.
public struct FoundTerm: Sendable, Equatable {
    /// Where and what.
    public var match: TermMatch
    /// Up to 24 characters before the match; begins with an ellipsis where more stands before.
    public var before: String
    /// Up to 24 characters after the match; ends with an ellipsis where more follows.
    public var after: String
}
