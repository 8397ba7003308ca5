import FeedParser
import FoundationEssentials
import TalentMatch

/// What the store knows of a document's items: read before the decision, so that the decision is pure.
struct FeedMemory: Sendable {
    /// What the document held when last read.
    var contents = FeedContents()
    /// What the feed has been seen to do with guids, links and dates.
    var habits = FeedHabits()
    /// By every key of them that is known: the items that are not in `contents` as they now are, and by their first key those
    /// that share a title with them.
    var known: [UInt64: KnownItem] = [:]
}

/// An item that the store has had before.
struct KnownItem: Sendable, Equatable {
    var id: Int64
    /// Whether it is marked as no longer in its feed.
    var isMarkedAbsent = false
    /// How it was when last stored; nil when retention took it. Its date is that of the publication or the last update.
    var stored: ParsedItem?
    /// The rules it is known to match: those that flagged it, whether they alerted or not.
    var matchedRules: [String] = []
    /// Of `stored`.
    var traits: ItemTraits?

    /// One of which nothing is left but its number.
    init(id: Int64) { self.id = id }

    init(id: Int64, stored: ParsedItem, matchedRules: [String]) {
        self.id = id
        self.stored = stored
        self.matchedRules = matchedRules
        traits = ItemTraits(stored)
    }
}

/// Everything that one poll changes; committed in one transaction, or where it is much, in slices (`FeedChange.slices`).
struct FeedChange: Sendable {
    /// The feed as it is after the poll, next check included.
    var state: FeedState
    /// Whether nothing changed but when the feed was asked and is asked next: most polls.
    var isQuiet = false
    /// Whether the feed was read well after the program had ended while it was read.
    var endsInterruption = false
    /// Whether more of the same poll follows: then only its items and alerts are stored, and the feed is as it was.
    var isPart = false
    /// What the document holds now; nil leaves it as it was.
    var contents: FeedContents?
    /// What the feed has brought today and what waits; nil leaves it as it was.
    var usage: FeedUsage?
    /// What was learned of the feed; nil leaves it as it was.
    var habits: FeedHabits?
    /// Items not seen before, oldest first.
    var newItems: [NewItem] = []
    /// Items seen before whose text changed.
    var edits: [ItemEdit] = []
    /// Items seen before whose guid, link or date changed, and not their text.
    var moves: [ItemMove] = []
    /// Keys by which stored items are known from now on; some were another item's.
    var aliases: [(key: UInt64, itemID: Int64)] = []
    /// Keys of items that are back in the document after they were marked as gone from it.
    var returned: [UInt64] = []

    /// From so many new and edited items on, storing a document is as much work as reading it.
    private static let largeCount = 200

    /// Whether storing it is work of its own.
    var isLarge: Bool { newItems.count + edits.count >= Self.largeCount }

    struct NewItem: Sendable {
        var item: ParsedItem
        var identity: ItemIdentity
        var matchedRules: [String]
        var alert: AlertDraft?
    }

    struct ItemMove: Sendable {
        var id: Int64
        var item: ParsedItem
    }

    struct ItemEdit: Sendable {
        var id: Int64
        var item: ParsedItem
        var matchedRules: [String]
        var alert: AlertDraft?
    }
}

/// An alert before the store gives it its seq.
struct AlertDraft: Sendable, Equatable {
    var type: AlertType
    var time: Date
    var secondsFromUTC: Int
    var severity: Severity
    var rules: [String]
    var matches: [AlertMatch]
    /// Every move the item tells; the first is the one that lines show.
    var moves: [AlertMove] = []
}
