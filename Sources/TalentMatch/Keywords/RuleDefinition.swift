/// One condition term of a rule: a keyword, or several spellings of the same thing.
public struct TermGroup: Sendable, Equatable, Codable {
    /// The spellings, as configured; finding any one of them is finding the term. A `*` at an end lifts that end's border.
    public var spellings: [String]
    /// Whether a Hangul spelling must begin at the border of a word (`Word = YES`). Latin spellings always do.
    public var wholeWord: Bool

    /// Makes a term of spellings that are aliases of each other.
    public init(spellings: [String], wholeWord: Bool = false) {
        self.spellings = spellings
        self.wholeWord = wholeWord
    }

    /// Makes a term with one spelling.
    public init(_ spelling: String, wholeWord: Bool = false) {
        self.init(spellings: [spelling], wholeWord: wholeWord)
    }
}

/// How much a rule's alert matters to its reader.
public enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
    case low, normal, high

    /// By how much the alerts matter.
    public static func < (left: Severity, right: Severity) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .low: 0
        case .normal: 1
        case .high: 2
        }
    }
}

/// Whether a rule asks for a talent move in the item.
public enum MoveCondition: Sendable, Equatable {
    /// The rule does not ask.
    case off
    /// Any move will do.
    case any
    /// The move must be of one of these kinds.
    case kinds(Set<MoveKind>)
}

/// A rule as configured. All its conditions must hold; a condition that is empty always does.
public struct RuleDefinition: Sendable, Equatable {
    /// The name that alerts show.
    public var name: String
    /// At least `minimum` of these terms must be found.
    public var any: [TermGroup]
    /// Each of these terms must be found.
    public var all: [TermGroup]
    /// None of these terms may be found.
    public var none: [TermGroup]
    /// The fields the terms are looked for in.
    public var fields: Set<ItemField>
    /// The names of the feeds the rule is for; empty means every feed.
    public var feeds: [String]
    /// The languages the rule is for, as BCP 47 prefixes (`ko` covers `ko-KR`); empty means every language.
    public var languages: [String]
    /// Two different terms of `all` must be found in one field, at most so many words apart (neighbours are 1 apart).
    public var near: Int?
    /// How many different terms of `any` must be found.
    public var minimum: Int
    /// How much the rule's alerts matter.
    public var severity: Severity
    /// Whether the item must tell of a talent move.
    public var moves: MoveCondition
    /// Whose move it must be, in any spelling; empty means anybody's.
    public var people: [String]
    /// Which organization the move must be from or to, in any spelling; empty means any.
    public var organizations: [String]
    /// A rule that is not enabled never matches.
    public var isEnabled: Bool

    /// Makes a rule; every condition that is left out is open.
    public init(
        name: String, any: [TermGroup] = [], all: [TermGroup] = [], none: [TermGroup] = [],
        fields: Set<ItemField> = ItemField.searchedByDefault, feeds: [String] = [], languages: [String] = [],
        near: Int? = nil, minimum: Int = 1, severity: Severity = .normal, moves: MoveCondition = .off,
        people: [String] = [], organizations: [String] = [], isEnabled: Bool = true
    ) {
        self.name = name
        self.any = any
        self.all = all
        self.none = none
        self.fields = fields
        self.feeds = feeds
        self.languages = languages
        self.near = near
        self.minimum = minimum
        self.severity = severity
        self.moves = moves
        self.people = people
        self.organizations = organizations
        self.isEnabled = isEnabled
    }
}
