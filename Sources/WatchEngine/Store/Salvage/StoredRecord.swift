import Foundation
import GRDB

/// A row as it lies in a page, without regard to whose it is.
struct StoredRecord {
    /// nil in a table without row ids, and in an index.
    var rowID: Int64?
    var values: [DatabaseValue]
}

extension StoredRecord {
    /// No row of the store is longer, in bytes: a body of a feed is at most 1 GiB, but is not kept whole.
    private static let longest = 64 << 20
    private static let longestList = 2000

    /// The kinds of pages that hold rows (https://www.sqlite.org/fileformat2.html, 1.6).
    private enum PageKind: UInt8 {
        case innerIndex = 0x02
        case index = 0x0A
        case table = 0x0D

        var headerSize: Int { self == .innerIndex ? 12 : 8 }
    }

    /// The rows of a page that can be read; empty for a page that holds none, or garbage.
    static func records(on number: Int, of pages: DatabasePages) -> [StoredRecord] {
        guard let page = pages.page(number) else { return [] }
        let start = number == 1 ? DatabasePages.headerSize : 0
        guard let kind = PageKind(rawValue: page[start]) else { return [] }
        let count = Int(page[start + 3]) << 8 | Int(page[start + 4])
        let list = start + kind.headerSize
        guard count > 0, list + 2 * count <= page.count else { return [] }
        return (0..<count).compactMap { index in
            let place = Int(page[list + 2 * index]) << 8 | Int(page[list + 2 * index + 1])
            guard place >= list + 2 * count else { return nil }
            return StoredRecord(cell: page[place...], kind: kind, pages: pages)
        }
    }

    private init?(cell: ArraySlice<UInt8>, kind: PageKind, pages: DatabasePages) {
        var rest = cell
        if kind == .innerIndex { rest = rest.dropFirst(4) }
        guard let length = rest.popVarint().flatMap({ Int(exactly: $0) }), length > 0,
            length <= min(Self.longest, pages.count * pages.size)
        else { return nil }
        if kind == .table {
            guard let id = rest.popVarint() else { return nil }
            rowID = Int64(bitPattern: id)
        }
        // How much of it lies in the page itself (1.6 of the format).
        let most = kind == .table ? pages.size - 35 : (pages.size - 12) * 64 / 255 - 23
        let least = (pages.size - 12) * 32 / 255 - 23
        let wished = least + (length - least) % (pages.size - 4)
        let local = length <= most ? length : (wished <= most ? wished : least)
        guard rest.count >= local + (local < length ? 4 : 0) else { return nil }
        var payload = Array(rest.prefix(local))
        if local < length {
            var next = Array(rest.dropFirst(local).prefix(4)).number(at: 0)
            while payload.count < length {
                guard let page = pages.page(next) else { return nil }
                payload.append(contentsOf: page[4...].prefix(length - payload.count))
                next = page.number(at: 0)
            }
        }
        guard let values = Self.values(payload) else { return nil }
        self.values = values
    }

    private static func values(_ payload: [UInt8]) -> [DatabaseValue]? {
        var header = payload[...]
        guard let headerSize = header.popVarint().flatMap({ Int(exactly: $0) }), headerSize <= payload.count,
            header.startIndex <= headerSize
        else { return nil }
        var types = payload[header.startIndex..<headerSize]
        var body = payload[headerSize...]
        var values: [DatabaseValue] = []
        while !types.isEmpty {
            guard values.count < longestList, let type = types.popVarint(), let value = value(type, &body) else {
                return nil
            }
            values.append(value)
        }
        // What is too short or too long is not what it seems.
        return body.isEmpty ? values : nil
    }

    private static func value(_ type: UInt64, _ body: inout ArraySlice<UInt8>) -> DatabaseValue? {
        switch type {
        case 0: return .null
        case 1...4: return integer(Int(type), &body)?.databaseValue
        case 5: return integer(6, &body)?.databaseValue
        case 6: return integer(8, &body)?.databaseValue
        case 7: return integer(8, &body).map { Double(bitPattern: UInt64(bitPattern: $0)).databaseValue }
        case 8: return Int64(0).databaseValue
        case 9: return Int64(1).databaseValue
        case 10, 11: return nil
        default:
            guard let length = Int(exactly: (type - 12) / 2), length <= body.count else { return nil }
            let bytes = body.prefix(length)
            body = body.dropFirst(length)
            return type % 2 == 0
                ? Data(bytes).databaseValue : String(validating: bytes, as: UTF8.self)?.databaseValue
        }
    }

    /// A big-endian number with its sign.
    private static func integer(_ size: Int, _ body: inout ArraySlice<UInt8>) -> Int64? {
        guard body.count >= size, let first = body.first else { return nil }
        let sign: Int64 = first & 0x80 == 0 ? 0 : -1
        let number = body.prefix(size).reduce(sign) { $0 << 8 | Int64($1) }
        body = body.dropFirst(size)
        return number
    }
}

extension ArraySlice<UInt8> {
    /// Takes a number of one to nine bytes off, of which each but the ninth gives seven bits.
    fileprivate mutating func popVarint() -> UInt64? {
        var number: UInt64 = 0
        for index in 0..<9 {
            guard let byte = popFirst() else { return nil }
            if index == 8 { return number << 8 | UInt64(byte) }
            number = number << 7 | UInt64(byte & 0x7F)
            if byte & 0x80 == 0 { break }
        }
        return number
    }
}
