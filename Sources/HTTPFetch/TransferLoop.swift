/// Fetches URLs, many at a time, on one thread of its own, which ends with `shutdown()`.
///
/// It may be used from any task. No thread of the cooperative pool is ever blocked.
public final class TransferLoop: Sendable {
    /// Counts since the start.
    public let statistics: LoopStatistics
    private let mailbox: Mailbox
    private let thread: LoopThread

    /// Starts the loop's thread.
    ///
    /// - Throws: a `FetchError` of code `system` if there are no descriptors, memory or threads left.
    public init(_ configuration: TransferLoopConfiguration = TransferLoopConfiguration()) throws(FetchError) {
        let mailbox = try Mailbox()
        let statistics = LoopStatistics()
        self.statistics = statistics
        self.mailbox = mailbox
        thread = try LoopThread(configuration: configuration, mailbox: mailbox, statistics: statistics)
    }

    deinit {
        if mailbox.send(.shutDown) { thread.joinBlocking() }
    }

    /// Fetches one URL, following redirects, and returns the last answer whatever its status.
    ///
    /// If the task is cancelled, the transfer ends at once and the error's code is `cancelled`.
    public func fetch(_ request: FetchRequest) async throws(FetchError) -> FetchResponse {
        let transfer = Transfer(request)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.attach(continuation)
                if !mailbox.send(.start(transfer)) { transfer.finish(.failure(.shutDown)) }
            }
        } onCancel: {
            _ = mailbox.send(.cancel(transfer))
        }
        return try outcome.get()
    }

    /// Sets new bounds; transfers in flight beyond them go on to their ends.
    public func setBounds(_ bounds: TransferBounds) {
        _ = mailbox.send(.bound(bounds))
    }

    /// Ends all transfers, waiting or in flight, with the code `shutDown`, and returns when the thread is gone.
    ///
    /// Later fetches fail with the same code. May be called more than once.
    public func shutdown() async {
        _ = mailbox.send(.shutDown)
        await thread.join()
    }
}
