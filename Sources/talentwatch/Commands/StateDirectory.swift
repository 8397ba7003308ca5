import Foundation
import Glibc
import WatchEngine

/// The folder of the store and what a command can learn from it, beside a daemon or without one.
struct StateDirectory {
    let path: String

    init(path: String) {
        self.path = path
    }

    init(_ configuration: Configuration) {
        self.init(path: configuration.stateDirectory)
    }

    /// Opens the store for reading.
    ///
    /// - Throws: `StoreError`.
    func openStore() throws -> Store {
        try Store.openForReading(directory: path)
    }

    /// The process of the daemon that runs on the store, nil when none does.
    ///
    /// - Throws: `StoreError.noAccess` when this user may not look into the folder, and so cannot know.
    func runningProcess() throws -> Int32? {
        if access(path, X_OK) != 0, errno == EACCES {
            throw StoreError.noAccess(path: path, reason: String(cString: strerror(EACCES)))
        }
        let lock = path + "/" + Store.lockName
        if access(lock, R_OK) != 0, errno == EACCES {
            throw StoreError.noAccess(path: lock, reason: String(cString: strerror(EACCES)))
        }
        return Store.runningProcess(directory: path)
    }

    /// Whether the file system takes no changes: then the daemon cannot leave word of what is wrong.
    var isReadOnly: Bool {
        var system = statvfs()
        return statvfs(path, &system) == 0 && system.f_flag & UInt(ST_RDONLY) != 0
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
}
