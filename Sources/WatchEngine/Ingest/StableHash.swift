/// A 64-bit hash that is the same in every process and release, since the store keeps its values.
///
/// Murmur3's finaliser (Appleby, public domain) over eight bytes at a time, each step mixed into the last. It keeps
/// apart the items of one feed, where 64 bits leave a collision less likely than one in 10^7 even for a million items;
/// it is no defence against somebody who makes collisions on purpose, and such a feed could only hide its own items.
struct StableHash {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    private mutating func mix(_ word: UInt64) {
        var mixed = (state ^ word) &* 0xFF51_AFD7_ED55_8CCD
        mixed ^= mixed >> 33
        mixed = mixed &* 0xC4CE_B9FE_1A85_EC53
        state = mixed ^ (mixed >> 29)
    }

    /// Adds bytes and their count, so that ("ab", "c") and ("a", "bc") differ.
    mutating func combine(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset + 8 <= bytes.count {
            mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < bytes.count {
            rest = rest << 8 | UInt64(bytes[offset])
            offset += 1
        }
        mix(rest)
        mix(UInt64(bytes.count))
    }

    mutating func combine(_ text: String?) {
        guard var text else {
            mix(.max)
            return
        }
        text.withUTF8 { combine(UnsafeRawBufferPointer($0)) }
    }

    mutating func combine(_ text: Substring) {
        var text = text
        text.withUTF8 { combine(UnsafeRawBufferPointer($0)) }
    }

    mutating func combine(_ number: Int64) {
        mix(UInt64(bitPattern: number))
    }

    var value: UInt64 { state }

    /// The hash of one run of bytes.
    static func of(_ bytes: [UInt8]) -> UInt64 {
        var hash = StableHash()
        bytes.withUnsafeBytes { hash.combine($0) }
        return hash.value
    }
}
