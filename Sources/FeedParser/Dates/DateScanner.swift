/// Goes through a date's text once and takes each number by what stands around it, each word by its meaning.
struct DateScanner {
    private(set) var parts = DateParts()
    private let text: Bytes
    private var position = 0
    /// Numbers that nothing around them told the meaning of: a day, a year.
    private var loose: (first: Int, second: Int, count: Int) = (0, 0, 0)
    private var looseDigits: (first: Int, second: Int) = (0, 0)
    private var monthIsByName = false

    init(_ text: Bytes) { self.text = text }

    mutating func run() {
        while position < text.count {
            let byte = text[position]
            if isASCIIDigit(byte) {
                takeNumber()
            } else if isASCIILetter(byte) || byte >= 0x80 {
                takeWord()
            } else if byte == 0x2B || byte == 0x2D, parts.hour != nil, parts.zone == nil, digit(position + 1) {
                takeOffset()
            } else {
                position += 1
            }
        }
        settleLooseNumbers()
    }

    // MARK: Numbers

    private mutating func takeNumber() {
        let start = position
        let value = readDigits()
        let digits = position - start
        if digits >= 9, start == 0, takeEpoch(value, digits) { return }
        if start == 0, position == text.count, digits == 5 || digits == 6 {
            takeShortDate(digits)
            return
        }
        if parts.year == nil, digits >= 7, takeCompactDate(start, digits) { return }
        if byte(position) == 0x3A, parts.hour == nil, digits <= 2, digit(position + 1) {
            parts.hour = value
            takeMinutes()
            return
        }
        if let unit = koreanUnit() {
            take(value, as: unit)
            return
        }
        if isBehindT(start), parts.hour == nil, digits == 6 || digits == 4 || digits == 2 {
            takeCompactTime(value, digits)
            return
        }
        if parts.year == nil || parts.month == nil, isDateSeparator(byte(position)), takeNumericDate(value, digits) {
            return
        }
        addLoose(value, digits)
    }

    /// Seconds, or milliseconds, since 1970 when there is nothing else.
    private mutating func takeEpoch(_ value: Int, _ digits: Int) -> Bool {
        guard position == text.count, digits <= 10 || digits == 13 else { return false }
        parts.epoch = digits == 13 ? Double(value) / 1_000 : Double(value)
        return true
    }

    /// YYYYMMDD, YYYYDDD, YYYYMMDDhhmm and YYYYMMDDhhmmss.
    private mutating func takeCompactDate(_ start: Int, _ digits: Int) -> Bool {
        guard digits == 7 || digits == 8 || digits == 12 || digits == 14 else { return false }
        parts.year = number(start, 4)
        if digits == 7 {
            parts.ordinal = number(start + 4, 3)
            return true
        }
        parts.month = number(start + 4, 2)
        parts.day = number(start + 6, 2)
        if digits > 8 {
            parts.hour = number(start + 8, 2)
            parts.minute = number(start + 10, 2)
            parts.second = digits == 14 ? Double(number(start + 12, 2)) : 0
        }
        return true
    }

    /// YYMMDD and YYDDD, when there is nothing else.
    private mutating func takeShortDate(_ digits: Int) {
        parts.year = fullYear(number(0, 2), 2)
        if digits == 5 {
            parts.ordinal = number(2, 3)
        } else {
            parts.month = number(2, 2)
            parts.day = number(4, 2)
        }
    }

    private mutating func takeCompactTime(_ value: Int, _ digits: Int) {
        switch digits {
        case 6:
            parts.hour = value / 10_000
            parts.minute = value / 100 % 100
            parts.second = Double(value % 100) + readFraction()
        case 4:
            parts.hour = value / 100
            parts.minute = value % 100
        default: parts.hour = value
        }
    }

    /// `:mm[:ss[.fff]]` behind an hour.
    private mutating func takeMinutes() {
        position += 1
        parts.minute = readDigits()
        guard byte(position) == 0x3A, digit(position + 1) else { return }
        position += 1
        parts.second = Double(readDigits()) + readFraction()
    }

    private mutating func readFraction() -> Double {
        guard byte(position) == 0x2E || byte(position) == 0x2C || byte(position) == 0x3A, digit(position + 1) else {
            return 0
        }
        position += 1
        var fraction = 0.0
        var scale = 0.1
        while digit(position) {
            fraction += Double(text[position] - 0x30) * scale
            scale /= 10
            position += 1
        }
        return fraction
    }

