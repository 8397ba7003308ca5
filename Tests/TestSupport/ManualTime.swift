public import FoundationEssentials
import Synchronization
public import WatchEngine

/// A time source whose hands the test turns. Sleeps end when the time is turned past their end.
public final class ManualTime: TimeSource {
    private struct Sleep {
        var end: Duration
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Date
        var uptime = Duration.zero
        var sleeps: [Int: Sleep] = [:]
        var nextSleep = 0
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>
    private let offset: Int

    /// Begins at `now`, with a local time zone of `secondsFromUTC`.
    public init(now: Date = Date(timeIntervalSince1970: 1_795_000_000), secondsFromUTC: Int = 9 * 3600) {
        state = Mutex(State(now: now))
        offset = secondsFromUTC
    }

    /// The wall clock as set.
    public var now: Date { state.withLock(\.now) }
    /// The time turned on so far.
    public var uptime: Duration { state.withLock(\.uptime) }

    /// The offset given at the start.
    public func secondsFromUTC(at date: Date) -> Int { offset }

    /// How many tasks sleep now.
    public var sleeperCount: Int { state.withLock(\.sleeps.count) }

    /// The readings of `uptime` at which the tasks that sleep now are to wake.
    public var sleepEnds: [Duration] { state.withLock { $0.sleeps.values.map(\.end) } }

    /// Turns both clocks on and wakes whoever's time has come.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.addingTimeInterval(duration.seconds)
            state.uptime += duration
            let due = state.sleeps.filter { $0.value.end <= state.uptime }
            for id in due.keys { state.sleeps[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    /// Sets the wall clock alone, as an administrator or a time server does.
    public func setWallClock(to date: Date) {
        state.withLock { $0.now = date }
    }

    /// Ends when the time is turned past its end, or with the task's cancellation.
    public func sleep(for duration: Duration) async throws {
        let id = state.withLock { state in
            state.nextSleep += 1
            return state.nextSleep
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let isCancelled = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return true }
                    state.sleeps[id] = Sleep(end: state.uptime + duration, continuation: continuation)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleep = state.withLock { state in
                let sleep = state.sleeps.removeValue(forKey: id)
                if sleep == nil { state.cancelled.insert(id) }
                return sleep
            }
            sleep?.continuation.resume(throwing: CancellationError())
        }
    }
}
