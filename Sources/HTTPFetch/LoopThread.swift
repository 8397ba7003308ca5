internal import CCurl
internal import Glibc
internal import Synchronization

/// The one thread that touches libcurl.
final class LoopThread: Sendable {
    private struct State {
        var hasEnded = false
        var isJoined = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// What the thread is born with. @unchecked Sendable is sound since it is handed over whole to the new thread.
    private final class Start: @unchecked Sendable {
        let scheduler: TransferScheduler
        let end: @Sendable () -> Void

        init(scheduler: TransferScheduler, end: @escaping @Sendable () -> Void) {
            self.scheduler = scheduler
            self.end = end
        }
    }

    private final class Shared: Sendable {
        let state = Mutex(State())

        /// The thread's last act.
        func end() {
            let waiters = state.withLock { state in
                state.hasEnded = true
                var waiters: [CheckedContinuation<Void, Never>] = []
                swap(&waiters, &state.waiters)
                return waiters
            }
            for waiter in waiters { waiter.resume() }
        }
    }

    private let shared: Shared
    private let identity: pthread_t

    init(
        configuration: TransferLoopConfiguration, mailbox: Mailbox, statistics: LoopStatistics
    ) throws(FetchError) {
        let shared = Shared()
        let scheduler = try TransferScheduler(
            configuration: configuration, mailbox: mailbox,
            gauges: LoopGauges(
                maximumBodyBytes: configuration.maximumBodyBytesInFlight,
                socketDescriptorLimit: configuration.bounds.socketDescriptorLimit, statistics: statistics,
                ledger: BodyLedger(mailbox: mailbox)))
        let start = Unmanaged.passRetained(Start(scheduler: scheduler) { shared.end() })
        var thread = pthread_t()
        // Signals are for the other threads; and a broken connection must not raise SIGPIPE here.
        var blocked = sigset_t()
        var previous = sigset_t()
        sigfillset(&blocked)
        pthread_sigmask(SIG_SETMASK, &blocked, &previous)
        let result = pthread_create(&thread, nil, Self.main, start.toOpaque())
        pthread_sigmask(SIG_SETMASK, &previous, nil)
        guard result == 0 else {
            start.release()
            throw FetchError(.system, "no thread for the transfer loop: errno \(result)")
        }
        self.shared = shared
        identity = thread
    }

    /// Waits for the thread's end without blocking.
    func join() async {
        await withCheckedContinuation { waiter in
            let hasEnded = shared.state.withLock { state in
                if !state.hasEnded { state.waiters.append(waiter) }
                return state.hasEnded
            }
            if hasEnded { waiter.resume() }
        }
        joinBlocking()
    }

    /// Waits for the thread's end, which must be near, blocking.
    func joinBlocking() {
        let isMine = shared.state.withLock { state in
            defer { state.isJoined = true }
            return !state.isJoined
        }
        if isMine { pthread_join(identity, nil) }
    }

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
        guard let context else { return nil }
        tw_name_thread("transfers")
        var previous: locale_t?
        let locale = tw_enter_utf8_locale(&previous)
        let end = run(Unmanaged<Start>.fromOpaque(context).takeRetainedValue())
        tw_leave_locale(locale, previous)
        end()
        return nil
    }

    /// Runs the loop and lets go of it and of all that libcurl holds before it returns.
    @inline(never)
    private static func run(_ start: consuming Start) -> @Sendable () -> Void {
        start.scheduler.run()
        return start.end
    }
}
