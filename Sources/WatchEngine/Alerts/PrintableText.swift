/// Text from outside, made safe for a line of a log and for a terminal.
public enum PrintableText {
    /// `text` without control characters, escape sequences (ECMA-48 CSI, OSC and the two-byte ones), line and paragraph
    /// separators and bidirectional controls; every run of white space is one space, none at the ends.
    public static func line(_ text: String) -> String {
        if isClean(text) { return text }
        var result = String.UnicodeScalarView()
        var isSpacePending = false
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            if scalar.value == 0x1B {
                skipEscape(&scalars)
            } else if scalar.value == 0x9B {
                skipControlSequence(&scalars)
            } else if isSpace(scalar) {
                isSpacePending = !result.isEmpty
            } else if !isUnsafe(scalar) {
                if isSpacePending { result.append(" ") }
                isSpacePending = false
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// `text` as it is, its line ends too, but what could steer a terminal or reorder it is written as an escape, such as
    /// `\u{1b}`: for messages that show what a user gave.
    public static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isUnsafe($0) && $0 != "\n" }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar), scalar != "\n" {
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whether the bytes are printable ASCII or Hangul, kana and ideographs, with single spaces inside: most titles.
    private static func isClean(_ text: String) -> Bool {
        var previous: UInt8 = 0x20
        for byte in text.utf8 {
            // C2 holds the C1 controls, E1–E2 the separators, U+180E and bidi controls, D8 U+061C, EF U+FEFF, F3 tags.
            if byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE1 || byte == 0xE2
                || byte == 0xE3
                || byte == 0xEF || byte == 0xF3
            {
                return false
            }
            if byte == 0x20, previous == 0x20 { return false }
            previous = byte
        }
        return previous != 0x20
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace
    }

    /// Whether a scalar could break a line, steer a terminal or reorder what is around it: the C0 and C1 controls, line
    /// and paragraph separators, bidirectional controls (also the deprecated U+206A–206F), the Mongolian vowel separator,
    /// the byte order mark, interlinear annotations and tags.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x20, 0x7F..<0xA0: true
        case 0x61C, 0x180E, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F: true
        case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }

    private static func skipEscape(_ scalars: inout String.UnicodeScalarView.Iterator) {
        guard let kind = scalars.next() else { return }
        switch kind {
        case "[":
            skipControlSequence(&scalars)
        case "]", "P", "X", "^", "_":
            skipString(&scalars)
        default:
            break
        }
    }

    /// Parameter and intermediate bytes up to the final one.
    private static func skipControlSequence(_ scalars: inout String.UnicodeScalarView.Iterator) {
        while let next = scalars.next() {
            if !(0x20...0x3F).contains(next.value) { return }
        }
    }

    /// Up to BEL or ESC \; an unfinished string ends with the text.
    private static func skipString(_ scalars: inout String.UnicodeScalarView.Iterator) {
        while let next = scalars.next() {
            if next.value == 0x07 || next.value == 0x9C { return }
            if next.value == 0x1B {
                _ = scalars.next()
                return
            }
        }
    }
}
