/// A part of an item that rules can look at.
public enum ItemField: String, Sendable, Codable, CaseIterable {
    case title, summary, content, author, categories

    /// The fields a rule looks at when it names none.
    public static let searchedByDefault: Set<ItemField> = [.title, .summary, .content]
}

/// The texts of one item, as plain text, and what rules ask about where it comes from.
public struct ItemText: Sendable, Equatable {
    /// The item's title.
    public var title: String?
    /// The item's summary as plain text.
    public var summary: String?
    /// The item's full content as plain text.
    public var content: String?
    /// Who wrote the item.
    public var author: String?
    /// The item's categories, in the order of the feed.
    public var categories: [String]
    /// The name of the feed, as configured.
    public var feedName: String?
    /// The language as a BCP 47 tag, such as `ko` or `en-US`; nil when nobody says.
    public var language: String?

    /// Makes an item's text; absent parts are nil.
    public init(
        title: String? = nil, summary: String? = nil, content: String? = nil, author: String? = nil,
        categories: [String] = [], feedName: String? = nil, language: String? = nil
    ) {
        self.title = title
        self.summary = summary
        self.content = content
        self.author = author
        self.categories = categories
        self.feedName = feedName
        self.language = language
    }

    /// The text of a field, which positions of matches count in; nil when the item has none.
    ///
    /// Categories are one text, joined with `", "`, so that no term is found across two of them.
    public func text(of field: ItemField) -> String? {
        switch field {
        case .title: title
        case .summary: summary
        case .content: content
        case .author: author
        case .categories: categories.isEmpty ? nil : categories.joined(separator: ", ")
        }
    }
}
