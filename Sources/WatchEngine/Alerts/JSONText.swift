public import FoundationEssentials

/// Writes one JSON object or array in a fixed key order (RFC 8259), as lines that people read need it.
///
/// No string can break the line or steer a terminal: most are cleaned by `PrintableText`, and those whose value must stay
/// exact have what is unsafe written as escapes.
public struct JSONText: Sendable {
    private var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty text.
    public init() {}

    /// What has been written.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes `{`, what `body` writes, `}`.
    public mutating func object(_ body: (inout JSONText) -> Void) {
        enclose("{", "}", body)
    }

    /// Writes `[`, what `body` writes, `]`.
    public mutating func array(_ body: (inout JSONText) -> Void) {
        enclose("[", "]", body)
    }

    /// Writes a member's key; its value must follow.
    public mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a cleaned string, or null.
    public mutating func value(_ text: String?) {
        guard let text else { return literal("null") }
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in PrintableText.line(text).utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Writes a string whose value stays exactly `text`, or null: what `PrintableText` would remove is written as escapes
    /// (RFC 8259, section 7), beyond U+FFFF as a surrogate pair.
    public mutating func exactValue(_ text: String?) {
        guard let text else { return literal("null") }
        separate()
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                bytes.append(UInt8(ascii: "\\"))
            } else if PrintableText.isUnsafe(scalar) {
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { escape(unit) }
                continue
            }
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Writes an integer, or null.
    public mutating func value(_ number: Int64?) {
        literal(number.map(String.init) ?? "null")
    }

    /// Writes true or false.
    public mutating func value(_ flag: Bool) {
        literal(flag ? "true" : "false")
    }

    /// Writes an instant as an RFC 3339 string in UTC, or null.
    public mutating func value(_ date: Date?) {
        value(date.map { InternetTime.text($0) })
    }

    /// Writes an array of strings.
    public mutating func value(_ texts: [String]) {
        array { list in
            for text in texts { list.value(text) }
        }
    }

    private mutating func enclose(_ open: String, _ close: String, _ body: (inout JSONText) -> Void) {
        separate()
        bytes.append(contentsOf: open.utf8)
        needsComma = false
        body(&self)
        bytes.append(contentsOf: close.utf8)
        needsComma = true
    }

    private mutating func escape(_ unit: UInt16) {
        let digits = String(unit, radix: 16)
        bytes.append(contentsOf: "\\u".utf8)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
        bytes.append(contentsOf: digits.utf8)
    }

    private mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }
}
