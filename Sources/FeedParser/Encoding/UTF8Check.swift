/// Validity of UTF-8 (RFC 3629) and what it tells of bytes whose encoding is in doubt.
enum UTF8Check {
    /// The number of bytes up to the first that is not UTF-8.
    static func validPrefix(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var position = 0
        while position < count {
            if base[position] < 0x80 {
                position += 1
                while position + 8 <= count,
                    UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                { position += 8 }
                continue
            }
            let length = sequenceLength(base + position, count - position)
            if length == 0 { return position }
            position += length
        }
        return count
    }

    /// The length of the well-formed sequence beyond ASCII at `base`, 0 when there is none.
    @inline(__always)
    static func sequenceLength(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let lead = base[0]
        switch lead {
        case 0xC2...0xDF: return count >= 2 && base[1] & 0xC0 == 0x80 ? 2 : 0
        case 0xE0...0xEF:
            guard count >= 3, base[1] & 0xC0 == 0x80, base[2] & 0xC0 == 0x80 else { return 0 }
            if lead == 0xE0 { return base[1] >= 0xA0 ? 3 : 0 }
            if lead == 0xED { return base[1] < 0xA0 ? 3 : 0 }
            return 3
        case 0xF0...0xF4:
            guard count >= 4, base[1] & 0xC0 == 0x80, base[2] & 0xC0 == 0x80, base[3] & 0xC0 == 0x80 else { return 0 }
            if lead == 0xF0 { return base[1] >= 0x90 ? 4 : 0 }
            if lead == 0xF4 { return base[1] < 0x90 ? 4 : 0 }
            return 4
        default: return 0
        }
    }

    /// The length of the maximal malformed part at `base`.
    static func malformedLength(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let lead = base[0]
        guard lead >= 0xC2, lead <= 0xF4, count > 1 else { return 1 }
        let low: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
        let high: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
        guard base[1] >= low, base[1] <= high else { return 1 }
        if lead < 0xF0 { return 2 }
        return count > 2 && base[2] & 0xC0 == 0x80 ? 3 : 2
    }

    /// What the bytes beyond ASCII look like when read as UTF-8.
    struct Census {
        var twoByte = 0
        var longer = 0
        var malformed = 0
        /// Of the longer ones, those that begin as Hangul syllables do.
        var hangul = 0

        var isASCII: Bool { twoByte + longer + malformed == 0 }
        var wellFormed: Int { twoByte + longer }
    }

    static func census(_ bytes: Bytes) -> Census {
        var result = Census()
        guard let base = bytes.baseAddress else { return result }
        var position = 0
        while position < bytes.count {
            if base[position] < 0x80 {
                position += 1
                continue
            }
            let length = sequenceLength(base + position, bytes.count - position)
            switch length {
            case 0:
                result.malformed += 1
                position += malformedLength(base + position, bytes.count - position)
            case 2:
                result.twoByte += 1
                position += 2
            default:
                result.longer += 1
                if base[position] >= 0xEA, base[position] <= 0xED { result.hangul += 1 }
                position += length
            }
        }
        return result
    }
}
