import Glibc
import WatchEngine

/// The folder of the store and what a command can learn from it, beside a daemon or without one.
struct StateDirectory {
    let path: String

    init(_ configuration: Configuration) {
        path = configuration.stateDirectory
    }

    /// Opens the store for reading.
    ///
    /// - Throws: `StoreError`, or `CommandFailure` when this user may not look into the folder.
    func openStore() throws -> Store {
        try checkPermission()
        return try Store.openForReading(directory: path)
    }

    /// The process of the daemon that runs on the store, nil when none does.
    ///
    /// - Throws: `CommandFailure` when this user may not look into the folder, and so cannot know.
    func runningProcess() throws -> Int32? {
        try checkPermission()
        return Store.runningProcess(directory: path)
    }

    /// A folder that may not be searched looks like an empty one to whoever asks only whether a file is there.
    private func checkPermission() throws {
        for name in ["", "/" + Store.fileName] {
            guard access(path + name, name.isEmpty ? X_OK : R_OK) != 0, errno == EACCES else { continue }
            throw CommandFailure(
                .inputOutput,
                "cannot read \(path)\(name): Permission denied; use sudo, or be the user that the daemon runs as")
        }
    }
}
