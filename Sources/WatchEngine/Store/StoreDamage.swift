import Foundation
import GRDB
import Glibc

/// Finds out whether a store that was not closed is still sound, and puts a damaged one out of the way.
enum StoreDamage {
    /// What SQLite finds wrong with the file; nil when it is sound.
    ///
    /// - Throws: `DatabaseError` when it cannot be looked at, or is no database at all: then the path may be wrong, and
    ///   nothing is moved.
    static func fault(_ path: String) throws -> String? {
        do {
            // To open it reads the tables' definitions, which may be what is damaged.
            let queue = try DatabaseQueue(path: path)
            let faults = try queue.read { try String.fetchAll($0, sql: "PRAGMA quick_check(1)") }
            try queue.close()
            return faults == ["ok"] ? nil : faults.first ?? "it cannot be read"
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            return error.message ?? "the file is damaged"
        }
    }

    /// Renames the file and what belongs to it, under a name that tells the time.
    ///
    /// - Returns: what happened, in a line for the user.
    /// - Throws: `StoreError` when it cannot be renamed.
    static func setAside(_ path: String, fault: String) throws -> String {
        let aside = path + ".damaged-" + InternetTime.text(Date()).filter { $0 != ":" && $0 != "-" }
        for suffix in ["-wal", "-shm", ""] where access(path + suffix, F_OK) == 0 {
            guard rename(path + suffix, aside + suffix) == 0 else {
                throw StoreError.cannotOpen(
                    path: path,
                    reason: "it is damaged (\(fault)) and cannot be set aside: \(String(cString: strerror(errno)))")
            }
        }
        return
            "\(path) was damaged (\(fault)) and was set aside as \(aside); a new store begins, and nothing of the old one was changed"
    }
}
