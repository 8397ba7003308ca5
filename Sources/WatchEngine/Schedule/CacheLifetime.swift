import FoundationEssentials
import HTTPFetch

/// How long an answer stays fresh by its headers (RFC 9111, 4.2.1).
enum CacheLifetime {
    /// Cache-Control max-age less Age, else Expires; nil where neither says anything, or no-cache, no-store or
    /// must-revalidate with max-age=0 say that it may be asked for at any time.
    static func freshFor(_ headers: HTTPHeaders, now: Date) -> Duration? {
        var maximumAge: Int64?
        for directive in (headers["Cache-Control"] ?? "").split(separator: ",") {
            let parts = directive.split(separator: "=", maxSplits: 1).map { part in
                part.drop { $0 == " " }.prefix { $0 != " " }.lowercased()
            }
            switch parts.first {
            case "no-cache", "no-store": return nil
            case "max-age": maximumAge = parts.count > 1 ? Int64(parts[1].filter { $0 != "\"" }) : nil
            default: break
            }
        }
        if let maximumAge {
            let age = headers["Age"].flatMap { Int64($0) } ?? 0
            return positive(min(maximumAge, 1 << 31) - min(max(0, age), 1 << 31))
        }
        guard let expires = headers["Expires"].flatMap(HTTPDate.date) else { return nil }
        return positive(Int64(min(expires.timeIntervalSince(now), 2_147_483_648)))
    }

    private static func positive(_ seconds: Int64) -> Duration? {
        seconds > 0 ? .seconds(seconds) : nil
    }
}
