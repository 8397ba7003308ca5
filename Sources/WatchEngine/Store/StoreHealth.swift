import Synchronization

/// Whether a transaction has met damage in the file of an open store. Any thread.
final class StoreHealth: Sendable {
    private let met = Mutex<String?>(nil)
    private let sound: AsyncStream<Never>
    private let end: AsyncStream<Never>.Continuation

    init() {
        (sound, end) = AsyncStream.makeStream()
    }

    /// What SQLite said of the damage that was met first; nil where none was.
    var damage: String? { met.withLock { $0 } }

    /// Takes note of an error, if it is one of a damaged file.
    func note(_ error: any Error) {
        guard StoreDamage.isDamage(error) else { return }
        met.withLock { $0 = $0 ?? Store.reason(error) }
        end.finish()
    }

    /// Returns when damage was met, or the task is cancelled. One waiter at a time.
    func untilDamaged() async {
        for await _ in sound {}
    }
}
