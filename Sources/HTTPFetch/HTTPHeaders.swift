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
        forEachField(name) { _, value in
            found = String(decoding: value, as: UTF8.self)
            return false
        }
        return found
    }

    /// The value of the first field of that name with each byte as one scalar (ISO 8859-1): for what is sent back byte for
    /// byte and not read (RFC 9110, 8.8.3).
    public func opaque(_ name: String) -> String? {
        var found: String?
        forEachField(name) { _, value in
            // ASCII, as nearly all are, is the same in UTF-8.
            found =
                value.allSatisfy { $0 < 0x80 }
                ? String(decoding: value, as: UTF8.self)
                : String(String.UnicodeScalarView(value.map { Unicode.Scalar($0) }))
            return false
        }
        return found
    }

    /// The values of all fields of that name, in the order they came.
    public func values(of name: String) -> [String] {
        var values: [String] = []
        forEachField(name) { _, value in
            values.append(String(decoding: value, as: UTF8.self))
            return true
        }
        return values
    }

    /// All fields in the order they came.
    public var fields: [HTTPField] {
        var fields: [HTTPField] = []
        forEachField(nil) { name, value in
            fields.append(
                HTTPField(name: String(decoding: name, as: UTF8.self), value: String(decoding: value, as: UTF8.self)))
            return true
        }
        return fields
    }

    /// Calls `body` with each field of that name, or with each of all, until it returns false. Lines without a colon or
    /// without a name are passed over.
    private func forEachField(
        _ name: String?,
        _ body: (_ name: Slice<UnsafeBufferPointer<UInt8>>, _ value: Slice<UnsafeBufferPointer<UInt8>>) -> Bool
    ) {
        let wanted = name.map { Array($0.utf8) }
        block.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                var end = start
                var colon: Int?
                while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
                    if colon == nil, bytes[end] == UInt8(ascii: ":") { colon = end }
                    end += 1
                }
                defer { start = end + 1 }
                guard let colon, colon > start, !bytes[start].isBlank else { continue }
                if let wanted, !bytes.holds(wanted, in: start..<colon) { continue }
                if !body(bytes[start..<colon].trimmed, bytes[(colon + 1)..<end].trimmed) { return }
            }
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

extension UnsafeBufferPointer<UInt8> {
    /// Whether there are these bytes in the range, with white space after them at most, in whatever case.
    fileprivate func holds(_ name: [UInt8], in range: Range<Int>) -> Bool {
        var end = range.upperBound
        while end > range.lowerBound, self[end - 1].isBlank { end -= 1 }
        guard end - range.lowerBound == name.count else { return false }
        for offset in 0..<name.count
        where self[range.lowerBound + offset].asciiLowercased != name[offset].asciiLowercased {
            return false
        }
        return true
    }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
    fileprivate var trimmed: Self {
        var range = startIndex..<endIndex
        while !range.isEmpty, base[range.lowerBound].isBlank { range = (range.lowerBound + 1)..<range.upperBound }
        while !range.isEmpty, base[range.upperBound - 1].isBlank { range = range.lowerBound..<(range.upperBound - 1) }
        return base[range]
    }
}
