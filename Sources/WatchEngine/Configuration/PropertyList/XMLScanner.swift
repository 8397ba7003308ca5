/// Moves over the bytes of an XML property list, counting lines, and reads its tags and texts.
struct XMLScanner {
    /// A tag of an element.
    struct Tag: Equatable {
        enum Kind { case open, close, empty }
        var name: String
        var kind: Kind
        var line: Int

        /// The tag, in the words of an error text.
        var shown: String { ShownText.plain(kind == .close ? "</\(name)>" : "<\(name)>") }
    }

    private let text: [UInt8]
    private var index = 0
    private var line = 1

    init(_ text: [UInt8]) {
        self.text = text
    }

    /// Reads to the next tag; between tags only white space, comments, instructions and a document type may stand.
    mutating func nextTag(expecting expected: String) throws(PropertyListFault) -> Tag {
        while try skipMarkupBetweenTags() {}
        guard index < text.count else {
            throw PropertyListFault(
                line: line, problem: "ends where \(expected) was expected", mend: "write \(expected)")
        }
        guard text[index] == ASCII.less else {
            let rest = String(decoding: text[index..<min(text.count, index + 200)], as: UTF8.self)
            let word = rest.prefix { $0 != "<" && !$0.isNewline }.prefix(24)
            throw PropertyListFault(
                line: line, problem: "has the text \(ShownText.quoted(String(word))) outside a value",
                mend: "put it into <string>…</string>")
        }
        return try readTag()
    }

    /// Makes sure that nothing but white space and comments is left.
    mutating func expectEnd() throws(PropertyListFault) {
        while try skipMarkupBetweenTags() {}
        guard index >= text.count else {
            throw PropertyListFault(line: line, problem: "has more after its end", mend: "remove it")
        }
    }

