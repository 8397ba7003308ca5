/// Reads the text form of a property list (OpenStep's, as Core Foundation and GNUstep read it).
///
/// Common slips that leave no doubt about what follows (a missing semicolon or comma, an unquoted Korean word, a key given
/// twice) are kept in `mendedFaults` and reading goes on; other faults end the reading.
struct TextPropertyListReader {
    /// The faults that were read over.
    private(set) var mendedFaults: [PropertyListFault] = []

    /// Where the list under `watchedKey` of the top dictionary stands.
    private(set) var watchedList: TextListSpan?
    /// Where the brace stands that closes the top dictionary; `nil` when it has none.
    private(set) var closingBrace: Int?

    private var scanner: TextScanner
    private let file: String
    private let limits: PropertyListReader.Limits
    private let watchedKey: String?
    private var nodeCount = 0
    private var isAtWatchedValue = false

    /// Makes a reader of `text`, which must be valid UTF-8.
    init(_ text: [UInt8], file: String, limits: PropertyListReader.Limits, watching watchedKey: String? = nil) {
        self.scanner = TextScanner(text)
        self.file = file
        self.limits = limits
        self.watchedKey = watchedKey
    }

    /// Reads the one value of the file: a dictionary with or without its braces, or any other value.
    mutating func read() throws(PropertyListFault) -> PropertyListNode {
        try scanner.skipSpace()
        guard let first = scanner.current else {
            return PropertyListNode(.dictionary([]), file: file, line: 1)
        }
        let node: PropertyListNode
        if Self.opensContainer(first) {
            node = try readValue(depth: 0)
        } else {
            node = try readBareDictionary()
        }
        try scanner.skipSpace()
        if let extra = scanner.current {
            let mend =
                extra == UInt8(ascii: "}") || extra == UInt8(ascii: ")")
                ? "remove it, or look for a bracket that was closed too early"
                : "remove it, or move it inside the braces"
            throw fault("has \(scanner.shown) after its end", mend)
        }
        return node
    }

    private static func opensContainer(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "{") || byte == UInt8(ascii: "(") || byte == ASCII.less
    }
}

/// Where a list stands in a text, in bytes.
struct TextListSpan: Equatable {
    /// Just behind the opening bracket.
    var start: Int
    /// The elements, without the commas between them.
    var elements: [Range<Int>] = []
    /// Just behind the last comma between or after elements.
    var lastComma: Int?
}

// MARK: - Values

extension TextPropertyListReader {
    private mutating func readValue(depth: Int) throws(PropertyListFault) -> PropertyListNode {
        nodeCount += 1
        guard nodeCount <= limits.nodes else {
            throw fault("has more than \(limits.nodes) values", "split it and name the parts in Include")
        }
        let line = scanner.line
        switch scanner.current {
        case UInt8(ascii: "{"):
            try checkDepth(depth)
            scanner.advance()
            let entries = try readEntries(until: UInt8(ascii: "}"), openedAt: line, depth: depth + 1)
            if depth == 0 { closingBrace = scanner.offset - 1 }
            return PropertyListNode(.dictionary(entries), file: file, line: line)
        case UInt8(ascii: "("):
            try checkDepth(depth)
            scanner.advance()
            let isWatched = isAtWatchedValue
            isAtWatchedValue = false
            if isWatched { watchedList = TextListSpan(start: scanner.offset) }
            let nodes = try readElements(openedAt: line, depth: depth + 1, isWatched: isWatched)
            return PropertyListNode(.array(nodes), file: file, line: line)
        case ASCII.less:
            return PropertyListNode(try scanner.readAngleBrackets(), file: file, line: line)
        default:
            return PropertyListNode(.string(try readString(what: "a value")), file: file, line: line)
        }
    }

    private mutating func readString(what: String) throws(PropertyListFault) -> String {
        if let byte = scanner.current, byte == ASCII.quote || byte == ASCII.apostrophe {
            var unknownEscapes: [PropertyListFault] = []
            let text = try scanner.readQuoted(unknownEscapes: &unknownEscapes)
            mendedFaults.append(contentsOf: unknownEscapes)
            return text
        }
        let line = scanner.line
        if let quoted = scanner.readTypographic() {
            mendedFaults.append(
                PropertyListFault(
                    line: line, problem: "has \(ShownText.plain(quoted.shown)), in quotes that are none here",
                    mend: "write \(ShownText.quoted(quoted.text))"))
            return quoted.text
        }
        let word = scanner.readWord()
        guard !word.isEmpty else {
            throw fault("has \(scanner.shown) where \(what) was expected", Self.mend(for: scanner.current, what: what))
        }
        if word.utf8.allSatisfy(TextScanner.isUnquoted) { return word }
        guard !TypographicQuotes.border(word) else {
            throw PropertyListFault(
                line: line, problem: "has \(ShownText.plain(word)), with a quote that is none here",
                mend: "write plain quotes (\") where the text begins and where it ends")
        }
        let shown = ShownText.quoted(word)
        let reason =
            word.utf8.allSatisfy({ $0 < 0x80 }) ? "has characters that need quotes" : "is not ASCII and needs quotes"
        mendedFaults.append(
            PropertyListFault(
                line: line, problem: "has \(ShownText.plain(word)), which \(reason)", mend: "write \(shown)"))
        return word
    }

