/// One alert log on disk: appends lines, mends a torn last one, follows rotation by rename.
///
/// Not safe for two tasks at once: the one service that owns it calls it.
final class AlertLogFile {
    /// Entries of a directory among which a renamed log is looked for.
    static let longestSearch = 10_000
    /// Bytes gathered for one write: lines are short, so a batch is mostly one.
    private static let writeSize = 1 << 20

    let path: String
    let format: AlertLogConfiguration.Format
    private let files: any LogFileSystem
    private var opened: (descriptor: Int32, identity: FileIdentity)?

    init(path: String, format: AlertLogConfiguration.Format, files: any LogFileSystem) {
        self.path = path
        self.format = format
        self.files = files
    }

    deinit {
        if let opened { files.close(opened.descriptor) }
    }

    /// What a log's file said when it was opened.
    struct Opened: Equatable {
        /// The file that lines now go to.
        var identity: FileIdentity
        /// The seq of its last whole line of ours.
        var lastSeq: Int64?
        /// A seq in its last lines that is too high to be believed.
        var unbelieved: Int64?
        /// Whether its last line was torn and is cut off.
        var isTorn = false
        /// Whether the path led to another file than before.
        var isChanged: Bool
    }

    /// Makes sure that the path's file is the one that is open, and that its last line is whole.
    ///
    /// Called before each write: after a rename by logrotate the path leads elsewhere or nowhere, and the old file,
    /// though open, is no longer the log.
    ///
    /// - Parameter highest: a line with a greater seq than this is not taken for one of ours.
    func prepare(believingUpTo highest: Int64) throws(LogFileError) -> Opened {
        if let opened {
            if let current = try files.identity(at: path),
                current.isSameFile(as: opened.identity)
            {
                return Opened(identity: current, isChanged: false)
            }
            close()
        }
        let isNew = try files.identity(at: path) == nil
        if isNew { try files.createDirectory(of: path) }
        let descriptor = try files.open(path, creates: true)
        do {
            if isNew { try files.syncDirectory(of: path) }
            let identity = try files.identity(of: descriptor, path: path)
            let tail = try mendedTail(descriptor, size: identity.size, path: path, believingUpTo: highest)
            opened = (descriptor, identity)
            var isTorn = false
            if case .cut = tail.mend { isTorn = true }
            return Opened(
                identity: identity, lastSeq: tail.seq, unbelieved: tail.unbelieved, isTorn: isTorn, isChanged: true)
        } catch {
            files.close(descriptor)
            throw error
        }
    }

    /// Appends whole lines and syncs them. When it throws, no line of `lines` counts as written; the file's end is
    /// looked at anew before the next write.
    func append(_ lines: [String]) throws(LogFileError) {
        guard let opened else { return }
        do {
            var bytes: [UInt8] = []
            for line in lines {
                bytes.append(contentsOf: line.utf8)
                bytes.append(UInt8(ascii: "\n"))
                if bytes.count >= Self.writeSize {
                    try write(bytes, to: opened.descriptor)
                    bytes.removeAll(keepingCapacity: true)
                }
            }
            try write(bytes, to: opened.descriptor)
            try files.sync(opened.descriptor, path: path)
        } catch {
            close()
            throw error
        }
    }

    /// The seq of the last line in the file that this log was at before it was renamed, if it is still in the log's
    /// directory, under whatever name.
    ///
    /// In another directory (logrotate's `olddir`), compressed or deleted it cannot be known again: then what the store
    /// recorded counts, and lines that were synced but not recorded when the process died come a second time.
    func lastSeq(inRenamed identity: FileIdentity, believingUpTo highest: Int64) throws(LogFileError) -> Int64? {
        guard let found = try files.find(identity, beside: path, atMost: Self.longestSearch) else { return nil }
        let descriptor = try files.open(found, creates: false)
        defer { files.close(descriptor) }
        let current = try files.identity(of: descriptor, path: found)
        guard current.isSameFile(as: identity) else { return nil }
        return try mendedTail(descriptor, size: current.size, path: found, believingUpTo: highest).seq
    }

    private func mendedTail(
        _ descriptor: Int32, size: Int, path: String, believingUpTo highest: Int64
    ) throws(LogFileError) -> AlertLogTail {
        let tail = try AlertLogTail(size: size, believingUpTo: highest) { (offset, count) throws(LogFileError) in
            try files.read(descriptor, from: offset, count: count, path: path)
        }
        switch tail.mend {
        case .none: break
        case .cut(let wholeSize): try files.truncate(descriptor, to: wholeSize, path: path)
        case .newline: try write([UInt8(ascii: "\n")], to: descriptor)
        }
        // What is found in the file counts as written from here on, and whoever wrote it may have died before its sync.
        if size > 0 { try files.sync(descriptor, path: path) }
        return tail
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(LogFileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            rest = try rest.dropFirst(files.append(descriptor, rest, path: path))
        }
    }

    /// Lets the file be opened and looked at anew before the next write.
    func close() {
        if let opened { files.close(opened.descriptor) }
        opened = nil
    }
}
