/// Builds gzip streams (RFC 1952) for answers, without a compressor.
public enum LoopbackGzip {
    /// The bytes as a gzip stream of stored blocks.
    public static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var stream = header
        var start = 0
        repeat {
            let end = min(start + 0xFFFF, bytes.count)
            let length = UInt16(end - start)
            stream.append(end == bytes.count ? 1 : 0)
            stream += littleEndian(length) + littleEndian(~length) + bytes[start..<end]
            start = end
        } while start < bytes.count
        return stream + littleEndian(crc32(bytes)) + littleEndian(UInt32(bytes.count))
    }

    /// A stream that grows about 158 times to at least so many zero bytes. Its check sum is wrong, which nobody who
    /// bounds what he takes gets to see.
    public static func bomb(expandingTo size: Int) -> [UInt8] {
        var stream = header
        var bits: UInt32 = 0
        var count: UInt32 = 0
        func put(_ value: UInt32, _ width: UInt32) {
            bits |= value << count
            count += width
            while count >= 8 {
                stream.append(UInt8(truncatingIfNeeded: bits))
                bits >>= 8
                count -= 8
            }
        }
        put(1, 1)  // last block
        put(1, 2)  // fixed Huffman codes
        put(0b0000_1100, 8)  // literal 0, code 00110000, first bit first
        for _ in 0...(size / 258) {
            put(0b1010_0011, 8)  // length 258, code 11000101
            put(0, 5)  // distance 1
        }
        put(0, 7)  // end of block
        put(0, 7)
        return stream + littleEndian(UInt32(0)) + littleEndian(UInt32(truncatingIfNeeded: size))
    }

    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