    /// `first` is the number before a separator: year-month-day, day.month.year or month/day/year by their lengths.
    private mutating func takeNumericDate(_ first: Int, _ firstDigits: Int) -> Bool {
        let start = position
        let separator = text[position]
        skipSeparator(separator)
        guard digit(position) else {
            position = start
            return takeDashedName(first, firstDigits, separator)
        }
        let secondStart = position
        let second = readDigits()
        let secondDigits = position - secondStart
        if secondDigits == 3, firstDigits == 4 || firstDigits == 2 && start == 2 {
            (parts.year, parts.ordinal) = (fullYear(first, firstDigits), second)
            return true
        }
        guard secondDigits <= 2 else {
            position = start
            return false
        }
        let mark = position
        var third: Int?
        var thirdDigits = 0
        if byte(position) == separator {
            skipSeparator(separator)
            if digit(position) {
                let thirdStart = position
                third = readDigits()
                thirdDigits = position - thirdStart
            } else {
                position = mark
            }
        }
        guard let third else {
            guard firstDigits == 4 else { return false }
            (parts.year, parts.month) = (first, second)
            return true
        }
        if firstDigits == 4 || firstDigits == 2 && thirdDigits <= 2 && separator != 0x2F {
            (parts.year, parts.month, parts.day) = (fullYear(first, firstDigits), second, third)
        } else if separator == 0x2F, first <= 12 {
            (parts.year, parts.month, parts.day) = (fullYear(third, thirdDigits), first, second)
        } else {
            (parts.year, parts.month, parts.day) = (fullYear(third, thirdDigits), second, first)
        }
        return true
    }

    /// `26-Jul-2025`, `2025-Jul-26`: the name and the rest are found on their own.
    private mutating func takeDashedName(_ first: Int, _ firstDigits: Int, _ separator: UInt8) -> Bool {
        addLoose(first, firstDigits)
        return true
    }

    private mutating func addLoose(_ value: Int, _ digits: Int) {
        if loose.count == 0 {
            loose.first = value
            looseDigits.first = digits
        } else if loose.count == 1 {
            loose.second = value
            looseDigits.second = digits
        }
        loose.count += 1
    }

    private mutating func settleLooseNumbers() {
        guard loose.count > 0, parts.epoch == nil else { return }
        var year: (value: Int, digits: Int)?
        var day: Int?
        if loose.count == 1 {
            if looseDigits.first >= 3 { year = (loose.first, looseDigits.first) } else { day = loose.first }
        } else if looseDigits.first >= 3 || loose.first > 31 {
            year = (loose.first, looseDigits.first)
            day = loose.second
        } else {
            day = loose.first
            year = (loose.second, looseDigits.second)
        }
        if parts.year == nil, let year { parts.year = fullYear(year.value, year.digits) }
        if parts.day == nil, parts.ordinal == nil { parts.day = day }
    }

    /// RFC 2822, section 4.3: two digits are 1950 to 2049, three are years since 1900.
    private func fullYear(_ value: Int, _ digits: Int) -> Int {
        switch digits {
        case ...2: value < 50 ? value + 2000 : value + 1900
        case 3: value + 1900
        case 4: value
        default: 0
        }
    }

    // MARK: Zones

    /// `+0900`, `+09:00`, `+9` or `-330`.
    private mutating func takeOffset() {
        let sign = text[position] == 0x2D ? -1 : 1
        position += 1
        let start = position
        var hours = readDigits()
        let digits = position - start
        var minutes = 0
        if digits > 2 {
            minutes = hours % 100
            hours = digits > 4 ? hours / 100 % 100 : hours / 100
        } else if byte(position) == 0x3A, digit(position + 1) {
            position += 1
            minutes = readDigits()
            if byte(position) == 0x3A, digit(position + 1) {
                position += 1
                _ = readDigits()
            }
        }
        guard hours <= 26, minutes < 60 else { return }
        parts.zone = sign * (hours * 3_600 + minutes * 60)
    }

    // MARK: Words

    private mutating func takeWord() {
        let start = position
        while position < text.count, isASCIILetter(text[position]) || text[position] >= 0x80 { position += 1 }
        let word = text.part(start, position)
        if word.contains(where: { $0 >= 0x80 }) {
            takeForeignWord(word, from: start)
            return
        }
        if word.count == 1 {
            takeLetter(word[0])
            return
        }
        if word.equalsIgnoringCase("at"), position == text.count, parts.hour != nil, parts.zone == nil {
            // Atlantic time; anywhere else it is the English word.
            parts.zone = -4 * 3_600
        } else if let isAfternoon = DateWords.isAfternoon(word) {
            parts.isAfternoon = isAfternoon
        } else if parts.hour != nil || parts.year != nil, let zone = DateWords.zone(word) {
            takeZone(zone, word)
        } else if let month = DateWords.month(word) {
            takeMonth(month)
        } else if parts.zone == nil, byte(position) == 0x2F, let zone = DateWords.region(text.part(start, text.count)) {
            parts.zone = zone
            position = text.count
        }
    }

