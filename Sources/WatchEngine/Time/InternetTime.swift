public import FoundationEssentials

/// Instants as RFC 3339 writes them.
public enum InternetTime {
    /// `2026-11-24T21:39:55+09:00`, or with `Z` for UTC; whole seconds, rounded down. Years are kept within 0001–9999.
    ///
    /// - Parameter secondsFromUTC: the offset to show the instant in; seconds beyond whole minutes are dropped.
    public static func text(_ date: Date, secondsFromUTC: Int = 0) -> String {
        // No offset is longer than a day.
        let offsetMinutes = min(max(secondsFromUTC / 60, -1440), 1440)
        let instant = min(max(Int64(clamping: date.timeIntervalSince1970.rounded(.down)), -1 << 50), 1 << 50)
        let total = min(max(instant + Int64(offsetMinutes * 60), -62_135_596_800), 253_402_300_799)
        let (year, month, day) = civilDay(Int(total.dividedFloor(by: 86400)))
        let second = Int(total - total.dividedFloor(by: 86400) * 86400)
        let zone =
            offsetMinutes == 0
            ? "Z"
            : (offsetMinutes < 0 ? "-" : "+") + pad(abs(offsetMinutes) / 60, 2) + ":" + pad(abs(offsetMinutes) % 60, 2)
        return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2) + "T" + pad(second / 3600, 2) + ":"
            + pad(second / 60 % 60, 2) + ":" + pad(second % 60, 2) + zone
    }

    /// Year, month and day of a day counted from 1970-01-01 (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func civilDay(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = Int(Int64(shifted).dividedFloor(by: 146_097))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Int64 {
    fileprivate func dividedFloor(by divisor: Int64) -> Int64 {
        self / divisor - (self % divisor < 0 ? 1 : 0)
    }
}
