import GRDB
import Glibc

extension Store {
    /// What became of the place that the store was opened at.
    public enum Place: Sendable, Equatable {
        /// The file and its lock lie where they were opened.
        case kept
        /// Nothing is at the file's path any more, so that whatever is stored is gone with the process.
        case gone
        /// Something else is at the path of the file or of its lock.
        case replaced
    }

    /// Looks whether what this process has open is still what its paths lead to.
    public func place() -> Place {
        guard let identity, let lock else { return .kept }
        let files = PosixFileSystem()
        do throws(LogFileError) {
            guard let found = try files.identity(at: path) else { return .gone }
            let isLockInPlace = try lock.isInPlace()
            return found.isSameFile(as: identity) && isLockInPlace ? .kept : .replaced
        } catch {
            // A directory that cannot be looked at now says nothing of the file.
            return .kept
        }
    }

    /// Puts the store where it was once more, whole, for the next process: the file that is open is nowhere any more.
    ///
    /// - Throws: `StoreError`, `CancellationError`; then nothing is there.
    public func restorePlace() async throws {
        try Self.createDirectory(PathText.folder(of: path))
        try await backUp(to: path)
    }
}
