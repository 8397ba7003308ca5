public import FoundationEssentials

extension ParsedFeed {
    /// The feed as one line of JSON without a line feed: `{"file": …, "format": …, "title": …, "entries": […]}`.
    ///
    /// Absent values are left out. Dates are RFC 3339 in UTC.
    public func jsonLine(file: String) -> String {
        var writer = JSONLineWriter()
        writer.member("file", file)
        writer.member("format", format.rawValue)
        writer.member("version", version)
        writer.member("encoding", encoding)
        writer.member("title", title)
        writer.member("link", link)
        writer.member("id", id)
        writer.member("author", author)
        writer.member("language", language)
        writer.member("updated", updated)
        writer.member("published", published)
        writer.member("description_text", descriptionText)
        writer.array("entries", items) { $0.write(to: &$1) }
        if !warnings.isEmpty { writer.strings("warnings", warnings.map(\.description)) }
        return writer.finish()
    }
}

extension ParsedItem {
    fileprivate func write(to writer: inout JSONLineWriter) {
        writer.member("title", title)
        writer.member("link", link)
        writer.member("id", guid)
        writer.member("published", published)
        writer.member("updated", updated)
        writer.member("summary_text", summary)
        writer.member("content_text", content)
        writer.member("author", author)
        if !categories.isEmpty { writer.strings("categories", categories) }
        writer.member("enclosure_url", enclosureURL)
        if !summaryLinks.isEmpty { writer.strings("summary_links", summaryLinks) }
        if !contentLinks.isEmpty { writer.strings("content_links", contentLinks) }
    }
}

extension FeedParseError {
    /// The refusal as one line of JSON without a line feed: `{"file": …, "error": …}`.
    public func jsonLine(file: String) -> String { refusalJSONLine(file: file, message: message) }
}

/// The line of a document that could not even be had, in the form of `FeedParseError.jsonLine`.
public func refusalJSONLine(file: String, message: String) -> String {
    var writer = JSONLineWriter()
    writer.member("file", file)
    writer.member("error", message)
    return writer.finish()
}

/// `date` in UTC as RFC 3339 has it, with as many digits of a second as it needs, three at most.
///
/// Years outside 0 to 9999, which the format cannot say, are taken as the nearest it can.
public func rfc3339(_ date: Date) -> String {
    // What is no number is on neither side of a bound.
    let interval = date.timeIntervalSince1970.isNaN ? 0 : date.timeIntervalSince1970
    let bounded = min(max(interval, -62_167_219_200), 253_402_300_799)
    let milliseconds = Int((bounded * 1_000).rounded())
    let seconds = milliseconds >= 0 ? milliseconds / 1_000 : -((-milliseconds + 999) / 1_000)
    let fraction = milliseconds - seconds * 1_000
    let days = seconds >= 0 ? seconds / 86_400 : -((-seconds + 86_399) / 86_400)
    let clock = seconds - days * 86_400
    let (year, month, day) = civilDate(days: days)
    var text = padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + "T"
    text += padded(clock / 3_600, 2) + ":" + padded(clock / 60 % 60, 2) + ":" + padded(clock % 60, 2)
    if fraction > 0 {
        var digits = padded(fraction, 3)
        while digits.hasSuffix("0") { digits.removeLast() }
        text += "." + digits
    }
    return text + "Z"
}

private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// Year, month and day of a number of days since 1970 (Hinnant, "chrono-compatible low-level date algorithms").
private func civilDate(days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}

/// Writes one object as JSON without line feeds.
private struct JSONLineWriter {
    private var text = "{"
    private var needsComma = false

    mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        begin(name)
        append(value)
    }

    mutating func member(_ name: String, _ value: Date?) { member(name, value.map(rfc3339)) }

    mutating func strings(_ name: String, _ values: [String]) {
        begin(name)
        text += "["
        for (index, value) in values.enumerated() {
            if index > 0 { text += "," }
            append(value)
        }
        text += "]"
    }

    mutating func array<Element>(_ name: String, _ values: [Element], _ write: (Element, inout JSONLineWriter) -> Void)
    {
        begin(name)
        text += "["
        for (index, value) in values.enumerated() {
            text += index > 0 ? ",{" : "{"
            needsComma = false
            write(value, &self)
            text += "}"
        }
        text += "]"
        needsComma = true
    }

    mutating func finish() -> String { text + "}" }

    private mutating func begin(_ name: String) {
        if needsComma { text += "," }
        needsComma = true
        append(name)
        text += ":"
    }

    private mutating func append(_ value: String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar.value {
            case 0x22: text += "\\\""
            case 0x5C: text += "\\\\"
            case 0x0A: text += "\\n"
            case 0x0D: text += "\\r"
            case 0x09: text += "\\t"
            case _ where isUnsafe(scalar):
                for unit in UTF16.encode(scalar) ?? .init() { appendEscape(unit) }
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
    private mutating func appendEscape(_ unit: UInt16) {
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }

    /// Whether a scalar could break a line or steer a terminal or the reading direction: controls, line and paragraph
    /// separators, bidirectional controls, the byte order mark, interlinear marks and tags.
    private func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20..<0x7F, 0xAC00...0xD7A3: false
        case ..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default: false
        }
    }
}
