/// Reads the binary form of a property list (`bplist00`, as CFBinaryPList.c describes it): a header, the objects, a table
/// of their offsets, and a trailer of 32 bytes that says where all that is.
///
/// Objects name each other by number, so a file can name itself without end; depth and count are bounded.
struct BinaryPropertyListReader {
    /// What a binary property list begins with.
    static let magic = Array("bplist00".utf8)

    private static let trailerSize = 32

    private let bytes: [UInt8]
    private let file: String
    private let limits: PropertyListReader.Limits
    private var nodeCount = 0
    private var offsetSize = 0
    private var referenceSize = 0
    private var objectCount = 0
    private var tableOffset = 0

    init(_ bytes: [UInt8], file: String, limits: PropertyListReader.Limits) {
        self.bytes = bytes
        self.file = file
        self.limits = limits
    }

    /// Reads the top object and all it names.
    mutating func read() throws(PropertyListFault) -> PropertyListNode {
        guard bytes.count > Self.magic.count + Self.trailerSize else { throw damaged("it is cut short") }
        let trailer = bytes.count - Self.trailerSize
        offsetSize = Int(bytes[trailer + 6])
        referenceSize = Int(bytes[trailer + 7])
        guard (1...8).contains(offsetSize), (1...8).contains(referenceSize) else {
            throw damaged("its trailer is wrong")
        }
        objectCount = try number(at: trailer + 8, size: 8)
        let top = try number(at: trailer + 16, size: 8)
        tableOffset = try number(at: trailer + 24, size: 8)
        guard objectCount > 0, top < objectCount, tableOffset >= Self.magic.count, tableOffset < trailer,
            objectCount <= (trailer - tableOffset) / offsetSize
        else { throw damaged("its trailer is wrong") }
        return try readObject(top, depth: 0)
    }

    private func damaged(_ reason: String) -> PropertyListFault {
        PropertyListFault(
            line: nil, problem: "is a damaged binary property list (\(reason))",
            mend: "write it anew, or in the text form")
    }
}

// MARK: - Objects

extension BinaryPropertyListReader {
    private mutating func readObject(_ index: Int, depth: Int) throws(PropertyListFault) -> PropertyListNode {
        nodeCount += 1
        guard nodeCount <= limits.nodes else { throw damaged("it has more than \(limits.nodes) values") }
        guard depth <= limits.depth else { throw damaged("its values are more than \(limits.depth) levels deep") }
        guard index < objectCount else { throw damaged("a value names one that is not there") }
        let offset = try number(at: tableOffset + index * offsetSize, size: offsetSize)
        guard offset >= Self.magic.count, offset < tableOffset else { throw damaged("a value lies outside it") }
        return PropertyListNode(try readValue(at: offset, depth: depth), file: file, line: nil)
    }

    private mutating func readValue(at offset: Int, depth: Int) throws(PropertyListFault) -> PropertyListNode.Value {
        let marker = bytes[offset]
        let low = Int(marker & 0x0F)
        switch marker >> 4 {
        case 0x0 where low == 0x8 || low == 0x9: return .boolean(low == 0x9)
        case 0x1 where low <= 4: return .integer(try integer(at: offset + 1, size: 1 << low))
        case 0x2 where low == 2:
            return .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: try pattern(at: offset + 1, size: 4)))))
        case 0x2 where low == 3: return .real(Double(bitPattern: try pattern(at: offset + 1, size: 8)))
        case 0x3 where low == 3: return .date(Double(bitPattern: try pattern(at: offset + 1, size: 8)))
        case 0x4:
            let (count, start) = try length(low, at: offset)
            return .data(Array(try slice(start, count)))
        case 0x5, 0x7:
            let (count, start) = try length(low, at: offset)
            guard let text = String(validating: try slice(start, count), as: UTF8.self) else {
                throw damaged("a string has bytes that are no characters")
            }
            return .string(text)
        case 0x6:
            let (count, start) = try length(low, at: offset)
            return .string(try utf16(start, count))
        case 0xA:
            let (count, start) = try length(low, at: offset)
            return .array(try readElements(start, count, depth: depth + 1))
        case 0xD:
            let (count, start) = try length(low, at: offset)
            return .dictionary(try readEntries(start, count, depth: depth + 1))
        default: throw damaged("a value is of an unknown kind")
        }
    }

    private mutating func readElements(_ start: Int, _ count: Int, depth: Int) throws(PropertyListFault)
        -> [PropertyListNode]
    {
        let references = try references(start, count)
        var nodes: [PropertyListNode] = []
        for reference in references { nodes.append(try readObject(reference, depth: depth)) }
        return nodes
    }

    private mutating func readEntries(_ start: Int, _ count: Int, depth: Int) throws(PropertyListFault)
        -> [PropertyListEntry]
    {
        let keys = try references(start, count)
        let values = try references(start + count * referenceSize, count)
        var entries: [PropertyListEntry] = []
        var seen: Set<String> = []
        for (keyReference, valueReference) in zip(keys, values) {
            guard case .string(let key) = try readObject(keyReference, depth: depth).value else {
                throw damaged("a key is not a string")
            }
            guard seen.insert(key).inserted else { throw damaged("it has the key \(ShownText.plain(key)) twice") }
            entries.append(
                PropertyListEntry(key: key, keyLine: nil, node: try readObject(valueReference, depth: depth)))
        }
        return entries
    }
}

