/// Writes feeds into a configuration file and takes them out, and leaves every other byte of it as it is.
///
/// Only the text form can be edited so; comments and layout of the other forms would be lost. Pure: bytes in, bytes out.
public enum FeedListEditor {
    /// A feed to write.
    public struct Entry: Sendable, Equatable {
        /// The feed's name.
        public var name: String
        /// Its URL.
        public var url: String
        /// Its language, such as `ko`.
        public var language: String?

        /// Makes an entry.
        public init(name: String, url: String, language: String? = nil) {
            self.name = name
            self.url = url
            self.language = language
        }
    }

    /// Why a file cannot be edited.
    public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        /// The reason, as the rest of a sentence that begins with the file.
        public var description: String
    }

    /// `file` with `entries` at the end of its `Feeds`; an empty file gets a `Feeds` of its own.
    ///
    /// Nothing is checked against other feeds; the caller loads the result before it replaces the file.
    public static func adding(_ entries: [Entry], to file: [UInt8]) throws(Refusal) -> [UInt8] {
        guard !entries.isEmpty else { return file }
        var document = try FeedDocument(file)
        document.add(entries.map(\.text))
        return try document.result(names: document.names + entries.map(\.name))
    }

    /// `file` without the feed called `name`; `nil` when it has none of that name.
    public static func removing(name: String, from file: [UInt8]) throws(Refusal) -> [UInt8]? {
        var document = try FeedDocument(file)
        guard let index = document.names.firstIndex(of: name) else { return nil }
        document.remove(at: index)
        var names = document.names
        names.remove(at: index)
        return try document.result(names: names)
    }
}

extension FeedListEditor.Entry {
    /// The entry as a dictionary in the text form.
    fileprivate var text: String {
        let language = language.map { " Language = \(TextPropertyListWriter.string($0));" } ?? ""
        return
            "{ Name = \(TextPropertyListWriter.quoted(name)); URL = \(TextPropertyListWriter.quoted(url));\(language) }"
    }
}

/// Writes strings in the text form of a property list.
enum TextPropertyListWriter {
    /// `text` without quotes where it needs none.
    static func string(_ text: String) -> String {
        let isWord = !text.isEmpty && text.utf8.allSatisfy(TextScanner.isUnquoted) && !text.hasPrefix("//")
        return isWord ? text : quoted(text)
    }

    /// `text` in quotes; control characters are escaped.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                result += "\\U00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// A file whose `Feeds` is being edited.
private struct FeedDocument {
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let defaultIndent = "        "

    /// The names of the feeds in the order of the list; empty for those without one.
    let names: [String]

    private var text: [UInt8]
    private let hasMark: Bool
    /// How the lines of the file end; what is written into it ends so too.
    private let lineEnd: String
    private let span: TextListSpan?
    private let closingBrace: Int?

    init(_ file: [UInt8]) throws(FeedListEditor.Refusal) {
        hasMark = file.starts(with: Self.mark)
        text = hasMark ? Array(file[Self.mark.count...]) : file
        let firstEnd = text.firstIndex(of: ASCII.newline) ?? 0
        lineEnd = firstEnd > 0 && text[firstEnd - 1] == ASCII.carriageReturn ? "\r\n" : "\n"
        (names, span, closingBrace) = try Self.read(text)
    }

    private static func read(
        _ text: [UInt8]
    ) throws(FeedListEditor.Refusal) -> (names: [String], span: TextListSpan?, closingBrace: Int?) {
        guard PropertyListReader.isText(text) else {
            throw FeedListEditor.Refusal(
                description: "is not in the text form in UTF-8, the only one that can be edited")
        }
        var reader = TextPropertyListReader(text, file: "", limits: .standard, watching: TopKey.feeds.rawValue)
        let node: PropertyListNode
        do {
            node = try reader.read()
        } catch {
            throw FeedListEditor.Refusal(description: error.problem)
        }
        if let fault = reader.mendedFaults.first { throw FeedListEditor.Refusal(description: fault.problem) }
        guard case .dictionary = node.value else {
            throw FeedListEditor.Refusal(description: "is not a dictionary of settings")
        }
        guard let list = node[TopKey.feeds.rawValue] else { return ([], nil, reader.closingBrace) }
        guard case .array(let elements) = list.value, let span = reader.watchedList else {
            throw FeedListEditor.Refusal(description: "has a Feeds that is not a list")
        }
        let names = elements.map { element in
            if case .string(let name) = element[FeedKey.name.rawValue]?.value { XMLScanner.trimmed(name) } else { "" }
        }
        return (names, span, reader.closingBrace)
    }