    private mutating func readElements(
        openedAt: Int, depth: Int, isWatched: Bool
    ) throws(PropertyListFault) -> [PropertyListNode] {
        var nodes: [PropertyListNode] = []
        while true {
            try scanner.skipSpace()
            guard let byte = scanner.current else {
                throw PropertyListFault(
                    line: openedAt, problem: "has a list ( that is never closed", mend: "write ) where the list ends")
            }
            if byte == UInt8(ascii: ")") {
                scanner.advance()
                return nodes
            }
            if byte == UInt8(ascii: ",") {
                throw fault("has a comma where a value was expected", "remove the comma, or write a value before it")
            }
            let start = scanner.offset
            nodes.append(try readValue(depth: depth))
            if isWatched { watchedList?.elements.append(start..<scanner.offset) }
            let endLine = scanner.line
            try scanner.skipSpace()
            switch scanner.current {
            case UInt8(ascii: ","):
                scanner.advance()
                if isWatched { watchedList?.lastComma = scanner.offset }
            case UInt8(ascii: ")"), nil: break
            case UInt8(ascii: ";"):
                mendedFaults.append(
                    PropertyListFault(
                        line: scanner.line, problem: "has a semicolon in a list", mend: "write a comma instead"))
                scanner.advance()
            case UInt8(ascii: "}"), UInt8(ascii: "="):
                throw fault(
                    "has \(scanner.shown) in the list that line \(openedAt) opens", "write ) where the list ends")
            default:
                mendedFaults.append(
                    PropertyListFault(
                        line: endLine, problem: "has no comma after a value of a list", mend: "write a comma after it"))
            }
        }
    }
}

// MARK: - Dictionaries

extension TextPropertyListReader {
    private mutating func readBareDictionary() throws(PropertyListFault) -> PropertyListNode {
        let start = scanner
        let line = scanner.line
        // A lone word or string is a value of its own, as Foundation reads it.
        let text = try readString(what: "a key")
        try scanner.skipSpace()
        if scanner.current == nil { return PropertyListNode(.string(text), file: file, line: line) }
        scanner = start
        mendedFaults = []
        let entries = try readEntries(until: nil, openedAt: line, depth: 1)
        return PropertyListNode(.dictionary(entries), file: file, line: line)
    }

    private mutating func readEntries(
        until end: UInt8?, openedAt: Int, depth: Int
    ) throws(PropertyListFault) -> [PropertyListEntry] {
        var entries: [PropertyListEntry] = []
        var lineOfKey: [String: Int] = [:]
        while true {
            try scanner.skipSpace()
            guard let byte = scanner.current else {
                if end == nil { return entries }
                throw PropertyListFault(
                    line: openedAt, problem: "has a dictionary { that is never closed",
                    mend: "write } where the dictionary ends")
            }
            if byte == end {
                scanner.advance()
                return entries
            }
            if byte == UInt8(ascii: ";") {
                mendedFaults.append(
                    PropertyListFault(line: scanner.line, problem: "has a semicolon too many", mend: "remove it"))
                scanner.advance()
                continue
            }
            let entry = try readEntry(openedAt: openedAt, depth: depth)
            if let first = lineOfKey.updateValue(entry.keyLine ?? 0, forKey: entry.key) {
                lineOfKey[entry.key] = first
                mendedFaults.append(
                    PropertyListFault(
                        line: entry.keyLine,
                        problem:
                            "has the key \(ShownText.plain(entry.key)) twice in one dictionary (first on line \(first))",
                        mend: "remove one of the two"))
                continue
            }
            entries.append(entry)
        }
    }

    private mutating func readEntry(openedAt: Int, depth: Int) throws(PropertyListFault) -> PropertyListEntry {
        let keyLine = scanner.line
        let key = try readString(what: "a key")
        try scanner.skipSpace()
        guard scanner.current == UInt8(ascii: "=") else {
            throw PropertyListFault(
                line: keyLine, problem: "has no = after the key \(ShownText.plain(key))",
                mend: "write \(ShownText.plain(key)) = VALUE;")
        }
        scanner.advance()
        try scanner.skipSpace()
        isAtWatchedValue = depth == 1 && key == watchedKey && scanner.current == UInt8(ascii: "(")
        let node = try readValue(depth: depth)
        let endLine = scanner.line
        try scanner.skipSpace()
        switch scanner.current {
        case UInt8(ascii: ";"): scanner.advance()
        case UInt8(ascii: ","):
            mendedFaults.append(
                PropertyListFault(
                    line: scanner.line, problem: "has a comma after the value of \(ShownText.plain(key))",
                    mend: "write a semicolon instead"))
            scanner.advance()
        case UInt8(ascii: ")"), UInt8(ascii: "="):
            throw fault(
                "has \(scanner.shown) after the value of \(ShownText.plain(key))", "write a semicolon after the value")
        default:
            mendedFaults.append(
                PropertyListFault(
                    line: endLine, problem: "has no semicolon after the value of \(ShownText.plain(key))",
                    mend: "write a semicolon after it"))
        }
        return PropertyListEntry(key: key, keyLine: keyLine, node: node)
    }
}

// MARK: - Faults

extension TextPropertyListReader {
    private func checkDepth(_ depth: Int) throws(PropertyListFault) {
        guard depth < limits.depth else {
            throw fault("has values more than \(limits.depth) levels deep", "flatten them")
        }
    }

    private func fault(_ problem: String, _ mend: String) -> PropertyListFault {
        PropertyListFault(line: scanner.line, problem: problem, mend: mend)
    }

    private static func mend(for byte: UInt8?, what: String) -> String {
        switch byte {
        case nil: "the file ends too early: write \(what)"
        case UInt8(ascii: ";"), UInt8(ascii: "}"), UInt8(ascii: ")"): "write \(what) before it"
        default: "write \(what), in quotes if it has other characters than letters, digits and _ $ / : . -"
        }
    }
}
