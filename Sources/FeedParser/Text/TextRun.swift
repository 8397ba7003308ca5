/// Finds how far text goes on without anything that needs a second look, and that it is UTF-8 at the same time.
enum TextRun {
    /// The end of the run from `start`: visible characters, markup's own excepted, and single spaces behind the first.
    ///
    /// What is in the run is well-formed UTF-8. It ends before white space other than a single space, `<`, `&`, control
    /// characters and malformed bytes.
    static func end(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
        guard start < count, base[start] != 0x20 else { return start }
        var position = start
        // A block looks at the two bytes before it: they must be there, and begin no character.
        var canLookBack = start >= 2 && base[start - 1] < 0x80 && base[start - 2] < 0x80
        while position < count {
            if canLookBack {
                while position + blockSize <= count {
                    let common = commonLength(base + position)
                    position += common
                    if common < blockSize { break }
                }
                position = characterStart(base, position)
                if position == count { return position }
            }
            let next = nextCharacter(base, position, start, count)
            if next == position { return position }
            position = next
            canLookBack = canLookBack || position >= start + 2
        }
        return position
    }

    private static let blockSize = 16

    /// Where the character begins that a block's end cut; `position` when it cut none.
    @inline(__always)
    private static func characterStart(_ base: UnsafePointer<UInt8>, _ position: Int) -> Int {
        if base[position - 1] >= 0xC0 { return position - 1 }
        return base[position - 2] >= 0xE0 ? position - 2 : position
    }

    /// Behind the character at `position`, or `position` itself when the run ends there.
    @inline(__always)
    private static func nextCharacter(_ base: UnsafePointer<UInt8>, _ position: Int, _ start: Int, _ count: Int) -> Int
    {
        let byte = base[position]
        if byte < 0x80 {
            if byte > 0x20 { return byte == 0x26 || byte == 0x3C || byte == 0x7F ? position : position + 1 }
            return byte != 0x20 || position == start || base[position - 1] == 0x20 ? position : position + 1
        }
        let length = UTF8Check.sequenceLength(base + position, count - position)
        return byte >= 0xC2 && byte <= 0xE3 && length > 0 && isSpecial(base + position, byte)
            ? position : position + length
    }

    /// How many of the sixteen bytes at `base` are ASCII that ends no run and characters of three bytes from U+4000 on,
    /// in good order with the two bytes before.
    ///
    /// Each condition is arithmetic that leaves its answer in a lane's top bit: comparisons would be loops, and shifts
    /// multiplications.
    @inline(__always)
    private static func commonLength(_ base: UnsafePointer<UInt8>) -> Int {
        typealias Block = SIMD16<UInt8>
        let raw = UnsafeRawPointer(base)
        let here = raw.loadUnaligned(as: Block.self)
        let back1 = (raw - 1).loadUnaligned(as: Block.self)
        let back2 = (raw - 2).loadUnaligned(as: Block.self)
        let seven = here & 0x7F
        // Control characters, DEL, `&`, `<`.
        var bad = (seven &- 0x20) | (seven &+ 1) | ~((seven ^ 0x26) &+ 0x7F) | ~((seven ^ 0x3C) &+ 0x7F)
        // A space behind a space.
        let spaces = (here ^ 0x20) | (back1 ^ 0x20)
        bad = (bad | ~(((spaces & 0x7F) &+ 0x7F) | spaces)) & ~here
        // Leads other than E4 to EF.
        let distance = here &- 0xE4
        let hereLeft = here &+ here
        bad |= here & hereLeft & (distance | (distance &+ 0x74))
        // Continuations just where a lead one or two bytes back wants them.
        let continuations = here & ~hereLeft
        bad |= continuations ^ (leads(back1) | leads(back2))
        // Surrogates: ED before A0 to BF.
        let difference = back1 ^ 0xED
        bad |= ~(((difference & 0x7F) &+ 0x7F) | difference) & (hereLeft &+ hereLeft)
        let halves = unsafeBitCast(bad, to: SIMD2<UInt64>.self)
        let tops = halves & 0x8080_8080_8080_8080
        if tops[0] != 0 { return UInt64(littleEndian: tops[0]).trailingZeroBitCount / 8 }
        return tops[1] == 0 ? blockSize : 8 + UInt64(littleEndian: tops[1]).trailingZeroBitCount / 8
    }

    /// The lanes from E0 on. What is not a common lead among them ended the block before, or belongs to a character
    /// that is over.
    @inline(__always)
    private static func leads(_ block: SIMD16<UInt8>) -> SIMD16<UInt8> {
        let left = block &+ block
        return block & left & (left &+ left)
    }

    /// Whether the well-formed sequence at `base` is white space or a C1 control.
    private static func isSpecial(_ base: UnsafePointer<UInt8>, _ lead: UInt8) -> Bool {
        switch lead {
        case 0xC2: base[1] <= 0xA0
        case 0xE1...0xE3:
            isWideSpace(UInt32(lead & 0x0F) << 12 | UInt32(base[1] & 0x3F) << 6 | UInt32(base[2] & 0x3F))
        default: false
        }
    }
}

/// Unicode's White_Space.
func isWideSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20, 0x09...0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The text of bytes that are known to be UTF-8: they are not looked at again.
    var validString: String { String(copying: UTF8Span(unchecked: span)) }
}
