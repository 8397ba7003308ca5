public import TalentMatch

/// Everything the program was told, checked as a whole; a bad configuration never becomes one.
public struct Configuration: Sendable, Equatable {
    /// The main file's path as it was given.
    public var sourcePath: String
    /// Every file that was read, the main one first, as absolute paths.
    public var files: [String]
    /// The absolute path of the folder that holds the store.
    public var stateDirectory: String
    /// The logs that alerts are appended to.
    public var alertLogs: [AlertLogConfiguration]
    /// How feeds are asked.
    public var polling: PollingConfiguration
    /// How long things are kept.
    public var retention: RetentionConfiguration
    /// The feeds in the order of the files, those that are not enabled included; names and URLs are unique.
    public var feeds: [FeedConfiguration]
    /// The rules in the order of the files, those that are not enabled included; names are unique.
    public var rules: [RuleDefinition]
    /// What talent moves are read by: the `Lexicon` dictionaries of all files together.
    public var lexicon: MoveLexicon
    /// What is no fault, but not as it should be.
    public var warnings: [ConfigurationFault] = []

    /// Makes a configuration; whoever does so answers for its consistency.
    public init(
        sourcePath: String, files: [String] = [], stateDirectory: String, alertLogs: [AlertLogConfiguration] = [],
        polling: PollingConfiguration = PollingConfiguration(),
        retention: RetentionConfiguration = RetentionConfiguration(), feeds: [FeedConfiguration] = [],
        rules: [RuleDefinition] = [], lexicon: MoveLexicon = MoveLexicon()
    ) {
        self.sourcePath = sourcePath
        self.files = files
        self.stateDirectory = stateDirectory
        self.alertLogs = alertLogs
        self.polling = polling
        self.retention = retention
        self.feeds = feeds
        self.rules = rules
        self.lexicon = lexicon
    }
}

/// One alert log.
public struct AlertLogConfiguration: Sendable, Equatable, Hashable {
    /// How a line of the log is written.
    public enum Format: String, Sendable, CaseIterable {
        /// For people and `tail -F`.
        case text
        /// JSON, one object a line.
        case json
    }

    /// The log's absolute path.
    public var path: String
    /// How its lines are written.
    public var format: Format

    /// Makes the description of a log.
    public init(path: String, format: Format) {
        self.path = path
        self.format = format
    }
}

/// How long things are kept.
public struct RetentionConfiguration: Sendable, Equatable {
    /// Half a year of items, so that new rules can be tried on them.
    public static let defaultItems: Duration = .seconds(180 * 86400)
    /// Feeds that bring an item back after a year are rare.
    public static let defaultKnown: Duration = .seconds(365 * 86400)
    /// Some 250 MB at most, and ten years of fifty a day.
    public static let defaultAlerts = 200_000
    /// 8 GiB: thirty times what a thousand items a day come to.
    public static let defaultMaximumSize = 8 << 30

    /// How long an item's text is kept after the item left its feed.
    public var items: Duration
    /// How long it is known after it left, so that it is no news when it comes back; at least `items`.
    public var known: Duration
    /// How many alerts are kept, the newest ones.
    public var alerts: Int
    /// The bytes of the store beyond which the oldest texts go before their time; nil for no such bound.
    public var maximumSize: Int?

    /// Makes the description.
    public init(
        items: Duration = Self.defaultItems, known: Duration = Self.defaultKnown, alerts: Int = Self.defaultAlerts,
        maximumSize: Int? = Self.defaultMaximumSize
    ) {
        self.items = items
        self.known = known
        self.alerts = alerts
        self.maximumSize = maximumSize
    }
}

/// Which items of a feed's first poll alert.
public enum FirstPollWindow: Sendable, Equatable {
    /// Those not older than this.
    case within(Duration)
    /// All of them.
    case forever
}

/// The way to a site.
public enum ProxyChoice: Sendable, Equatable {
    /// No proxy, whatever the environment says.
    case direct
    /// The proxy at this URL, which may hold a password and so is never shown.
    case server(String)
}
