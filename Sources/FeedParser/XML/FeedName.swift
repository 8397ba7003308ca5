/// The element names that mean something in a feed, whatever their case.
enum FeedName: UInt8 {
    case unknown
    // Roots and containers.
    case rss, rdf, feed, channel, items, item, entry, group, source, image, textInput, person
    // Texts.
    case title, subtitle, description, summary, abstract, content, encoded, body, full
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
        ("enclosure", .enclosure), ("thumbnail", .thumbnail), ("uri", .uri), ("url", .url), ("homepage", .uri),
        ("comments", .comments),
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
