import Glibc
import Synchronization
public import WatchEngine

/// The real file system, except that chosen operations fail: the N-th of all, or all of a kind while told so.
public final class FailingFileSystem: LogFileSystem {
    private struct State {
        var count = 0
        var failing: Int?
        var broken: Set<String> = []
        var shortWrite: Int?
        var whileSyncing: (@Sendable () -> Void)?
    }

    private let real = PosixFileSystem()
    private let state = Mutex(State())

    /// Fails nothing yet.
    public init() {}

    /// Operations so far.
    public var count: Int { state.withLock(\.count) }

    /// Lets the N-th operation from now on fail, counted from 1; nil for none.
    public func fail(operation number: Int?) {
        state.withLock { state in state.failing = number.map { state.count + $0 } }
    }

    /// Lets every operation of this name ("write", "sync", "open" …) fail until told otherwise.
    public func setBroken(_ operation: String, _ isBroken: Bool) {
        state.withLock { state in
            if isBroken { state.broken.insert(operation) } else { state.broken.remove(operation) }
        }
    }

    /// Lets the next write store only so many bytes before the disk is full.
    public func cutNextWrite(at count: Int) {
        state.withLock { $0.shortWrite = count }
    }

    /// Lets every sync of a file last as long as `body` does.
    public func whileSyncing(_ body: (@Sendable () -> Void)?) {
        state.withLock { $0.whileSyncing = body }
    }

    private func step(_ operation: String, _ path: String) throws(LogFileError) {
        let fails = state.withLock { state in
            state.count += 1
            return state.count == state.failing || state.broken.contains(operation)
        }
        if fails { throw LogFileError(operation: operation, path: path, code: ENOSPC) }
    }

    /// Opens, unless it is to fail.
    public func open(_ path: String, creates: Bool) throws(LogFileError) -> Int32 {
        try step("open", path)
        return try real.open(path, creates: creates)
    }

    /// Never fails.
    public func close(_ descriptor: Int32) { real.close(descriptor) }

    /// Inspects, unless it is to fail.
    public func identity(of descriptor: Int32, path: String) throws(LogFileError) -> FileIdentity {
        try step("inspect", path)
        return try real.identity(of: descriptor, path: path)
    }

    /// Inspects, unless it is to fail.
    public func identity(at path: String) throws(LogFileError) -> FileIdentity? {
        try step("inspect", path)
        return try real.identity(at: path)
    }

    /// Reads, unless it is to fail.
    public func read(
        _ descriptor: Int32, from offset: Int, count: Int, path: String
    ) throws(LogFileError) -> [UInt8] {
        try step("read", path)
        return try real.read(descriptor, from: offset, count: count, path: path)
    }

    /// Appends all, a part, or nothing, as told.
    public func append(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>, path: String) throws(LogFileError) -> Int {
        let cut = state.withLock { state in
            defer { state.shortWrite = nil }
            return state.shortWrite
        }
        if let cut {
            _ = try real.append(descriptor, bytes.prefix(cut), path: path)
            throw LogFileError(operation: "write", path: path, code: ENOSPC)
        }
        try step("write", path)
        return try real.append(descriptor, bytes, path: path)
    }

    /// Cuts, unless it is to fail.
    public func truncate(_ descriptor: Int32, to size: Int, path: String) throws(LogFileError) {
        try step("mend", path)
        try real.truncate(descriptor, to: size, path: path)
    }

    /// Syncs, unless it is to fail.
    public func sync(_ descriptor: Int32, path: String) throws(LogFileError) {
        try step("sync", path)
        state.withLock(\.whileSyncing)?()
        try real.sync(descriptor, path: path)
    }

    /// Syncs, unless it is to fail.
    public func syncDirectory(of path: String) throws(LogFileError) {
        try step("sync", path)
        try real.syncDirectory(of: path)
    }

    /// Creates, unless it is to fail.
    public func createDirectory(of path: String) throws(LogFileError) {
        try step("create", path)
        try real.createDirectory(of: path)
    }

    /// Looks for a file, unless it is to fail.
    public func find(
        _ identity: FileIdentity, beside path: String, atMost limit: Int
    ) throws(LogFileError) -> String? {
        try step("list", path)
        return try real.find(identity, beside: path, atMost: limit)
    }
}
