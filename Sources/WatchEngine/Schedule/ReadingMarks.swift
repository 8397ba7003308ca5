import Glibc
import Synchronization

/// The feeds whose documents are being read just now, in a file of the state directory: what a process leaves there that
/// did not end by itself says which document it may have ended over.
///
/// A mark is one write(2) into the page cache, without a sync: it outlives the process, whatever ended that, and it is for
/// nothing else. A power cut may lose it or leave half of one, which then counts as none.
final class ReadingMarks: Sendable {
    /// The file's name inside the state directory.
    static let fileName = "talentwatch.reading"
    /// A feed's number, and the same number with all bits turned: half a mark is none.
    private static let slotSize = 16

    private let descriptor: Int32
    private let count: Int
    private let left: Mutex<[Int64]>

    /// Opens the file, so that it has room for `count` marks whatever becomes of the disk.
    ///
    /// - Throws: `StoreError`.
    init(path: String, count: Int) throws(StoreError) {
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
        descriptor = opened
        self.count = count
        var bytes = [UInt8](repeating: 0, count: count * Self.slotSize)
        let size = max(0, pread(opened, &bytes, bytes.count, 0))
        left = Mutex(Self.feeds(Array(bytes[..<size])))
        guard size == bytes.count || pwrite(opened, bytes, bytes.count, 0) == bytes.count else {
            let reason = String(cString: strerror(errno))
            close(opened)
            throw .cannotOpen(path: path, reason: reason)
        }
    }

    deinit {
        close(descriptor)
    }

    /// The feeds whose marks stood when the file was opened: the process before did not end by itself. Empty when they have
    /// been forgotten.
    var leftBehind: [Int64] { left.withLock { $0 } }

    /// Forgets what the process before left.
    func forgetLeftBehind() {
        left.withLock { $0 = [] }
        clearAll()
    }

    /// Takes every mark away: nothing is read any more, and one of them may have stayed since the disk refused.
    func clearAll() {
        for place in 0..<count { clear(place) }
    }

    /// Marks a feed in a place. Any thread but those of the pool, since a disk may stall; a place belongs to one thread at a time.
    func set(_ place: Int, feedID: Int64) {
        write([feedID, ~feedID], at: place)
    }

    /// Takes the mark of a place away.
    func clear(_ place: Int) {
        write([0, 0], at: place)
    }

    /// A mark that cannot be made is no reason not to read: only a crash just then would be laid at nobody's door.
    private func write(_ words: [Int64], at place: Int) {
        _ = words.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(place * Self.slotSize)) }
    }

    /// The feeds of whole marks, each once.
    static func feeds(_ bytes: [UInt8]) -> [Int64] {
        var feeds: [Int64] = []
        for start in stride(from: 0, through: bytes.count - slotSize, by: slotSize) {
            let words = bytes[start..<(start + slotSize)].withUnsafeBytes { slot in
                (slot.loadUnaligned(as: Int64.self), slot.loadUnaligned(fromByteOffset: 8, as: Int64.self))
            }
            if words.0 != 0, words.1 == ~words.0, !feeds.contains(words.0) { feeds.append(words.0) }
        }
        return feeds
    }
}
