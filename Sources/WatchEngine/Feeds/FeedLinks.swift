import Foundation

/// A feed that a page names.
public struct FeedLink: Sendable, Equatable {
    /// Its absolute http or https URL.
    public var url: String
    /// What the page calls it; nil when it does not, or not in UTF-8.
    public var title: String?

    /// Makes a link.
    public init(url: String, title: String? = nil) {
        self.url = url
        self.title = title
    }
}

/// Where the feeds of a site are. Pure.
public enum FeedLinks {
    /// More is not looked at, in bytes: the links stand in a page's head.
    private static let pageLimit = 2 << 20
    private static let linkLimit = 50
    /// Links to feeds that are looked at, whether they lead anywhere or not: to resolve one costs more than to step over it.
    private static let candidateLimit = 500
    private static let types: Set<String> = [
        "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
        "application/json", "application/xml", "text/xml",
    ]
    /// Where feeds often are, below the root of a site.
    private static let commonPaths = ["/feed", "/rss", "/atom.xml", "/index.xml", "/rss.xml"]

    /// The feeds that an HTML page names with `link rel=alternate` (https://www.rssboard.org/rss-autodiscovery), each once.
    ///
    /// Feeds of comments are left out where there are others. WordPress gives its programming interface the type of JSON
    /// feeds; that is left out as well.
    public static func find(inPage page: [UInt8], at url: String) -> [FeedLink] {
        var base = URL(string: url)
        var hasBase = false
        var candidates = 0
        var links: [FeedLink] = []
        var met: Set<String> = []
        var scanner = MarkupScanner(Array(page.prefix(pageLimit)), isHTML: true)
        while links.count < linkLimit, candidates < candidateLimit, let tag = scanner.next() {
            guard tag.kind != .close, let href = tag.attributes["href"]?.trimmed, !href.isEmpty else { continue }
            if tag.name == "base" {
                // The first counts (HTML, 4.2.3); were each taken, each could make the address longer.
                if !hasBase { base = URL(string: href, relativeTo: base)?.absoluteURL ?? base }
                hasBase = true
            } else if tag.name == "link", isFeed(tag) {
                candidates += 1
                guard let link = link(href, title: tag.attributes["title"], base: base),
                    met.insert(FeedURL.identity(link.url)).inserted
                else { continue }
                links.append(link)
            }
        }
        let withoutComments = links.filter { !$0.url.contains("/comments/") }
        return withoutComments.isEmpty ? links : withoutComments
    }

    /// Places to try when a page names no feed.
    public static func commonPlaces(of url: String) -> [String] {
        guard let base = URL(string: url) else { return [] }
        return commonPaths.compactMap { URL(string: $0, relativeTo: base)?.absoluteString }
    }

    private static func isFeed(_ tag: MarkupScanner.Tag) -> Bool {
        let relations = (tag.attributes["rel"] ?? "").lowercased().split(whereSeparator: \.isWhitespace)
        let type = (tag.attributes["type"] ?? "").prefix { $0 != ";" }.lowercased()
        return relations.contains("alternate") && types.contains(String(type).trimmed)
    }

    /// nil for what no feed can be at; a page has many links, and a bad one among them is nobody's fault to be told.
    private static func link(_ href: String, title: String?, base: URL?) -> FeedLink? {
        guard let url = URL(string: href, relativeTo: base)?.absoluteString, !url.contains("/wp-json/"),
            let usable = try? FeedURL.parse(url, resolve: { $0 }), !usable.hasPrefix("file:")
        else { return nil }
        // A page in another encoding than UTF-8 leaves replacement characters.
        let name = title.map(PrintableText.line).flatMap { $0.isEmpty || $0.contains("\u{FFFD}") ? nil : $0 }
        return FeedLink(url: String(usable.prefix { $0 != "#" }), title: name)
    }
}

extension String {
    /// Without ASCII white space at the ends.
    fileprivate var trimmed: String { XMLScanner.trimmed(self) }
}
