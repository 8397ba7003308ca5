public import FoundationEssentials

/// Writes one JSON object or array in a fixed key order (RFC 8259), as lines that people read need it.
///
/// Strings are cleaned by `PrintableText` first, so no line can be broken and no terminal steered.
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

    private mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }
}
