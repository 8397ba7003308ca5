/// The words of dates: months, halves of the day and zones.
enum DateWords {
    /// The month an ASCII word names in English or another language of Europe.
    static func month(_ word: Bytes) -> Int? {
        guard word.count >= 3 else { return nil }
        let key = UInt32(asciiLower(word[0])) << 16 | UInt32(asciiLower(word[1])) << 8 | UInt32(asciiLower(word[2]))
        switch key {
        case code("jan"), code("ene"), code("gen"): return 1
        case code("feb"), code("fev"): return 2
        case code("mar"), code("mrt"), code("mrz"): return 3
        case code("apr"), code("abr"), code("avr"): return 4
        case code("may"), code("mai"), code("maj"), code("mei"), code("mag"): return 5
        case code("jun"), code("giu"): return 6
        case code("jul"), code("lug"): return 7
        case code("jui"): return word.count > 3 && asciiLower(word[3]) == 0x6C ? 7 : 6
        case code("aug"), code("ago"), code("aou"): return 8
        case code("sep"), code("set"), code("sze"): return 9
        case code("oct"), code("okt"), code("out"), code("ott"): return 10
        case code("nov"): return 11
        case code("dec"), code("dic"), code("dez"): return 12
        default: return nil
        }
    }

    @inline(__always)
    private static func code(_ name: StaticString) -> UInt32 {
        UInt32(name.utf8Start[0]) << 16 | UInt32(name.utf8Start[1]) << 8 | UInt32(name.utf8Start[2])
    }

    /// The month a word with letters beyond ASCII names.
    static func foreignMonth(_ word: Bytes) -> Int? {
        var lower = ByteBuffer(capacity: 32)
        appendLower(word.part(0, 16), to: &lower)
        return foreignMonthBytes.first { lower.bytes.starts(with: $0.0) }?.1
    }

    /// Appends two-byte characters as Greek, Cyrillic and Latin have them in lower case, other bytes as they are: no text is
    /// made of a word, since a hostile feed holds hundreds of thousands of them.
    private static func appendLower(_ word: Bytes, to output: inout ByteBuffer) {
        var position = 0
        while position < word.count {
            let byte = word[position]
            guard byte >= 0xC3, byte < 0xE0, position + 1 < word.count else {
                output.append(asciiLower(byte))
                position += 1
                continue
            }
            output.append(utf8: lower(UInt32(byte & 0x1F) << 6 | UInt32(word[position + 1] & 0x3F)))
            position += 2
        }
    }

    private static func lower(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0xC0...0xDE where scalar != 0xD7, 0x391...0x3AB, 0x410...0x42F: scalar + 0x20
        case 0x400...0x40F: scalar + 0x50
        case 0x386: 0x3AC
        case 0x388...0x38A: scalar + 0x25
        case 0x38C: 0x3CC
        case 0x38E, 0x38F: scalar + 0x3F
        default: scalar
        }
    }

    private static let foreignMonthBytes = foreignMonths.map { (Array($0.0.utf8), $0.1) }

    private static let foreignMonths: [(String, Int)] = [
        ("jän", 1), ("jänn", 1), ("fév", 2), ("mär", 3), ("már", 3), ("ápr", 4), ("máj", 5), ("jún", 6), ("júl", 7),
        ("aoû", 8), ("déc", 12), ("ιαν", 1), ("φεβ", 2), ("μάρ", 3), ("μαρ", 3), ("απρ", 4), ("μάι", 5), ("μαϊ", 5),
        ("μαι", 5), ("ιούν", 6), ("ιουν", 6), ("ιον", 6), ("ιούλ", 7), ("ιουλ", 7), ("ιολ", 7), ("αύγ", 8), ("αυγ", 8),
        ("σεπ", 9), ("οκτ", 10), ("νοέ", 11), ("νοε", 11), ("δεκ", 12), ("янв", 1), ("фев", 2), ("мар", 3), ("апр", 4),
        ("мая", 5), ("май", 5), ("июн", 6), ("июл", 7), ("авг", 8), ("сен", 9), ("окт", 10), ("ноя", 11), ("дек", 12),
    ]

    /// True for pm, false for am.
    static func isAfternoon(_ word: Bytes) -> Bool? {
        guard word.count == 2, word[1] | 0x20 == 0x6D else { return nil }
        switch word[0] | 0x20 {
        case 0x61: return false
        case 0x70: return true
        default: return nil
        }
    }

    /// 오전 and 오후, 午前 and 午後, 上午 and 下午.
    static func isAfternoonInAsia(_ word: Bytes) -> Bool? {
        if word.has("오후") || word.has("午後") || word.has("下午") { return true }
        if word.has("오전") || word.has("午前") || word.has("上午") { return false }
        return nil
    }

    /// Seconds east of UTC of a zone's abbreviation (RFC 822 and custom).
    static func zone(_ word: Bytes) -> Int? {
        guard word.count <= 5 else { return nil }
        var key: UInt64 = 0
        for byte in word { key = key << 8 | UInt64(asciiLower(byte)) }
        return zones[key]
    }

    /// Seconds east of UTC of the regions Korean and neighbouring sites name.
    static func region(_ name: Bytes) -> Int? {
        if name.hasIgnoringCase("asia/seoul") || name.hasIgnoringCase("asia/tokyo") { return 9 * 3_600 }
        if name.hasIgnoringCase("asia/shanghai") || name.hasIgnoringCase("asia/taipei") { return 8 * 3_600 }
        if name.hasIgnoringCase("etc/utc") || name.hasIgnoringCase("etc/gmt") { return 0 }
        return nil
    }

    private static let zones: [UInt64: Int] = {
        let minutes: [(String, Int)] = [
            ("gmt", 0), ("ut", 0), ("utc", 0), ("wet", 0), ("bst", 60), ("west", 60), ("cet", 60), ("met", 60),
            ("mez", 60), ("cest", 120), ("mest", 120), ("mesz", 120), ("eet", 120), ("sast", 120), ("eest", 180),
            ("msk", 180), ("ist", 330), ("ict", 420), ("wib", 420), ("sgt", 480), ("hkt", 480), ("pht", 480),
            ("awst", 480), ("kst", 540), ("jst", 540), ("kdt", 600), ("acst", 570), ("acdt", 630), ("aest", 600),
            ("aedt", 660), ("nzst", 720), ("nzdt", 780), ("nst", -210), ("ndt", -150), ("ast", -240), ("adt", -180),
            ("brt", -180), ("art", -180), ("est", -300), ("edt", -240), ("et", -300), ("cst", -360), ("cdt", -300),
            ("ct", -360), ("mst", -420), ("mdt", -360), ("mt", -420), ("pst", -480), ("pdt", -420), ("pt", -480),
            ("akst", -540), ("akdt", -480), ("hst", -600),
        ]
        var table: [UInt64: Int] = [:]
        for (name, offset) in minutes {
            table[name.utf8.reduce(0) { $0 << 8 | UInt64($1) }] = offset * 60
        }
        return table
    }()
}
