internal import Synchronization

/// Counts of one loop since it was started; any thread may read them.
public final class LoopStatistics: Sendable {
    let opened = Atomic(0)
    let peak = Atomic(0)

    /// Sockets opened; fewer than requests where connections were used again.
    public var connectionsOpened: Int { opened.load(ordering: .relaxed) }

    /// The most bytes of bodies that were held at one time.
    public var mostBodyBytesInFlight: Int { peak.load(ordering: .relaxed) }
}
