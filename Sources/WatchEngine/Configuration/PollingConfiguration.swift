/// How feeds are asked; every value can be left out.
public struct PollingConfiguration: Sendable, Equatable {
    /// The default of `Interval`.
    public static let defaultInterval: Duration = .seconds(15 * 60)
    /// The default of `MinimumInterval`.
    public static let defaultMinimumInterval: Duration = .seconds(5 * 60)
    /// The default of `MaximumInterval`.
    public static let defaultMaximumInterval: Duration = .seconds(86400)
    /// The default of `Concurrency`.
    public static let defaultConcurrency = 64
    /// The default of `PerHost`.
    public static let defaultPerHost = 2
    /// The default of `HostGap`.
    public static let defaultHostGap: Duration = .seconds(1)
    /// The default of `ConnectTimeout`.
    public static let defaultConnectTimeout: Duration = .seconds(10)
    /// The default of `Timeout`.
    public static let defaultTimeout: Duration = .seconds(30)
    /// The default of `StallTimeout`.
    public static let defaultStallTimeout: Duration = .seconds(15)
    /// The default of `MaximumBodySize`: 10 MiB.
    public static let defaultMaximumBodySize = 10 << 20
    /// The default of `MaximumBytesInFlight`: 32 MiB.
    public static let defaultMaximumBytesInFlight = 32 << 20
    /// The default of `MaximumRedirects`.
    public static let defaultMaximumRedirects = 5
    /// The default of `MaximumItemsPerDay`: twice what is read of one document.
    public static let defaultMaximumItemsPerDay = 20_000
    /// The default of `MaximumBytesPerDay`: 100 MiB.
    public static let defaultMaximumBytesPerDay = 100 << 20
    /// The default of `FirstPollWindow`.
    public static let defaultFirstPollWindow: FirstPollWindow = .within(.seconds(86400))
    /// The default of `FailuresBeforeReport`.
    public static let defaultFailuresBeforeReport = 5
    /// The default of `FailingTimeBeforeReport`.
    public static let defaultFailingTimeBeforeReport: Duration = .seconds(6 * 3600)

    /// How long after one poll a feed is asked again when nothing else speaks.
    public var interval = Self.defaultInterval
    /// The shortest interval that a feed's own rhythm leads to.
    public var minimumInterval = Self.defaultMinimumInterval
    /// The longest interval that silence, errors or a feed's wishes lead to.
    public var maximumInterval = Self.defaultMaximumInterval
    /// The most requests in flight at once, 1 to 1024.
    public var concurrency = Self.defaultConcurrency
    /// The most requests in flight at once to one scheme, host and port.
    public var perHost = Self.defaultPerHost
    /// The least time between the starts of two requests to one host.
    public var hostGap = Self.defaultHostGap
    /// The longest a connection may take to open.
    public var connectTimeout = Self.defaultConnectTimeout
    /// The longest a request may take with all its redirects.
    public var timeout = Self.defaultTimeout
    /// The longest a transfer may bring nothing.
    public var stallTimeout = Self.defaultStallTimeout
    /// The most bytes of a body, after decompression.
    public var maximumBodySize = Self.defaultMaximumBodySize
    /// The most bytes of bodies held at once over all transfers.
    public var maximumBytesInFlight = Self.defaultMaximumBytesInFlight
    /// The most redirects that are followed for one request.
    public var maximumRedirects = Self.defaultMaximumRedirects
    /// The most new items that are taken from one feed in a day of UTC.
    public var maximumItemsPerDay = Self.defaultMaximumItemsPerDay
    /// The most bytes of texts and alerts that one feed may add to the store in a day of UTC.
    public var maximumBytesPerDay = Self.defaultMaximumBytesPerDay
    /// Which items of a feed's first poll alert.
    public var firstPollWindow = Self.defaultFirstPollWindow
    /// Whether loopback, private and other non-public addresses may be asked.
    public var allowPrivateNetworks = false
    /// The User-Agent; `nil` for the program's own.
    public var userAgent: String?
    /// The proxy of all feeds; `nil` for what the environment's `*_proxy` variables say.
    public var proxy: ProxyChoice?
    /// Hosts and domains that are asked without the proxy.
    public var noProxy: [String] = []
    /// The absolute path of a file of certificate authorities; `nil` for the system's.
    public var certificateAuthorityFile: String?
    /// How many times in a row a feed fails before that is reported.
    public var failuresBeforeReport = Self.defaultFailuresBeforeReport
    /// How long a feed has failed before that is reported.
    public var failingTimeBeforeReport = Self.defaultFailingTimeBeforeReport

    /// Makes the defaults.
    public init() {}
}
