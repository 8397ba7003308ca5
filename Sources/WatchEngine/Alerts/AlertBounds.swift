/// How long the parts of a log line may be, so that a line has a known greatest length whatever a feed gives.
///
/// Texts beyond their bound end in `…`; lists beyond theirs leave out what comes last. A cut depends on the alert alone,
/// so the same alert always gives the same line.
enum AlertBounds {
    /// Unicode scalars of a title, a name, an id, a term or a match's text.
    static let text = 1000
    /// Unicode scalars of a link or a feed's address: longer ones than this are not served by common servers.
    static let address = 4000
    /// Entries of a list: rules, matches, a person's other names.
    static let listCount = 256
    /// UTF-8 bytes of all texts in a list.
    static let listSize = 32 << 10
    /// No line has more UTF-8 bytes. The lists are most of it: an escape is at most six times as long as what it stands
    /// for, and an entry of `matches` has some 100 bytes of its own.
    static let line = 512 << 10

    /// `text`, cleaned and cut; nil stays nil.
    static func clean(_ text: String?, _ limit: Int = AlertBounds.text) -> String? {
        text.map { cut(PrintableText.line($0), limit) }
    }

    /// `text` as it is, but cut.
    static func cut(_ text: String, _ limit: Int = AlertBounds.text) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }

    /// The first entries of `list` that are within the bounds by what `size` says of each.
    static func cut<Entry>(_ list: [Entry], size: (Entry) -> Int) -> [Entry] {
        var room = listSize
        return Array(
            list.prefix(listCount).prefix { entry in
                room -= size(entry)
                return room >= 0
            })
    }

    static func cut(_ list: [String]) -> [String] {
        cut(list.prefix(listCount).map { cut(PrintableText.line($0)) }) { $0.utf8.count }
    }
}

extension Alert {
    /// The alert with every part inside `AlertBounds`.
    var bounded: Alert {
        var alert = self
        alert.title = AlertBounds.clean(title)
        alert.link = AlertBounds.clean(link, AlertBounds.address)
        alert.guid = guid.map { AlertBounds.cut($0) }
        alert.feedName = AlertBounds.cut(PrintableText.line(feedName))
        alert.feedURL = AlertBounds.cut(PrintableText.line(feedURL), AlertBounds.address)
        alert.rules = AlertBounds.cut(rules)
        let matches = matches.prefix(AlertBounds.listCount).map(\.bounded)
        alert.matches = AlertBounds.cut(matches) { match in
            match.rule.utf8.count + match.term.utf8.count + match.text.utf8.count
        }
        alert.moves = moves.prefix(1).map(\.bounded)
        return alert
    }
}

extension AlertMatch {
    fileprivate var bounded: AlertMatch {
        var match = self
        match.rule = AlertBounds.cut(PrintableText.line(rule))
        match.term = AlertBounds.cut(PrintableText.line(term))
        match.text = AlertBounds.cut(text)
        return match
    }
}

extension AlertMove {
    fileprivate var bounded: AlertMove {
        var move = self
        if let person {
            move.person = Person(
                name: AlertBounds.cut(PrintableText.line(person.name)), aliases: AlertBounds.cut(person.aliases))
        }
        move.role = AlertBounds.clean(role)
        move.from = AlertBounds.clean(from)
        move.to = AlertBounds.clean(to)
        return move
    }
}
