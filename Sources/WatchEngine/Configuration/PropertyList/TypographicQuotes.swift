/// Quotes that editors and phones write in place of plain ones, which mean nothing in a property list.
enum TypographicQuotes {
    /// By their family: what opens with one of a family closes with one of it.
    private static let families: [Set<Unicode.Scalar>] = [
        [
            "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}", "\u{AB}", "\u{BB}", "\u{FF02}", "\u{301D}", "\u{301E}",
            "\u{301F}",
        ],
        ["\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}", "\u{2039}", "\u{203A}", "\u{FF07}", "`", "\u{B4}"],
        ["\u{300C}", "\u{300D}", "\u{FF62}", "\u{FF63}"], ["\u{300E}", "\u{300F}"],
    ]

    /// The text between the quotes that `line` begins with, and how much of it that is in bytes, with the quotes; nil where
    /// it begins with none, or they are not closed.
    static func text(at line: String) -> (text: String, size: Int)? {
        guard let first = line.unicodeScalars.first, let family = families.first(where: { $0.contains(first) }) else {
            return nil
        }
        let rest = line.unicodeScalars.dropFirst()
        guard let end = rest.firstIndex(where: family.contains), end > rest.startIndex else { return nil }
        let text = String(rest[..<end])
        return (text, line.utf8.distance(from: line.startIndex, to: rest.index(after: end)))
    }

    /// Whether a word begins or ends with such a quote.
    static func border(_ word: String) -> Bool {
        [word.unicodeScalars.first, word.unicodeScalars.last].contains { scalar in
            scalar.map { scalar in families.contains { $0.contains(scalar) } } ?? false
        }
    }
}

extension TextScanner {
    private static let longest = 4096

    /// Reads a text in typographic quotes that end on the same line; nil, and nothing read, where there is none.
    mutating func readTypographic() -> (shown: String, text: String)? {
        guard let byte = current, byte >= 0x80 || byte == UInt8(ascii: "`") else { return nil }
        var ahead = self
        var bytes: [UInt8] = []
        while let byte = ahead.current, byte != ASCII.newline, bytes.count < Self.longest {
            bytes.append(byte)
            ahead.advance()
        }
        let line = String(decoding: bytes, as: UTF8.self)
        guard let found = TypographicQuotes.text(at: line) else { return nil }
        for _ in 0..<found.size { advance() }
        return (String(decoding: bytes.prefix(found.size), as: UTF8.self), found.text)
    }
}
