public import FoundationEssentials

/// One item or entry. Texts that are absent or empty are nil.
public struct ParsedItem: Sendable, Equatable {
    /// The headline.
    public var title: String?
    /// The page, resolved; an RSS guid that is a permalink stands in for a missing link.
    public var link: String?
    /// RSS guid, Atom id, rdf:about or JSON id, verbatim.
    public var guid: String?
    /// Whether `guid` is an address by the source's word or custom.
    public var guidIsPermaLink = false
    /// pubDate, published, issued; else the date of an element that is neither this nor `updated`.
    public var published: Date?
    /// updated, modified.
    public var updated: Date?
    /// The summary or description as plain text.
    public var summary: String?
    /// The full text as plain text.
    public var content: String?
    /// The first person's name.
    public var author: String?
    /// Categories, tags and subjects in the document's order, each once.
    public var categories: [String] = []
    /// The first enclosure's address, resolved.
    public var enclosureURL: String?
    /// Addresses of the links in the summary, resolved. Empty unless asked for.
    public var summaryLinks: [String] = []
    /// Addresses of the links in the content, resolved. Empty unless asked for.
    public var contentLinks: [String] = []

    /// An empty item.
    public init() {}

    /// The link without the parameters that only tell where a reader came from (utm_source, fbclid and their like).
    public var identityLink: String? {
        link.map(withoutTrackingParameters)
    }
}
