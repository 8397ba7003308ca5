/// One value of a property list, with the place it was read from.
///
/// The text form knows only strings, data, arrays and dictionaries; XML and binary lists know all kinds.
public struct PropertyListNode: Sendable, Equatable {
    /// What a node holds.
    public enum Value: Sendable, Equatable {
        /// A text.
        case string(String)
        /// A whole number.
        case integer(Int64)
        /// A number with a fraction.
        case real(Double)
        /// A truth value.
        case boolean(Bool)
        /// A moment, in seconds since 2001-01-01T00:00:00Z.
        case date(Double)
        /// Raw bytes.
        case data([UInt8])
        /// Values in order.
        case array([PropertyListNode])
        /// Keys with their values, in the order of the file; no key comes twice.
        case dictionary([PropertyListEntry])
    }

    /// The value itself.
    public let value: Value
    /// The file the value stands in, as its path was given or derived from the including file.
    public let file: String
    /// The line the value begins on, counted from 1; `nil` where the form has no lines (binary).
    public let line: Int?

    /// Makes a node.
    public init(_ value: Value, file: String, line: Int?) {
        self.value = value
        self.file = file
        self.line = line
    }
}

/// A key of a dictionary with its value.
public struct PropertyListEntry: Sendable, Equatable {
    /// The key's text.
    public let key: String
    /// The line the key stands on, counted from 1; `nil` in binary lists.
    public let keyLine: Int?
    /// What the key stands for.
    public let node: PropertyListNode

    /// Makes an entry.
    public init(key: String, keyLine: Int?, node: PropertyListNode) {
        self.key = key
        self.keyLine = keyLine
        self.node = node
    }
}

extension PropertyListNode {
    /// The value under `key`, when the node is a dictionary that has it.
    public subscript(_ key: String) -> PropertyListNode? {
        guard case .dictionary(let entries) = value else { return nil }
        return entries.first { $0.key == key }?.node
    }

    /// What the node is, in the words of an error text.
    var kindText: String {
        switch value {
        case .string: "a string"
        case .integer, .real: "a number"
        case .boolean: "a truth value"
        case .date: "a date"
        case .data: "data"
        case .array: "a list"
        case .dictionary: "a dictionary"
        }
    }

    /// The value as an error text shows it: short, on one line, `nil` for lists and dictionaries.
    var shownText: String? {
        switch value {
        case .string(let text): ShownText.quoted(text)
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .boolean(let flag): flag ? "YES" : "NO"
        case .date, .data, .array, .dictionary: nil
        }
    }
}
