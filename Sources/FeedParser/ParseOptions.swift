/// What is known of a document beside its bytes, and how far reading it may go.
public struct ParseOptions: Sendable {
    /// The HTTP header's Content-Type as it came, such as `text/xml; charset=euc-kr`.
    public var contentType: String?
    /// The address relative links resolve against: the document's own, after redirects.
    public var baseURL: String?
    /// Seconds east of UTC for dates that name no zone; nil lets the feed's language and host decide.
    public var timeZone: Int?
    /// An encoding label that beats the header and the declaration, though not a byte order mark.
    public var encodingOverride: String?
    /// Whether `summaryLinks` and `contentLinks` are filled.
    public var collectsLinks: Bool
    /// The bounds of one document.
    public var limits: ParseLimits
    /// How much work the document may take; more is `FeedParseError.Code.tooMuchWork`.
    public var budget: ParseBudget
    /// Asked again and again while the document is read; true ends that with `FeedParseError.Code.cancelled`.
    public var isCancelled: @Sendable () -> Bool

    /// Options with nothing known, unless said.
    public init(
        contentType: String? = nil, baseURL: String? = nil, timeZone: Int? = nil, encodingOverride: String? = nil,
        collectsLinks: Bool = false, limits: ParseLimits = ParseLimits(), budget: ParseBudget = ParseBudget(),
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.contentType = contentType
        self.baseURL = baseURL
        self.timeZone = timeZone
        self.encodingOverride = encodingOverride
        self.collectsLinks = collectsLinks
        self.limits = limits
        self.budget = budget
        self.isCancelled = isCancelled
    }
}

/// The bounds within which one document is read. What lies beyond is left out and told in a warning.
public struct ParseLimits: Sendable {
    /// Bytes of a document; a longer one is refused.
    public var documentSize = 32 << 20
    /// Elements inside each other; reading stops at deeper ones.
    public var depth = 1_024
    /// Items kept, from the top of the document.
    public var items = 10_000
    /// UTF-8 bytes of one text as the source has it, markup included.
    public var textSize = 1 << 20
    /// UTF-8 bytes of one title, name, address, identifier or category.
    public var shortTextSize = 64 << 10
    /// Categories, and links, of one item.
    public var listCount = 256
    /// Bytes all references to entities of the document's own may expand to.
    public var entityExpansion = 1 << 20

    /// The default bounds.
    public init() {}
}
