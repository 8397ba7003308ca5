/// What the end of an alert log tells: the newest line of ours that is whole, and whether the last line is.
///
/// The file is read backwards, line by line, and of each line only its beginning counts, so nothing that a feed wrote
/// into a title is taken for the line's own number. Lines that others appended are passed over.
struct AlertLogTail: Equatable {
    /// What has to be done before a line can be appended.
    enum Mend: Equatable {
        /// The file is empty or ends with a newline.
        case none
        /// Cut the file to this size: a line of ours is torn.
        case cut(to: Int)
        /// End the last line, which is not ours.
        case newline
    }

    /// How far back a line of ours is looked for: many times the longest one.
    static let reach = 8 << 20
    private static let chunk = 64 << 10
    /// Bytes of a line's beginning that hold its number: 26 for the time, 22 for the number, some for JSON's keys.
    private static let headSize = 64

    /// The seq of the last whole line of ours that can be believed; nil where there is none within reach.
    private(set) var seq: Int64?
    /// The newest seq behind that line that is too high to be believed.
    private(set) var unbelieved: Int64?
    /// What the last line needs.
    private(set) var mend = Mend.none

    private let size: Int
    private let highest: Int64
    private var isEndSeen = false

    /// Reads the tail of a file of `size` bytes through `read(offset, count)`.
    ///
    /// - Parameter highest: a line with a greater seq than this is not believed.
    init(size: Int, believingUpTo highest: Int64, read: (Int, Int) throws(LogFileError) -> [UInt8])
        throws(LogFileError)
    {
        self.size = size
        self.highest = highest
        var offset = size
        var behind: ArraySlice<UInt8> = []
        while offset > 0 {
            guard size - offset < Self.reach else {
                if !isEndSeen { mend = .newline }
                return
            }
            let count = min(Self.chunk, offset)
            offset -= count
            let bytes = try read(offset, count) + behind
            for index in stride(from: min(count, bytes.count) - 1, through: 0, by: -1)
            where bytes[index] == UInt8(ascii: "\n") {
                if isLast(lineAt: offset + index + 1, bytes[(index + 1)...].prefix(Self.headSize)) { return }
            }
            behind = bytes.prefix(Self.headSize)
        }
        _ = isLast(lineAt: 0, behind)
    }

    /// Takes a line into account, from the last to the first; whether it is the one that was looked for.
    private mutating func isLast(lineAt start: Int, _ head: ArraySlice<UInt8>) -> Bool {
        guard isEndSeen else {
            isEndSeen = true
            if start < size { mend = Self.mayBeTorn(head.prefix(size - start)) ? .cut(to: start) : .newline }
            return false
        }
        guard let found = Self.seq(of: head) else { return false }
        if found > highest {
            unbelieved = max(unbelieved ?? found, found)
            return false
        }
        seq = found
        return true
    }

    /// The seq that a line of ours begins with, `2026-11-24T21:39:55+09:00 #17 ` or `{"v":1,"seq":17,`; nil for any other.
    static func seq(of line: some Sequence<UInt8>) -> Int64? {
        let shape = LineShape(line)
        return shape.isWhole ? Int64(shape.digits) : nil
    }

    /// Whether an unfinished line can be what is left of one of ours: its beginning, or the zeros that a file system shows
    /// where it lost what was written.
    private static func mayBeTorn(_ head: ArraySlice<UInt8>) -> Bool {
        let text = head.prefix { $0 != 0 }
        return text.isEmpty || LineShape(text).isBeginning
    }
}

/// How far the beginning of a line is like that of an alert's line in either format: a log whose format was changed goes
/// on with the numbers of its other lines.
private struct LineShape {
    /// Everything up to and with what follows the number is there.
    var isWhole = false
    /// All of it that is there is as it must be.
    var isBeginning = false
    /// The number as far as it goes.
    var digits = ""

    private static let time = "dddd-dd-ddTdd:dd:dd"
    private static let shapes = [time + "Z #N ", time + "+dd:dd #N ", time + "-dd:dd #N ", "{\"v\":1,\"seq\":N,"]

    init(_ line: some Sequence<UInt8>) {
        let line = Array(line)
        for shape in Self.shapes where !isBeginning { match(line, shape) }
    }

    private mutating func match(_ line: [UInt8], _ shape: String) {
        var rest = line[...]
        var digits: ArraySlice<UInt8> = []
        for expected in shape.utf8 {
            if expected == UInt8(ascii: "N") {
                digits = rest.prefix { Self.isDigit($0) }
                rest = rest.dropFirst(digits.count)
                if digits.isEmpty, !rest.isEmpty { return }
                continue
            }
            guard let byte = rest.popFirst() else {
                isBeginning = true
                return
            }
            guard expected == UInt8(ascii: "d") ? Self.isDigit(byte) : byte == expected else { return }
        }
        isBeginning = true
        isWhole = true
        self.digits = String(decoding: digits, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte)
    }
}
