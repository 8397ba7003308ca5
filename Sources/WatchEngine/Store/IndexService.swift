public import Logging
public import ServiceLifecycle

/// Fills the word index behind the items, and merges it when much was taken out of it, in small pieces between which polls
/// have their turn.
public struct IndexService: Service {
    /// Items in one piece of work.
    private static let piece = 200
    /// Pages in one step of a merge: some 30 ms.
    private static let mergedPages = 100
    /// The wait between pieces while there is more to do: the writer is free for most of it.
    private static let pause = Duration.milliseconds(50)
    /// The wait when all is done.
    private static let rest = Duration.seconds(10)

    private let store: Store
    private let time: any TimeSource
    private let logger: Logger

    /// A service on `store`.
    public init(store: Store, time: any TimeSource, logger: Logger) {
        self.store = store
        self.time = time
        self.logger = logger
    }

    /// Works until the group shuts down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var isMerging = false
            while !Task.isCancelled {
                let hasMore = await self.work(&isMerging)
                // The sleep ends early only with the service.
                try? await self.time.sleep(for: hasMore ? Self.pause : Self.rest)
            }
        }
    }

    /// Does all that there is to do, without a wait.
    public func catchUp() async {
        var isMerging = false
        while await work(&isMerging) {}
    }

    /// Does a piece of work; whether there is more. A store that fails is told by those who cannot do without it.
    private func work(_ isMerging: inout Bool) async -> Bool {
        do {
            if try await store.indexItems(limit: Self.piece) == Self.piece { return true }
            isMerging = try await store.mergeIndex(pages: Self.mergedPages, isBegun: isMerging)
            return isMerging
        } catch {
            logger.debug("the word index cannot be filled; tried again later", metadata: ["reason": "\(error)"])
            return false
        }
    }
}
