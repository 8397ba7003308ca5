/// Numbers, by their lengths and what stands between them.
extension DateScanner {
    mutating func takeNumber() {
        let start = position
        let value = readDigits()
        let digits = position - start
        if digits >= 9, start == 0, takeEpoch(value, digits) { return }
        if start == 0, position == text.count, digits == 5 || digits == 6 {
            takeShortDate(digits)
            return
        }
        if start == 1, text[0] == 0x2D, takeTruncatedDate(value, digits) { return }
        if parts.year == nil, digits >= 7, takeCompactDate(start, digits) { return }
        if byte(position) == 0x3A, parts.hour == nil, digits <= 2, digit(position + 1) {
            parts.hour = value
            takeMinutes()
            return
        }
        if let mark = byte(position), mark | 0x20 == 0x68, parts.hour == nil, digits <= 2 {
            // `15h04`
            parts.hour = value
            position += 1
            if digit(position) { parts.minute = readDigits() }
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
    mutating func takeEpoch(_ value: Int, _ digits: Int) -> Bool {
        guard position == text.count, digits <= 10 || digits == 13 else { return false }
        parts.epoch = digits == 13 ? Double(value) / 1_000 : Double(value)
        return true
    }

    /// YYYYMMDD, YYYYDDD, YYYYMMDDhhmm and YYYYMMDDhhmmss.
    mutating func takeCompactDate(_ start: Int, _ digits: Int) -> Bool {
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
    mutating func takeShortDate(_ digits: Int) {
        parts.year = fullYear(number(0, 2), 2)
        if digits == 5 {
            parts.ordinal = number(2, 3)
        } else {
            parts.month = number(2, 2)
            parts.day = number(4, 2)
        }
    }

    /// `-YYMM` and `-YY-MM`, ISO 8601's forms without a century and a day, when there is nothing else.
    mutating func takeTruncatedDate(_ value: Int, _ digits: Int) -> Bool {
        if digits == 4, position == text.count {
            (parts.year, parts.month) = (fullYear(value / 100, 2), value % 100)
            return true
        }
        guard digits == 2, byte(position) == 0x2D, digit(position + 1), position + 3 == text.count else { return false }
        position += 1
        (parts.year, parts.month) = (fullYear(value, 2), readDigits())
        return true
    }

    mutating func takeCompactTime(_ value: Int, _ digits: Int) {
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
    mutating func takeMinutes() {
        position += 1
        parts.minute = readDigits()
        guard byte(position) == 0x3A, digit(position + 1) else { return }
        position += 1
        parts.second = Double(readDigits()) + readFraction()
    }

    mutating func readFraction() -> Double {
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
    mutating func takeNumericDate(_ first: Int, _ firstDigits: Int) -> Bool {
        let start = position
        let separator = text[position]
        skipSeparator(separator)
        guard digit(position) else {
            // `26-Jul-2025`, `2025-Jul-26`: the name and the rest are found on their own.
            position = start
            return false
        }
        let secondStart = position
        let second = readDigits()
        let secondDigits = position - secondStart
        // `2003-012-31`: a zero too many in front of the month.
        let isPaddedMonth = secondDigits == 3 && second <= 12 && byte(position) == separator && digit(position + 1)
        if secondDigits == 3, !isPaddedMonth, firstDigits == 4 || firstDigits == 2 && start == 2 {
            (parts.year, parts.ordinal) = (fullYear(first, firstDigits), second)
            return true
        }
        guard secondDigits <= 2 || isPaddedMonth else {
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

    mutating func addLoose(_ value: Int, _ digits: Int) {
        looseTail = (looseTail.1, looseTail.2, value)
        looseTailDigits = (looseTailDigits.1, looseTailDigits.2, digits)
        if loose.count == 0 {
            loose.first = value
            looseDigits.first = digits
        } else if loose.count == 1 {
            loose.second = value
            looseDigits.second = digits
        }
        loose.count += 1
    }

    mutating func settleLooseNumbers() {
        guard loose.count > 0, parts.epoch == nil else { return }
        if loose.count >= 3, parts.month == nil, parts.year == nil, settleNumericDate() { return }
        var year: (value: Int, digits: Int)?
        var day: Int?
        if loose.count == 1 {
            if looseDigits.first >= 3 { year = (loose.first, looseDigits.first) } else { day = loose.first }
        } else if looseDigits.first > 3 || loose.first > 31 || looseDigits.first == 3 && looseDigits.second < 4 {
            year = (loose.first, looseDigits.first)
            day = loose.second
        } else {
            day = loose.first
            year = (loose.second, looseDigits.second)
        }
        if parts.year == nil, let year { parts.year = fullYear(year.value, year.digits) }
        if parts.day == nil, parts.ordinal == nil { parts.day = day }
    }

    /// The last three numbers as `11 04 2020` or `2020 04 11`, parted by nothing but space.
    private mutating func settleNumericDate() -> Bool {
        if looseTailDigits.2 == 4, looseTailDigits.0 <= 2, looseTailDigits.1 <= 2 {
            (parts.day, parts.month, parts.year) = looseTail
        } else if looseTailDigits.0 == 4, looseTailDigits.1 <= 2, looseTailDigits.2 <= 2 {
            (parts.year, parts.month, parts.day) = looseTail
        } else {
            return false
        }
        return true
    }

    /// RFC 2822, section 4.3: two digits are 1950 to 2049, three are years since 1900.
    func fullYear(_ value: Int, _ digits: Int) -> Int {
        switch digits {
        case ...2: value < 50 ? value + 2000 : value + 1900
        case 3: value + 1900
        case 4: value
        default: 0
        }
    }
}
