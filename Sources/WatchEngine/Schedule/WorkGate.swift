import Synchronization

/// Where documents wait to be read and judged: that is the work of processors, and more at once would only hold more memory.
/// `ReadingOrder` says whose turn it is. Who waits is a poll under way, so there are never more than Polling.Concurrency.
///
/// While a document is read, its feed's mark stands (`ReadingMarks`). Any thread.
final class WorkGate: Sendable {
    private struct State {
        var order = ReadingOrder()
        var arrivals = 0
        /// By the number of their arrival; each is in `order` too.
        var waiting: [Int: CheckedContinuation<Int?, Never>] = [:]
    }

    private let time: any TimeSource
    private let marks: ReadingMarks?
    private let readers: [ReaderThread]
    private let state = Mutex(State())

    init(time: any TimeSource, marks: ReadingMarks? = nil) {
        self.time = time
        self.marks = marks
        readers = (0..<ReadingOrder.places).map { ReaderThread(label: "talentwatch.reader-\($0)") }
    }

    /// How many documents wait.
    var waitingCount: Int { state.withLock(\.order.waitingCount) }

    /// Does `work` when it is the document's turn; not at all when the task was cancelled by then, at which a waiting one
    /// goes on at once.
    ///
    /// - Parameter work: gets the thread that the document is to be read on.
    /// - Throws: `CancellationError`, and what `work` throws.
    func run<Value: Sendable>(
        _ document: ReadingOrder.Document, _ work: @Sendable (ReaderThread) async throws -> Value
    ) async throws -> Value {
        guard let place = await enter(document) else { throw CancellationError() }
        await marks?.mark(document.feedID, in: place)
        defer {
            marks?.unmark(place)
            leave(place)
        }
        try Task.checkCancellation()
        return try await work(readers[place])
    }

    /// The document's place; nil when the task is cancelled before it has one.
    private func enter(_ document: ReadingOrder.Document) async -> Int? {
        let number = state.withLock { state in
            state.arrivals += 1
            return state.arrivals
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    // Whoever is cancelled after this finds the continuation.
                    guard !Task.isCancelled else { return false }
                    state.order.arrive(number, document)
                    state.waiting[number] = continuation
                    return true
                }
                if waits { admit() } else { continuation.resume(returning: nil) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                state.order.leave(number)
                return state.waiting.removeValue(forKey: number)
            }
            continuation?.resume(returning: nil)
        }
    }

    private func leave(_ place: Int) {
        state.withLock { $0.order.finish(place, at: time.uptime) }
        admit()
    }

    /// Lets those in whose turn it is.
    private func admit() {
        let uptime = time.uptime
        let admitted = state.withLock { state in
            var admitted: [(continuation: CheckedContinuation<Int?, Never>, place: Int)] = []
            while let (number, place) = state.order.next(at: uptime) {
                if let continuation = state.waiting.removeValue(forKey: number) {
                    admitted.append((continuation, place))
                }
            }
            return admitted
        }
        for (continuation, place) in admitted { continuation.resume(returning: place) }
    }
}
