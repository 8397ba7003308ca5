/// A list of terms in a rule.
enum TermSection: Sendable, Hashable {
    case any, all, none
}

/// Where in the rules a term stands.
struct TermUse: Sendable, Equatable {
    var rule: Int
    var section: TermSection
    /// Its place in the section.
    var group: Int
}

/// Where a term was found in an item.
struct FieldHit: Sendable, Equatable {
    var term: Int
    var field: ItemField
    /// Bytes of the field's text.
    var bytes: Range<Int>
}

/// All that was found of one rule's terms, in the fields that it looks at.
struct RuleFindings {
    struct Found {
        var section: TermSection
        var group: Int
        var hit: FieldHit
    }

    private(set) var hits: [Found] = []
    private var groupsBySection: [TermSection: Set<Int>] = [:]

    mutating func add(_ use: TermUse, _ hit: FieldHit) {
        hits.append(Found(section: use.section, group: use.group, hit: hit))
        groupsBySection[use.section, default: []].insert(use.group)
    }

    /// The terms of a section that were found, by their places in it.
    func groups(in section: TermSection) -> Set<Int> {
        groupsBySection[section] ?? []
    }
}