    private mutating func takeMonth(_ month: Int) {
        // Of two, the first was a weekday (mar. 5 août).
        guard parts.month == nil || monthIsByName else { return }
        parts.month = month
        monthIsByName = true
    }

    private mutating func takeZone(_ zone: Int, _ word: Bytes) {
        // GMT+9 and the like: the offset counts, and comes next.
        if zone == 0, let sign = byte(position), sign == 0x2B || sign == 0x2D, digit(position + 1), parts.zone == nil {
            takeOffset()
        } else if parts.zone == nil {
            parts.zone = zone
        }
    }

    private mutating func takeLetter(_ letter: UInt8) {
        guard parts.hour != nil, parts.zone == nil else { return }
        switch letter {
        case 0x5A, 0x7A: parts.zone = 0
        case 0x41 where byte(position) == 0x2E, 0x61 where byte(position) == 0x2E: parts.isAfternoon = false
        case 0x50 where byte(position) == 0x2E, 0x70 where byte(position) == 0x2E: parts.isAfternoon = true
        default:
            // RFC 822's military zones, only where nothing follows.
            if position == text.count { parts.zone = Self.militaryZone(letter) }
        }
    }

    /// A to M (without J) lie west of Greenwich, N to Y east, by RFC 822, section 5.1.
    private static func militaryZone(_ letter: UInt8) -> Int? {
        switch letter {
        case 0x41...0x49: -Int(letter - 0x40) * 3_600
        case 0x4B...0x4D: -Int(letter - 0x41) * 3_600
        case 0x4E...0x59: Int(letter - 0x4D) * 3_600
        default: nil
        }
    }

    /// Hangul, Han and accented words.
    private mutating func takeForeignWord(_ word: Bytes, from start: Int) {
        if let isAfternoon = DateWords.isAfternoonInAsia(word) {
            parts.isAfternoon = isAfternoon
            // 오후3시: no space between.
            return
        }
        if let month = DateWords.foreignMonth(word) ?? DateWords.month(word) {
            takeMonth(month)
        } else if parts.zone == nil, word.index(of: "한국") != nil, parts.hour != nil {
            parts.zone = 9 * 3_600
        }
    }

    private enum Unit { case year, month, day, hour, minute, second }

    /// A unit right behind a number, or behind one space: 년 월 일 시 분 초, 年 月 日 時 时 分 秒.
    private mutating func koreanUnit() -> Unit? {
        var start = position
        if byte(start) == 0x20 { start += 1 }
        let rest = text.part(start, start + 3)
        guard rest.count == 3, rest[0] >= 0xE5 else { return nil }
        let unit: Unit
        switch (rest[0], rest[1], rest[2]) {
        case (0xEB, 0x85, 0x84), (0xE5, 0xB9, 0xB4): unit = .year
        case (0xEC, 0x9B, 0x94), (0xE6, 0x9C, 0x88): unit = .month
        case (0xEC, 0x9D, 0xBC), (0xE6, 0x97, 0xA5): unit = .day
        case (0xEC, 0x8B, 0x9C), (0xE6, 0x99, 0x82), (0xE6, 0x97, 0xB6): unit = .hour
        case (0xEB, 0xB6, 0x84), (0xE5, 0x88, 0x86): unit = .minute
        case (0xEC, 0xB4, 0x88), (0xE7, 0xA7, 0x92): unit = .second
        default: return nil
        }
        position = start + 3
        return unit
    }

    private mutating func take(_ value: Int, as unit: Unit) {
        switch unit {
        case .year: parts.year = parts.year ?? (value < 100 ? fullYear(value, 2) : value)
        case .month: parts.month = parts.month ?? value
        case .day: parts.day = parts.day ?? value
        case .hour: parts.hour = parts.hour ?? value
        case .minute: parts.minute = value
        case .second: parts.second = Double(value)
        }
    }

    // MARK: Reading

    private func byte(_ index: Int) -> UInt8? { index < text.count ? text[index] : nil }

    private func digit(_ index: Int) -> Bool { index < text.count && isASCIIDigit(text[index]) }

    private func isBehindT(_ start: Int) -> Bool { start > 0 && text[start - 1] | 0x20 == 0x74 }

    private func isDateSeparator(_ byte: UInt8?) -> Bool { byte == 0x2D || byte == 0x2F || byte == 0x2E }

    /// Over a separator and the space that may follow it (2025. 7. 26.).
    private mutating func skipSeparator(_ separator: UInt8) {
        position += 1
        if separator == 0x2E, byte(position) == 0x20 { position += 1 }
    }

    private mutating func readDigits() -> Int {
        var value = 0
        while digit(position) {
            if value < 1_000_000_000_000_000 { value = value * 10 + Int(text[position] - 0x30) }
            position += 1
        }
        return value
    }

    private func number(_ start: Int, _ length: Int) -> Int {
        text.part(start, start + length).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
