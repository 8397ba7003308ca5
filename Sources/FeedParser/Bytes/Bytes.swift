import Glibc

extension UnsafeBufferPointer<UInt8> {
    /// The part from `start` up to `end`, both clamped.
    func part(_ start: Int, _ end: Int) -> Bytes {
        let low = Swift.max(0, Swift.min(start, count))
        let high = Swift.max(low, Swift.min(end, count))
        return Bytes(rebasing: self[low..<high])
    }

    /// The first `limit` bytes, or a few less so as not to end in the middle of a character.
    func clipped(to limit: Int) -> Bytes {
        guard count > limit else { return self }
        var end = limit
        while end > 0, self[end] & 0xC0 == 0x80 { end -= 1 }
        return part(0, end)
    }

    /// Without ASCII white space at both ends.
    var trimmed: Bytes {
        guard let base = baseAddress else { return self }
        var low = 0
        var high = count
        while low < high, base[low] <= 0x20 { low += 1 }
        while high > low, base[high - 1] <= 0x20 { high -= 1 }
        return Bytes(start: base + low, count: high - low)
    }

    /// The place of the first byte at or behind `start` that is no ASCII white space; `count` when there is none.
    func afterSpace(_ start: Int) -> Int {
        var position = start
        while position < count, self[position] <= 0x20 { position += 1 }
        return position
    }

    /// The text, with U+FFFD for what is not UTF-8.
    var string: String { String(decoding: self, as: UTF8.self) }

    /// The place of `byte` at or behind `start`.
    func index(of byte: UInt8, from start: Int = 0) -> Int? {
        guard let base = baseAddress, start < count, let hit = memchr(base + start, Int32(byte), count - start) else {
            return nil
        }
        return base.distance(to: UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)))
    }

    /// The place of `literal` at or behind `start`.
    func index(of literal: StaticString, from start: Int = 0) -> Int? {
        var position = start
        while let hit = index(of: literal.utf8Start[0], from: position) {
            if has(literal, at: hit) { return hit }
            position = hit + 1
        }
        return nil
    }

    /// Whether `literal` stands at `index`, case and all.
    func has(_ literal: StaticString, at index: Int = 0) -> Bool {
        guard let base = baseAddress, index >= 0, index + literal.utf8CodeUnitCount <= count else { return false }
        return memcmp(base + index, literal.utf8Start, literal.utf8CodeUnitCount) == 0
    }

    /// Whether the lower-case `literal` stands at `index` in any ASCII case.
    func hasIgnoringCase(_ literal: StaticString, at index: Int = 0) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard let base = baseAddress, index >= 0, index + length <= count else { return false }
        return (0..<length).allSatisfy { asciiLower(base[index + $0]) == literal.utf8Start[$0] }
    }

    /// Whether this is the lower-case `literal` in any ASCII case.
    func equalsIgnoringCase(_ literal: StaticString) -> Bool {
        count == literal.utf8CodeUnitCount && hasIgnoringCase(literal)
    }

    func equals(_ other: Bytes) -> Bool {
        guard count == other.count, let base = baseAddress, let otherBase = other.baseAddress else {
            return count == other.count
        }
        return memcmp(base, otherBase, count) == 0
    }

    /// Line feeds before `end`.
    func lineFeeds(before end: Int) -> Int {
        var lines = 0
        var position = 0
        while let hit = index(of: 0x0A, from: position), hit < end {
            lines += 1
            position = hit + 1
        }
        return lines
    }
}

@inline(__always)
func asciiLower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

@inline(__always)
func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

@inline(__always)
func isASCIIDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

@inline(__always)
func isASCIISpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

/// The value of a hexadecimal digit.
func hexadecimalValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x37)
    case 0x61...0x66: UInt32(byte - 0x57)
    default: nil
    }
}

extension String {
    /// Runs `body` over the text's UTF-8 bytes.
    func withBytes<Result>(_ body: (Bytes) -> Result) -> Result {
        var copy = self
        return copy.withUTF8(body)
    }
}

/// The bytes of a C string, without its end; the first `limit` of a longer one.
func cString(_ pointer: UnsafePointer<UInt8>, atMost limit: Int = .max) -> Bytes {
    Bytes(start: pointer, count: strnlen(UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self), limit))
}
