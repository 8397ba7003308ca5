import Testing

@testable import FeedParser

/// The blocks of sixteen bytes against a reading byte by byte.
@Suite struct TextRunTests {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        /// SplitMix64 (Steele, Lea and Flood, 2014).
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }

    private static let parts: [[UInt8]] = [
        Array("가나다".utf8), Array("하".utf8), Array("힣 ".utf8), Array("abcdefgh".utf8), [0x20], [0x20, 0x20],
        Array("<".utf8),
        Array("&".utf8), Array("“".utf8), Array("é".utf8), Array("🚀".utf8), Array("\u{3000}".utf8),
        Array("\u{A0}".utf8), [0x0A],
        [0x7F], [0x1F], [0xED, 0xA0, 0x80], [0xED, 0x9F], [0xEA, 0xB0], [0x80], [0xC0, 0xAF], [0xF5],
        [0xEF, 0xBF, 0xBD],
        Array("한글 문장은 이렇게 이어지고 또 이어진다".utf8), Array("\u{85}".utf8), Array("ก".utf8),
    ]

    /// The run's end by the definition.
    private static func expectedEnd(_ bytes: [UInt8], from start: Int) -> Int {
        var position = start
        while position < bytes.count {
            var rest = bytes[position...].prefix(4)
            var scalar: Unicode.Scalar?
            while !rest.isEmpty, scalar == nil {
                if let text = String(validating: rest, as: UTF8.self) { scalar = text.unicodeScalars.first }
                rest.removeLast()
            }
            guard let scalar else { return position }
            switch scalar.value {
            case 0x20 where position > start && bytes[position - 1] != 0x20: break
            case 0...0x20, 0x26, 0x3C, 0x7F...0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
                return position
            default: break
            }
            position += String(scalar).utf8.count
        }
        return position
    }

    @Test(arguments: 0..<40)
    func findsTheEndWhereverItIs(seed: UInt64) {
        var generator = Generator(state: seed)
        for _ in 0..<200 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...24, using: &generator) {
                // Mostly the first parts, so that runs grow long.
                let index = min(
                    Int.random(in: 0..<Self.parts.count, using: &generator), Int.random(in: 0..<90, using: &generator))
                bytes += Self.parts[index]
            }
            let start = Int.random(in: 0..<bytes.count, using: &generator)
            // A run never begins inside a character.
            guard bytes[start] & 0xC0 != 0x80 else { continue }
            bytes.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                let found = TextRun.end(base, start, bytes.count)
                #expect(found == Self.expectedEnd(bytes, from: start), "\(bytes) from \(start)")
            }
        }
    }
}
