public import FoundationEssentials
import Synchronization
import TalentMatch

/// A search through stored items: all words, each found as a rule's term is.
public struct ItemSearch: Sendable {
    private let rules: RuleSet

    /// - Throws: what `RuleSet` finds wrong with a word.
    public init(words: [String]) throws {
        rules = try RuleSet([RuleDefinition(name: "search", all: words.map { TermGroup(spellings: [$0]) })])
    }

    /// The item with the surroundings of the first word that is not in its title; nil when a word is missing.
    func find(in item: StoredItem) -> FoundItem? {
        let text = ItemText(
            title: item.title, summary: item.summary, content: item.content, author: item.author,
            categories: item.categories, feedName: item.feedName, language: nil)
        guard let found = rules.evaluate(text).first else { return nil }
        let match = found.matches.first { $0.field != .title }
        let excerpt = match.flatMap { match in
            (match.field == .summary ? item.summary : item.content).map {
                Excerpt.around(match.start..<match.end, in: $0)
            }
        }
        return FoundItem(item: item, excerpt: excerpt)
    }
}

/// An item that a search found.
public struct FoundItem: Sendable {
    /// The item.
    public var item: StoredItem
    /// What surrounds a word found outside the title.
    public var excerpt: String?
}

/// A short piece of a long text.
public enum Excerpt {
    /// The scalars of `range` with up to `context` on each side, and … where more was cut.
    public static func around(_ range: Range<Int>, in text: String, context: Int = 40) -> String {
        let scalars = text.unicodeScalars
        let start = max(0, range.lowerBound - context)
        let piece = scalars.dropFirst(start).prefix(range.upperBound - start + context)
        let isCut = piece.endIndex < scalars.endIndex
        return (start > 0 ? "…" : "") + String(piece) + (isCut ? "…" : "")
    }
}

extension Store {
    /// The newest `limit` items that a search finds.
    ///
    /// - Throws: `DatabaseError`.
    public func items(matching search: ItemSearch, since: Date?, limit: Int) async throws -> [FoundItem] {
        let found = Mutex<[FoundItem]>([])
        try await forEachItem(since: since) { item in
            guard let hit = search.find(in: item) else { return true }
            return found.withLock { found in
                found.append(hit)
                return found.count < limit
            }
        }
        return found.withLock { $0 }
    }
}
