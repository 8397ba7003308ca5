public import FoundationEssentials
import Glibc

/// The machine's own clocks.
public struct SystemTimeSource: TimeSource {
    /// Reads nothing yet.
    public init() {}

    /// The wall clock, `CLOCK_REALTIME`.
    public var now: Date { Date() }

    /// `CLOCK_BOOTTIME`: monotonic, and it counts the time a machine was suspended.
    public var uptime: Duration {
        var reading = timespec()
        clock_gettime(CLOCK_BOOTTIME, &reading)
        return .seconds(reading.tv_sec) + .nanoseconds(reading.tv_nsec)
    }

    /// The offset of the process's time zone (TZ, else /etc/localtime as it is now) by the C library.
    public func secondsFromUTC(at date: Date) -> Int {
        var seconds = time_t(Int64(clamping: date.timeIntervalSince1970.rounded(.down)))
        var broken = tm()
        // localtime_r looks at the zone once; the machine's may be set while the daemon runs, for years.
        tzset()
        guard localtime_r(&seconds, &broken) != nil else { return 0 }
        return broken.tm_gmtoff
    }

    /// Sleeps on the continuous clock, which the runtime drives by the same boot-time clock.
    public func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration, tolerance: duration / 100, clock: .continuous)
    }
}
