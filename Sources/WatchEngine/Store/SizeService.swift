import FoundationEssentials
public import Logging
public import ServiceLifecycle

/// Keeps the store below `Retention.MaximumSize`: where it has grown beyond that, the texts of the oldest items go before
/// their time, in short transactions between which polls have their turn. By what items are known stays, and so do alerts.
///
/// The size is that of the pages in use. The file keeps those that became free, for what comes next, and does not shrink.
public actor SizeService: Service {
    private static let interval = Duration.seconds(60)
    /// The wait after each transaction.
    private static let pause = Duration.milliseconds(50)
    /// So much of the limit is made free at once, so that not every look finds work.
    private static let freedPart = 16

    private let store: Store
    private let configuration: LiveConfiguration
    private let isPaced: Bool
    private let time: any TimeSource
    private let faults: StandingFaults
    private let logger: Logger
    /// Whether it has been told that texts go before their time.
    private var isTold = false
    /// Whether it has been told that nothing is left to remove.
    private var isExhaustionTold = false

    /// A service on `store`.
    ///
    /// - Parameter isPaced: whether it waits between its transactions, since others want to write.
    public init(
        store: Store, configuration: LiveConfiguration, isPaced: Bool, time: any TimeSource, faults: StandingFaults,
        logger: Logger
    ) {
        self.store = store
        self.configuration = configuration
        self.isPaced = isPaced
        self.time = time
        self.faults = faults
        self.logger = logger
    }

    /// Works until the group shuts down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.look()
                // The sleep ends early only with the service.
                try? await self.time.sleep(for: Self.interval)
            }
        }
    }

    /// Looks once, and removes what there is to remove.
    public func look() async {
        do {
            try await makeRoom()
        } catch {
            // A store that fails is told loudly by those who cannot do without it.
            logger.debug("the store cannot be made smaller; tried again later", metadata: ["reason": "\(error)"])
        }
    }

    /// - Throws: `DatabaseError`, `CancellationError`.
    private func makeRoom() async throws {
        guard let limit = configuration.current.configuration.retention.maximumSize else { return reportEnd() }
        let size = try await store.size()
        let target = limit - limit / Self.freedPart
        guard size > limit else {
            if size <= target { isTold = false }
            return reportEnd()
        }
        // By the bytes of the texts: what that made free is seen at the next look, when the word index has been merged.
        var excess = size - target
        var removed = 0
        while excess > 0 {
            let bytes = try await store.removeOldestTexts()
            guard bytes > 0 else { break }
            if removed == 0 { reportBegin(size: size, limit: limit) }
            removed += bytes
            excess -= bytes
            if isPaced { try await time.sleep(for: Self.pause) } else { try Task.checkCancellation() }
        }
        if removed == 0 { reportExhaustion(size: size, limit: limit) } else { reportEnd() }
    }

    private func reportBegin(size: Int, limit: Int) {
        guard !isTold else { return }
        isTold = true
        logger.notice(
            "the store has reached its size; the texts of the oldest items go before their time",
            metadata: ["size": "\(size >> 20) MiB", "Retention.MaximumSize": "\(ByteSizeText.text(limit))"])
    }

    private func reportExhaustion(size: Int, limit: Int) {
        let text =
            "the store takes \(size >> 20) MiB without any text that could go, more than Retention.MaximumSize "
            + "(\(ByteSizeText.text(limit))): raise it, or lower Retention.Alerts"
        faults.begin(.storeSize, text, at: time.now)
        guard !isExhaustionTold else { return }
        isExhaustionTold = true
        logger.warning("\(text)")
    }

    private func reportEnd() {
        faults.end(.storeSize)
        guard isExhaustionTold else { return }
        isExhaustionTold = false
        logger.notice("the store is no longer larger than Retention.MaximumSize")
    }
}
