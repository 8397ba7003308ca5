/// Turns bytes of one encoding into UTF-8. What is no character becomes U+FFFD and costs itself alone.
enum Transcoder {
    /// Appends `bytes`, read as `encoding`, to `output`; how many malformed sequences were replaced, nil when the C
    /// library has no such decoder.
    ///
    /// Breaks off once `work` is over: a text full of faults takes its time.
    static func decode(
        _ bytes: Bytes, as encoding: TextEncoding, to output: inout ByteBuffer, work: WorkMeter
    ) -> Int? {
        if encoding == .utf8 { return decodeUTF8(bytes, to: &output, work: work) }
        guard let decoder = TextDecoder(encoding) else { return nil }
        return decoder.decode(bytes, to: &output, work: work)
    }

    /// Copies UTF-8, with one U+FFFD for each maximal malformed part (Unicode 15, section 3.9, table 3-8); how many.
    static func decodeUTF8(_ bytes: Bytes, to output: inout ByteBuffer, work: WorkMeter) -> Int {
        var faults = 0
        guard let base = bytes.baseAddress else { return 0 }
        var position = 0
        output.reserve(bytes.count)
        while position < bytes.count, !work.isOver {
            let valid = UTF8Check.validPrefix(base + position, bytes.count - position)
            output.append(base + position, valid)
            position += valid
            work.spend(valid + 1)
            guard position < bytes.count else { break }
            faults += 1
            output.append(utf8: 0xFFFD)
            position += UTF8Check.malformedLength(base + position, bytes.count - position)
        }
        return faults
    }
}
