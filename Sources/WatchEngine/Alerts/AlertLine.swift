/// An alert as the one line that it is in a log, without the newline. The same alert always gives the same line.
///
/// Titles, names, ids and the texts of matches are cut after 1,000 Unicode scalars and addresses after 4,000, with `…` in
/// the place of the rest; lists end after 256 entries or 32 KiB. So no line is longer than 512 KiB.
public enum AlertLine {
    /// The line in the given format.
    public static func line(_ alert: Alert, format: AlertLogConfiguration.Format) -> String {
        switch format {
        case .text: text(alert)
        case .json: json(alert)
        }
    }

    /// `TIME #SEQ [RULES] KIND PERSON (ROLE) FROM → TO | TITLE | FEED | LINK`; `-` stands for what is missing. A bar of
    /// its own inside a part is written `¦`, so that what ` | ` divides is what was joined.
    public static func text(_ alert: Alert) -> String {
        let alert = alert.bounded
        var parts = [InternetTime.text(alert.time, secondsFromUTC: alert.secondsFromUTC), "#\(alert.seq)"]
        switch alert.type {
        case .alert: break
        case .update: parts.append("update")
        case .corroboration: parts.append("also")
        }
        parts.append("[" + alert.rules.map(part).joined(separator: ",") + "]")
        if let move = alert.move { parts.append(text(move)) }
        let source = [alert.title, alert.feedName, alert.link].map { text in
            let line = text.map(part) ?? ""
            return line.isEmpty ? "-" : line
        }
        return ([parts.joined(separator: " ")] + source).joined(separator: " | ")
    }

    /// `KIND PERSON (ROLE) FROM → TO`, leaving out what is not known.
    public static func text(_ move: AlertMove) -> String {
        var parts = [move.kind]
        if let person = move.person { parts.append(part(person.name)) }
        if let role = move.role { parts.append("(" + part(role) + ")") }
        switch (move.from.map(part), move.to.map(part)) {
        case (let from?, let to?): parts.append("\(from) → \(to)")
        case (let from?, nil): parts.append("\(from) →")
        case (nil, let to?): parts.append("→ \(to)")
        case (nil, nil): break
        }
        return parts.joined(separator: " ")
    }

    /// A part of the line: printable, and without a bar that could be taken for one between parts.
    private static func part(_ text: String) -> String {
        let line = PrintableText.line(text)
        guard line.utf8.contains(UInt8(ascii: "|")) else { return line }
        return line.split(separator: " ", omittingEmptySubsequences: false).map { $0 == "|" ? "¦" : $0 }
            .joined(separator: " ")
    }

    /// The JSON object of format version 1. The values of `matches[].text` and `item.id` are exact; titles, names and
    /// addresses are cleaned.
    public static func json(_ alert: Alert) -> String {
        let alert = alert.bounded
        var line = JSONText()
        line.object { line in
            line.key("v")
            line.value(1)
            line.key("seq")
            line.value(alert.seq)
            line.key("type")
            line.value(alert.type.rawValue)
            line.key("time")
            line.value(InternetTime.text(alert.time, secondsFromUTC: alert.secondsFromUTC))
            line.key("story")
            line.value(alert.story)
            line.key("rules")
            line.value(alert.rules)
            line.key("severity")
            line.value(alert.severity)
            line.key("matches")
            line.array { list in
                for match in alert.matches { list.match(match) }
            }
            line.key("move")
            if let move = alert.move { line.move(move) } else { line.value(nil as String?) }
            line.key("feed")
            line.object { feed in
                feed.key("name")
                feed.value(alert.feedName)
                feed.key("url")
                feed.value(alert.feedURL)
            }
            line.key("item")
            line.object { item in
                item.key("id")
                item.exactValue(alert.guid)
                item.key("title")
                item.value(alert.title)
                item.key("link")
                item.value(alert.link)
                item.key("published")
                item.value(alert.published)
            }
        }
        return line.string
    }
}

extension JSONText {
    /// Writes `{"rule","term","field","text","start","end"}`; the text's value is exactly the slice.
    public mutating func match(_ match: AlertMatch) {
        object { object in
            object.key("rule")
            object.value(match.rule)
            object.key("term")
            object.value(match.term)
            object.key("field")
            object.value(match.field)
            object.key("text")
            object.exactValue(match.text)
            object.key("start")
            object.value(Int64(match.start))
            object.key("end")
            object.value(Int64(match.end))
        }
    }

    /// Writes `{"kind","person","role","from","to"}`.
    public mutating func move(_ move: AlertMove) {
        object { object in
            object.key("kind")
            object.value(move.kind)
            object.key("person")
            if let person = move.person {
                object.object { name in
                    name.key("name")
                    name.value(person.name)
                    name.key("aliases")
                    name.value(person.aliases)
                }
            } else {
                object.value(nil as String?)
            }
            object.key("role")
            object.value(move.role)
            object.key("from")
            object.value(move.from)
            object.key("to")
            object.value(move.to)
        }
    }
}