    /// The edited file, after a look at whether it says what it should.
    func result(names expected: [String]) throws(FeedListEditor.Refusal) -> [UInt8] {
        guard try Self.read(text).names == expected.map(XMLScanner.trimmed) else {
            throw FeedListEditor.Refusal(description: "cannot be edited safely; edit it by hand")
        }
        return hasMark ? Self.mark + text : text
    }
}

// MARK: - Edits

extension FeedDocument {
    mutating func add(_ entries: [String]) {
        guard let span else {
            addList(entries)
            return
        }
        guard let last = span.elements.last else {
            let lines = entries.map { "\n" + Self.defaultIndent + $0 + "," }.joined()
            insert(lines + "\n    ", at: span.start)
            return
        }
        let lines = entries.map { "\n" + indent(of: last) + $0 + "," }.joined()
        if let comma = span.lastComma, comma > last.upperBound {
            insert(lines, at: endOfLineIfBlank(from: comma) ?? comma)
        } else {
            insert(lines, at: endOfLineIfBlank(from: last.upperBound) ?? last.upperBound)
            insert(",", at: last.upperBound)
        }
    }

    /// Writes a `Feeds` into a file that has none.
    private mutating func addList(_ entries: [String]) {
        let list = "Feeds = (\n" + entries.map { Self.defaultIndent + $0 + ",\n" }.joined() + "    );\n"
        if let closingBrace {
            let start = text[..<closingBrace].lastIndex { $0 != 0x20 && $0 != ASCII.tab }
            let isOwnLine = start.map { text[$0] == ASCII.newline } ?? false
            insert(
                isOwnLine ? "    " + list : "\n    " + list, at: isOwnLine ? start.map { $0 + 1 } ?? 0 : closingBrace)
        } else if text.allSatisfy(ASCII.isSpace) {
            text = Array("{\n    \(list)}\n".utf8)
        } else {
            insert((text.last == ASCII.newline ? "" : "\n") + list, at: text.count)
        }
    }

    mutating func remove(at index: Int) {
        guard let span else { return }
        let element = span.elements[index]
        var end = element.upperBound
        // The comma behind the element goes with it; comments may stand before that comma.
        let next = index + 1 < span.elements.count ? span.elements[index + 1].lowerBound : nil
        if let comma = commaEnd(after: end, before: next ?? span.lastComma ?? end) { end = comma }
        let start = element.lowerBound
        let lineStart = (text[..<start].lastIndex(of: ASCII.newline) ?? -1) + 1
        let isFirstOnLine = text[lineStart..<start].allSatisfy { $0 == 0x20 || $0 == ASCII.tab }
        if isFirstOnLine, let lineEnd = endOfLineIfBlank(from: end) {
            let next = text[lineEnd...].firstIndex(of: ASCII.newline).map { $0 + 1 } ?? text.count
            text.removeSubrange(lineStart..<next)
        } else {
            while end < text.count, text[end] == 0x20 { end += 1 }
            text.removeSubrange(start..<end)
        }
    }

    private func commaEnd(after start: Int, before limit: Int) -> Int? {
        var scanner = TextScanner(Array(text[start..<max(start, limit)]))
        // What lies between two elements was read before, so it is white space, comments and a comma.
        guard (try? scanner.skipSpace()) != nil, scanner.current == UInt8(ascii: ",") else { return nil }
        return start + scanner.offset + 1
    }

    /// The end of the line, before what ends it, when nothing but white space and a `//` comment stands before that.
    private func endOfLineIfBlank(from place: Int) -> Int? {
        var end = text[place...].firstIndex(of: ASCII.newline) ?? text.count
        if end > place, end < text.count, text[end - 1] == ASCII.carriageReturn { end -= 1 }
        let rest = text[place..<end].drop { $0 == 0x20 || $0 == ASCII.tab || $0 == ASCII.carriageReturn }
        return rest.isEmpty || rest.starts(with: "//".utf8) ? end : nil
    }

    /// The white space before an element that begins its line.
    private func indent(of element: Range<Int>) -> String {
        let lineStart = (text[..<element.lowerBound].lastIndex(of: ASCII.newline) ?? -1) + 1
        let before = text[lineStart..<element.lowerBound]
        guard before.allSatisfy({ $0 == 0x20 || $0 == ASCII.tab }) else { return Self.defaultIndent }
        return String(decoding: before, as: UTF8.self)
    }

    private mutating func insert(_ words: String, at place: Int) {
        text.insert(contentsOf: words.replacing("\n", with: lineEnd).utf8, at: place)
    }
}
