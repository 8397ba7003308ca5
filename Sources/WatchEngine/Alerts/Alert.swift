public import FoundationEssentials

/// What an alert tells about its item.
public enum AlertType: String, Sendable, Codable, CaseIterable {
    /// A new item that rules flag.
    case alert
    /// An edited item that now matches rules which it did not match before.
    case update
    /// The same story from another feed.
    case corroboration
}

/// One term found in an item, for one rule. Positions count Unicode scalars of the field as given.
public struct AlertMatch: Sendable, Equatable, Codable {
    /// The rule's name.
    public var rule: String
    /// The term as the configuration spells it.
    public var term: String
    /// title, summary, content, author or categories.
    public var field: String
    /// The slice of the field that matched.
    public var text: String
    /// Where the slice begins.
    public var start: Int
    /// Where it ends, exclusive.
    public var end: Int
}

/// Who moved from where to where in which role, where the item says so.
public struct AlertMove: Sendable, Equatable, Codable {
    /// A person and the other spellings the item gives.
    public struct Person: Sendable, Equatable, Codable {
        /// As first mentioned.
        public var name: String
        /// Other spellings.
        public var aliases: [String]
    }

    /// appointment, hire, join, departure, founding, promotion, offer or reorg.
    public var kind: String
    /// nil where the item names nobody.
    public var person: Person?
    /// The new post, else the post left.
    public var role: String?
    /// The employer left.
    public var from: String?
    /// The employer joined.
    public var to: String?
    /// The one name by which `from` is known, for telling stories apart; not part of a log line.
    var fromKey: String?
    /// The same of `to`.
    var toKey: String?

    /// A move whose places are known by no other name.
    public init(kind: String, person: Person?, role: String?, from: String?, to: String?) {
        self.kind = kind
        self.person = person
        self.role = role
        self.from = from
        self.to = to
        fromKey = from.map(KnownPeople.key)
        toKey = to.map(KnownPeople.key)
    }
}

/// One alert of the store: everything its log lines are made from.
public struct Alert: Sendable, Equatable {
    /// Rises by one with each alert; the line's identity.
    public var seq: Int64
    /// Whether it is news, an edit or the same story again.
    public var type: AlertType
    /// When it was decided.
    public var time: Date
    /// The local time zone's offset at that moment, seconds east of UTC.
    public var secondsFromUTC: Int
    /// The seq of the first alert of the story.
    public var story: Int64
    /// The highest severity of its rules.
    public var severity: String
    /// The rules that flag it, in the configuration's order.
    public var rules: [String]
    /// What they found.
    public var matches: [AlertMatch]
    /// The moves that the item tells.
    public var moves: [AlertMove]
    /// The feed's name at that moment.
    public var feedName: String
    /// The feed's URL.
    public var feedURL: String
    /// The item's guid as given.
    public var guid: String?
    /// The item's title, plain text.
    public var title: String?
    /// The item's page.
    public var link: String?
    /// The item's own date.
    public var published: Date?

    /// The move that lines show: the first.
    public var move: AlertMove? { moves.first }
}
