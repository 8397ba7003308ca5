/// The namespaces feeds use, as far as they are told apart.
enum FeedSpace: UInt8 {
    /// None, RSS's own under any of its addresses, or CDF's.
    case core
    case atom10, atom03, dublinCore, content, media, iTunes, xhtml, syndication, rdf, xml
    case other

    /// By address; where that is unknown or missing, by the prefix custom gives it.
    init(address: Bytes?, prefix: Bytes?) {
        if let address, address.count < Self.longestAddress, let known = Self.byAddress(address) {
            self = known
        } else if let prefix, let known = Self.prefixes.find(prefix) {
            self = known
        } else {
            self = prefix == nil ? .core : .other
        }
    }

    /// No known one is nearly as long. What is longer need not be looked at whole.
    static let longestAddress = 256

    private static func byAddress(_ address: Bytes) -> FeedSpace? {
        var name = address.trimmed
        if name.hasIgnoringCase("http://") { name = name.part(7, name.count) }
        if name.hasIgnoringCase("https://") { name = name.part(8, name.count) }
        if name.hasIgnoringCase("www.") { name = name.part(4, name.count) }
        while let last = name.last, last == 0x2F || last == 0x23 { name = name.part(0, name.count - 1) }
        if name.isEmpty { return .core }
        if name.hasIgnoringCase("purl.org/") { return byPersistentAddress(name.part(9, name.count)) }
        return name.hasIgnoringCase("search.yahoo.com/mrss") ? .media : addresses.find(name)
    }

    private static func byPersistentAddress(_ name: Bytes) -> FeedSpace? {
        if name.hasIgnoringCase("dc/") { return .dublinCore }
        if name.hasIgnoringCase("atom/ns") { return .atom03 }
        if name.hasIgnoringCase("rss/1.0/modules/") { return modules.find(name.part(16, name.count)) ?? .other }
        return name.hasIgnoringCase("rss/") || name.hasIgnoringCase("net/rss") ? .core : nil
    }

    private static let modules = WordTable<FeedSpace>([
        ("content", .content), ("syndication", .syndication), ("dc", .dublinCore),
    ])

    private static let addresses = WordTable<FeedSpace>([
        ("w3.org/2005/atom", .atom10), ("w3.org/1999/xhtml", .xhtml), ("w3.org/1999/02/22-rdf-syntax-ns", .rdf),
        ("w3.org/xml/1998/namespace", .xml), ("itunes.com/dtds/podcast-1.0.dtd", .iTunes),
        ("example.com/dtds/podcast-1.0.dtd", .iTunes), ("my.netscape.com/rdf/simple/0.9", .core),
        ("channel.netscape.com/rdf/simple/0.9", .core), ("my.netscape.com/publish/formats/rss-0.91.dtd", .core),
        ("backend.userland.com/rss", .core), ("backend.userland.com/rss2", .core),
        ("blogs.law.harvard.edu/tech/rss", .core), ("cyber.law.harvard.edu/rss/rss.html", .core),
        ("backend.userland.com/rss091", .core), ("backend.userland.com/rss092", .core),
    ])

    private static let prefixes = WordTable<FeedSpace>([
        ("dc", .dublinCore), ("dcterms", .dublinCore), ("dcterm", .dublinCore), ("content", .content),
        ("media", .media), ("itunes", .iTunes), ("atom", .atom10), ("atom10", .atom10), ("a10", .atom10),
        ("atom03", .atom03), ("rdf", .rdf), ("sy", .syndication), ("xhtml", .xhtml), ("xml", .xml), ("rss", .core),
        ("rss1", .core),
    ])
}
