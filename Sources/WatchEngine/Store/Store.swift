import Foundation
import GRDB
import Glibc

/// The daemon's memory: one SQLite file in the state directory, in WAL mode, written by one process at a time.
///
/// All SQL of the program is in this folder. Any task may call any method; SQLite's work is done on GRDB's own queues,
/// never on the cooperative pool.
public struct Store: Sendable {
    /// The file's name inside the state directory.
    public static let fileName = "talentwatch.db"
    private static let lockName = "talentwatch.lock"
    private static let inUseName = "talentwatch.in-use"
    /// How long a connection waits for another process's lock (`alerts` beside a daemon, say).
    private static let busyTimeout: Double = 5

    /// Bytes of the WAL that are kept for the next commits: a little more than SQLite's checkpoints let it become.
    private static let walLimit = 8 << 20

    let database: any DatabaseReader
    private let writer: DatabasePool?
    private let lock: StoreLock?
    /// What became of a damaged store that was found here, for the user; nil where all was sound.
    public let setAside: String?
    private let inUseMark: String?
    let shelf = StoryShelf()
    /// Which feeds are being read; nil where the store is open for reading.
    let readingMarks: ReadingMarks?

    /// Opens the store for the daemon: creates the directory and the file, takes the lock, brings the schema up to date.
    ///
    /// - Throws: `StoreError`.
    public static func open(directory: String) throws -> Store {
        let path = directory + "/" + fileName
        do throws(LogFileError) {
            try PosixFileSystem().createDirectory(of: path)
        } catch {
            throw StoreError.cannotCreate(error)
        }
        let lock = try StoreLock(path: directory + "/" + lockName)
        return try reporting(path) {
            // The mark of a store in use outlives a process that did not close it.
            let mark = directory + "/" + inUseName
            var setAside: String?
            if access(mark, F_OK) == 0, access(path, F_OK) == 0, let fault = try StoreDamage.fault(path) {
                setAside = try StoreDamage.setAside(path, fault: fault)
            }
            let pool = try writingPool(path)
            try refuseNewer(pool, path: path)
            try leaveMark(mark)
            try Schema.migrator.migrate(pool)
            let marks = try ReadingMarks(path: directory + "/" + ReadingMarks.fileName, count: ReadingOrder.places)
            // They name feeds of the store that is gone.
            if setAside != nil { marks.forgetLeftBehind() }
            return Store(
                database: pool, writer: pool, lock: lock, setAside: setAside, inUseMark: mark, readingMarks: marks)
        }
    }

    /// Opens the store for reading, beside a daemon or without one.
    ///
    /// - Throws: `StoreError.missing` where there is none yet.
    public static func openForReading(directory: String) throws -> Store {
        let path = directory + "/" + fileName
        guard access(path, R_OK) == 0 else {
            if errno == ENOENT { throw StoreError.missing(path: path) }
            throw StoreError.noAccess(path: path, reason: String(cString: strerror(errno)))
        }
        return try reporting(path) {
            var configuration = configuration()
            configuration.readonly = true
            let pool = try DatabasePool(path: path, configuration: configuration)
            try refuseNewer(pool, path: path)
            return Store(database: pool, writer: nil, lock: nil, setAside: nil, inUseMark: nil, readingMarks: nil)
        }
    }

    static func openWithoutLock(directory: String) throws -> Store {
        let path = directory + "/" + fileName
        return try reporting(path) {
            let pool = try writingPool(path)
            return Store(database: pool, writer: pool, lock: nil, setAside: nil, inUseMark: nil, readingMarks: nil)
        }
    }

    /// The process that runs on the store in `directory`, nil when none does.
    public static func runningProcess(directory: String) -> Int32? {
        StoreLock.holder(path: directory + "/" + lockName)?.process
    }

    /// What the process that runs on the store in `directory` last said is wrong with it; empty when none runs.
    public static func standingFaults(directory: String) -> [StandingFault] {
        StoreLock.holder(path: directory + "/" + lockName)?.faults ?? []
    }

    /// Says to other processes what is wrong with this one, on a full disk too.
    ///
    /// - Throws: `StoreError`.
    public func publish(_ faults: [StandingFault]) throws {
        try lock?.write(ProcessRecord(process: getpid(), faults: faults))
    }

    /// Returns when the writer has had its turn: a stuck one never does. A store that refuses, for want of room, say, has
    /// had it as well: it is not to be restarted for that, and those who write tell it.
    public func passWriter() async {
        _ = try? await write { _ in }
    }

