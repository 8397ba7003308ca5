import FeedParser
import FoundationEssentials
import HTTPFetch

/// How long an answer stays fresh by its headers (RFC 9111, 4.2.1).
enum CacheLifetime {
    /// Every number of these headers counts as at most this, which RFC 9111, 1.2.2, asks of a cache that cannot count on.
    private static let seconds = 0...(1 << 31)

    /// Cache-Control max-age less Age, else Expires; nil where neither says anything, where no-cache or no-store say that
    /// it may be asked for at any time, and where max-age is no number, which makes the answer a stale one.
    static func freshFor(_ headers: HTTPHeaders, now: Date) -> Duration? {
        var maximumAge: Substring?
        // Several fields of this name are one list (RFC 9110, 5.3).
        for directive in headers.values(of: "Cache-Control").joined(separator: ",").split(separator: ",") {
            let parts = directive.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            switch parts[0].filter({ $0 != " " && $0 != "\t" }).lowercased() {
            case "no-cache", "no-store": return nil
            // Of several the first counts.
            case "max-age": maximumAge = maximumAge ?? (parts.count > 1 ? parts[1] : "")
            default: break
            }
        }
        if let maximumAge {
            guard let limit = BoundedNumber.whole(maximumAge.filter { $0 != "\"" }, in: seconds) else { return nil }
            let age = headers["Age"].flatMap { BoundedNumber.whole($0, in: seconds) } ?? 0
            return positive(limit - age)
        }
        guard let expires = headers["Expires"].flatMap({ HTTPDate.date($0, now: now) }) else { return nil }
        return positive(Int(min(max(0, expires.timeIntervalSince(now)), Double(seconds.upperBound))))
    }

    private static func positive(_ seconds: Int) -> Duration? {
        seconds > 0 ? .seconds(seconds) : nil
    }
}
