import FoundationEssentials

/// A date as read: an instant, or wall-clock time whose zone is yet to be told.
struct ReadDate: Equatable {
    /// The instant; read as UTC when `isLocal`.
    let utc: Date
    /// No zone was named.
    let isLocal: Bool
}

/// Reads the dates of feeds: RFC 822 and 2822, RFC 3339 and W3CDTF, asctime, and what Korean and other sites write.
enum FeedDate {
    /// The longest text that can be a date.
    private static let maximumLength = 128

    static func parse(_ text: Bytes) -> ReadDate? {
        let text = text.trimmed
        guard !text.isEmpty, text.count <= maximumLength else { return nil }
        var scanner = DateScanner(text)
        scanner.run()
        return scanner.parts.date
    }
}

/// What a date's text says, part by part.
struct DateParts {
    var year: Int?
    var month: Int?
    var day: Int?
    /// Day of the year, in ISO 8601's ordinal dates.
    var ordinal: Int?
    var hour: Int?
    var minute = 0
    var second = 0.0
    /// Seconds east of UTC.
    var zone: Int?
    var isAfternoon: Bool?
    /// Seconds since 1970, when that is all there is.
    var epoch: Double?

    var date: ReadDate? {
        if let epoch { return ReadDate(utc: Date(timeIntervalSince1970: epoch), isLocal: false) }
        guard let year, (1...9999).contains(year), let clock = clockHour, minute < 60, second < 61 else { return nil }
        var days: Int
        if let ordinal {
            guard (1...366).contains(ordinal) else { return nil }
            days = Self.days(year: year, month: 1, day: 1) + ordinal - 1
        } else {
            let month = month ?? 1
            let day = day ?? 1
            guard (1...12).contains(month), (1...31).contains(day) else { return nil }
            days = Self.days(year: year, month: month, day: day)
        }
        if clock == 24 { days += 1 }
        let seconds = Double(days * 86_400 + clock % 24 * 3_600 + minute * 60 - (zone ?? 0)) + second
        return ReadDate(utc: Date(timeIntervalSince1970: seconds), isLocal: zone == nil)
    }

    /// The hour on a clock of 24, nil when there is none such.
    private var clockHour: Int? {
        let hour = hour ?? 0
        guard let isAfternoon, hour <= 12 else { return hour <= 24 ? hour : nil }
        return isAfternoon ? (hour == 12 ? 12 : hour + 12) : hour % 12
    }

    /// Days since 1970 in the proleptic Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms").
    static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
