import FeedParser
import FoundationEssentials
import TalentMatch

/// What the store knows of a document's items: read before the decision, so that the decision is pure.
struct FeedMemory: Sendable {
    /// What the document held when last read.
    var contents = FeedContents()
    /// The items that are not in `contents` as they now are, by the first of their keys that is known.
    var known: [UInt64: KnownItem] = [:]
}

/// An item that the store has had before.
struct KnownItem: Sendable, Equatable {
    var id: Int64
    /// Its text as last stored; nil when retention took it.
    var text: StoredText?
    /// Whether it is marked as no longer in its feed.
    var isMarkedAbsent = false

    struct StoredText: Sendable, Equatable {
        var title: String?
        var summary: String?
        var content: String?
        var author: String?
        var categories: [String] = []
        /// The rules it is known to match: those that flagged it, whether they alerted or not.
        var matchedRules: [String]

        var size: Int { StoredBounds.size(of: [title, summary, content, author] + categories) }

        var fingerprint: UInt64 {
            ItemIdentity.fingerprint(
                title: title, summary: summary, content: content, author: author, categories: categories)
        }
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
    /// Flagged items that wait for the next poll, since this one has as many alerts as a poll may.
    var leftOver = 0
    /// What the document holds now; nil leaves it as it was.
    var contents: FeedContents?
    /// What the feed has brought today and what waits; nil leaves it as it was.
    var usage: FeedUsage?
    /// Items not seen before, oldest first.
    var newItems: [NewItem] = []
    /// Items seen before whose text changed.
    var edits: [ItemEdit] = []
    /// Further keys by which stored items are known from now on.
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
