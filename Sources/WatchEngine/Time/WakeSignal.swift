import Synchronization

/// Lets one task wait for "something changed" or for a time, whichever is first. A wake that comes before the wait is
/// not lost; several before one wait count once.
final class WakeSignal: Sendable {
    private struct State {
        var isSet = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Ends the present wait, or the next one. Any thread.
    func wake() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.isSet = state.waiter == nil
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns when woken, when the task is cancelled, or after `duration` where one is given. One waiter at a time.
    func wait(atMost duration: Duration?, time: any TimeSource) async {
        guard let duration else { return await wait() }
        if duration <= .zero { return }
        let isWoken = state.withLock { state in
            defer { state.isSet = false }
            return state.isSet
        }
        if isWoken { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // A sleep that is cancelled has done its work: the wait is over.
                guard (try? await time.sleep(for: duration)) != nil else { return }
                self.wake()
            }
            await wait()
            group.cancelAll()
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isSet = state.withLock { state in
                    if state.isSet || Task.isCancelled {
                        state.isSet = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if isSet { continuation.resume() }
            }
        } onCancel: {
            wake()
        }
    }
}
