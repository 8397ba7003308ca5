/// The general entities a document type declares in its internal subset, expanded within a bound. External ones and
/// parameter entities are never read.
struct EntityTable {
    private var replacements: [String: [UInt8]] = [:]
    private var budget: Int
    private(set) var isExhausted = false

    /// At most this many entities inside each other.
    private static let depth = 16
    private static let maximumCount = 4_096
    private static let longestName = 128

    init(budget: Int) { self.budget = budget }

    /// Reads the declarations between `start` and `end`, forwards only: what a declaration was looked at for is not looked
    /// at for the next.
    mutating func read(_ text: Bytes, from start: Int, to end: Int, work: WorkMeter) {
        let text = text.part(0, end)
        var position = start
        while replacements.count < Self.maximumCount,
            let mark = work.index(of: "<!ENTITY", in: text, from: position)
        {
            let nameStart = text.afterSpace(mark + 8)
            // "% name" stops at once, "name SYSTEM" behind the name.
            let nameEnd = Self.endOfName(text, from: nameStart)
            let open = text.afterSpace(nameEnd)
            position = max(open, mark + 8)
            work.spend(position - mark)
            guard open < text.count, text[open] == 0x22 || text[open] == 0x27, nameEnd > nameStart,
                nameEnd - nameStart <= Self.longestName
            else {
                position = endOfOther(text, from: position, work)
                continue
            }
            position = open + 1
            // The last quote of its kind may be looked for in vain once.
            guard let close = work.index(of: text[open], in: text, from: position) else { continue }
            position = close + 1
            let key = text.part(nameStart, nameEnd).string
            if replacements[key] == nil { replacements[key] = Array(text.part(open + 1, close)) }
        }
    }

    /// Behind the literal of a declaration that is none of a general entity's text, if it has one; else where its name ends.
    private func endOfOther(_ text: Bytes, from start: Int, _ work: WorkMeter) -> Int {
        var position = start
        while position < text.count, text[position] != 0x3E, text[position] != 0x3C {
            let byte = text[position]
            position += 1
            if byte == 0x22 || byte == 0x27 {
                work.spend(position - start)
                return work.index(of: byte, in: text, from: position).map { $0 + 1 } ?? position
            }
        }
        work.spend(position - start)
        return position
    }

    /// Behind the letters, digits and marks from `start` on that names may have.
    private static func endOfName(_ text: Bytes, from start: Int) -> Int {
        var end = start
        while end < text.count {
            let byte = text[end]
            guard byte > 0x20, byte != 0x25, byte != 0x22, byte != 0x27, byte != 0x26, byte != 0x3B, byte != 0x3C,
                byte != 0x3E
            else { break }
            end += 1
        }
        return end
    }

    /// Appends what `name` stands for, references in it expanded; false when it is not declared.
    mutating func expand(_ name: Bytes, to output: inout ByteBuffer) -> Bool {
        guard !replacements.isEmpty else { return false }
        return expand(name.string, to: &output, depth: 0)
    }

    /// Where the reference at `mark`, where `text` has an ampersand, ends: at its semicolon; nil when it is none by name.
    func endOfReference(_ text: Bytes, at mark: Int) -> Int? {
        guard !replacements.isEmpty else { return nil }
        let end = Self.endOfName(text.part(0, mark + 2 + Self.longestName), from: mark + 1)
        guard end > mark + 1, end < text.count, text[end] == 0x3B, text[mark + 1] != 0x23 else { return nil }
        return end
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
                if let end = endOfReference(bytes, at: mark),
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
