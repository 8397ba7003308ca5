import Foundation
import Glibc

/// Writes text to stdout on a thread of its own, so that a reader who is slow or asleep holds up nobody else.
///
/// What waits for the reader is bounded; more is not taken. Any thread may call it. The thread may hang in a write for as
/// long as the process lives, so nobody joins it: `finish` waits for a given time alone.
///
/// @unchecked Sendable: `state` is touched only under `condition`'s lock; the rest is immutable.
final class OutputThread: @unchecked Sendable {
    /// What the reader does wrong; each is told at most once.
    enum Trouble: Sendable {
        /// The reader has gone away; nothing more is written.
        case closed
        /// The output cannot be written, for this reason; nothing more is written.
        case failed(String)
        /// Nobody reads, and no more can wait; lines are left out until somebody does.
        case stalled
    }

    /// The most that waits for the reader, in bytes, beside the piece that is being written.
    private static let waitingLimit = 1 << 20

    private struct State {
        var waiting: [UInt8] = []
        var isFinishing = false
        var hasEnded = false
        var hasStalled = false
    }

    private let descriptor: Int32
    private let tell: @Sendable (Trouble) -> Void
    private let condition = NSCondition()
    private var state = State()
    private let ended: AsyncStream<Void>
    private let endedSignal: AsyncStream<Void>.Continuation

    /// Starts the thread.
    ///
    /// - Parameter tell: called on any thread, at most once for each kind of trouble.
    init(descriptor: Int32 = STDOUT_FILENO, tell: @escaping @Sendable (Trouble) -> Void) {
        self.descriptor = descriptor
        self.tell = tell
        (ended, endedSignal) = AsyncStream.makeStream()
        Thread.detachNewThread { self.run() }
    }

    /// Puts a line behind those that wait. Never blocks.
    ///
    /// - Returns: false when nothing is written any more.
    func line(_ text: String) -> Bool {
        condition.lock()
        guard !state.hasEnded else {
            condition.unlock()
            return false
        }
        let isFull = state.waiting.count >= Self.waitingLimit
        let isNews = isFull && !state.hasStalled
        if isFull {
            state.hasStalled = true
        } else {
            state.waiting.append(contentsOf: text.utf8)
            state.waiting.append(UInt8(ascii: "\n"))
            condition.signal()
        }
        condition.unlock()
        if isNews { tell(.stalled) }
        return true
    }

    /// Returns when all is written and the thread ends, or when `limit` is over or the task is cancelled.
    func finish(within limit: Duration?) async {
        endTaking()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [ended] in
                for await _ in ended {}
            }
            if let limit {
                // A cancelled sleep ends the wait as the limit does.
                group.addTask { try? await Task.sleep(for: limit) }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func endTaking() {
        condition.lock()
        state.isFinishing = true
        condition.signal()
        condition.unlock()
    }
}

// MARK: - The thread

extension OutputThread {
    private func run() {
        var trouble: Trouble?
        while trouble == nil, let bytes = next() { trouble = write(bytes) }
        condition.lock()
        state.hasEnded = true
        state.waiting = []
        condition.unlock()
        endedSignal.finish()
        if let trouble { tell(trouble) }
    }

    /// What waits, as soon as something does; nil at the end.
    private func next() -> [UInt8]? {
        condition.lock()
        defer { condition.unlock() }
        while state.waiting.isEmpty, !state.isFinishing { condition.wait() }
        guard !state.waiting.isEmpty else { return nil }
        defer { state.waiting = [] }
        return state.waiting
    }

    private func write(_ bytes: [UInt8]) -> Trouble? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                // Somebody else made the pipe non-blocking.
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, -1)
            } else if errno != EINTR {
                return errno == EPIPE ? .closed : .failed(String(cString: strerror(errno)))
            }
        }
        return nil
    }
}
