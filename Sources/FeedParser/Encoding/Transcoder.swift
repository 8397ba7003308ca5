import CXML2
import Glibc

/// Turns bytes of one encoding into UTF-8. What is no character becomes U+FFFD and costs itself alone.
enum Transcoder {
    struct Outcome {
        /// Malformed sequences replaced.
        var faults = 0
    }

    /// Appends `bytes`, read as `encoding`, to `output`; nil when the C library has no such decoder.
    ///
    /// Breaks off once `work` is over: a text full of faults takes its time.
    static func decode(
        _ bytes: Bytes, as encoding: TextEncoding, to output: inout ByteBuffer, work: WorkMeter
    ) -> Outcome? {
        if encoding == .utf8 { return decodeUTF8(bytes, to: &output, work) }
        guard let converter = tw_iconv_open(encoding.decoder) else { return nil }
        defer { iconv_close(converter) }
        guard var source = bytes.baseAddress else { return Outcome() }
        var left = bytes.count
        var outcome = Outcome()
        while left > 0, !work.isOver {
            let before = left
            output.reserve(left + left / 2 + 64)
            let room = output.room
            var target: UnsafeMutablePointer<UInt8>? = output.base + output.count
            var targetLeft = room
            var cursor: UnsafePointer<UInt8>? = source
            let status = tw_iconv_step(converter, &cursor, &left, &target, &targetLeft)
            output.extend(by: room - targetLeft)
            source = cursor ?? source
            work.spend(before - left + 1)
            guard status == EILSEQ || status == EINVAL else { continue }
            outcome.faults += 1
            output.append(utf8: 0xFFFD)
            if status == EINVAL { break }
            let step = min(malformedLength(source, left, encoding), left)
            source += step
            left -= step
        }
        flush(converter, to: &output)
        return outcome
    }

    private static func flush(_ converter: iconv_t, to output: inout ByteBuffer) {
        output.reserve(64)
        let room = output.room
        var target: UnsafeMutablePointer<UInt8>? = output.base + output.count
        var left = room
        tw_iconv_flush(converter, &target, &left)
        output.extend(by: room - left)
    }

    /// As the Encoding Standard has it: an ASCII byte behind a lead byte is not swallowed, any other is.
    private static func malformedLength(_ source: UnsafePointer<UInt8>, _ left: Int, _ encoding: TextEncoding) -> Int {
        switch encoding.name {
        case "utf-16le", "utf-16be": 2
        case "utf-32le", "utf-32be": 4
        case "euc-kr", "euc-jp", "big5", "gbk", "shift_jis": left > 1 && source[0] >= 0x81 && source[1] >= 0x80 ? 2 : 1
        default: 1
        }
    }

    /// Copies UTF-8, with one U+FFFD for each maximal malformed part (Unicode 15, section 3.9, table 3-8).
    private static func decodeUTF8(_ bytes: Bytes, to output: inout ByteBuffer, _ work: WorkMeter) -> Outcome {
        var outcome = Outcome()
        guard let base = bytes.baseAddress else { return outcome }
        var position = 0
        output.reserve(bytes.count)
        while position < bytes.count, !work.isOver {
            let valid = UTF8Check.validPrefix(base + position, bytes.count - position)
            output.append(base + position, valid)
            position += valid
            work.spend(valid + 1)
            guard position < bytes.count else { break }
            outcome.faults += 1
            output.append(utf8: 0xFFFD)
            position += UTF8Check.malformedLength(base + position, bytes.count - position)
        }
        return outcome
    }
}
