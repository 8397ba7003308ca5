/// Reads JSON (RFC 8259) from UTF-8. What a cut document has complete is kept: open arrays and objects end with it.
struct JSONReader {
    struct Fault: Error {
        let offset: Int
        let message: String
    }

    private static let maximumDepth = 128
    /// Values of one document, so that many tiny ones do not take many times its size.
    private static let maximumValues = 1_000_000

    private let text: Bytes
    private let work: WorkMeter
    private var position = 0
    private let textLimit: Int
    private let elementLimit: Int
    private var values = 0
    /// Elements left out of arrays that had more than are kept.
    private(set) var droppedElements = 0
    /// Strings cut because they were longer than is kept.
    private(set) var clippedTexts = 0
    /// Where the document was cut or broken, with what was kept.
    private(set) var fault: Fault?

    /// Keeps the first `elementLimit` elements of each array and `textLimit` bytes of each string.
    init(_ text: Bytes, textLimit: Int, elementLimit: Int, work: WorkMeter = WorkMeter()) {
        self.text = text
        self.work = work
        self.elementLimit = elementLimit
        self.textLimit = textLimit
    }

    /// The document's value; throws when not even its first value can be read.
    mutating func read() throws(Fault) -> JSONValue {
        skipSpace()
        guard position < text.count else { throw Fault(offset: 0, message: "nothing in it") }
        guard let value = readValue(depth: 0) else { throw fault ?? Fault(offset: position, message: "no value") }
        return value
    }

    /// nil when there is no complete value; `fault` then tells why.
    private mutating func readValue(depth: Int) -> JSONValue? {
        skipSpace()
        work.spend(1)
        guard position < text.count else { return fail("the document ends in the middle") }
        guard !work.isOver else { return fail("the reading was stopped") }
        guard depth < Self.maximumDepth else { return fail("nested deeper than \(Self.maximumDepth)") }
        values += 1
        guard values <= Self.maximumValues else { return fail("more than \(Self.maximumValues) values") }
        switch text[position] {
        case 0x7B: return readObject(depth: depth)
        case 0x5B: return readArray(depth: depth)
        case 0x22: return readString().map { .string($0) }
        case 0x74 where take("true"): return .bool(true)
        case 0x66 where take("false"): return .bool(false)
        case 0x6E where take("null"): return .null
        case 0x2D, 0x30...0x39: return readNumber()
        default: return fail("no value where one must be")
        }
    }

    private mutating func readObject(depth: Int) -> JSONValue? {
        position += 1
        var members: [(name: String, value: JSONValue)] = []
        while true {
            skipSpace()
            guard position < text.count else { return partial(.object(members), depth) }
            switch text[position] {
            case 0x7D:
                position += 1
                return .object(members)
            case 0x2C: position += 1
            case 0x22:
                guard let name = readString() else { return partial(.object(members), depth) }
                skipSpace()
                guard position < text.count, text[position] == 0x3A else { return partial(.object(members), depth) }
                position += 1
                guard let value = readValue(depth: depth + 1) else { return partial(.object(members), depth) }
                members.append((name, value))
                if fault != nil { return partial(.object(members), depth) }
            default: return partial(.object(members), depth)
            }
        }
    }

    private mutating func readArray(depth: Int) -> JSONValue? {
        position += 1
        var elements: [JSONValue] = []
        while true {
            skipSpace()
            guard position < text.count else { return partial(.array(elements), depth) }
            switch text[position] {
            case 0x5D:
                position += 1
                return .array(elements)
            case 0x2C: position += 1
            default:
                // An element that was cut is not kept.
                guard let value = readValue(depth: depth + 1), fault == nil else {
                    return partial(.array(elements), depth)
                }
                if elements.count < elementLimit {
                    elements.append(value)
                } else {
                    droppedElements += 1
                }
            }
        }
    }

    /// What was read of a container before the fault.
    private mutating func partial(_ value: JSONValue, _ depth: Int) -> JSONValue? {
        if fault == nil {
            let message =
                position < text.count ? "a comma, colon or bracket is missing" : "the document ends in the middle"
            fault = Fault(offset: position, message: message)
        }
        return value
    }

    private mutating func fail(_ message: String) -> JSONValue? {
        if fault == nil { fault = Fault(offset: position, message: message) }
        return nil
    }

    private mutating func readNumber() -> JSONValue? {
        let start = position
        while position < text.count, Self.isOfNumber(text[position]) { position += 1 }
        work.spend(position - start)
        return .number(text.part(start, min(position, start + 64)).string)
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
        default: false
        }
    }

    private mutating func readString() -> String? {
        position += 1
        let start = position
        defer { work.spend(position - start) }
        guard let end = text[start...].firstIndex(where: { $0 == 0x22 || $0 == 0x5C }) else {
            position = text.count
            _ = fail("a string without an end")
            return nil
        }
        if text[end] == 0x22 {
            position = end + 1
            return clipped(text.part(start, end))
        }
        return readEscapedString(from: start)
    }

    private mutating func readEscapedString(from start: Int) -> String? {
        var result = ByteBuffer(capacity: 256)
        position = start
        while position < text.count {
            let byte = text[position]
            if byte == 0x22 {
                position += 1
                return clipped(result.bytes)
            }
            if byte != 0x5C {
                result.append(byte)
                position += 1
                continue
            }
            guard position + 1 < text.count else { break }
            let escape = text[position + 1]
            position += 2
            switch escape {
            case 0x6E: result.append(0x0A)
            case 0x74: result.append(0x09)
            case 0x72: result.append(0x0D)
            case 0x62: result.append(0x08)
            case 0x66: result.append(0x0C)
            case 0x75: appendUnit(to: &result)
            default: result.append(escape)
            }
        }
        _ = fail("a string without an end")
        return nil
    }

    /// `\uXXXX`, with its partner where it is half of a pair.
    private mutating func appendUnit(to result: inout ByteBuffer) {
        guard let unit = readUnit() else { return }
        if unit & 0xFC00 == 0xD800, text.has("\\u", at: position) {
            let mark = position
            position += 2
            if let low = readUnit(), low & 0xFC00 == 0xDC00 {
                result.append(utf8: 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF))
                return
            }
            position = mark
        }
        result.append(utf8: unit & 0xF800 == 0xD800 ? 0xFFFD : unit)
    }

    private mutating func readUnit() -> UInt32? {
        let (unit, end) = BoundedNumber.digits(
            in: text, from: position, radix: .hexadecimal, longest: 4, upTo: 0xFFFF)
        guard end == position + 4 else { return nil }
        position = end
        return UInt32(unit)
    }

    private mutating func clipped(_ bytes: Bytes) -> String {
        if bytes.count > textLimit { clippedTexts += 1 }
        return bytes.clipped(to: textLimit).string
    }

    private mutating func take(_ word: StaticString) -> Bool {
        guard text.has(word, at: position) else { return false }
        position += word.utf8CodeUnitCount
        return true
    }

    private mutating func skipSpace() {
        let end = text.afterSpace(position)
        work.spend(end - position)
        position = end
    }
}
