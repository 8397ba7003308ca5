/// Facts about single Unicode scalars, cheap enough for every scalar of every item.
enum Scalars {
    /// One scalar without case and width. Never changes the number of scalars, so offsets stay those of the text.
    @inline(__always)
    static func fold(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return scalar &- 0x41 < 26 ? scalar | 0x20 : scalar }
        if scalar >= 0xAC00, scalar <= 0xD7A3 { return scalar }
        switch scalar {
        case 0xC0...0xDE where scalar != 0xD7: return scalar + 0x20
        case 0x100...0x137, 0x14A...0x177: return scalar | 1
        case 0x139...0x148, 0x179...0x17E: return scalar & 1 == 1 ? scalar + 1 : scalar
        case 0xFF01...0xFF5E: return fold(scalar - 0xFEE0)
        case 0x2018, 0x2019, 0x2BC, 0x60: return 0x27
        case 0x201C, 0x201D, 0x201F: return 0x22
        case 0x2010, 0x2011: return 0x2D
        case 0xA0, 0x3000, 0x2002...0x200A, 0x09, 0x0A, 0x0D: return 0x20
        case 0x22EF: return 0x2026
        case 0x884C: return 0xD589  // 行, which headlines write for 행
        case 0x30FB, 0x318D, 0x2022, 0xFF65, 0x119E: return 0xB7
        default: return scalar
        }
    }

    static func fold(_ text: String) -> [UInt32] {
        text.unicodeScalars.map { fold($0.value) }
    }

    @inline(__always)
    static func isHangul(_ scalar: UInt32) -> Bool { scalar &- 0xAC00 <= 0xD7A3 - 0xAC00 }

    /// Basic Latin and the accented letters of European names.
    @inline(__always)
    static func isLatinLetter(_ scalar: UInt32) -> Bool {
        (scalar | 0x20) &- 0x61 < 26 || (scalar >= 0xC0 && scalar <= 0x24F && scalar != 0xD7 && scalar != 0xF7)
    }

    @inline(__always)
    static func isUppercase(_ scalar: UInt32) -> Bool {
        isLatinLetter(scalar) && fold(scalar) != scalar
    }

    @inline(__always)
    static func isDigit(_ scalar: UInt32) -> Bool { scalar &- 0x30 < 10 }

    @inline(__always)
    static func isHan(_ scalar: UInt32) -> Bool { scalar >= 0x4E00 && scalar <= 0x9FFF }

    @inline(__always)
    static func isWord(_ scalar: UInt32) -> Bool {
        isHangul(scalar) || isLatinLetter(scalar) || isDigit(scalar) || isHan(scalar)
            || (scalar >= 0x3041 && scalar <= 0x30FA)
    }

    /// The final consonant of a Hangul syllable as its index 0…27; 0 is none (as for other scalars), 4 is ㄴ, 8 is ㄹ.
    @inline(__always)
    static func finalConsonant(_ scalar: UInt32) -> UInt32 { isHangul(scalar) ? (scalar - 0xAC00) % 28 : 0 }
}
