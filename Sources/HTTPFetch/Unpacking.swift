internal import CZlib

/// Unpacks bodies that libcurl does not: those whose compression nobody declared or was declared once too seldom, those of
/// several gzip members, and those with other bytes behind their end, which libcurl takes for an error.
enum Unpacking {
    enum Fault: Error {
        /// A compressed body whose end is missing or whose bytes or check sum are wrong.
        case damaged
        /// More bytes than the limit, unpacked.
        case tooLarge
    }

    /// gzip within gzip more often than this is left as it is.
    private static let maximumDepth = 3
    private static let pieceSize = 64 << 10

    /// Whether a body starts as a gzip stream (RFC 1952, 2.3.1).
    static func isGzip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x1F, 0x8B, 0x08]) }

    /// What is in `body`: unpacked as often as it is gzip, and once where its header says `deflate` (zlib, RFC 1950, or, as
    /// some servers have it, without zlib's frame) and it can be unpacked so. Anything else comes back as it is.
    ///
    /// - Parameter limit: bytes that each step may come to.
    static func unpacked(_ body: [UInt8], isDeflate: Bool, limit: Int) throws(Fault) -> [UInt8] {
        var body = body
        if isDeflate, !isGzip(body) {
            do {
                body = try inflated(body, windowBits: MAX_WBITS, limit: limit)
            } catch .damaged {
                do {
                    body = try inflated(body, windowBits: -MAX_WBITS, limit: limit)
                } catch .damaged {
                    // The header lies, and the text is plain.
                }
            }
        }
        for _ in 0..<maximumDepth where isGzip(body) {
            body = try inflated(body, windowBits: MAX_WBITS + 16, limit: limit)
        }
        return body
    }

    /// Unpacks one stream, and each further gzip member that follows at once (RFC 1952, 2.2). Other bytes behind the end
    /// are passed over.
    private static func inflated(_ body: [UInt8], windowBits: Int32, limit: Int) throws(Fault) -> [UInt8] {
        var unpacked: [UInt8] = []
        var rest = body[...]
        repeat {
            rest = rest.dropFirst(try inflate(rest, into: &unpacked, windowBits: windowBits, limit: limit))
        } while windowBits > MAX_WBITS && isGzip(rest)
        return unpacked
    }

    /// Unpacks one stream to its end.
    ///
    /// - Returns: how many bytes it took.
    private static func inflate(
        _ input: ArraySlice<UInt8>, into unpacked: inout [UInt8], windowBits: Int32, limit: Int
    ) throws(Fault) -> Int {
        var stream = z_stream()
        guard tw_inflate_init(&stream, windowBits) == Z_OK else { throw .damaged }
        defer { inflateEnd(&stream) }
        var input = Array(input)
        var piece = [UInt8](repeating: 0, count: pieceSize)
        // Both pointers are good while `step` runs, and zlib, which only reads the input, keeps neither beyond its end.
        let outcome = input.withUnsafeMutableBufferPointer { input -> Result<Int, Fault> in
            stream.next_in = input.baseAddress
            stream.avail_in = uInt(clamping: input.count)
            while true {
                let (result, count) = piece.withUnsafeMutableBufferPointer { piece in
                    stream.next_out = piece.baseAddress
                    stream.avail_out = uInt(clamping: piece.count)
                    return (CZlib.inflate(&stream, Z_NO_FLUSH), piece.count - Int(stream.avail_out))
                }
                guard unpacked.count + count <= limit else { return .failure(.tooLarge) }
                unpacked.append(contentsOf: piece[..<count])
                if result == Z_STREAM_END { return .success(input.count - Int(stream.avail_in)) }
                // Without room used or input left, nothing more will come: Z_BUF_ERROR says so, too.
                guard result == Z_OK, count > 0 || stream.avail_in > 0 else { return .failure(.damaged) }
            }
        }
        return try outcome.get()
    }
}
