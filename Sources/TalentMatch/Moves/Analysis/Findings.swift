/// A person an item names, with all ways it names them.
struct FoundPerson {
    /// Where a name stands.
    struct Mention {
        var sentence: Int
        var first: Int
        var last: Int
        /// The particle behind the name, which is not the last word's when its end belongs to the name.
        var particle = Particle.none
    }

    var name: String
    var aliases: [String] = []
    var mentions: [Mention] = []
    /// How sure it is that this is a person's name.
    var certainty: Double
    /// How surely the person moves (positive) rather than speaks or hires.
    var moving = 0.0
    /// How surely the person acts or speaks without moving.
    var acting = 0.0
    /// Verbs that move this person, as indices into `Findings.verbs`, with their weight.
    var verbs: [(verb: Int, weight: Double)] = []
    /// The kind of this person's move where it is not the verb's: the one who "is succeeded" departs.
    var kind: MoveKind?
    /// Position given right beside the name.
    var title: FoundRole?
}

/// A post an item names.
struct FoundRole {
    var sentence: Int
    var first: Int
    var last: Int
    var text: String
    var field: MoveLexicon.Field
    /// An office of state, whatever else the words say.
    var isOffice = false
}

/// An organisation an item names.
struct FoundOrganization {
    var sentence: Int
    var first: Int
    var last: Int
    /// Index into the lexicon, or negative for one known by its place in the sentence only.
    var index: Int
    var text: String
    var domain: MoveLexicon.Domain?
}

/// A move word an item holds.
struct FoundVerb {
    var sentence: Int
    var token: Int
    var kind: MoveKind
    var frame: MoveLexicon.Frame
    var isStrong: Bool
    var isPassive = false
    var ending = Token.Ending.final
    /// Denied, negated, guessed or quoted.
    var isCancelled = false
    /// No word says it, the form of the headline does (연구소장에 A).
    var isImplied = false
    var isTitle: Bool
    var clause: Int32
}

/// A hint that an organisation is the one left or the one joined.
struct OrganizationVote {
    enum Side { case from, to }
    var organization: Int
    var side: Side
    var weight: Double
    /// The person it is about, when only one.
    var person: Int?
    var verb: Int?
    /// The text calls it a former employer, which need not be the one left now.
    var isFormer = false
}

/// A hint that a role is the new post or the post left.
struct RoleVote {
    var role: FoundRole
    var isNew: Bool
    var weight: Double
    var person: Int?
    var verb: Int?
}

/// What an analysis has found in an item, before it is put together to events.
struct Findings {
    var persons: [FoundPerson] = []
    var organizations: [FoundOrganization] = []
    var roles: [FoundRole] = []
    var verbs: [FoundVerb] = []
    var organizationVotes: [OrganizationVote] = []
    var roleVotes: [RoleVote] = []
    /// A group of people that moves without names: token index and sentence.
    var groups: [(sentence: Int, token: Int, verb: Int)] = []
}
