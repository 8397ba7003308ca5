import FoundationEssentials
public import Logging
public import ServiceLifecycle

/// Takes out of the store what is older than the configuration keeps, in short transactions between which polls have
/// their turn: the text of items that left their feeds long ago, later by what they were known, and the oldest alerts.
public struct RetentionService: Service {
    /// Rounds are no further apart, whatever is kept for how long.
    private static let longestInterval = Duration.seconds(86400)
    private static let shortestInterval = Duration.seconds(15)
    /// A round that failed is tried again so soon.
    private static let retryInterval = Duration.seconds(60)
    /// The wait after each transaction, and after each look that found nothing.
    private static let pause = Duration.milliseconds(50)
    private static let shortPause = Duration.milliseconds(5)
    /// Keys looked at together.
    private static let keysInPart = 50_000
    /// Marks and departures in one transaction.
    private static let marksInPiece = 2000
    private static let itemsInPiece = 200
    /// People whose spellings are kept.
    private static let people = 50_000

    private let isPaced: Bool
    private let store: Store
    private let configuration: LiveConfiguration
    private let time: any TimeSource
    private let logger: Logger

    /// A service on `store`.
    ///
    /// - Parameter isPaced: whether it waits between its transactions, since others want to write.
    public init(
        store: Store, configuration: LiveConfiguration, isPaced: Bool, time: any TimeSource, logger: Logger
    ) {
        self.isPaced = isPaced
        self.store = store
        self.configuration = configuration
        self.time = time
        self.logger = logger
    }

    /// Works until the group shuts down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // The sleep ends early only with the service.
                try? await self.time.sleep(for: await self.attemptRound())
            }
        }
    }

    /// How long until the next round.
    private func attemptRound() async -> Duration {
        do {
            try await round()
            return Self.interval(configuration.current.configuration.retention)
        } catch {
            tell(error)
            return Self.retryInterval
        }
    }

    /// Often enough that nothing stays much longer than it is to.
    private static func interval(_ retention: RetentionConfiguration) -> Duration {
        max(shortestInterval, min(longestInterval, retention.items / 8))
    }

    /// One round, unless the last one was too short a time ago: for a program that runs now and then.
    public func catchUp() async {
        do {
            let interval = Self.interval(configuration.current.configuration.retention)
            let last = try await store.lastRetention()
            if let last, abs(time.now.timeIntervalSince(last)) < interval.seconds { return }
            try await round()
        } catch {
            tell(error)
        }
    }

    /// Looks at every feed that the store knows.
    ///
    /// - Throws: `DatabaseError`, `CancellationError`.
    func round() async throws {
        let current = configuration.current.configuration
        let configured = Set(current.feeds.map(\.url))
        let reading = try await store.readRetentionClock(now: time.now).reading
        for feed in try await store.feedURLs() {
            try await sweep(
                feed.id, isConfigured: configured.contains(feed.url), reading: reading, retention: current.retention)
        }
        while try await store.removeAlerts(beyond: current.retention.alerts, limit: Self.itemsInPiece) > 0 {
            try await rest(for: Self.pause)
        }
        try await store.removeSpellings(beyond: Self.people)
    }

    private func sweep(
        _ feedID: Int64, isConfigured: Bool, reading: Int64, retention: RetentionConfiguration
    ) async throws {
        let parts = try await store.retentionParts(feedID: feedID, limit: Self.keysInPart)
        for part in 0..<parts {
            let sweep = try await store.retentionSweep(
                feedID: feedID, isConfigured: isConfigured, part: part, of: parts, reading: reading,
                retention: retention)
            for piece in sweep.pieces(keys: Self.marksInPiece, items: Self.itemsInPiece) {
                try await store.apply(piece, feedID: feedID, reading: reading)
                try await rest(for: Self.pause)
            }
            try await rest(for: Self.shortPause)
        }
        if !isConfigured { try await store.forgetContents(feedID: feedID) }
    }

    private func rest(for pause: Duration) async throws {
        if isPaced { try await time.sleep(for: pause) } else { try Task.checkCancellation() }
    }

    /// A store that fails is told loudly by those who cannot do without it.
    private func tell(_ error: any Error) {
        logger.debug("old items cannot be removed; tried again later", metadata: ["reason": "\(error)"])
    }
}
