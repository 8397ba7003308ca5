import FeedParser
import FoundationEssentials

/// The Retry-After header (RFC 9110, 10.2.3).
enum RetryAfter {
    /// No site is waited for longer than this.
    static let longest = Duration.seconds(longestSeconds)
    private static let longestSeconds = 7 * 86400

    /// The wait from `now` that a value in seconds or as an HTTP date asks for; nil for anything else.
    static func wait(_ value: String, now: Date) -> Duration? {
        if let seconds = BoundedNumber.whole(value, in: 0...longestSeconds) { return .seconds(seconds) }
        guard let date = HTTPDate.date(value, now: now) else { return nil }
        return .seconds(min(max(0, date.timeIntervalSince(now)), Double(longestSeconds)))
    }
}
