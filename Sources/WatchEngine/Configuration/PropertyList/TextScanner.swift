internal import Foundation

/// Moves over the bytes of a text property list, counting lines, and reads its words, strings and data.
struct TextScanner {
    /// The line of the current byte, counted from 1.
    private(set) var line = 1
    private let text: [UInt8]
    private var index = 0

    /// The present place, in bytes from the beginning.
    var offset: Int { index }

    init(_ text: [UInt8]) {
        self.text = text
    }

    /// The byte at the present place; `nil` at the end.
    var current: UInt8? { index < text.count ? text[index] : nil }

    /// The character at the present place, in the words of an error text.
    var shown: String {
        guard index < text.count else { return "its end" }
        let rest = String(decoding: text[index..<min(text.count, index + 64)], as: UTF8.self)
        return ShownText.quoted(String(rest.prefix(1)))
    }

    /// Steps over one byte.
    mutating func advance() {
        if text[index] == ASCII.newline { line += 1 }
        index += 1
    }

    /// Whether a byte may stand in a string without quotes.
    static func isUnquoted(_ byte: UInt8) -> Bool {
        if ASCII.isLetter(byte) || ASCII.isDigit(byte) { return true }
        switch byte {
        case UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            return true
        default: return false
        }
    }

    /// Steps over white space and comments.
    mutating func skipSpace() throws(PropertyListFault) {
        while index < text.count {
            let byte = text[index]
            if ASCII.isSpace(byte) {
                advance()
            } else if byte == ASCII.slash, index + 1 < text.count, text[index + 1] == ASCII.slash {
                while index < text.count, text[index] != ASCII.newline { index += 1 }
            } else if byte == ASCII.slash, index + 1 < text.count, text[index + 1] == ASCII.asterisk {
                try skipBlockComment()
            } else if isAtUnicodeLineEnd {
                index += 3
            } else {
                return
            }
        }
    }

    /// Whether U+2028 or U+2029 stands here, which Core Foundation counts as white space.
    private var isAtUnicodeLineEnd: Bool {
        text[index] == 0xE2 && index + 2 < text.count && text[index + 1] == 0x80
            && (text[index + 2] == 0xA8 || text[index + 2] == 0xA9)
    }

    private mutating func skipBlockComment() throws(PropertyListFault) {
        let start = line
        index += 2
        while index + 1 < text.count {
            if text[index] == ASCII.asterisk, text[index + 1] == ASCII.slash {
                index += 2
                return
            }
            advance()
        }
        throw PropertyListFault(
            line: start, problem: "has a comment /* that is never closed", mend: "write */ where the comment ends")
    }

    /// Reads a run of bytes that cannot be anything but a word: all up to white space or punctuation of the form.
    mutating func readWord() -> String {
        let start = index
        while index < text.count, !Self.endsWord(text[index]), !isAtUnicodeLineEnd { index += 1 }
        return String(decoding: text[start..<index], as: UTF8.self)
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        if ASCII.isSpace(byte) { return true }
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ";"),
            UInt8(ascii: ","), UInt8(ascii: "="), ASCII.less, ASCII.greater, ASCII.quote, ASCII.apostrophe, 0:
            return true
        default: return false
        }
    }
}

// MARK: - Quoted strings

