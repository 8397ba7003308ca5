import Foundation
import GRDB
import Glibc

/// Finds out whether what lies at the store's path is a store, and a sound one, and puts a damaged one out of the way.
///
/// Only what is known to be a store of this program is ever moved: by the mark or the lock file beside it, or by its own
/// tables. Anything else is refused and left as it is.
enum StoreDamage {
    /// What lies at a path.
    enum Finding: Equatable {
        /// Nothing, or an empty file.
        case nothing
        case sound
        /// A store, with what is wrong with it.
        case damaged(String)
    }

    /// What is known of the path without a look at it.
    struct Knowledge {
        /// Whether the mark of a store in use is there.
        var isMarked: Bool
        /// Whether a store was opened at this path before.
        var hadStore: Bool

        var isOurs: Bool { isMarked || hadStore }
    }

    /// `PRAGMA application_id` of a store: "tlwt".
    static let application = 0x746C_7774
    private static let tables: Set<String> = ["feed", "feed_contents", "item", "seen", "alert", "alert_log"]
    private static let unsound: [ResultCode] = [.SQLITE_CORRUPT, .SQLITE_NOTADB]

    /// Whether an error says that the file is damaged.
    static func isDamage(_ error: any Error) -> Bool {
        (error as? DatabaseError).map { unsound.contains($0.resultCode) } ?? false
    }

    /// Looks at the file at `path`. One that was not closed is read whole; nothing is written.
    ///
    /// - Throws: `StoreError` where it is something else, or may not be used; `DatabaseError` where it cannot be looked at.
    static func look(at path: String, knowing: Knowledge) throws -> Finding {
        var status = stat()
        let hasWAL = size(path + "-wal") > 0
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw refusal(path, String(cString: strerror(errno))) }
            return hasWAL && knowing.isOurs ? .damaged("the file is gone, its -wal is there") : .nothing
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw refusal(path, "it is not a regular file: move it away, or set another StateDirectory")
        }
        guard access(path, R_OK | W_OK) == 0 else { throw refusal(path, String(cString: strerror(errno))) }
        if status.st_size == 0 { return knowing.hadStore ? .damaged("the file is empty") : .nothing }
        // A transaction that was stopped before the file knew a WAL is taken back by SQLite, and only then does it tell.
        let hasJournal = size(path + "-journal") > 0
        let header = try header(of: path)
        if !hasJournal, let fault = DatabaseHeader.fault(header) {
            guard knowing.isOurs else { throw stranger(path, fault) }
            return .damaged(fault)
        }
        let isNamed = header.count == DatabasePages.headerSize && DatabaseHeader.application(header) == application
        // It was closed: what a look inside would tell, opening it does.
        if isNamed, !knowing.isMarked, !hasWAL, !hasJournal { return .sound }
        let isOurs = knowing.isOurs || isNamed
        do {
            return try readThrough(
                path, isOurs: isOurs, wholly: knowing.isMarked || hasWAL, mayWrite: hasJournal)
        } catch let error as DatabaseError where isDamage(error) {
            let fault = error.message ?? "the file is damaged"
            guard isOurs else { throw stranger(path, fault) }
            return .damaged(fault)
        }
    }

    private static func readThrough(
        _ path: String, isOurs: Bool, wholly: Bool, mayWrite: Bool
    ) throws -> Finding {
        var configuration = Store.configuration()
        // Whatever is folded into a damaged file makes it worse.
        configuration.readonly = !mayWrite
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let finding: Finding = try queue.read { database in
            let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            var found = try Set(String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'"))
            // A first start that was stopped has the list of migrations alone.
            found.remove("grdb_migrations")
            if found.isEmpty, application == 0 { return .nothing }
            guard application == Self.application || (application == 0 && !found.isDisjoint(with: tables)) else {
                throw stranger(path, "it is a database of another program")
            }
            guard isOurs || application == Self.application || found.isSuperset(of: tables) else {
                throw stranger(path, "it is a database of another program")
            }
            guard wholly else { return .sound }
            let faults = try String.fetchAll(database, sql: "PRAGMA quick_check(1)")
            return faults == ["ok"] ? .sound : .damaged(faults.first ?? "it cannot be read")
        }
        try queue.close()
        return finding
    }

    /// What the tables of a store lack that the program will ask for; nil when nothing.
    ///
    /// - Throws: `DatabaseError`.
    static func shortfall(of pool: DatabasePool) throws -> String? {
        let found = try pool.read(columns)
        let missing = Schema.columns.first { table, columns in !columns.isSubset(of: found[table] ?? []) }
        return missing.map { "its table \($0.key) is not whole" }
    }

    /// The columns of every table.
    static func columns(_ database: Database) throws -> [String: Set<String>] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
                WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'
                """)
        var columns: [String: Set<String>] = [:]
        while let row = try rows.next() { columns[row[0] as String, default: []].insert(row[1] as String) }
        return columns
    }

    private static func header(of path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw refusal(path, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        do throws(LogFileError) {
            return try PosixFileSystem().read(descriptor, from: 0, count: DatabasePages.headerSize, path: path)
        } catch {
            throw StoreError.cannotCreate(error)
        }
    }

    private static func size(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func refusal(_ path: String, _ reason: String) -> StoreError {
        StoreError.cannotOpen(path: path, reason: reason)
    }

    private static func stranger(_ path: String, _ fault: String) -> StoreError {
        refusal(
            path, "\(fault), and nothing tells that it was this program's: move it away, or set another StateDirectory")
    }
}

// MARK: - Out of the way

extension StoreDamage {
    private static let suffixes = ["-wal", "-shm", "-journal", ""]

    /// A name beside `path` that nothing has, with the time in it.
    static func nameAside(_ path: String) -> String {
        let name = path + ".damaged-" + InternetTime.text(Date()).filter { $0 != ":" && $0 != "-" }
        let names = [name] + (2...999).map { "\(name)-\($0)" }
        var status = stat()
        return names.first { name in suffixes.allSatisfy { lstat(name + $0, &status) != 0 } } ?? name
    }

    /// Renames the file and what belongs to it. Goes on where an earlier process was stopped in the middle.
    ///
    /// - Throws: `StoreError` when it cannot be renamed.
    static func rename(_ path: String, to aside: String, fault: String) throws {
        var status = stat()
        // The file itself goes last: once it is there, what has its name now is another one.
        guard lstat(aside, &status) != 0 else { return }
        for suffix in suffixes where lstat(path + suffix, &status) == 0 && lstat(aside + suffix, &status) != 0 {
            guard Glibc.rename(path + suffix, aside + suffix) == 0 else {
                throw refusal(
                    path, "it is damaged (\(fault)) and cannot be set aside: \(String(cString: strerror(errno)))")
            }
        }
        do throws(LogFileError) {
            try PosixFileSystem().syncDirectory(of: path)
        } catch {
            throw StoreError.cannotCreate(error)
        }
    }
}