    /// Copies the store as it is at one moment to a new file, while it is in use (SQLite's online backup), and checks the
    /// copy.
    ///
    /// - Throws: `StoreError` when the file exists, cannot be written, or the copy is not sound.
    public func backUp(to path: String) async throws {
        guard access(path, F_OK) != 0 else {
            throw StoreError.cannotOpen(path: path, reason: "it exists already: name a file that does not")
        }
        let partial = path + ".partial"
        defer { unlink(partial) }
        do {
            let copy = try DatabaseQueue(path: partial)
            try database.backup(to: copy)
            let faults = try await copy.read { try String.fetchAll($0, sql: "PRAGMA integrity_check(1)") }
            try copy.close()
            guard faults == ["ok"] else {
                throw StoreError.cannotOpen(path: path, reason: "the copy is not sound: \(faults.first ?? "")")
            }
        } catch let error as DatabaseError {
            throw StoreError.cannotOpen(path: path, reason: Self.reason(error))
        }
        guard rename(partial, path) == 0 else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        do throws(LogFileError) {
            try PosixFileSystem().syncDirectory(of: path)
        } catch {
            throw StoreError.cannotCreate(error)
        }
    }

    /// Folds the WAL into the file, so that the file alone is the store, and closes the connections. Where another process
    /// reads just then, the WAL stays as it is, which loses nothing: a stop waits for nobody.
    ///
    /// - Returns: why the WAL could not be folded in, on a full disk, say; then the store counts as not closed, which loses
    ///   nothing either.
    /// - Throws: `DatabaseError` when the connections cannot be closed.
    @discardableResult
    public func close() throws -> StoreFailure? {
        let failure = try writer.flatMap(Self.fold)
        try database.close()
        if failure == nil, let inUseMark { unlink(inUseMark) }
        lock?.release()
        return failure
    }

    private static func fold(_ writer: DatabasePool) throws -> StoreFailure? {
        try writer.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA busy_timeout = 0")
            do {
                try database.checkpoint(.truncate)
                return nil
            } catch let error as DatabaseError {
                let failure = StoreFailure(error)
                return failure?.isBusy == true ? nil : failure
            }
        }
    }

    /// Runs `body` in a transaction: all of it is committed, durably, or nothing.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        guard let writer else {
            throw StoreError.cannotOpen(path: Self.fileName, reason: "it was opened for reading only")
        }
        return try await writer.write(body)
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await database.read(body)
    }

    /// Makes the mark of a store in use, durably: a power cut must not take it away.
    private static func leaveMark(_ path: String) throws {
        let files = PosixFileSystem()
        do throws(LogFileError) {
            let descriptor = try files.open(path, creates: true)
            defer { files.close(descriptor) }
            try files.sync(descriptor, path: path)
            try files.syncDirectory(of: path)
        } catch {
            throw StoreError.cannotCreate(error)
        }
    }

    private static func writingPool(_ path: String) throws -> DatabasePool {
        let pool = try DatabasePool(path: path, configuration: configuration())
        // A commit is on the disk before an alert's line is written or a feed's validators count. Only here, since GRDB sets
        // NORMAL, with which it is there some time later, as it turns the WAL on.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return pool
    }

    private static func configuration() -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.maximumReaderCount = 2
        configuration.prepareDatabase { database in
            // A long read lets the WAL grow; what is beyond the limit is given back after that.
            try database.execute(sql: "PRAGMA cache_size = -4096; PRAGMA journal_size_limit = \(walLimit)")
        }
        return configuration
    }

    private static func refuseNewer(_ pool: DatabasePool, path: String) throws {
        let unknown = try pool.read { database in
            try Schema.migrator.hasBeenSuperseded(database)
                ? try Schema.migrator.appliedIdentifiers(database).max() : nil
        }
        if let unknown { throw StoreError.tooNew(path: path, schema: unknown) }
    }

    private static func reporting<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreError.cannotOpen(path: path, reason: reason(error))
        }
    }

    /// Whether an error would befall any other transaction just the same: no room, no right, no sound file.
    static func concernsAll(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return true }
        switch error.resultCode {
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE: return false
        default: return true
        }
    }

    /// What is wrong, in the words of SQLite or the system, without the statement.
    static func reason(_ error: any Error) -> String {
        (error as? DatabaseError)?.message ?? (error as? CocoaError)?.localizedDescription ?? "\(error)"
    }
}