// MARK: - Bytes

extension BinaryPropertyListReader {
    private func slice(_ start: Int, _ count: Int) throws(PropertyListFault) -> ArraySlice<UInt8> {
        guard start >= 0, count >= 0, start <= tableOffset, count <= tableOffset - start else {
            throw damaged("a value lies outside it")
        }
        return bytes[start..<(start + count)]
    }

    private func references(_ start: Int, _ count: Int) throws(PropertyListFault) -> [Int] {
        guard count <= bytes.count / referenceSize else { throw damaged("a value lies outside it") }
        _ = try slice(start, count * referenceSize)
        var numbers: [Int] = []
        numbers.reserveCapacity(count)
        for position in 0..<count {
            numbers.append(try number(at: start + position * referenceSize, size: referenceSize))
        }
        return numbers
    }

    /// The length of a value and where it starts: in the marker itself, or as an integer after it.
    private func length(_ low: Int, at offset: Int) throws(PropertyListFault) -> (count: Int, start: Int) {
        guard low == 0x0F else { return (low, offset + 1) }
        guard offset + 1 < tableOffset, bytes[offset + 1] >> 4 == 1, bytes[offset + 1] & 0x0F <= 3 else {
            throw damaged("a length is wrong")
        }
        let size = 1 << Int(bytes[offset + 1] & 0x0F)
        let count = try number(at: offset + 2, size: size)
        guard count <= bytes.count else { throw damaged("a length is wrong") }
        return (count, offset + 2 + size)
    }

    private func utf16(_ start: Int, _ count: Int) throws(PropertyListFault) -> String {
        guard count <= bytes.count / 2 else { throw damaged("a length is wrong") }
        let raw = try slice(start, count * 2)
        let units = stride(from: raw.startIndex, to: raw.endIndex, by: 2).map {
            UInt16(raw[$0]) << 8 | UInt16(raw[$0 + 1])
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw damaged("a string has half a surrogate pair")
        }
        return text
    }

    private func integer(at offset: Int, size: Int) throws(PropertyListFault) -> Int64 {
        // Sizes below 8 hold no negative numbers; 16 bytes hold what does not fit 63 bits.
        guard size <= 8 else {
            let high = try pattern(at: offset, size: 8)
            let low = Int64(bitPattern: try pattern(at: offset + 8, size: 8))
            guard (high == 0 && low >= 0) || (high == .max && low < 0) else {
                throw damaged("a number is too large")
            }
            return low
        }
        return Int64(bitPattern: try pattern(at: offset, size: size))
    }

    /// A big-endian number that counts or places something, and so fits `Int`.
    private func number(at offset: Int, size: Int) throws(PropertyListFault) -> Int {
        guard let number = Int(exactly: try pattern(at: offset, size: size)) else {
            throw damaged("a number is too large")
        }
        return number
    }

    private func pattern(at offset: Int, size: Int) throws(PropertyListFault) -> UInt64 {
        guard offset >= 0, offset <= bytes.count - size else { throw damaged("it is cut short") }
        return bytes[offset..<(offset + size)].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
