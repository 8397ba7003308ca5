/// One alert log on disk: appends lines, mends a torn last one, follows rotation by rename.
///
/// Not safe for two tasks at once: the one service that owns it calls it.
final class AlertLogFile {
    /// Entries of a directory among which a renamed log is looked for.
    static let longestSearch = 10_000

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
        /// The seq of its last whole line.
        var lastSeq: Int64?
        /// Whether the path led to another file than before.
        var isChanged: Bool
    }

    /// Makes sure that the path's file is the one that is open, and that its last line is whole.
    ///
    /// Called before each write: after a rename by logrotate the path leads elsewhere or nowhere, and the old file,
    /// though open, is no longer the log.
    func prepare() throws(LogFileError) -> Opened {
        if let opened {
            if let current = try files.identity(at: path),
                current.isSameFile(as: opened.identity)
            {
                return Opened(identity: current, lastSeq: nil, isChanged: false)
            }
            close()
        }
        let isNew = try files.identity(at: path) == nil
        if isNew { try files.createDirectory(of: path) }
        let descriptor = try files.open(path, creates: true)
        do {
            if isNew { try files.syncDirectory(of: path) }
            let identity = try files.identity(of: descriptor, path: path)
            let tail = try mendedTail(descriptor, size: identity.size, path: path)
            opened = (descriptor, identity)
            return Opened(identity: identity, lastSeq: tail.seq, isChanged: true)
        } catch {
            files.close(descriptor)
            throw error
        }
    }

    /// Appends whole lines and syncs them. When it throws, no line of `lines` counts as written; the file's end is
    /// looked at anew before the next write.
    func append(_ lines: [String]) throws(LogFileError) {
        guard let opened else { return }
        var bytes: [UInt8] = []
        for line in lines {
            bytes.append(contentsOf: line.utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        do {
            var rest = bytes[...]
            while !rest.isEmpty {
                rest = try rest.dropFirst(files.append(opened.descriptor, rest, path: path))
            }
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
    func lastSeq(inRenamed identity: FileIdentity) throws(LogFileError) -> Int64? {
        guard let found = try files.find(identity, beside: path, atMost: Self.longestSearch) else { return nil }
        let descriptor = try files.open(found, creates: false)
        defer { files.close(descriptor) }
        let current = try files.identity(of: descriptor, path: found)
        guard current.isSameFile(as: identity) else { return nil }
        return try mendedTail(descriptor, size: current.size, path: found).seq
    }

    private func mendedTail(_ descriptor: Int32, size: Int, path: String) throws(LogFileError) -> AlertLogTail {
        let tail = try AlertLogTail(size: size, format: format) { (offset, count) throws(LogFileError) in
            try files.read(descriptor, from: offset, count: count, path: path)
        }
        if tail.wholeSize < size { try files.truncate(descriptor, to: tail.wholeSize, path: path) }
        // What is found in the file counts as written from here on, and whoever wrote it may have died before its sync.
        if size > 0 { try files.sync(descriptor, path: path) }
        return tail
    }

    private func close() {
        if let opened { files.close(opened.descriptor) }
        opened = nil
    }
}
