/// Texts of a user's file as an error text may show them: short, on one line, nothing that steers a terminal.
enum ShownText {
    /// The most characters that are shown of a text.
    static let length = 80

    /// `text` in double quotes.
    static func quoted(_ text: String) -> String { "\"\(escaped(text, quotes: true, length: length))\"" }

    /// `text` without quotes.
    static func plain(_ text: String) -> String { escaped(text, quotes: false, length: length) }

    /// The path of a file, whole.
    static func path(_ path: String) -> String { escaped(path, quotes: false, length: .max) }

    private static func escaped(_ text: String, quotes: Bool, length: Int) -> String {
        if text.utf8.count <= length, text.utf8.allSatisfy(isHarmless) { return text }
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == length {
                result += "…"
                break
            }
            count += 1
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\"" where quotes, "\\" where quotes: result += "\\" + String(scalar)
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                    result += "\\U" + hex(scalar.value)
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    /// Whether a byte is printed as it is, within quotes and without.
    private static func isHarmless(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != ASCII.quote && byte != ASCII.backslash
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
