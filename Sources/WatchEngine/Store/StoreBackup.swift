import GRDB
import Glibc

extension Store {
    /// Pages copied between two looks at whether to go on.
    private static let backupStep: CInt = 4096

    /// Copies the store as it is at one moment to a new file, while it is in use (SQLite's online backup), and checks the
    /// copy. Only its owner can read it. Nothing that is there already is touched, and nothing is left where it fails or
    /// the task is cancelled.
    ///
    /// - Throws: `StoreError` when the file exists, cannot be written, or the copy is not sound; `CancellationError`.
    public func backUp(to path: String) async throws {
        var status = stat()
        guard lstat(path, &status) != 0 else {
            throw Self.refusal(path, "it exists already: name a file that does not")
        }
        let folder = PathText.folder(of: path)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let partial = PathText.join(folder, ".\(name).\(UInt64.random(in: .min ... .max)).partial")
        let descriptor = Glibc.open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.refusal(path, String(cString: strerror(errno))) }
        Glibc.close(descriptor)
        // The name is ours alone, and so is what SQLite makes beside it.
        defer { for suffix in ["", "-journal", "-wal", "-shm"] { unlink(partial + suffix) } }
        do {
            let copy = try DatabaseQueue(path: partial)
            try database.backup(to: copy, pagesPerStep: Self.backupStep) { _ in try Task.checkCancellation() }
            let faults = try await copy.read { try String.fetchAll($0, sql: "PRAGMA integrity_check(1)") }
            try copy.close()
            guard faults == ["ok"] else { throw Self.refusal(path, "the copy is not sound: \(faults.first ?? "")") }
        } catch let error as DatabaseError {
            health.note(error)
            throw Self.refusal(path, Self.reason(error))
        }
        try Task.checkCancellation()
        try Self.place(partial, at: path)
    }

    /// Gives a file its name, unless something has it.
    private static func place(_ partial: String, at path: String) throws {
        var isPlaced = link(partial, path) == 0
        if !isPlaced, errno != EEXIST {
            // File systems without links: an empty file of our own is what is replaced.
            let own = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            if own >= 0 {
                Glibc.close(own)
                isPlaced = rename(partial, path) == 0
            }
        }
        guard isPlaced else {
            throw refusal(
                path, errno == EEXIST ? "it was made by somebody else just now" : String(cString: strerror(errno)))
        }
        do throws(LogFileError) {
            try PosixFileSystem().syncDirectory(of: path)
        } catch {
            throw StoreError.cannotCreate(error)
        }
    }

    private static func refusal(_ path: String, _ reason: String) -> StoreError {
        StoreError.cannotWrite(path: path, reason: reason)
    }
}
