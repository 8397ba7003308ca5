import Synchronization

/// Since when each poll in flight has been at what it does now. What waits for others does nothing. Any thread.
final class PollProgress: Sendable {
    private let begun = Mutex<[Int64: Duration]>([:])

    /// A poll of the feed begins its next piece of work.
    func begin(_ feedID: Int64, at uptime: Duration) {
        begun.withLock { $0[feedID] = uptime }
    }

    /// It waits for others, or has ended.
    func pause(_ feedID: Int64) {
        begun.withLock { $0[feedID] = nil }
    }

    /// The beginning of the oldest piece of work.
    var oldest: Duration? { begun.withLock { $0.values.min() } }
}
