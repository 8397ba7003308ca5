public import FoundationEssentials

/// What one document says, with every text as a reader sees it. Texts that are absent or empty are nil.
public struct ParsedFeed: Sendable, Equatable {
    /// The family of formats.
    public var format: FeedFormat
    /// The format's version as the document states it.
    public var version: String?
    /// The feed's name.
    public var title: String?
    /// The page the feed belongs to, resolved.
    public var link: String?
    /// The feed's own identifier, verbatim.
    public var id: String?
    /// The first person's name.
    public var author: String?
    /// The language tag as stated, such as `ko-KR`.
    public var language: String?
    /// When the feed changed.
    public var updated: Date?
    /// When the feed was published.
    public var published: Date?
    /// What the feed is about.
    public var descriptionText: String?
    /// The encoding the bytes were read in, as the WHATWG Encoding Standard names it where it does.
    public var encoding: String
    /// What had to be mended to read the bytes as text; nil where nothing had to.
    public var encodingRepair: EncodingRepair?
    /// The items in the document's order.
    public var items: [ParsedItem] = []
    /// How many items the document has beyond `ParseLimits.items`.
    public var itemsLeftOut = 0
    /// What was wrong with a document that could be read all the same.
    public var warnings: [ParseWarning] = []
    /// RSS `ttl`: minutes the feed may be kept.
    public var timeToLive: Int?
    /// The Syndication module's period: hourly, daily, weekly, monthly or yearly.
    public var updatePeriod: String?
    /// How often the feed changes within its period.
    public var updateFrequency: Int?
    /// Hours of the day (GMT, 0 to 23) in which not to ask.
    public var skipHours: [Int] = []
    /// English names of the days on which not to ask.
    public var skipDays: [String] = []

    /// An empty feed.
    public init(format: FeedFormat, encoding: String = "utf-8") {
        self.format = format
        self.encoding = encoding
    }
}