    /// The text up to the end of the element that `tag` opens.
    mutating func text(of tag: Tag) throws(PropertyListFault) -> String {
        if tag.kind == .empty { return "" }
        var bytes: [UInt8] = []
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "&") {
                try readEntity(into: &bytes)
            } else if byte != ASCII.less {
                appendCharacter(to: &bytes)
            } else if starts("<!--") {
                try skip(past: "-->", what: "a comment <!--")
            } else if starts("<![CDATA[") {
                try readCharacterData(into: &bytes)
            } else {
                let end = try readTag()
                guard end.kind == .close, end.name == tag.name else {
                    throw PropertyListFault(
                        line: end.line, problem: "has \(end.shown) inside the \(tag.shown) of line \(tag.line)",
                        mend: "write </\(ShownText.plain(tag.name))> before it")
                }
                return String(decoding: bytes, as: UTF8.self)
            }
        }
        throw PropertyListFault(
            line: tag.line, problem: "has \(tag.shown) that is never closed",
            mend: "write </\(ShownText.plain(tag.name))>")
    }

    /// `text` without white space at its ends.
    static func trimmed(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard let first = bytes.firstIndex(where: { !ASCII.isSpace($0) }),
            let last = bytes.lastIndex(where: { !ASCII.isSpace($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}

// MARK: - Markup

extension XMLScanner {
    private func starts(_ word: String) -> Bool { text[index...].starts(with: word.utf8) }

    private mutating func advance() {
        if text[index] == ASCII.newline { line += 1 }
        index += 1
    }

    /// Steps over one piece that carries no value; says whether there was one.
    private mutating func skipMarkupBetweenTags() throws(PropertyListFault) -> Bool {
        guard index < text.count else { return false }
        if ASCII.isSpace(text[index]) {
            while index < text.count, ASCII.isSpace(text[index]) { advance() }
        } else if starts("<!--") {
            try skip(past: "-->", what: "a comment <!--")
        } else if starts("<?") {
            try skipInstruction()
        } else if starts("<!DOCTYPE") {
            try skipDocumentType()
        } else {
            return false
        }
        return true
    }

    private mutating func skip(past end: String, what: String) throws(PropertyListFault) {
        let start = line
        while index < text.count, !starts(end) { advance() }
        guard index < text.count else {
            throw PropertyListFault(line: start, problem: "has \(what) that is never closed", mend: "write \(end)")
        }
        index += end.utf8.count
    }

    private mutating func skipInstruction() throws(PropertyListFault) {
        let start = index
        let startLine = line
        try skip(past: "?>", what: "an instruction <?")
        let words = String(decoding: text[start..<index], as: UTF8.self)
        guard words.hasPrefix("<?xml "), let name = Self.attribute("encoding", in: words) else { return }
        // UTF-16 files were turned into UTF-8 by their byte order mark.
        guard ["utf-8", "utf8", "us-ascii", "ascii", "utf-16"].contains(name.lowercased()) else {
            throw PropertyListFault(
                line: startLine, problem: "declares the encoding \(ShownText.quoted(name))",
                mend: "save the file as UTF-8 and write encoding=\"UTF-8\"")
        }
    }

    private static func attribute(_ name: String, in words: String) -> String? {
        let pieces = words.split(whereSeparator: { $0 == "\"" || $0 == "'" })
        guard let index = pieces.firstIndex(where: { trimmed(String($0)).hasSuffix("\(name)=") }),
            pieces.indices.contains(index + 1)
        else { return nil }
        return String(pieces[index + 1])
    }

    private mutating func skipDocumentType() throws(PropertyListFault) {
        let start = line
        var quote: UInt8?
        while index < text.count {
            let byte = text[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == ASCII.quote || byte == ASCII.apostrophe {
                quote = byte
            } else if byte == UInt8(ascii: "[") {
                throw PropertyListFault(
                    line: line, problem: "declares entities of its own", mend: "remove the [ … ] from <!DOCTYPE")
            } else if byte == ASCII.greater {
                index += 1
                return
            }
            advance()
        }
        throw PropertyListFault(line: start, problem: "has <!DOCTYPE that is never closed", mend: "write >")
    }

    private mutating func readTag() throws(PropertyListFault) -> Tag {
        let start = line
        index += 1
        let isClose = index < text.count && text[index] == ASCII.slash
        if isClose { index += 1 }
        let begin = index
        while index < text.count, ASCII.isLetter(text[index]) || ASCII.isDigit(text[index]) { index += 1 }
        let name = String(decoding: text[begin..<index], as: UTF8.self)
        guard !name.isEmpty else {
            throw PropertyListFault(
                line: start, problem: "has a < that opens no element", mend: "write &lt; for the character itself")
        }
        var quote: UInt8?
        var isEmpty = false
        while index < text.count {
            let byte = text[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == ASCII.quote || byte == ASCII.apostrophe {
                quote = byte
            } else if byte == ASCII.greater {
                index += 1
                return Tag(name: name, kind: isClose ? .close : isEmpty ? .empty : .open, line: start)
            } else if byte == ASCII.less {
                break
            }
            isEmpty = quote == nil && byte == ASCII.slash
            advance()
        }
        throw PropertyListFault(
            line: start, problem: "has the tag \(ShownText.plain((isClose ? "</" : "<") + name)) without its >",
            mend: "write >")
    }
}

// MARK: - Texts

extension XMLScanner {
    /// Appends the current byte; line ends become newlines, as XML 1.0 section 2.11 asks.
    private mutating func appendCharacter(to bytes: inout [UInt8]) {
        if text[index] == ASCII.carriageReturn {
            bytes.append(ASCII.newline)
            index += 1
            if index < text.count, text[index] == ASCII.newline { advance() }
        } else {
            bytes.append(text[index])
            advance()
        }
    }

    private mutating func readCharacterData(into bytes: inout [UInt8]) throws(PropertyListFault) {
        let start = line
        index += "<![CDATA[".utf8.count
        while index < text.count {
            if starts("]]>") {
                index += 3
                return
            }
            appendCharacter(to: &bytes)
        }
        throw PropertyListFault(line: start, problem: "has <![CDATA[ that is never closed", mend: "write ]]>")
    }

    private mutating func readEntity(into bytes: inout [UInt8]) throws(PropertyListFault) {
        let limit = min(text.count, index + 12)
        guard let end = text[index..<limit].firstIndex(of: UInt8(ascii: ";")) else {
            throw PropertyListFault(
                line: line, problem: "has & without an entity", mend: "write &amp; for the character itself")
        }
        let name = String(decoding: text[(index + 1)..<end], as: UTF8.self)
        switch name {
        case "amp": bytes.append(UInt8(ascii: "&"))
        case "lt": bytes.append(ASCII.less)
        case "gt": bytes.append(ASCII.greater)
        case "quot": bytes.append(ASCII.quote)
        case "apos": bytes.append(ASCII.apostrophe)
        default:
            guard let scalar = Self.characterReference(name) else {
                throw PropertyListFault(
                    line: line, problem: "has the entity \(ShownText.plain("&\(name);")), which is not one",
                    mend: "write &amp; for the character &, or the character that was meant")
            }
            bytes.append(contentsOf: Array(String(scalar).utf8))
        }
        index = end + 1
    }

    private static func characterReference(_ name: String) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let isHex = digits.hasPrefix("x")
        guard let number = UInt32(isHex ? digits.dropFirst() : digits, radix: isHex ? 16 : 10), number > 0 else {
            return nil
        }
        return Unicode.Scalar(number)
    }
}
