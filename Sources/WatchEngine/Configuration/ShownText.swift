/// Texts of a user's file as an error text may show them: short, on one line, nothing that steers a terminal.
enum ShownText {
    /// The most characters that are shown of a text.
    static let length = 80

    /// `text` in double quotes.
    static func quoted(_ text: String) -> String { "\"\(escaped(text, quotes: true))\"" }

    /// `text` without quotes.
    static func plain(_ text: String) -> String { escaped(text, quotes: false) }

    private static func escaped(_ text: String, quotes: Bool) -> String {
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

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
