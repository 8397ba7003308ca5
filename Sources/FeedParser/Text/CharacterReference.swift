/// A character reference read by HTML's rules (section 13.2.5.72 and on), at an ampersand.
struct CharacterReference {
    /// 0 stands for a reference to nothing that can be shown.
    let first: UInt32
    let second: UInt32
    /// Bytes from the ampersand to the end of the reference.
    let length: Int

    private init(_ first: UInt32, _ second: UInt32, length: Int) {
        self.first = first
        self.second = second
        self.length = length
    }

    /// Reads the reference that begins at `start`, where `bytes` has an ampersand; nil when it is a mere ampersand.
    init?(in bytes: Bytes, at start: Int) {
        let count = bytes.count
        guard start + 1 < count else { return nil }
        if bytes[start + 1] == 0x23 {
            self.init(numberIn: bytes, at: start)
            return
        }
        var end = start + 1
        let limit = min(count, start + 2 + NamedReferences.longestName)
        while end < limit, isASCIILetter(bytes[end]) || isASCIIDigit(bytes[end]) { end += 1 }
        let name = bytes.part(start + 1, end)
        guard !name.isEmpty else { return nil }
        if end < count, bytes[end] == 0x3B {
            if let common = Self.common(name) {
                self.init(common, 0, length: end + 1 - start)
                return
            }
            if let reference = NamedReferences.shared.find(name) {
                self.init(reference.first, reference.second, length: end + 1 - start)
                return
            }
        }
        guard let (reference, used) = NamedReferences.shared.findLegacyPrefix(of: name) else { return nil }
        self.init(reference.first, reference.second, length: used + 1)
    }

    private init?(numberIn bytes: Bytes, at start: Int) {
        let isHexadecimal = start + 2 < bytes.count && bytes[start + 2] | 0x20 == 0x78
        let digitsStart = isHexadecimal ? start + 3 : start + 2
        let (number, end) = BoundedNumber.digits(
            in: bytes, from: digitsStart, radix: isHexadecimal ? .hexadecimal : .decimal, upTo: 0x110000)
        guard end > digitsStart else { return nil }
        let value = UInt32(number)
        var position = end
        if position < bytes.count, bytes[position] == 0x3B { position += 1 }
        // Half of a pair of UTF-16, as some write what lies beyond its first plane.
        if value & 0xFFFF_FC00 == 0xD800, bytes.has("&#", at: position),
            let (low, length) = Self.lowSurrogate(bytes, at: position)
        {
            self.init(0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF), 0, length: position + length - start)
            return
        }
        self.init(Self.shown(value), 0, length: position - start)
    }

    private static func lowSurrogate(_ bytes: Bytes, at start: Int) -> (UInt32, Int)? {
        let isHexadecimal = start + 2 < bytes.count && bytes[start + 2] | 0x20 == 0x78
        let digitsStart = isHexadecimal ? start + 3 : start + 2
        let (number, position) = BoundedNumber.digits(
            in: bytes, from: digitsStart, radix: isHexadecimal ? .hexadecimal : .decimal, longest: 8, upTo: 0x110000)
        let value = UInt32(number)
        guard value & 0xFFFF_FC00 == 0xDC00, position < bytes.count, bytes[position] == 0x3B else { return nil }
        return (value, position + 1 - start)
    }

    private static func common(_ name: Bytes) -> UInt32? {
        switch name.count {
        case 2 where name[1] == 0x74: name[0] == 0x6C ? 0x3C : name[0] == 0x67 ? 0x3E : nil
        case 3 where name.has("amp"): 0x26
        case 4 where name.has("quot"): 0x22
        case 4 where name.has("nbsp"): 0xA0
        case 4 where name.has("apos"): 0x27
        default: nil
        }
    }

    /// HTML's reading of a number: windows-1252 for the C1 range, U+FFFD for what is no character, 0 for controls.
    static func shown(_ value: UInt32) -> UInt32 {
        switch value {
        case 0, 0xD800...0xDFFF, 0x110000...: 0xFFFD
        case 0x80...0x9F: windows1252High[Int(value - 0x80)]
        case 0x09, 0x0A, 0x0C, 0x0D: value
        case 1..<0x20, 0x7F: 0
        default: value & 0xFFFE == 0xFFFE ? 0 : value
        }
    }

    private static let windows1252High: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]
}
