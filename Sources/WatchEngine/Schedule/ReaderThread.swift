import Dispatch
import Synchronization

/// A thread that documents are read and judged on, one at a time: the cooperative pool has a thread a core, and a document
/// that takes long would be missing there for everybody else.
final class ReaderThread: TaskExecutor {
    // A serial queue gets a thread of its own whenever it has work, however busy the machine is.
    private let queue: DispatchQueue

    /// - Parameter label: the queue's name in a debugger.
    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Any thread.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }

    /// Runs `work` on the thread. A caller that is cancelled goes on at once: what does not heed its cancellation is left to
    /// the thread, and its result to nobody, so that a stop never waits for a document.
    ///
    /// - Throws: `CancellationError`, and what `work` throws.
    func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let outcome = Outcome<Value>()
        // Not a child task, since those are waited for.
        let task = Task(executorPreference: self) {
            do {
                outcome.settle(.success(try await work()))
            } catch {
                outcome.settle(.failure(error))
            }
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { outcome.wait($0) }
        } onCancel: {
            task.cancel()
            outcome.settle(.failure(CancellationError()))
        }
    }
}

/// The first result of a piece of work, and who waits for it.
private final class Outcome<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, any Error>)
        case settled(Result<Value, any Error>)
        case delivered
    }

    private let state = Mutex(State.open)

    /// Hands the result to whoever waits, now or later. Only the first one counts.
    func settle(_ result: Result<Value, any Error>) {
        let waiter = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            switch state {
            case .open:
                state = .settled(result)
                return nil
            case .awaited(let waiter):
                state = .delivered
                return waiter
            case .settled, .delivered:
                return nil
            }
        }
        waiter?.resume(with: result)
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
