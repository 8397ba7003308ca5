/// The element names that mean something in a feed, whatever their case.
enum FeedName: UInt8 {
    case unknown
    // Roots and containers.
    case rss, rdf, feed, channel, items, item, entry, group, source, image, textInput, person
    // Texts.
    case title, subtitle, description, summary, abstract, content, encoded, body, full, caption
    // Addresses and identity.
    case link, guid, id, enclosure, thumbnail, uri, url, comments
    // Dates.
    case pubDate, published, issued, date, updated, modified, lastBuildDate, created
    // People.
    case author, name, email, creator, contributor, managingEditor, webMaster, publisher, owner
    // Subjects.
    case category, subject, keywords
    // The feed's own.
    case language, timeToLive, updatePeriod, updateFrequency, skipHours, hour, skipDays, day
    // CDF.
    case anchor, logo

    init(_ name: Bytes) { self = Self.names.find(name) ?? .unknown }

    private static let names = WordTable<FeedName>([
        ("rss", .rss), ("rdf", .rdf), ("feed", .feed), ("channel", .channel), ("items", .items), ("item", .item),
        ("entry", .entry), ("group", .group), ("source", .source), ("image", .image), ("textinput", .textInput),
        ("person", .person), ("title", .title), ("subtitle", .subtitle), ("tagline", .subtitle),
        ("description", .description), ("summary", .summary), ("abstract", .abstract), ("content", .content),
        ("encoded", .encoded), ("body", .body), ("fullitem", .full), ("link", .link), ("guid", .guid), ("id", .id),
        ("enclosure", .enclosure), ("thumbnail", .thumbnail), ("uri", .uri), ("url", .url), ("comments", .comments),
        ("pubdate", .pubDate), ("published", .published), ("issued", .issued), ("date", .date), ("updated", .updated),
        ("modified", .modified), ("lastbuilddate", .lastBuildDate), ("created", .created), ("author", .author),
        ("name", .name), ("email", .email), ("creator", .creator), ("contributor", .contributor),
        ("managingeditor", .managingEditor), ("webmaster", .webMaster), ("publisher", .publisher), ("owner", .owner),
        ("category", .category), ("subject", .subject), ("keywords", .keywords), ("language", .language),
        ("ttl", .timeToLive), ("updateperiod", .updatePeriod), ("updatefrequency", .updateFrequency),
        ("skiphours", .skipHours), ("hour", .hour), ("skipdays", .skipDays), ("day", .day), ("a", .anchor),
        ("logo", .logo),
    ])
}

/// The namespaces feeds use, as far as they are told apart.
enum FeedSpace: UInt8 {
    /// None, RSS's own under any of its addresses, or CDF's.
    case core
    case atom10, atom03, dublinCore, content, media, iTunes, xhtml, syndication, rdf, xml
    case other

    /// By address; where that is unknown or missing, by the prefix custom gives it.
    init(address: Bytes?, prefix: Bytes?) {
        if let address, let known = Self.byAddress(address) {
            self = known
        } else if let prefix, let known = Self.byPrefix(prefix) {
            self = known
        } else {
            self = prefix == nil && address == nil ? .core : prefix == nil ? .core : .other
        }
    }

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

    private static func byPrefix(_ prefix: Bytes) -> FeedSpace? { prefixes.find(prefix) }

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

/// Remembers what names mean by the address libxml2 keeps them at: its dictionary holds each name once a document.
struct NameTable: ~Copyable {
    private struct Slot {
        var key: UInt
        var second: UInt
        var value: UInt8
    }

    private static let size = 128
    private let slots: UnsafeMutablePointer<Slot>

    init() {
        slots = .allocate(capacity: Self.size)
        slots.initialize(repeating: Slot(key: 0, second: 0, value: 0), count: Self.size)
    }

    deinit { slots.deallocate() }

    /// A direct-mapped cache: a document's few names hardly collide, and one that does is only looked up again.
    @inline(__always)
    func name(_ pointer: UnsafePointer<UInt8>) -> FeedName {
        let key = UInt(bitPattern: pointer)
        let slot = slots + Int((key ^ key >> 7) & 63)
        if slot.pointee.key == key { return FeedName(rawValue: slot.pointee.value) ?? .unknown }
        let value = FeedName(cString(pointer))
        slot.pointee = Slot(key: key, second: 0, value: value.rawValue)
        return value
    }

    @inline(__always)
    func space(_ address: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?) -> FeedSpace {
        if address == nil, prefix == nil { return .core }
        let key = UInt(bitPattern: address)
        let second = UInt(bitPattern: prefix)
        let slot = slots + 64 + Int((key ^ key >> 7 ^ second >> 4) & 63)
        if slot.pointee.key == key, slot.pointee.second == second {
            return FeedSpace(rawValue: slot.pointee.value) ?? .other
        }
        let value = FeedSpace(address: address.map(cString), prefix: prefix.map(cString))
        slot.pointee = Slot(key: key, second: second, value: value.rawValue)
        return value
    }

    /// Forgets every name: the next document's dictionary may keep others at the same addresses.
    func removeAll() { slots.update(repeating: Slot(key: 0, second: 0, value: 0), count: Self.size) }
}
