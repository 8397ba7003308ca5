/// Words, zones and the units of Korean, Chinese and Japanese dates.
extension DateScanner {
    /// `+0900`, `+09:00`, `+9` or `-330`.
    mutating func takeOffset() {
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

    mutating func takeWord() {
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

    mutating func takeMonth(_ month: Int) {
        // Of two, the first was a weekday (mar. 5 août).
        guard parts.month == nil || monthIsByName else { return }
        parts.month = month
        monthIsByName = true
    }

    mutating func takeZone(_ zone: Int, _ word: Bytes) {
        // GMT+9 and the like: the offset counts, and comes next.
        if zone == 0, let sign = byte(position), sign == 0x2B || sign == 0x2D, digit(position + 1), parts.zone == nil {
            takeOffset()
        } else if parts.zone == nil {
            parts.zone = zone
        }
    }

    mutating func takeLetter(_ letter: UInt8) {
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
    static func militaryZone(_ letter: UInt8) -> Int? {
        switch letter {
        case 0x41...0x49: -Int(letter - 0x40) * 3_600
        case 0x4B...0x4D: -Int(letter - 0x41) * 3_600
        case 0x4E...0x59: Int(letter - 0x4D) * 3_600
        default: nil
        }
    }

    /// Hangul, Han and accented words.
    mutating func takeForeignWord(_ word: Bytes, from start: Int) {
        if let isAfternoon = DateWords.isAfternoonInAsia(word) {
            parts.isAfternoon = isAfternoon
            isKorean = isKorean || word.has("오")
            // 오후3시: no space between.
            return
        }
        if let month = DateWords.foreignMonth(word) ?? DateWords.month(word) {
            takeMonth(month)
        } else if parts.zone == nil, word.index(of: "한국") != nil, parts.hour != nil {
            parts.zone = 9 * 3_600
        }
    }

    enum Unit { case year, month, day, hour, minute, second }

    /// A unit right behind a number, or behind one space: 년 월 일 시 분 초, 年 月 日 時 时 分 秒.
    mutating func koreanUnit() -> Unit? {
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
        isKorean = isKorean || rest[0] >= 0xEB
        return unit
    }

    mutating func take(_ value: Int, as unit: Unit) {
        switch unit {
        case .year: parts.year = parts.year ?? (value < 100 ? fullYear(value, 2) : value)
        case .month: parts.month = parts.month ?? value
        case .day: parts.day = parts.day ?? value
        case .hour: parts.hour = parts.hour ?? value
        case .minute: parts.minute = value
        case .second: parts.second = Double(value)
        }
    }
}
