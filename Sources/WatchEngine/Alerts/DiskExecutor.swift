import Dispatch

/// Runs an actor's work on a queue of its own, one job at a time, where it may wait for a slow disk: the cooperative pool
/// has a thread a core, and one that waits for fsync(2) is missing everywhere else.
final class DiskExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// - Parameter label: the queue's name in a debugger.
    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Any thread.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            job.runSynchronously(on: self.asUnownedSerialExecutor())
        }
    }
}
