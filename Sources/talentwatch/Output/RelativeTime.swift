import Foundation

/// Times as a person thinks of them: "in 12m", "3h ago".
enum RelativeTime {
    /// `date` as seen from `now`.
    static func text(_ date: Date, now: Date) -> String {
        let seconds = date.timeIntervalSince(now)
        return seconds >= 0 ? "in \(span(seconds))" : "\(span(-seconds)) ago"
    }

    /// A span in its largest whole unit.
    static func span(_ seconds: Double) -> String {
        switch seconds {
        case ..<60: "\(Int(seconds))s"
        case ..<3600: "\(Int(seconds / 60))m"
        case ..<86400: "\(Int(seconds / 3600))h"
        case ..<(86400 * 36500): "\(Int(seconds / 86400))d"
        default: "far off"
        }
    }
}
