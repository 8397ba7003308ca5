public import FoundationEssentials

/// Where the engine gets its time from, so that tests can turn the hands themselves.
///
/// Records carry the wall clock (`now`); waits are measured on a monotonic clock that also runs while the machine
/// sleeps, so a jump of the wall clock neither skips nor repeats a wait.
public protocol TimeSource: Sendable {
    /// The wall clock.
    var now: Date { get }

    /// A monotonic reading, comparable only with other readings of the same source in the same process.
    var uptime: Duration { get }

    /// Seconds east of UTC of the local time zone at `date`: what the text log's times are shown in.
    func secondsFromUTC(at date: Date) -> Int

    /// Returns after `duration` of monotonic time.
    ///
    /// - Throws: `CancellationError` when the task is cancelled first.
    func sleep(for duration: Duration) async throws
}

extension Duration {
    /// The duration in seconds, fractions kept to a double's precision.
    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// The duration in whole milliseconds, rounded towards zero.
    public var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension Int64 {
    /// The whole number nearest to zero from `number`; the nearest there is for one too large, and 0 for what is no number.
    init(clamping number: Double) {
        self = Int64(exactly: number.rounded(.towardZero)) ?? (number.isNaN ? 0 : number < 0 ? .min : .max)
    }
}

extension Date {
    /// Milliseconds since 1970-01-01T00:00:00Z, as the store keeps times.
    var unixMilliseconds: Int64 {
        Int64(clamping: (timeIntervalSince1970 * 1000).rounded())
    }

    init(unixMilliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(unixMilliseconds) / 1000)
    }

    func adding(_ duration: Duration) -> Date {
        addingTimeInterval(duration.seconds)
    }
}
