/// The general entities a document type declares in its internal subset, expanded within a bound. External ones and
/// parameter entities are never read.
struct EntityTable {
    private var replacements: [String: [UInt8]] = [:]
    private var budget: Int
    private(set) var isExhausted = false

    /// At most this many entities inside each other.
    private static let depth = 16
    private static let maximumCount = 4_096

    init(budget: Int) { self.budget = budget }

    /// Reads the declarations between `start` and `end`.
    mutating func read(_ text: Bytes, from start: Int, to end: Int) {
        var position = start
        while let mark = text.index(of: "<!ENTITY", from: position), mark < end, replacements.count < Self.maximumCount
        {
            position = mark + 8
            guard let close = text[position..<end].firstIndex(where: { $0 == 0x22 || $0 == 0x27 || $0 == 0x3E }),
                text[close] != 0x3E, let valueEnd = text.index(of: text[close], from: close + 1), valueEnd < end
            else { continue }
            let name = text.part(position, close).trimmed
            position = valueEnd + 1
            // "% name", "name SYSTEM" and the like have a blank or a percent sign inside.
            guard !name.isEmpty, name.count <= 128, !name.contains(where: { isASCIISpace($0) || $0 == 0x25 }) else {
                continue
            }
            let key = name.string
            if replacements[key] == nil { replacements[key] = Array(text.part(close + 1, valueEnd)) }
        }
    }

    /// Appends what `name` stands for, references in it expanded; false when it is not declared.
    mutating func expand(_ name: Bytes, to output: inout ByteBuffer) -> Bool {
        guard !replacements.isEmpty, name.count <= 128 else { return false }
        return expand(name.string, to: &output, depth: 0)
    }

    private mutating func expand(_ name: String, to output: inout ByteBuffer, depth: Int) -> Bool {
        guard let value = replacements[name] else { return false }
        guard depth < Self.depth, budget > 0 else {
            isExhausted = true
            return true
        }
        value.withUnsafeBufferPointer { bytes in
            var position = 0
            while position < bytes.count {
                guard budget > 0 else {
                    isExhausted = true
                    return
                }
                let mark = bytes.index(of: 0x26, from: position) ?? bytes.count
                let plain = bytes.part(position, mark)
                budget -= plain.count + 1
                output.append(plain)
                position = mark
                guard mark < bytes.count else { return }
                if let end = bytes.index(of: 0x3B, from: mark), mark + 1 < end, bytes[mark + 1] != 0x23,
                    expand(bytes.part(mark + 1, end).string, to: &output, depth: depth + 1)
                {
                    position = end + 1
                } else {
                    // A character reference or one of HTML's: the reader of the expansion resolves it.
                    output.append(0x26)
                    position = mark + 1
                }
            }
        }
        return true
    }
}