extension TextScanner {
    /// Reads a string in double or single quotes with its escapes.
    mutating func readQuoted(unknownEscapes: inout [PropertyListFault]) throws(PropertyListFault) -> String {
        let start = line
        let quote = text[index]
        index += 1
        var bytes: [UInt8] = []
        while index < text.count {
            let byte = text[index]
            if byte == quote {
                index += 1
                return String(decoding: bytes, as: UTF8.self)
            }
            if byte == ASCII.backslash {
                index += 1
                try readEscape(into: &bytes, unknownEscapes: &unknownEscapes)
            } else {
                bytes.append(byte)
                advance()
            }
        }
        let opened = ShownText.quoted(String(String(decoding: bytes.prefix(120), as: UTF8.self).prefix(24)))
        throw PropertyListFault(
            line: start, problem: "has a string that is never closed (it begins \(opened))",
            mend: "write \(quote == ASCII.quote ? "\"" : "'") where the string ends; inside a string write \\\"")
    }

    private mutating func readEscape(
        into bytes: inout [UInt8], unknownEscapes: inout [PropertyListFault]
    ) throws(PropertyListFault) {
        guard let byte = current else { return }
        switch byte {
        case UInt8(ascii: "a"): bytes.append(0x07)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(ASCII.newline)
        case UInt8(ascii: "r"): bytes.append(ASCII.carriageReturn)
        case UInt8(ascii: "t"): bytes.append(ASCII.tab)
        case UInt8(ascii: "v"): bytes.append(0x0B)
        case ASCII.quote, ASCII.apostrophe, ASCII.backslash, ASCII.newline: bytes.append(byte)
        case UInt8(ascii: "U"):
            try readUnicodeEscape(into: &bytes)
            return
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            readOctalEscape(into: &bytes)
            return
        default:
            let shownEscape = ShownText.plain(
                "\\" + String(decoding: text[index..<min(text.count, index + 8)], as: UTF8.self).prefix(1))
            unknownEscapes.append(
                PropertyListFault(
                    line: line, problem: "has the escape \(shownEscape), which stands for nothing",
                    mend: "write \\\\ for a backslash, \\U and four digits for a character"))
            bytes.append(byte)
        }
        advance()
    }

    /// Up to three octal digits name a byte of the NeXTSTEP character set, as Core Foundation reads them.
    private mutating func readOctalEscape(into bytes: inout [UInt8]) {
        var number: UInt8 = 0
        var digits = 0
        while digits < 3, let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "7") {
            number = number &<< 3 | (byte - UInt8(ascii: "0"))
            index += 1
            digits += 1
        }
        if number < 0x80 {
            bytes.append(number)
        } else {
            bytes.append(contentsOf: (String(bytes: [number], encoding: .nextstep) ?? "\u{FFFD}").utf8)
        }
    }

    /// Up to four hexadecimal digits name a UTF-16 unit; two escapes in a row make a surrogate pair.
    private mutating func readUnicodeEscape(into bytes: inout [UInt8]) throws(PropertyListFault) {
        let first = try readUnit()
        if let scalar = Unicode.Scalar(first) {
            bytes.append(contentsOf: Array(String(scalar).utf8))
            return
        }
        if first < 0xDC00, current == ASCII.backslash, index + 1 < text.count, text[index + 1] == UInt8(ascii: "U") {
            index += 1
            let second = try readUnit()
            let value = 0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) &- 0xDC00)
            if (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(value) {
                bytes.append(contentsOf: Array(String(scalar).utf8))
                return
            }
        }
        throw PropertyListFault(
            line: line, problem: "has half a surrogate pair in a \\U escape",
            mend: "write both halves, or the character itself")
    }

    private mutating func readUnit() throws(PropertyListFault) -> UInt16 {
        index += 1
        var number: UInt16 = 0
        var digits = 0
        while digits < 4, let byte = current, let value = ASCII.hexValue(byte) {
            number = number << 4 | UInt16(value)
            index += 1
            digits += 1
        }
        guard digits > 0 else {
            throw PropertyListFault(
                line: line, problem: "has the escape \\U without digits", mend: "write \\U and four hexadecimal digits")
        }
        return number
    }
}

// MARK: - Data

extension TextScanner {
    /// Reads `<0fbd77 1c>`, and GNUstep's typed values `<*I5>`, `<*R1.5>`, `<*BY>`.
    mutating func readAngleBrackets() throws(PropertyListFault) -> PropertyListNode.Value {
        let start = line
        index += 1
        if current == ASCII.asterisk { return try readTyped(openedAt: start) }
        var bytes: [UInt8] = []
        var high: UInt8?
        while let byte = current, byte != ASCII.greater {
            if let value = ASCII.hexValue(byte) {
                if let upper = high {
                    bytes.append(upper << 4 | value)
                    high = nil
                } else {
                    high = value
                }
            } else if !ASCII.isSpace(byte) {
                throw PropertyListFault(
                    line: line, problem: "has \(shown) in data",
                    mend: "write hexadecimal digits only, and > where the data ends")
            }
            advance()
        }
        guard current == ASCII.greater else { throw unclosed(start) }
        index += 1
        guard high == nil else {
            throw PropertyListFault(
                line: line, problem: "has data with an odd number of digits", mend: "write two digits for each byte")
        }
        return .data(bytes)
    }

    private mutating func readTyped(openedAt start: Int) throws(PropertyListFault) -> PropertyListNode.Value {
        index += 1
        let begin = index
        while let byte = current, byte != ASCII.greater { advance() }
        guard current == ASCII.greater else { throw unclosed(start) }
        let word = String(decoding: text[begin..<index], as: UTF8.self)
        index += 1
        let rest = String(word.dropFirst())
        switch word.first {
        case "I": if let number = Int64(rest) { return .integer(number) }
        case "R": if let number = Double(rest), number.isFinite { return .real(number) }
        case "B": if rest == "Y" || rest == "N" { return .boolean(rest == "Y") }
        default: break
        }
        throw PropertyListFault(
            line: start, problem: "has the typed value \(ShownText.plain("<*\(word)>")), which is not one",
            mend: "write <*I5>, <*R1.5>, <*BY> or <*BN>")
    }

    private func unclosed(_ start: Int) -> PropertyListFault {
        PropertyListFault(line: start, problem: "has data < that is never closed", mend: "write > where the data ends")
    }
}
