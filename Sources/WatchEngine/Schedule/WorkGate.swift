/// Lets so many tasks work at a time, in the order they came: reading and judging documents is the work of processors,
/// and more at once would only hold more memory.
actor WorkGate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(width: Int) {
        free = max(1, width)
    }

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
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// A place goes to the first who waits, without becoming free in between.
    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
