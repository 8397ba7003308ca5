import FoundationEssentials

/// What a daemon says of itself to other processes: its id, and what is wrong with it. The text of the store's lock file.
///
/// The record always has the same size, so that it can be rewritten where it lies: a full disk has no room for news of it.
///
///     1234
///     1795523995000 the store cannot be used: database or disk is full
///     .
///     store
///
/// A fault's number is when it began, in milliseconds since 1970 UTC. The last line stands where a store was opened here at
/// any time: then a damaged file of the store's name is a damaged store, and no file of somebody else's.
struct ProcessRecord: Equatable {
    /// Bytes: a block of common file systems.
    static let size = 4096
    private static let end = "."
    private static let ownership = "store"
    private static let longestText = 400

    var process: Int32
    var faults: [StandingFault] = []
    var hasStore = false

    /// Exactly `size` bytes; faults that have no room are left out.
    var encoded: [UInt8] {
        var text = "\(process)\n"
        let end = Self.end + "\n" + (hasStore ? Self.ownership + "\n" : "")
        for fault in faults {
            let line = "\(fault.since.unixMilliseconds) \(fault.text.prefix(Self.longestText))\n"
            guard text.utf8.count + line.utf8.count + end.utf8.count <= Self.size else { break }
            text += line
        }
        let bytes = Array((text + end).utf8)
        return bytes + [UInt8](repeating: UInt8(ascii: "\n"), count: Self.size - bytes.count)
    }

    init(process: Int32, faults: [StandingFault] = [], hasStore: Bool = false) {
        self.process = process
        self.faults = faults
        self.hasStore = hasStore
    }

    /// Reads `encoded` back; nil where no process id stands. Faults count only when the record is whole.
    init?(_ bytes: some Sequence<UInt8>) {
        let lines = String(decoding: Array(bytes), as: UTF8.self).split(separator: "\n")
        guard let process = lines.first.flatMap({ Int32($0) }) else { return nil }
        self.init(process: process)
        guard let end = lines.firstIndex(where: { $0 == Self.end }) else { return }
        hasStore = lines[(end + 1)...].first.map { $0 == Self.ownership } ?? false
        faults = lines[1..<end].compactMap { line in
            guard let space = line.firstIndex(of: " "), let since = Int64(line[..<space]) else { return nil }
            return StandingFault(since: Date(unixMilliseconds: since), text: String(line[line.index(after: space)...]))
        }
    }
}
