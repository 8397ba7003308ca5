import Foundation

/// The JSON of the alerts' columns: written in one pass, and read without a general decoder where there is nothing to
/// unescape, which is nearly always. A page of alerts would else cost more to decode than to write to its log.
enum StoredJSON {
    case null
    case number(Int)
    case string(String)
    case list([StoredJSON])
    case object([(key: String, value: StoredJSON)])

    /// Arrays and objects in one another; the columns have fewer.
    private static let maximumDepth = 8

    /// The value of a text without escapes; nil for any other text, and for what is no JSON: then a decoder says what is wrong.
    static func plain(_ data: Data) -> StoredJSON? {
        data.withUnsafeBytes { buffer in
            guard !buffer.contains(UInt8(ascii: "\\")) else { return nil }
            var reader = Reader(bytes: buffer)
            let value = reader.value(depth: 0)
            return reader.isAtEnd ? value : nil
        }
    }

    var text: String? { if case .string(let text) = self { text } else { nil } }
    var integer: Int? { if case .number(let number) = self { number } else { nil } }
    var elements: [StoredJSON]? { if case .list(let elements) = self { elements } else { nil } }

    /// The texts of an array of nothing else.
    var texts: [String]? {
        guard let elements else { return nil }
        let texts = elements.compactMap(\.text)
        return texts.count == elements.count ? texts : nil
    }

    /// A member of an object; `.null` where it has none of that name.
    func member(_ name: String) -> StoredJSON {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.key == name }?.value ?? .null
    }

    /// RFC 8259 as `JSONText` and `JSONEncoder` write it: no white space, whole numbers.
    private struct Reader {
        let bytes: UnsafeRawBufferPointer
        private var position = 0

        init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        var isAtEnd: Bool { position == bytes.count }

        mutating func value(depth: Int) -> StoredJSON? {
            guard position < bytes.count, depth < maximumDepth else { return nil }
            switch bytes[position] {
            case UInt8(ascii: "\""): return string().map { .string($0) }
            case UInt8(ascii: "["): return list(depth: depth)
            case UInt8(ascii: "{"): return object(depth: depth)
            case UInt8(ascii: "n"):
                guard bytes[position...].starts(with: "null".utf8) else { return nil }
                position += 4
                return .null
            default: return number()
            }
        }

        private mutating func string() -> String? {
            guard skip(UInt8(ascii: "\"")), let end = bytes[position...].firstIndex(of: UInt8(ascii: "\"")) else {
                return nil
            }
            defer { position = end + 1 }
            return String(decoding: bytes[position..<end], as: UTF8.self)
        }

        private mutating func number() -> StoredJSON? {
            let start = position
            var number = 0
            // Places in a text: ten digits are more than any has.
            while position < bytes.count, bytes[position] &- 0x30 < 10, position - start < 10 {
                number = number * 10 + Int(bytes[position] &- 0x30)
                position += 1
            }
            return position > start ? .number(number) : nil
        }

        private mutating func list(depth: Int) -> StoredJSON? {
            var elements: [StoredJSON] = []
            position += 1
            if skip(UInt8(ascii: "]")) { return .list([]) }
            repeat {
                guard let element = value(depth: depth + 1) else { return nil }
                elements.append(element)
            } while skip(UInt8(ascii: ","))
            return skip(UInt8(ascii: "]")) ? .list(elements) : nil
        }

        private mutating func object(depth: Int) -> StoredJSON? {
            var members: [(key: String, value: StoredJSON)] = []
            position += 1
            if skip(UInt8(ascii: "}")) { return .object([]) }
            repeat {
                guard let key = string(), skip(UInt8(ascii: ":")), let value = value(depth: depth + 1) else {
                    return nil
                }
                members.append((key, value))
            } while skip(UInt8(ascii: ","))
            return skip(UInt8(ascii: "}")) ? .object(members) : nil
        }

        private mutating func skip(_ byte: UInt8) -> Bool {
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }
    }
}

extension AlertMatch {
    /// Reads the column of an alert's matches.
    static func decode(_ matches: Data) throws -> [AlertMatch] {
        if let elements = StoredJSON.plain(matches)?.elements {
            let read = elements.compactMap { AlertMatch($0) }
            if read.count == elements.count { return read }
        }
        return try JSONDecoder().decode([AlertMatch].self, from: matches)
    }

    private init?(_ json: StoredJSON) {
        guard let rule = json.member("rule").text, let term = json.member("term").text,
            let field = json.member("field").text, let text = json.member("text").text,
            let start = json.member("start").integer, let end = json.member("end").integer
        else { return nil }
        self.init(rule: rule, term: term, field: field, text: text, start: start, end: end)
    }

    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.key("rule")
            json.exactValue(rule)
            json.key("term")
            json.exactValue(term)
            json.key("field")
            json.exactValue(field)
            json.key("text")
            json.exactValue(text)
            json.key("start")
            json.value(Int64(start))
            json.key("end")
            json.value(Int64(end))
        }
    }
}

extension AlertMove {
    /// Reads the column of an alert's moves.
    static func decode(_ moves: Data?) throws -> [AlertMove] {
        guard let moves else { return [] }
        if let elements = StoredJSON.plain(moves)?.elements {
            let read = elements.compactMap { AlertMove($0) }
            if read.count == elements.count { return read }
        }
        return try JSONDecoder().decode([AlertMove].self, from: moves)
    }

    private init?(_ json: StoredJSON) {
        guard let kind = json.member("kind").text else { return nil }
        var person: Person?
        if case .object = json.member("person") {
            guard let name = json.member("person").member("name").text,
                let aliases = json.member("person").member("aliases").texts
            else { return nil }
            person = Person(name: name, aliases: aliases)
        }
        self.init(
            kind: kind, person: person, role: json.member("role").text, from: json.member("from").text,
            to: json.member("to").text)
        fromKey = json.member("fromKey").text
        toKey = json.member("toKey").text
    }

    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.key("kind")
            json.exactValue(kind)
            if let person {
                json.key("person")
                json.object { json in
                    json.key("name")
                    json.exactValue(person.name)
                    json.key("aliases")
                    json.array { list in
                        for alias in person.aliases { list.exactValue(alias) }
                    }
                }
            }
            json.key("role")
            json.exactValue(role)
            json.key("from")
            json.exactValue(from)
            json.key("to")
            json.exactValue(to)
            json.key("fromKey")
            json.exactValue(fromKey)
            json.key("toKey")
            json.exactValue(toKey)
        }
    }
}

extension StoredJSON {
    static func text(_ texts: [String]) -> String {
        var json = JSONText()
        json.array { list in
            for text in texts { list.exactValue(text) }
        }
        return json.string
    }

    static func text(_ matches: [AlertMatch]) -> String {
        var json = JSONText()
        json.array { list in
            for match in matches { match.write(to: &list) }
        }
        return json.string
    }

    static func text(_ moves: [AlertMove]) -> String {
        var json = JSONText()
        json.array { list in
            for move in moves { move.write(to: &list) }
        }
        return json.string
    }

    /// Reads a column that is an array of strings.
    static func texts(_ data: Data) throws -> [String] {
        try plain(data)?.texts ?? JSONDecoder().decode([String].self, from: data)
    }
}
