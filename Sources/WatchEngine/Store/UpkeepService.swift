import FoundationEssentials
public import Logging
public import ServiceLifecycle

/// The store's housework, in small pieces between which polls have their turn: fills the word index behind the items, and
/// takes out what is older than the configuration keeps.
public actor UpkeepService: Service {
    /// Items in one piece of work.
    private static let piece = 200
    /// The wait between pieces while there is more to do: the writer is free for most of it.
    private static let pause = Duration.milliseconds(50)
    /// The wait when all is done.
    private static let rest = Duration.seconds(10)
    /// How often old items are looked for.
    private static let retentionInterval = Duration.seconds(3600)

    private let store: Store
    private let configuration: LiveConfiguration
    private let time: any TimeSource
    private let logger: Logger
    private var nextRetention = Duration.zero

    /// A service on `store`.
    public init(store: Store, configuration: LiveConfiguration, time: any TimeSource, logger: Logger) {
        self.store = store
        self.configuration = configuration
        self.time = time
        self.logger = logger
    }

    /// Works until the group shuts down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let hasMore = await self.work()
                // The sleep ends early only with the service.
                try? await self.time.sleep(for: hasMore ? Self.pause : Self.rest)
            }
        }
    }

    /// Does a piece of work; whether there is more. A store that fails is told by those who cannot do without it.
    private func work() async -> Bool {
        do {
            if try await store.indexItems(limit: Self.piece) == Self.piece { return true }
            guard time.uptime >= nextRetention else { return false }
            let keep = configuration.current.configuration.retention.items
            let removed = try await store.removeItems(
                before: time.now.addingTimeInterval(-keep.seconds), limit: Self.piece)
            if removed == Self.piece { return true }
            nextRetention = time.uptime + Self.retentionInterval
            return false
        } catch {
            logger.debug("upkeep of the store failed; tried again later", metadata: ["reason": "\(error)"])
            return false
        }
    }
}
