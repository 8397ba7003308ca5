import Logging

/// Gathers the changes of polls that end at about the same time into one transaction, since each costs a sync of the disk.
///
/// Whoever comes first commits for all that have come by then; those who come meanwhile wait, and the first of them
/// commits next. So there is no timer and no task of its own, and a lone poll never waits. A change of many items is
/// committed in slices between which others have their turn.
actor CommitQueue {
    /// Polls in one transaction at most.
    static let batchLimit = 256

    enum Turn {
        case committed
        case failed(any Error)
        case leads
    }

    struct Waiting {
        var change: FeedChange
        var turn: CheckedContinuation<Turn, Never>
    }

    private let store: Store
    private let time: any TimeSource
    private let faults: StandingFaults
    private let logger: Logger
    private let alertsMade: @Sendable () -> Void
    private(set) var waiting: [Waiting] = []
    private(set) var isCommitting = false
    private var isBroken = false
    /// Polls whose change was not stored.
    private(set) var failures = 0

    /// - Parameter alertsMade: called after each commit that held alerts.
    init(
        store: Store, time: any TimeSource, faults: StandingFaults, logger: Logger,
        alertsMade: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.time = time
        self.faults = faults
        self.logger = logger
        self.alertsMade = alertsMade
    }

    /// Returns when `change` is on the disk.
    ///
    /// - Throws: `DatabaseError`, `CancellationError`; then at most some of its items were stored, and the feed's state was not.
    func commit(_ change: FeedChange) async throws {
        for slice in change.slices {
            try Task.checkCancellation()
            try await commitSlice(slice)
        }
    }

    private func commitSlice(_ change: FeedChange) async throws {
        if isCommitting {
            switch await withCheckedContinuation({ waiting.append(Waiting(change: change, turn: $0)) }) {
            case .committed: return
            case .failed(let error): throw error
            case .leads: break
            }
        }
        isCommitting = true
        var room = FeedChange.sliceItems - change.weight
        let others = Array(
            waiting.prefix(Self.batchLimit - 1).prefix { other in
                room -= other.change.weight
                return room >= 0
            })
        waiting.removeFirst(others.count)
        defer { handOver() }
        do {
            try await commit([change] + others.map(\.change))
            for other in others { other.turn.resume(returning: .committed) }
        } catch  where !others.isEmpty && !Store.concernsAll(error) {
            // One of them is at fault, and the others are not to suffer for it.
            for other in others { other.turn.resume(returning: await turn(of: other.change)) }
            try await commit([change])
        } catch {
            for other in others { other.turn.resume(returning: .failed(error)) }
            throw error
        }
    }

    /// Counts a poll that was not stored. Tells once that the store cannot be used; `commit` tells once that it can be again.
    func note(_ error: any Error) {
        faults.begin(.store, "the store cannot be used: \(Store.reason(error))", at: time.now)
        failures += 1
        guard !isBroken else { return }
        isBroken = true
        logger.error(
            "the store cannot be used; feeds are asked again, and nothing counts as seen until it can",
            metadata: ["reason": "\(Store.reason(error))"])
    }

    private func commit(_ changes: [FeedChange]) async throws {
        let alerts = try await store.commit(changes)
        if alerts > 0 { alertsMade() }
        if isBroken {
            isBroken = false
            faults.end(.store)
            logger.notice("the store can be used again")
        }
    }

    private func turn(of change: FeedChange) async -> Turn {
        do {
            try await commit([change])
            return .committed
        } catch {
            return .failed(error)
        }
    }

    private func handOver() {
        if waiting.isEmpty {
            isCommitting = false
        } else {
            waiting.removeFirst().turn.resume(returning: .leads)
        }
    }
}
