/// A person's name with the other spellings the news gives for it.
public struct PersonName: Sendable, Equatable, Hashable, Codable {
    /// The name as the item writes it first or most fully.
    public var name: String
    /// Other spellings: the Latin form of a Hangul name, the family name alone.
    public var aliases: [String]

    /// Creates a name.
    public init(name: String, aliases: [String] = []) {
        self.name = name
        self.aliases = aliases
    }
}

/// A place in an item's text.
public struct EvidenceSpan: Sendable, Equatable, Hashable, Codable {
    /// The field it is in.
    public var field: ItemField
    /// First Unicode scalar of the field as given.
    public var start: Int
    /// Behind the last Unicode scalar.
    public var end: Int

    /// Creates a span.
    public init(field: ItemField, start: Int, end: Int) {
        self.field = field
        self.start = start
        self.end = end
    }
}

/// One person's move, or one group's, as an item tells it. What the text does not say is `nil`.
public struct TalentMove: Sendable, Equatable, Codable {
    /// What kind of move.
    public var kind: MoveKind
    /// Who; `nil` when the item names nobody.
    public var person: PersonName?
    /// The new post where stated, else the post left.
    public var role: String?
    /// The employer left, as the text writes it.
    public var from: String?
    /// The employer joined, as the text writes it.
    public var to: String?
    /// How sure the extractor is, 0…1.
    public var confidence: Double
    /// Where the text says so, in the order person, verb, role, from, to.
    public var evidence: [EvidenceSpan]

    /// Creates a move.
    public init(
        kind: MoveKind, person: PersonName?, role: String? = nil, from: String? = nil, to: String? = nil,
        confidence: Double = 1, evidence: [EvidenceSpan] = []
    ) {
        self.kind = kind
        self.person = person
        self.role = role
        self.from = from
        self.to = to
        self.confidence = confidence
        self.evidence = evidence
    }
}

/// What the extractor says of an item.
public struct MoveExtraction: Sendable, Equatable {
    /// Whether the item is news of a move of AI talent.
    public var isTalentEvent: Bool
    /// The moves it tells; empty when it is no such news.
    public var events: [TalentMove]
    /// Which pattern was found, or why it is no talent news.
    public var reason: String

    /// Creates an extraction.
    public init(isTalentEvent: Bool, events: [TalentMove], reason: String) {
        self.isTalentEvent = isTalentEvent
        self.events = events
        self.reason = reason
    }
}
