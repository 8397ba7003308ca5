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
        if let date = parseStrictly(text) { return date }
        var scanner = DateScanner(text)
        scanner.run()
        return scanner.parts.date
    }
}

extension FeedDate {
    /// RFC 3339 and RFC 822 in the one form of each that nearly all feeds write, without looking for anything else:
    /// `2025-07-26T10:30:00+09:00` (or `Z`) and `Sat, 26 Jul 2025 10:30:00 +0900` (or `GMT`).
    private static func parseStrictly(_ text: Bytes) -> ReadDate? {
        var parts = DateParts()
        let clock: Int
        if text.count >= 20, text[4] == 0x2D, text[7] == 0x2D, text[10] == 0x54 {
            parts.year = twoDigits(text, 0).flatMap { high in twoDigits(text, 2).map { high * 100 + $0 } }
            parts.month = twoDigits(text, 5)
            parts.day = twoDigits(text, 8)
            clock = 11
        } else if text.count >= 29, text[3] == 0x2C, text[4] == 0x20, text[7] == 0x20, text[11] == 0x20,
            text[16] == 0x20,
            text[25] == 0x20
        {
            parts.day = twoDigits(text, 5)
            parts.month = DateWords.month(text.part(8, 11))
            parts.year = twoDigits(text, 12).flatMap { high in twoDigits(text, 14).map { high * 100 + $0 } }
            clock = 17
        } else {
            return nil
        }
        guard parts.year != nil, parts.month != nil, parts.day != nil, let hour = twoDigits(text, clock),
            text[clock + 2] == 0x3A, let minute = twoDigits(text, clock + 3), text[clock + 5] == 0x3A,
            let second = twoDigits(text, clock + 6), let zone = strictZone(text, clock + 8)
        else { return nil }
        parts.hour = hour
        parts.minute = minute
        parts.second = Double(second)
        parts.zone = zone
        return parts.date
    }

    /// `Z`, ` GMT`, `+09:00` or ` +0900` up to the text's end, in seconds.
    private static func strictZone(_ text: Bytes, _ start: Int) -> Int? {
        if text.count == start + 1, text[start] == 0x5A { return 0 }
        if text.count == start + 4, text.has(" GMT", at: start) { return 0 }
        let sign = text[start] == 0x20 ? start + 1 : start
        guard text.count == start + 6, text[sign] == 0x2B || text[sign] == 0x2D, let hours = twoDigits(text, sign + 1),
            let minutes = twoDigits(text, text.count - 2), sign > start || text[start + 3] == 0x3A, hours < 24,
            minutes < 60
        else { return nil }
        return (text[sign] == 0x2D ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }

    @inline(__always)
    private static func twoDigits(_ text: Bytes, _ index: Int) -> Int? {
        let (value, end) = BoundedNumber.digits(in: text, from: index, longest: 2, upTo: 99)
        return end == index + 2 ? value : nil
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
        guard let year, (1...9999).contains(year), let clock = clockHour, minute < 100, second < 100 else { return nil }
        // A day without its month is a month's name that nobody knows.
        guard month != nil || day == nil || ordinal != nil else { return nil }
        let days: Int
        if let ordinal {
            guard (1...366).contains(ordinal) else { return nil }
            days = Self.days(year: year, month: 1, day: 1) + ordinal - 1
        } else {
            let month = month ?? 1
            let day = day ?? 1
            guard (1...12).contains(month), (1...31).contains(day) else { return nil }
            days = Self.days(year: year, month: month, day: day)
        }
        // Hours beyond 24, minutes and seconds beyond 60 run over into the next day: better than no date.
        let seconds = Double(days * 86_400 + clock * 3_600 + minute * 60 - (zone ?? 0)) + second
        // A zone may carry the first and last days of the calendar out of it.
        guard Self.calendar.contains(seconds) else { return nil }
        return ReadDate(utc: Date(timeIntervalSince1970: seconds), isLocal: zone == nil)
    }

    /// Years 1 to 9999, in seconds since 1970.
    private static let calendar = -62_135_596_800.0..<253_402_300_800.0

    /// The hour since midnight, nil when it is none.
    private var clockHour: Int? {
        let hour = hour ?? 0
        guard let isAfternoon, hour <= 12 else { return hour < 100 ? hour : nil }
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
