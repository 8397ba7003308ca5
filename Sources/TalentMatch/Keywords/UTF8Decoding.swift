/// Decoding of bytes that should be UTF-8, without reading outside of them.
enum UTF8Decoding {
    /// Stands for a byte that begins no scalar.
    static let replacement: UInt32 = 0xFFFD

    /// The scalar at a position and its length. A byte that begins none is U+FFFD, one byte long.
    static func scalar(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> (scalar: UInt32, length: Int) {
        let first = UInt32(text[position])
        let length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
        guard length > 0, position + length <= text.count else {
            return (replacement, 1)
        }
        var scalar = length == 1 ? first : first & (0x7F >> UInt32(length))
        for offset in 1..<max(length, 1) {
            let byte = text[position + offset]
            guard byte & 0xC0 == 0x80 else {
                return (replacement, 1)
            }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        return scalar < 0x110000 ? (scalar, length) : (replacement, 1)
    }

    /// The place among Hangul syllables of the scalar at a position, or a negative number if it is none.
    @inline(__always)
    static func syllable(_ bytes: UnsafePointer<UInt8>, at position: Int, end: Int) -> Int {
        let word: UInt32
        if position &+ 4 <= end {
            word = UInt32(littleEndian: UnsafeRawPointer(bytes + position).loadUnaligned(as: UInt32.self))
        } else if position &+ 3 == end {
            word =
                UInt32(bytes[position]) | UInt32(bytes[position &+ 1]) << 8 | UInt32(bytes[position &+ 2]) << 16
        } else {
            return -1
        }
        let scalar = (word & 0xF) << 12 | (word & 0x3F00) >> 2 | word >> 16 & 0x3F
        let place = scalar &- HangulSyllable.first
        return word & 0xC0_C0F0 == 0x80_80E0 && place < UInt32(HangulSyllable.count)
            ? Int(truncatingIfNeeded: place) : -1
    }
}
