import Glibc

/// The pages of a database file that SQLite refuses to read, with the committed ones of its WAL in their place
/// (https://www.sqlite.org/fileformat2.html). Nothing is written, and nothing of the file is trusted.
///
/// Not for two tasks at once.
final class DatabasePages {
    /// What SQLite gives a new file; the program never asks for another one.
    private static let usualSize = 4096
    /// Bytes of the header of a file.
    static let headerSize = 100

    /// Bytes of a page.
    let size: Int
    /// Pages of the file and its WAL.
    let count: Int
    /// Pages that hold nothing that counts, as far as the file says so.
    private(set) var free: Set<Int> = []

    private let main: Int32
    private let wal: Int32
    /// Where the newest committed content of a page begins in the WAL.
    private var places: [Int: Int] = [:]

    /// Opens the file at `path` and the WAL beside it; either may be missing.
    init(path: String) {
        let main = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        let wal = open(path + "-wal", O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        let walHeader = Self.read(wal, at: 0, count: WALFrames.headerSize)
        let header = Self.read(main, at: 0, count: Self.headerSize)
        let size =
            header.flatMap { DatabaseHeader.fault($0) == nil ? DatabaseHeader.pageSize($0) : nil }
            ?? walHeader.flatMap(WALFrames.pageSize) ?? Self.usualSize
        (self.main, self.wal, self.size) = (main, wal, size)
        places = walHeader.map { WALFrames.places(wal, header: $0, pageSize: size) } ?? [:]
        var status = stat()
        let length = fstat(main, &status) == 0 ? Int(status.st_size) : 0
        count = max(places.keys.max() ?? 0, (length + size - 1) / size)
        free = freePages()
    }

    deinit {
        if main >= 0 { close(main) }
        if wal >= 0 { close(wal) }
    }

    /// The bytes of a page, counted from 1; nil where it is cut off or the disk does not give it.
    func page(_ number: Int) -> [UInt8]? {
        guard number > 0, number <= count else { return nil }
        if let place = places[number] { return Self.read(wal, at: place, count: size) }
        return Self.read(main, at: (number - 1) * size, count: size)
    }

    /// The trunks of the list of free pages, and what they name.
    private func freePages() -> Set<Int> {
        guard let first = page(1), DatabaseHeader.fault(first) == nil else { return [] }
        var found: Set<Int> = []
        var trunk = first.number(at: 32)
        while trunk > 0, trunk <= count, found.insert(trunk).inserted, let page = page(trunk) {
            for index in 0..<min(page.number(at: 4), size / 4 - 2) { found.insert(page.number(at: 8 + 4 * index)) }
            trunk = page.number(at: 0)
        }
        return found
    }

    /// Exactly `count` bytes, else nil.
    fileprivate static func read(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8]? {
        guard descriptor >= 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            filled += got
        }
        return bytes
    }
}

/// The first 100 bytes of a database file.
enum DatabaseHeader {
    private static let magic = Array("SQLite format 3\u{0}".utf8)

    /// What SQLite would refuse, or misread; nil where all is as it must be.
    static func fault(_ header: [UInt8]) -> String? {
        guard header.count >= DatabasePages.headerSize else { return "it is cut short" }
        guard header.starts(with: magic) else { return "file is not a database" }
        let size = pageSize(header)
        let isWhole =
            size >= 512 && size <= 65536 && size & (size - 1) == 0 && (1...2).contains(header[18])
            && (1...2).contains(header[19]) && header[20] == 0 && header[21...23].elementsEqual([64, 32, 32])
            && header.number(at: 44) <= 4 && header.number(at: 56) <= 3
        return isWhole ? nil : "its header is damaged"
    }

    /// Bytes of a page.
    static func pageSize(_ header: [UInt8]) -> Int {
        let size = Int(header[16]) << 8 | Int(header[17])
        return size == 1 ? 65536 : size
    }

    /// What the program that made the file calls itself (`PRAGMA application_id`).
    static func application(_ header: [UInt8]) -> Int { header.number(at: 68) }
}

/// The frames of a WAL.
private enum WALFrames {
    private static let magic = 0x377F_0682
    static let headerSize = 32
    private static let frameHeaderSize = 24

    static func pageSize(_ header: [UInt8]) -> Int? {
        let size = header.number(at: 8)
        return header.number(at: 0) & ~1 == magic && size >= 512 && size <= 65536 && size & (size - 1) == 0 ? size : nil
    }

    /// Where the newest content of each page begins that was committed.
    static func places(_ wal: Int32, header: [UInt8], pageSize: Int) -> [Int: Int] {
        guard Self.pageSize(header) == pageSize else { return [:] }
        let isBigEndian = header.number(at: 0) & 1 == 1
        var sum = Sum(isBigEndian: isBigEndian)
        sum.add(header[0..<24])
        guard sum.first == UInt32(header.number(at: 24)), sum.second == UInt32(header.number(at: 28)) else {
            return [:]
        }
        var committed: [Int: Int] = [:]
        var pending: [Int: Int] = [:]
        var offset = headerSize
        while let frame = DatabasePages.read(wal, at: offset, count: frameHeaderSize + pageSize) {
            guard frame[8..<16].elementsEqual(header[16..<24]) else { break }
            sum.add(frame[0..<8])
            sum.add(frame[frameHeaderSize...])
            guard sum.first == UInt32(frame.number(at: 16)), sum.second == UInt32(frame.number(at: 20)) else { break }
            pending[frame.number(at: 0)] = offset + frameHeaderSize
            if frame.number(at: 4) > 0 {
                committed.merge(pending) { $1 }
                pending = [:]
            }
            offset += frame.count
        }
        return committed
    }

    /// The checksum of the format.
    private struct Sum {
        let isBigEndian: Bool
        var first: UInt32 = 0
        var second: UInt32 = 0

        init(isBigEndian: Bool) {
            self.isBigEndian = isBigEndian
        }

        mutating func add(_ bytes: ArraySlice<UInt8>) {
            bytes.withUnsafeBytes { buffer in
                for offset in stride(from: 0, to: buffer.count - 7, by: 8) {
                    first &+= word(buffer, offset) &+ second
                    second &+= word(buffer, offset + 4) &+ first
                }
            }
        }

        private func word(_ buffer: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
            let word = buffer.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            return isBigEndian ? UInt32(bigEndian: word) : UInt32(littleEndian: word)
        }
    }
}

extension [UInt8] {
    /// The big-endian 32-bit number at `place`, which must be inside.
    func number(at place: Int) -> Int {
        self[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}
