/// The family of formats a feed is written in.
public enum FeedFormat: String, Sendable, CaseIterable {
    /// RSS 2.0.
    case rss2
    /// RSS 0.91 to 0.94, and what calls itself RSS without saying which.
    case rss0x
    /// RSS 0.90, 1.0 and 1.1: RDF.
    case rdf
    /// Atom 1.0 (RFC 4287).
    case atom10
    /// Atom 0.3.
    case atom03
    /// Microsoft's Channel Definition Format.
    case cdf
    /// JSON Feed 1.0 and 1.1, and RSS written as JSON.
    case jsonfeed
}
