/// A header field, as sent or received.
public struct HTTPField: Sendable, Equatable {
    /// The field's name; compared without regard to case.
    public var name: String
    /// The field's value, without white space around it.
    public var value: String

    /// A field of this name and value.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// The header fields of one response, kept as the bytes that came and read when asked for, since most are never read.
///
/// Values are text of the server, with invalid UTF-8 mended but control characters left in: clean before showing.
public struct HTTPHeaders: Sendable {
    private let block: [UInt8]

    /// Lines that each end in LF or CR LF, the status line first or not there.
    init(block: [UInt8]) {
        self.block = block
    }

    /// Headers of these fields. Fields whose name or value holds a line break are left out.
    public init(_ fields: [HTTPField] = []) {
        var block: [UInt8] = []
        for field in fields
        where !field.name.utf8.contains(where: \.endsLine) && !field.value.utf8.contains(where: \.endsLine) {
            block += Array("\(field.name): \(field.value)\r\n".utf8)
        }
        self.block = block
    }

    /// The value of the first field of that name.
    public subscript(name: String) -> String? {
        var found: String?
        forEachField { fieldName, value in
            guard fieldName.equalsIgnoringCase(name) else { return true }
            found = String(decoding: value, as: UTF8.self)
            return false
        }
        return found
    }

    /// The values of all fields of that name, in the order they came.
    public func values(of name: String) -> [String] {
        var values: [String] = []
        forEachField { fieldName, value in
            if fieldName.equalsIgnoringCase(name) { values.append(String(decoding: value, as: UTF8.self)) }
            return true
        }
        return values
    }

    /// All fields in the order they came.
    public var fields: [HTTPField] {
        var fields: [HTTPField] = []
        forEachField { name, value in
            fields.append(
                HTTPField(name: String(decoding: name, as: UTF8.self), value: String(decoding: value, as: UTF8.self)))
            return true
        }
        return fields
    }

    /// Calls `body` with each field until it returns false. Lines without a colon or with a name of no length are passed over.
    private func forEachField(_ body: (_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Bool) {
        var start = block.startIndex
        while start < block.endIndex {
            let end = block[start...].firstIndex(of: UInt8(ascii: "\n")) ?? block.endIndex
            let line = block[start..<end]
            start = end < block.endIndex ? end + 1 : end
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
                !block[line.startIndex].isBlank
            else { continue }
            if !body(line[..<colon].trimmed, line[(colon + 1)...].trimmed) { return }
        }
    }
}

extension UInt8 {
    fileprivate var endsLine: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") || self == 0 }
    fileprivate var isBlank: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r")
    }
    /// The lower-case form of an ASCII letter, any other byte as it is.
    var asciiLowercased: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self }
}

extension ArraySlice<UInt8> {
    fileprivate var trimmed: ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first.isBlank { slice.removeFirst() }
        while let last = slice.last, last.isBlank { slice.removeLast() }
        return slice
    }

    fileprivate func equalsIgnoringCase(_ name: String) -> Bool {
        let other = name.utf8
        return count == other.count && zip(self, other).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
    }
}
