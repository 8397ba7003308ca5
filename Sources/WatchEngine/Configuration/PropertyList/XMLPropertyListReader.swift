/// Reads the XML form of a property list (Apple's PropertyList-1.0 DTD).
///
/// Only what that form needs of XML is read: elements, character and predefined entities, CDATA, comments, processing
/// instructions and a document type without declarations. Nothing outside the file is ever opened.
struct XMLPropertyListReader {
    private var scanner: XMLScanner
    private let file: String
    private let limits: PropertyListReader.Limits
    private var nodeCount = 0

    /// Makes a reader of `text`, which must be valid UTF-8.
    init(_ text: [UInt8], file: String, limits: PropertyListReader.Limits) {
        self.scanner = XMLScanner(text)
        self.file = file
        self.limits = limits
    }

    /// Reads the one value inside `<plist>`; the plist element itself may be missing.
    mutating func read() throws(PropertyListFault) -> PropertyListNode {
        let first = try scanner.nextTag(expecting: "<plist>")
        guard first.name == "plist" else {
            let node = try readValue(first, depth: 0)
            try scanner.expectEnd()
            return node
        }
        guard first.kind != .empty else { throw emptyList(first.line) }
        let inner = try scanner.nextTag(expecting: "a value")
        guard inner.kind != .close else { throw emptyList(inner.line) }
        let node = try readValue(inner, depth: 0)
        let last = try scanner.nextTag(expecting: "</plist>")
        guard last.kind == .close, last.name == "plist" else {
            throw PropertyListFault(
                line: last.line, problem: "has \(last.shown) after its one value",
                mend: "put all values into one <dict>")
        }
        try scanner.expectEnd()
        return node
    }

    private func emptyList(_ line: Int) -> PropertyListFault {
        PropertyListFault(line: line, problem: "has no value in <plist>", mend: "write a <dict>")
    }
}

// MARK: - Values

extension XMLPropertyListReader {
    private mutating func readValue(_ tag: XMLScanner.Tag, depth: Int) throws(PropertyListFault) -> PropertyListNode {
        nodeCount += 1
        guard nodeCount <= limits.nodes else {
            throw PropertyListFault(
                line: tag.line, problem: "has more than \(limits.nodes) values",
                mend: "split it and name the parts in Include")
        }
        guard depth < limits.depth else {
            throw PropertyListFault(
                line: tag.line, problem: "has values more than \(limits.depth) levels deep", mend: "flatten them")
        }
        guard tag.kind != .close else {
            throw PropertyListFault(
                line: tag.line, problem: "has \(tag.shown) where a value was expected", mend: "write a value before it")
        }
        return PropertyListNode(try readContent(tag, depth: depth), file: file, line: tag.line)
    }

    private mutating func readContent(_ tag: XMLScanner.Tag, depth: Int) throws(PropertyListFault)
        -> PropertyListNode.Value
    {
        switch tag.name {
        case "dict": return .dictionary(tag.kind == .empty ? [] : try readEntries(openedAt: tag.line, depth: depth + 1))
        case "array": return .array(tag.kind == .empty ? [] : try readElements(openedAt: tag.line, depth: depth + 1))
        case "string": return .string(try scanner.text(of: tag))
        case "true", "false":
            let text = try scanner.text(of: tag)
            guard XMLScanner.trimmed(text).isEmpty else { throw Self.malformed(tag, text, "write <\(tag.name)/>") }
            return .boolean(tag.name == "true")
        case "integer":
            let text = try scanner.text(of: tag)
            guard let number = Self.integer(text) else { throw Self.malformed(tag, text, "write a whole number") }
            return .integer(number)
        case "real":
            let text = try scanner.text(of: tag)
            guard let number = Double(XMLScanner.trimmed(text)), number.isFinite else {
                throw Self.malformed(tag, text, "write a number such as 1.5")
            }
            return .real(number)
        case "date":
            let text = try scanner.text(of: tag)
            guard let date = PropertyListDate.parse(XMLScanner.trimmed(text)) else {
                throw Self.malformed(tag, text, "write a date such as 2026-11-24T12:00:00Z")
            }
            return .date(date)
        case "data":
            let text = try scanner.text(of: tag)
            guard let bytes = Base64.decode(text) else { throw Self.malformed(tag, text, "write base64") }
            return .data(bytes)
        default:
            throw PropertyListFault(
                line: tag.line, problem: "has the element \(tag.shown), which property lists do not know",
                mend: "write <dict>, <array>, <string>, <integer>, <real>, <true/>, <false/>, <date> or <data>")
        }
    }

    private mutating func readElements(openedAt: Int, depth: Int) throws(PropertyListFault) -> [PropertyListNode] {
        var nodes: [PropertyListNode] = []
        while true {
            let tag = try scanner.nextTag(expecting: "</array> for the <array> of line \(openedAt)")
            if tag.kind == .close, tag.name == "array" { return nodes }
            nodes.append(try readValue(tag, depth: depth))
        }
    }

    private mutating func readEntries(openedAt: Int, depth: Int) throws(PropertyListFault) -> [PropertyListEntry] {
        var entries: [PropertyListEntry] = []
        var lineOfKey: [String: Int] = [:]
        while true {
            let tag = try scanner.nextTag(expecting: "</dict> for the <dict> of line \(openedAt)")
            if tag.kind == .close, tag.name == "dict" { return entries }
            guard tag.name == "key", tag.kind != .close else {
                throw PropertyListFault(
                    line: tag.line, problem: "has \(tag.shown) where a <key> was expected",
                    mend: "write <key>…</key> before it")
            }
            let key = try scanner.text(of: tag)
            let valueTag = try scanner.nextTag(expecting: "the value of \(ShownText.plain(key))")
            guard valueTag.kind != .close, valueTag.name != "key" else {
                throw PropertyListFault(
                    line: valueTag.line, problem: "has no value for the key \(ShownText.plain(key))",
                    mend: "write the value after </key>")
            }
            let node = try readValue(valueTag, depth: depth)
            if let first = lineOfKey[key] {
                throw PropertyListFault(
                    line: tag.line,
                    problem: "has the key \(ShownText.plain(key)) twice in one dictionary (first on line \(first))",
                    mend: "remove one of the two")
            }
            lineOfKey[key] = tag.line
            entries.append(PropertyListEntry(key: key, keyLine: tag.line, node: node))
        }
    }

    private static func integer(_ text: String) -> Int64? {
        let word = XMLScanner.trimmed(text)
        let isNegative = word.hasPrefix("-")
        let digits = isNegative || word.hasPrefix("+") ? word.dropFirst() : word[...]
        guard digits.hasPrefix("0x") || digits.hasPrefix("0X") else { return Int64(word) }
        return Int64((isNegative ? "-" : "") + digits.dropFirst(2), radix: 16)
    }

    private static func malformed(_ tag: XMLScanner.Tag, _ text: String, _ mend: String) -> PropertyListFault {
        PropertyListFault(
            line: tag.line, problem: "has \(ShownText.quoted(text)) in \(tag.shown), which cannot be read", mend: mend)
    }
}
