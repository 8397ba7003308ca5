/// Turns a file's bytes into valid UTF-8 without a byte order mark.
enum PropertyListEncoding {
    /// UTF-8 with or without a mark, and UTF-16 with one, are read; anything else is a fault.
    static func utf8(_ bytes: [UInt8]) throws(PropertyListFault) -> [UInt8] {
        if bytes.starts(with: [0xFF, 0xFE, 0x00, 0x00]) || bytes.starts(with: [0x00, 0x00, 0xFE, 0xFF]) {
            throw PropertyListFault(line: 1, problem: "is UTF-32", mend: saveAsUTF8)
        }
        if bytes.starts(with: [0xFF, 0xFE]) { return try fromUTF16(bytes, bigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return try fromUTF16(bytes, bigEndian: true) }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
        if let offset = firstInvalidOffset(text) {
            let line = 1 + text[..<offset].count { $0 == ASCII.newline }
            throw PropertyListFault(
                line: line, problem: "is not UTF-8 (byte 0x\(hex(text[offset])) on this line)", mend: saveAsUTF8)
        }
        return text
    }

    private static let saveAsUTF8 = "save the file as UTF-8"

    private static func firstInvalidOffset(_ text: [UInt8]) -> Int? {
        do {
            _ = try UTF8Span(validating: text.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    private static func fromUTF16(_ bytes: [UInt8], bigEndian: Bool) throws(PropertyListFault) -> [UInt8] {
        guard bytes.count.isMultiple(of: 2) else {
            throw PropertyListFault(line: nil, problem: "is UTF-16 with half a character at its end", mend: saveAsUTF8)
        }
        var units = stride(from: 2, to: bytes.count, by: 2).lazy.map { index in
            let first = UInt16(bytes[index])
            let second = UInt16(bytes[index + 1])
            return bigEndian ? first << 8 | second : second << 8 | first
        }.makeIterator()
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var decoder = Unicode.UTF16()
        var line = 1
        while true {
            switch decoder.decode(&units) {
            case .scalarValue(let scalar):
                if scalar == "\n" { line += 1 }
                text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            case .emptyInput: return text
            case .error:
                throw PropertyListFault(line: line, problem: "is UTF-16 with half a surrogate pair", mend: saveAsUTF8)
            }
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
