import FeedParser
import FoundationEssentials

/// HTTP dates in the three forms that recipients must read (RFC 9110, 5.6.7). All are in UTC.
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    /// No HTTP date is longer; so much of a header is looked at.
    private static let maximumLength = 64

    /// The instant of `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`; nil
    /// for any other form, and for a day, hour, minute or second that there is not.
    ///
    /// - Parameter now: a year of two digits is the one that is not more than 50 years after it.
    static func date(_ text: String, now: Date) -> Date? {
        guard text.utf8.count <= maximumLength else { return nil }
        let parts = text.split(separator: " ")
        switch parts.count {
        case 6 where parts[0].hasSuffix(",") && parts[5] == "GMT":
            return date(day: parts[1], month: parts[2], year: number(parts[3], 1...9999), clock: parts[4])
        case 4 where parts[0].hasSuffix(",") && parts[3] == "GMT":
            let day = parts[1].split(separator: "-", omittingEmptySubsequences: false)
            guard day.count == 3, day[2].utf8.count == 2 else { return nil }
            let limit = now.addingTimeInterval(50 * 365.2425 * 86400)
            // The centuries in which anything here can live, the latest one first.
            for century in [2200, 2100, 2000, 1900] {
                let year = number(day[2], 0...99).map { century + $0 }
                if let date = date(day: day[0], month: day[1], year: year, clock: parts[2]), date <= limit {
                    return date
                }
            }
            return nil
        case 5:
            return date(day: parts[2], month: parts[1], year: number(parts[4], 1...9999), clock: parts[3])
        default:
            return nil
        }
    }

    private static func date(day: Substring, month: Substring, year: Int?, clock: Substring) -> Date? {
        let clock = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard let year, let month = months.firstIndex(of: String(month)), let day = number(day, 1...31),
            day <= length(ofMonth: month + 1, year), clock.count == 3, let hour = number(clock[0], 0...23),
            let minute = number(clock[1], 0...59), let second = number(clock[2], 0...60)
        else { return nil }
        let seconds = days(year, month + 1, day) * 86400 + hour * 3600 + minute * 60 + second
        return Date(timeIntervalSince1970: Double(seconds))
    }

    /// A number of the range exactly: one that is greater is no part of a date.
    private static func number(_ text: Substring, _ range: ClosedRange<Int>) -> Int? {
        guard let number = BoundedNumber.whole(text, in: range.lowerBound...(range.upperBound + 1)) else { return nil }
        return range.contains(number) ? number : nil
    }

    private static func length(ofMonth month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
