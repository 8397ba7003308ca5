import Foundation
import GRDB
import Glibc

/// Opens the store for the daemon, whatever state its file is in.
struct StoreOpening {
    let path: String
    let mark: StoreMark
    let lock: StoreLock

    /// A store that is open.
    struct Opened {
        var pool: DatabasePool
        /// What became of a damaged one, for the user.
        var setAside: String?
    }

    /// The store in `directory`, whose lock is held.
    init(directory: String, lock: StoreLock) {
        // A store may lie elsewhere, behind a link; then what belongs to it does so too.
        let named = directory + "/" + Store.fileName
        var path = named
        if let real = realpath(named, nil) {
            path = String(cString: real)
            free(real)
        }
        self.path = path
        mark = StoreMark(directory: directory)
        self.lock = lock
    }

    /// Opens what is there, makes what is not, and replaces what is damaged by what is left of it.
    ///
    /// - Throws: `StoreError`, `DatabaseError`.
    func open() throws -> Opened {
        let state = mark.state
        if case .salvaging(let name) = state {
            let folder = PathText.folder(of: path)
            return try replaced(by: PathText.join(folder, name), fault: "a salvage of it was not finished")
        }
        let knowing = StoreDamage.Knowledge(isMarked: state != .closed, hadStore: lock.hasStore)
        let finding = try StoreDamage.look(at: path, knowing: knowing)
        if case .damaged(let fault) = finding { return try setAside(fault) }
        if finding == .sound, case .damaged(let fault) = state { return try setAside(fault) }
        do {
            return Opened(pool: try prepared(marking: true))
        } catch let error as DatabaseError where finding == .sound && Self.isFaultOfFile(error) {
            return try setAside(error.message ?? "\(error.resultCode)")
        }
    }

    /// Opens a file that is a store or nothing, and brings its tables up to date.
    ///
    /// - Parameter marking: whether the mark says yet that the store is in use.
    private func prepared(marking: Bool) throws -> DatabasePool {
        try create()
        let pool = try Store.writingPool(path)
        do {
            try Store.refuseNewer(pool, path: path)
            if marking { try leaveMark(.inUse) }
            try Schema.migrator.migrate(pool)
            if let shortfall = try StoreDamage.shortfall(of: pool) {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: shortfall)
            }
            try name(pool)
            try lock.claimStore()
            return pool
        } catch {
            // What went wrong first is what counts.
            try? pool.close()
            throw error
        }
    }

    /// Only its owner reads what is made here.
    private func create() throws {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Writes whose the file is into it.
    private func name(_ pool: DatabasePool) throws {
        try pool.write { database in
            if try Int.fetchOne(database, sql: "PRAGMA application_id") == 0 {
                try database.execute(sql: "PRAGMA application_id = \(StoreDamage.application)")
            }
        }
    }

    /// Whether an error is one of the file and not of the disk, the rights or another process.
    private static func isFaultOfFile(_ error: DatabaseError) -> Bool {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH: true
        default: false
        }
    }

    private func leaveMark(_ state: StoreMark.State) throws {
        do throws(LogFileError) {
            try mark.write(state)
        } catch {
            throw StoreError.cannotCreate(error)
        }
    }

    // MARK: - Replacing a damaged store

    private func setAside(_ fault: String) throws -> Opened {
        let aside = StoreDamage.nameAside(path)
        try leaveMark(.salvaging(aside.split(separator: "/").last.map(String.init) ?? aside))
        return try replaced(by: aside, fault: fault)
    }

    /// A new store with what `aside` still has, after the damaged one was renamed to that. Until it is done, the mark says
    /// so, and the next start does it again.
    private func replaced(by aside: String, fault: String) throws -> Opened {
        try StoreDamage.rename(path, to: aside, fault: fault)
        let pool = try prepared(marking: false)
        do {
            let salvaged = try salvage(aside, to: pool)
            keepRights(of: aside)
            try leaveMark(.inUse)
            return Opened(
                pool: pool,
                setAside: """
                    \(path) was damaged (\(fault)) and was set aside as \(aside), where nothing was changed; a new store \
                    begins with what could be read of it: \(salvaged)
                    """)
        } catch {
            try? pool.close()
            throw error
        }
    }

    /// What was taken over. Whatever a damaged file does to that, a store without memory is better than none.
    private func salvage(_ aside: String, to pool: DatabasePool) throws -> String {
        do {
            return try StoreSalvage(from: aside, to: pool).run()
        } catch let error as DatabaseError where Self.isFaultOfFile(error) {
            return "not all of it (\(Store.reason(error)))"
        }
    }

    /// Whoever could read the old store can read the new one.
    private func keepRights(of aside: String) {
        var status = stat()
        guard stat(aside, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        for suffix in ["", "-wal", "-shm"] {
            // Where it cannot be, the new store is its owner's alone, which loses nothing.
            _ = chmod(path + suffix, status.st_mode & 0o777)
        }
    }
}
