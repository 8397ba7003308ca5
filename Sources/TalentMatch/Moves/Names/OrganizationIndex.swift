/// Brings spellings of organisations and roles to one name, by the lexicon.
public struct OrganizationIndex: Sendable {
    private let organizations: [[UInt32]: String]
    private let roles: [[UInt32]: String]

    /// Indexes the lexicon of an extractor.
    public init(_ extractor: MoveExtractor) {
        self.init(extractor.vocabulary.lexicon)
    }

    /// Indexes a lexicon.
    public init(_ lexicon: MoveLexicon) {
        var organizations: [[UInt32]: String] = [:]
        for organization in lexicon.organizations {
            let spellings = [organization.name] + organization.aliases + organization.units + organization.laboratories
            for spelling in spellings { organizations[Self.key(spelling)] = organization.name }
        }
        var roles: [[UInt32]: String] = [:]
        for role in lexicon.roles {
            for spelling in [role.name] + role.aliases where roles[Self.key(spelling)] == nil {
                roles[Self.key(spelling)] = role.name
            }
        }
        self.organizations = organizations
        self.roles = roles
    }

    /// The name of the organisation that is spelled so, or that this is a unit of; `nil` for one the lexicon does not know.
    ///
    /// Longer texts that begin with a known spelling (마이크로소프트 아시아연구소) are units of it as well.
    public func canonical(_ spelling: String) -> String? {
        let key = Self.key(spelling)
        if let name = organizations[key] { return name }
        let words = spelling.split(separator: " ")
        for count in stride(from: words.count - 1, to: 0, by: -1) {
            if let name = organizations[Self.key(words[..<count].joined(separator: " "))] { return name }
        }
        return nil
    }

    /// Whether two spellings name one organisation: by the lexicon, else by letters and digits.
    public func isSameOrganization(_ first: String, _ second: String) -> Bool {
        switch (canonical(first), canonical(second)) {
        case (let one?, let other?): one == other
        case (nil, nil): Self.key(first) == Self.key(second)
        default: false
        }
    }

    /// Whether two spellings name one role of the lexicon, or are equal in letters and digits.
    public func isSameRole(_ first: String, _ second: String) -> Bool {
        let (one, other) = (Self.key(first), Self.key(second))
        return one == other || (roles[one] != nil && roles[one] == roles[other])
    }

    /// Letters and digits without case and width.
    private static func key(_ text: String) -> [UInt32] {
        Scalars.fold(text).filter(Scalars.isWord)
    }
}
