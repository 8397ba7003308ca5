/// Lets one task work at a time, in the order they came. Those who wait are the callers of `CommitQueue` and of commands, so
/// there are never more of them than polls in flight.
actor CommitTurns {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Does `work` when it is its turn; not at all when the task was cancelled by then.
    ///
    /// - Throws: `CancellationError`, and what `work` throws.
    nonisolated func run<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        await enter()
        do {
            try Task.checkCancellation()
            let value = try await work()
            await leave()
            return value
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        if isTaken {
            await withCheckedContinuation { waiting.append($0) }
        } else {
            isTaken = true
        }
    }

    /// A turn goes to the first who waits, without becoming free in between.
    private func leave() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}
