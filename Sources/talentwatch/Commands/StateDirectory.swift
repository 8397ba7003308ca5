import Foundation
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

    /// Tells a running daemon that the configuration changed.
    ///
    /// - Returns: a line that says what was done, or what the user can do.
    func tellDaemonToReload() -> String {
        let advice = "`systemctl reload talentwatch`, or SIGHUP to the daemon, takes it over"
        do {
            guard let process = try runningProcess() else { return "no daemon runs; the next one will know it" }
            let isTold = Self.signal(process, SIGHUP)
            return isTold ? "the daemon (process \(process)) was told to read the configuration again" : advice
        } catch {
            return advice
        }
    }

    /// Sends a signal to the daemon; false when it may not be sent, or when the process is another program's.
    static func signal(_ process: Int32, _ signal: Int32) -> Bool {
        // A lock that another process id space holds has a number that means another process here.
        let name = try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)
        return process > 1 && name == "talentwatch\n" && kill(process, signal) == 0
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
