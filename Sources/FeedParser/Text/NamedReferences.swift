import Glibc

/// Looks up HTML's named character references by their bytes. Built once, read from any thread.
struct NamedReferences: Sendable {
    static let shared = NamedReferences()

    /// The longest name, in bytes.
    static let longestName = 32

    struct Reference {
        let first: UInt32
        /// 0 when there is one scalar only.
        let second: UInt32
        /// Whether HTML reads it without a semicolon too.
        let isLegacy: Bool
    }

    /// Offset of each entry in the table, in the order of names.
    private let offsets: [UInt32]

    private init() {
        let table = Bytes(start: namedReferenceTable.utf8Start, count: namedReferenceTable.utf8CodeUnitCount)
        var found: [UInt32] = []
        var inEntry = false
        for (offset, byte) in table.enumerated() {
            if byte <= 0x20 {
                inEntry = false
            } else if !inEntry {
                inEntry = true
                found.append(UInt32(offset))
            }
        }
        offsets = found
    }

    /// The reference of exactly this name (without ampersand and semicolon).
    func find(_ name: Bytes) -> Reference? {
        guard let wanted = name.baseAddress, name.count <= Self.longestName else { return nil }
        let table = namedReferenceTable.utf8Start
        var low = 0
        var high = offsets.count
        while low < high {
            let middle = (low + high) / 2
            let entry = table + Int(offsets[middle])
            let order = compare(wanted, name.count, entry)
            if order == 0 { return read(entry + name.count) }
            if order < 0 { high = middle } else { low = middle + 1 }
        }
        return nil
    }

    /// The longest legacy name that `text` begins with, and its length.
    func findLegacyPrefix(of text: Bytes) -> (reference: Reference, length: Int)? {
        var length = min(text.count, 6)
        while length >= 2 {
            if let reference = find(text.part(0, length)), reference.isLegacy { return (reference, length) }
            length -= 1
        }
        return nil
    }

    private func compare(_ name: UnsafePointer<UInt8>, _ count: Int, _ entry: UnsafePointer<UInt8>) -> Int {
        for index in 0..<count {
            let other = entry[index]
            if other == 0x3D || other == 0x21 { return 1 }
            if name[index] != other { return name[index] < other ? -1 : 1 }
        }
        return entry[count] == 0x3D || entry[count] == 0x21 ? 0 : -1
    }

    private func read(_ mark: UnsafePointer<UInt8>) -> Reference {
        var scalars: (UInt32, UInt32) = (0, 0)
        var cursor = mark + 1
        while let digit = hexadecimalValue(cursor.pointee) {
            scalars.0 = scalars.0 << 4 | digit
            cursor += 1
        }
        if cursor.pointee == 0x2B {
            cursor += 1
            while let digit = hexadecimalValue(cursor.pointee) {
                scalars.1 = scalars.1 << 4 | digit
                cursor += 1
            }
        }
        return Reference(first: scalars.0, second: scalars.1, isLegacy: mark.pointee == 0x21)
    }
}
