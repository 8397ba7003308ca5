/// When to try again what failed: after 1 s, then after twice as long each time, at most after 60 s.
struct GrowingWait: Sendable, Equatable {
    private static let first = Duration.seconds(1)
    private static let longest = Duration.seconds(60)

    private var failures = 0
    /// The uptime of the next try; nil where nothing failed.
    private(set) var end: Duration?

    /// Whether it is time to try.
    func isOver(at uptime: Duration) -> Bool {
        (end ?? .zero) <= uptime
    }

    /// Takes another failure into account.
    mutating func fail(at uptime: Duration) {
        end = uptime + min(Self.first * (1 << min(failures, 6)), Self.longest)
        failures += 1
    }
}
