import Foundation
import Glibc
import ServiceLifecycle
import Synchronization

/// Ends the daemon when it is told to, whether it starts or runs. Any thread.
final class StopSwitch: Sendable {
    /// A start is broken off at its next step; a step that takes longer than this is not waited for.
    private static let patience = DispatchTimeInterval.milliseconds(500)

    /// The daemon was told to stop before it ran.
    struct Stopped: Error {}

    private enum State {
        case starting
        case running(ServiceGroup)
        case stopped
    }

    private let state = Mutex(State.starting)
    private let stopped: AsyncStream<Void>
    private let stoppedSignal: AsyncStream<Void>.Continuation

    init() {
        (stopped, stoppedSignal) = AsyncStream.makeStream()
    }

    /// Whether the daemon was told to stop.
    var isStopped: Bool {
        state.withLock { if case .stopped = $0 { true } else { false } }
    }

    /// To be called between the steps of a start.
    ///
    /// - Throws: `Stopped`.
    func check() throws {
        if isStopped { throw Stopped() }
    }

    /// From now on a stop shuts `group` down.
    ///
    /// - Throws: `Stopped`.
    func run(_ group: ServiceGroup) throws {
        try state.withLock { state in
            if case .stopped = state { throw Stopped() }
            state = .running(group)
        }
    }

    /// Runs `body` to its end, or cancels it when the daemon is told to stop.
    func untilStopped(_ body: @escaping @Sendable () async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask(operation: body)
            group.addTask { [stopped] in
                for await _ in stopped {}
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// Tells the daemon to stop.
    func stop() async {
        stoppedSignal.finish()
        let before = state.withLock { state in
            defer { state = .stopped }
            return state
        }
        switch before {
        case .running(let group):
            await group.triggerGracefulShutdown()
        case .starting:
            // Whatever the start writes may be cut at any point, as a crash would cut it.
            DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { _exit(0) }
        case .stopped:
            break
        }
    }
}
