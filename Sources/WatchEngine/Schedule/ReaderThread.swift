import Dispatch
import Synchronization

/// A thread that documents are read and judged on, one at a time: the cooperative pool has a thread a core, and a document
/// that takes long would be missing there for everybody else. It may block, as on the store.
final class ReaderThread: Sendable {
    /// Whether the work is still wanted. Any thread.
    final class Cancellation: Sendable {
        private let flag = Atomic(false)

        var isCancelled: Bool { flag.load(ordering: .relaxed) }

        func cancel() { flag.store(true, ordering: .relaxed) }

        /// - Throws: `CancellationError`.
        func check() throws(CancellationError) {
            if isCancelled { throw CancellationError() }
        }
    }

    // A serial queue gets a thread of its own whenever it has work, however busy the machine is.
    private let queue: DispatchQueue

    /// - Parameter label: the queue's name in a debugger.
    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Does `work` behind what was given before.
    func enqueue(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }
}

/// The first result of a piece of work, and who waits for it.
final class Outcome<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, any Error>)
        case settled(Result<Value, any Error>)
        case delivered
    }

    private let state = Mutex(State.open)

    /// Hands the result to whoever waits, now or later.
    ///
    /// - Returns: whether it is the first one; the others go to nobody.
    @discardableResult
    func settle(_ result: Result<Value, any Error>) -> Bool {
        let (waiter, isFirst) = state.withLock { state -> (CheckedContinuation<Value, any Error>?, Bool) in
            switch state {
            case .open:
                state = .settled(result)
                return (nil, true)
            case .awaited(let waiter):
                state = .delivered
                return (waiter, true)
            case .settled, .delivered:
                return (nil, false)
            }
        }
        waiter?.resume(with: result)
        return isFirst
    }

    /// Waits for the result; called once.
    func wait(_ waiter: CheckedContinuation<Value, any Error>) {
        let result = state.withLock { state -> Result<Value, any Error>? in
            if case .settled(let result) = state {
                state = .delivered
                return result
            }
            state = .awaited(waiter)
            return nil
        }
        if let result { waiter.resume(with: result) }
    }
}
