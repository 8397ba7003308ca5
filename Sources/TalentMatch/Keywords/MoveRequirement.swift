/// What rules need to know of a talent move that was read out of an item.
public struct MoveSummary: Sendable, Equatable {
    /// The kind of move.
    public var kind: MoveKind
    /// The spellings of the person's name that the item and the lexicon give.
    public var personSpellings: [String]
    /// The spellings of the organizations it goes from and to.
    public var organizationSpellings: [String]

    /// Makes a summary; the more spellings, the more rules recognise it.
    public init(kind: MoveKind, personSpellings: [String] = [], organizationSpellings: [String] = []) {
        self.kind = kind
        self.personSpellings = personSpellings
        self.organizationSpellings = organizationSpellings
    }
}

/// What a rule asks of the moves an item tells of. One move must meet all of it.
public struct MoveRequirement: Sendable, Equatable {
    /// A requirement that every item meets.
    public static let nothing = MoveRequirement(moves: .off, people: [], organizations: [])

    private let moves: MoveCondition
    private let people: Set<String>
    private let organizations: Set<String>

    /// Makes a requirement. Naming people or organizations asks for a move even when `moves` is off.
    public init(moves: MoveCondition, people: [String], organizations: [String]) {
        self.moves = moves
        self.people = Set(people.map(foldedName))
        self.organizations = Set(organizations.map(foldedName))
    }

    /// Whether there is no need to look for moves.
    public var isNothing: Bool {
        moves == .off && people.isEmpty && organizations.isEmpty
    }

    /// Whether one of the moves is of a kind, of a person and of an organization that are asked for.
    public func isMet(by summaries: [MoveSummary]) -> Bool {
        isNothing || summaries.contains(where: isMet(by:))
    }

    private func isMet(by summary: MoveSummary) -> Bool {
        if case .kinds(let kinds) = moves, !kinds.contains(summary.kind) {
            return false
        }
        return Self.names(summary.personSpellings, include: people)
            && Self.names(summary.organizationSpellings, include: organizations)
    }

    private static func names(_ spellings: [String], include wanted: Set<String>) -> Bool {
        wanted.isEmpty || spellings.contains { wanted.contains(foldedName($0)) }
    }
}
