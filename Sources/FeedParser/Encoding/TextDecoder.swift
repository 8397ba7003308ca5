import CXML2
import Glibc

/// The C library's decoder of one encoding, open.
struct TextDecoder: ~Copyable {
    private let converter: iconv_t
    private let encoding: TextEncoding

    /// nil when the C library has no such decoder.
    init?(_ encoding: TextEncoding) {
        guard let converter = tw_iconv_open(encoding.decoder) else { return nil }
        self.converter = converter
        self.encoding = encoding
    }

    deinit { iconv_close(converter) }

    /// Appends `bytes` as UTF-8; how many malformed sequences were replaced. Each call begins anew.
    func decode(_ bytes: Bytes, to output: inout ByteBuffer, work: WorkMeter) -> Int {
        guard var source = bytes.baseAddress else { return 0 }
        var left = bytes.count
        var faults = 0
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
            faults += 1
            output.append(utf8: 0xFFFD)
            if status == EINVAL { break }
            let step = min(malformedLength(source, left), left)
            source += step
            left -= step
        }
        flush(to: &output)
        return faults
    }

    private func flush(to output: inout ByteBuffer) {
        output.reserve(64)
        let room = output.room
        var target: UnsafeMutablePointer<UInt8>? = output.base + output.count
        var left = room
        tw_iconv_flush(converter, &target, &left)
        output.extend(by: room - left)
    }

    /// As the Encoding Standard has it: an ASCII byte behind a lead byte is not swallowed, any other is.
    private func malformedLength(_ source: UnsafePointer<UInt8>, _ left: Int) -> Int {
        switch encoding.name {
        case "utf-16le", "utf-16be": 2
        case "utf-32le", "utf-32be": 4
        case "euc-kr", "euc-jp", "big5", "gbk", "shift_jis": left > 1 && source[0] >= 0x81 && source[1] >= 0x80 ? 2 : 1
        default: 1
        }
    }
}
