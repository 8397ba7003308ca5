import Synchronization

/// Where documents wait to be read and judged: that is the work of processors, and more at once would only hold more memory.
/// `ReadingOrder` says whose turn it is. Who waits is a poll in flight, so there are never more than Polling.Concurrency.
///
/// Each place has a thread of its own, and when a document is done the next one follows on it without a detour. While one
/// is read, its feed's mark stands (`ReadingMarks`). Any thread.
final class WorkGate: Sendable {
    private struct State {
        var order = ReadingOrder()
        var arrivals = 0
        /// What begins the reading in a place, by the number of the arrival; each is in `order` too.
        var waiting: [Int: @Sendable (Int) -> Void] = [:]
    }

    /// A place that is still taken when its document has been read, and the feed's mark with it.
    struct HeldPlace: Sendable {
        fileprivate let gate: WorkGate
        fileprivate let place: Int

        /// Lets the next document in; called once.
        func end() {
            gate.readers[place].enqueue { gate.leave(place) }
        }
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

    /// Does `work` on a thread of its own when it is the document's turn; not at all when the task was cancelled by then. A
    /// caller that is cancelled goes on at once: what does not heed its cancellation is left to the thread, and its result to
    /// nobody, so that a stop never waits for a document.
    ///
    /// - Parameters:
    ///   - holdsPlace: whether the place stays taken, given what the work brought.
    ///   - work: may block.
    /// - Returns: what the work brought, and the place if it stays taken: the caller ends that.
    /// - Throws: `CancellationError`, and what `work` throws.
    func run<Value: Sendable>(
        _ document: ReadingOrder.Document, holdsPlace: @escaping @Sendable (Value) -> Bool = { _ in false },
        _ work: @escaping @Sendable (ReaderThread.Cancellation) throws -> Value
    ) async throws -> (value: Value, place: HeldPlace?) {
        let cancellation = ReaderThread.Cancellation()
        let outcome = Outcome<(value: Value, place: HeldPlace?)>()
        let number = state.withLock { state in
            state.arrivals += 1
            return state.arrivals
        }
        @Sendable func begin(in place: Int) {
            readers[place].enqueue { [self] in
                marks?.set(place, feedID: document.feedID)
                let result = Result {
                    try cancellation.check()
                    return try work(cancellation)
                }
                if case .success(let value) = result, holdsPlace(value) {
                    let isTaken = outcome.settle(.success((value, HeldPlace(gate: self, place: place))))
                    if !isTaken { leave(place) }
                } else {
                    leave(place)
                    outcome.settle(result.map { ($0, nil) })
                }
            }
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                outcome.wait(continuation)
                // Whoever is cancelled after this finds it waiting.
                let waits = state.withLock { state in
                    guard !cancellation.isCancelled else { return false }
                    state.order.arrive(number, document)
                    state.waiting[number] = begin
                    return true
                }
                if waits { admit() }
            }
        } onCancel: {
            state.withLock { state in
                cancellation.cancel()
                if state.waiting.removeValue(forKey: number) != nil { state.order.leave(number) }
            }
            outcome.settle(.failure(CancellationError()))
        }
    }

    /// The document of a place is done with. On the place's thread.
    private func leave(_ place: Int) {
        marks?.clear(place)
        state.withLock { $0.order.finish(place, at: time.uptime) }
        admit()
    }

    /// Lets those in whose turn it is.
    private func admit() {
        let uptime = time.uptime
        let admitted = state.withLock { state in
            var admitted: [(begin: @Sendable (Int) -> Void, place: Int)] = []
            while let (number, place) = state.order.next(at: uptime) {
                if let begin = state.waiting.removeValue(forKey: number) { admitted.append((begin, place)) }
            }
            return admitted
        }
        for (begin, place) in admitted { begin(place) }
    }
}
