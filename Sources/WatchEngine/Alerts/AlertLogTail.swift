/// What the end of an alert log tells: the newest line that is whole, and where it ends.
struct AlertLogTail: Equatable {
    /// How far back a last line is looked for; a line is far shorter, since the parser bounds titles and links.
    static let reach = 1 << 20

    /// The seq of the last whole line; nil where there is none or it is not one of ours.
    var seq: Int64?
    /// The size of the file up to and with its last newline: what is behind it is torn.
    var wholeSize: Int

    /// Reads the tail of a file of `size` bytes through `read(offset, count)`.
    init(size: Int, format: AlertLogConfiguration.Format, read: (Int, Int) throws(LogFileError) -> [UInt8])
        throws(LogFileError)
    {
        let start = max(0, size - Self.reach)
        let bytes = try read(start, size - start)
        guard let lastNewline = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
            self.init(seq: nil, wholeSize: start == 0 ? 0 : size)
            return
        }
        let lineStart = bytes[..<lastNewline].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = String(decoding: bytes[lineStart..<lastNewline], as: UTF8.self)
        self.init(seq: Self.seq(of: line, format: format), wholeSize: start + lastNewline + 1)
    }

    private init(seq: Int64?, wholeSize: Int) {
        self.seq = seq
        self.wholeSize = wholeSize
    }

    /// The seq that a line carries.
    static func seq(of line: String, format: AlertLogConfiguration.Format) -> Int64? {
        let mark = format == .text ? " #" : "\"seq\":"
        var rest = line.utf8[...]
        while !rest.isEmpty, !rest.starts(with: mark.utf8) { rest = rest.dropFirst() }
        guard !rest.isEmpty else { return nil }
        return Int64(String(rest.dropFirst(mark.utf8.count).prefix { (0x30...0x39).contains($0) }) ?? "")
    }
}
