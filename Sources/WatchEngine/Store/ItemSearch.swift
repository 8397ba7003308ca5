public import FoundationEssentials
import GRDB
import TalentMatch

/// A search through stored items: all words, each found as a rule's term is.
public struct ItemSearch: Sendable {
    private let rules: RuleSet
    /// What the word index is asked; nil where it cannot help.
    let indexQuery: String?

    /// - Throws: what `RuleSet` finds wrong with a word.
    public init(words: [String]) throws {
        let tokens = Set(words.compactMap(SearchTokens.query).joined())
        let parts = tokens.map { token in
            switch token {
            case .whole(let text): "\"\(text)\""
            case .prefix(let text): "\"\(text)\" *"
            }
        }
        let query = parts.sorted().joined(separator: " AND ")
        indexQuery = parts.isEmpty ? nil : "(\(query)) OR \"\(SearchIndex.anything)\""
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
        let titleWords = Set(found.matches.filter { $0.field == .title }.map(\.term)).count
        return FoundItem(item: item, excerpt: excerpt, titleWords: titleWords)
    }
}

/// An item that a search found.
public struct FoundItem: Sendable {
    /// The item.
    public var item: StoredItem
    /// What surrounds a word found outside the title.
    public var excerpt: String?
    /// How many of the words are in the title.
    public var titleWords: Int
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
    /// Hits among which the best are chosen: the newest so many.
    private static let rankedHits = 1000

    /// The best `limit` items that a search finds: those with more of the words in the title first, then the newest.
    ///
    /// - Throws: `DatabaseError`.
    public func items(matching search: ItemSearch, since: Date?, limit: Int) async throws -> [FoundItem] {
        let wanted = max(limit, Self.rankedHits)
        let found = try await read { database in
            var found: [FoundItem] = []
            // What the index does not have yet, and then what it has; all of it where it cannot help.
            let indexedTo = search.indexQuery == nil ? 0 : try SearchIndex.indexedTo(database)
            let tail = try StoredItem.cursor(
                database, condition: "item.id > ?", since: since, order: "item.id DESC", arguments: [indexedTo])
            try found.append(from: tail, search, upTo: wanted)
            if let query = search.indexQuery, found.count < wanted {
                let indexed = try StoredItem.cursor(
                    database, condition: "item.id IN (SELECT rowid FROM item_token WHERE item_token MATCH ?)",
                    since: since,
                    order: "item.id DESC", arguments: [query])
                try found.append(from: indexed, search, upTo: wanted)
            }
            return found
        }
        return Array(found.sorted { ($0.titleWords, $0.item.id) > ($1.titleWords, $1.item.id) }.prefix(limit))
    }
}

extension [FoundItem] {
    fileprivate mutating func append(from items: RowCursor, _ search: ItemSearch, upTo limit: Int) throws {
        while count < limit, let row = try items.next() {
            if let hit = search.find(in: try StoredItem(row: row)) { append(hit) }
        }
    }
}
