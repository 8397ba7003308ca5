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
    /// The name of the lock's file, which says whether a process runs on the store.
    public static let lockName = "talentwatch.lock"
    /// How long a connection waits for another process's lock (`alerts` beside a daemon, say).
    private static let busyTimeout: Double = 5

    /// Bytes of the WAL that are kept for the next commits: a little more than SQLite's checkpoints let it become.
    private static let walLimit = 8 << 20

    let database: any DatabaseReader
    /// The file's path, behind links.
    public let path: String
    private let writer: DatabasePool?
    let lock: StoreLock?
    /// The file that was opened; nil for a store that is only read.
    let identity: FileIdentity?
    /// What became of a damaged store that was found here, for the user; nil where all was sound.
    public let setAside: String?
    private let mark: StoreMark?
    let health = StoreHealth()
    let shelf = StoryShelf()
    let page = AlertPage()
    /// Which feeds are being read; nil where the store is open for reading.
    let readingMarks: ReadingMarks?

    /// Opens the store for the daemon: creates the directory and the file, takes the lock, brings the schema up to date.
    ///
    /// - Throws: `StoreError`.
    public static func open(directory: String) throws -> Store {
        try createDirectory(directory)
        let lock = try StoreLock(path: directory + "/" + lockName)
        let opening = StoreOpening(directory: directory, lock: lock)
        return try reporting(opening.path) {
            let opened = try opening.open()
            let marks = try ReadingMarks(path: directory + "/" + ReadingMarks.fileName, count: ReadingOrder.places)
            // They name feeds of the store that is gone.
            if opened.setAside != nil { marks.forgetLeftBehind() }
            return Store(
                database: opened.pool, path: opening.path, writer: opened.pool, lock: lock,
                identity: try? PosixFileSystem().identity(at: opening.path), setAside: opened.setAside,
                mark: opening.mark, readingMarks: marks)
        }
    }

    /// Makes the directory, and those above it, where it is not there: for its owner alone. What others made keeps its mode.
    static func createDirectory(_ path: String) throws {
        do throws(LogFileError) {
            try PosixFileSystem().createDirectory(of: path)
            guard mkdir(path, 0o700) != 0 else { return try PosixFileSystem().syncDirectory(of: path) }
            if errno != EEXIST { throw LogFileError(operation: "create", path: path, code: errno) }
        } catch {
            throw StoreError.cannotCreate(error)
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
            return Store(
                database: pool, path: path, writer: nil, lock: nil, identity: nil, setAside: nil, mark: nil,
                readingMarks: nil)
        }
    }

    static func openWithoutLock(directory: String) throws -> Store {
        let path = directory + "/" + fileName
        return try reporting(path) {
            let pool = try writingPool(path)
            return Store(
                database: pool, path: path, writer: pool, lock: nil, identity: nil, setAside: nil, mark: nil,
                readingMarks: nil)
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
        try lock?.write(faults)
    }

    /// Returns when the writer has had its turn: a stuck one never does. A store that refuses, for want of room, say, has
    /// had it as well: it is not to be restarted for that, and those who write tell it.
    public func passWriter() async {
        _ = try? await write { _ in }
    }

    /// What SQLite said of the file when a transaction met damage; nil as long as none did. Then the process is to end: its
    /// next start puts the store in order.
    public var damage: String? { health.damage }

    /// Returns when a transaction met damage, or the task is cancelled. One waiter at a time.
    public func untilDamaged() async {
        await health.untilDamaged()
    }

    /// Folds the WAL into the file, so that the file alone is the store, and closes the connections. Where another process
    /// reads just then, the WAL stays as it is, which loses nothing: a stop waits for nobody.
    ///
    /// - Returns: why the WAL could not be folded in, on a full disk, say; then the store counts as not closed, which loses
    ///   nothing either.
    /// - Throws: `DatabaseError` when the connections cannot be closed.
    @discardableResult
    public func close() throws -> StoreFailure? {
        readingMarks?.clearAll()
        if let damage {
            // Nothing more is written into it. Where the mark cannot say why, the next start still reads all of the file.
            try? mark?.write(.damaged(damage))
            try database.close()
            lock?.release()
            return nil
        }
        let failure = try writer.flatMap(Self.fold)
        try database.close()
        if failure == nil { mark?.remove() }
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
        do {
            return try await writer.write(body)
        } catch {
            health.note(error)
            throw error
        }
    }

    /// A read on the thread of the caller, which must be none of the cooperative pool.
    func readBlocking<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try database.read(body)
        } catch {
            health.note(error)
            throw error
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await database.read(body)
        } catch {
            health.note(error)
            throw error
        }
    }

    static func writingPool(_ path: String) throws -> DatabasePool {
        let pool = try DatabasePool(path: path, configuration: configuration())
        // A commit is on the disk before an alert's line is written or a feed's validators count. Only here, since GRDB sets
        // NORMAL, with which it is there some time later, as it turns the WAL on.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return pool
    }

    static func configuration() -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.maximumReaderCount = 2
        configuration.prepareDatabase { database in
            // A long read lets the WAL grow; what is beyond the limit is given back after that.
            try database.execute(sql: "PRAGMA cache_size = -4096; PRAGMA journal_size_limit = \(walLimit)")
        }
        return configuration
    }

    static func refuseNewer(_ pool: DatabasePool, path: String) throws {
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
