public import Logging
public import ServiceLifecycle

/// Writes the alert logs: for each of them, what the store has and the file has not.
///
/// A log that cannot be written is told once, tried again with growing waits, and loses nothing, since the store keeps
/// the alerts. The logs do not hold each other up. A log begins with the alerts that are made once it is configured; one
/// that leaves the configuration is forgotten, so when it comes back it begins anew and not with all that it missed.
///
/// Files are written and synced on a queue of the service's own.
public actor AlertLogService: Service {
    /// Alerts taken from the store at a time.
    private static let batch = 500
    /// A log may be ahead of its store by so many alerts, where the store was lost or put back from a backup. Lines that
    /// claim more are not ours.
    private static let longestLead: Int64 = 1_000_000_000

    private enum Failure {
        case file
        case store
    }

    private struct Log {
        var file: AlertLogFile
        var progress: AlertLogProgress
        /// Whether the store knows `progress`.
        var isRecorded = true
        /// What the user was told of and is not over.
        var told: Failure?
        var wait = GrowingWait()
    }

    private let executor = DiskExecutor(label: "talentwatch.alert-logs")
    private let store: Store
    private let configuration: LiveConfiguration
    private let files: any LogFileSystem
    private let time: any TimeSource
    private let faults: StandingFaults
    private let logger: Logger
    private let signal = WakeSignal()
    private var logs: [String: Log] = [:]
    /// Logs that were behind when `lag` was asked last: how far they were, and since when.
    private var standstills: [String: (seq: Int64, since: Duration)] = [:]
    /// The configuration that `logs` are of; nil before `open`.
    private var generation: Int?
    private var reload = Reload()

    /// A configuration whose logs are still to be registered.
    private struct Reload {
        /// The newest configuration that was seen.
        var generation: Int?
        /// The newest seq when each of its new logs was seen first.
        var begins: [String: Int64] = [:]
        var isTold = false
        var wait = GrowingWait()
    }

    /// A service that writes the logs which `configuration` names. `open` must be called before alerts are made.
    public init(
        store: Store, configuration: LiveConfiguration, files: any LogFileSystem = PosixFileSystem(),
        time: any TimeSource, faults: StandingFaults = StandingFaults(), logger: Logger
    ) {
        self.store = store
        self.configuration = configuration
        self.files = files
        self.time = time
        self.faults = faults
        self.logger = logger
    }

    /// The service's own queue, since it waits for disks.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Tells the service that the store has new alerts or that the configuration changed. Any thread.
    public nonisolated func wake() {
        signal.wake()
    }

    /// For how long alerts have waited for a log without any of them being written. A log that failed does not count, since it
    /// is tried again and told of. A service that is stuck itself never answers.
    public func lag() async -> Duration {
        // A store that gives no answer holds this up as well; one that fails is told of elsewhere.
        guard let newest = try? await store.lastSeq() else { return .zero }
        let behind = logs.filter { $1.told == nil && $1.progress.writtenSeq < newest }
        standstills = behind.mapValues { log in
            if let before = standstills[log.progress.path], before.seq == log.progress.writtenSeq { return before }
            return (log.progress.writtenSeq, time.uptime)
        }
        return standstills.values.map { time.uptime - $0.since }.max() ?? .zero
    }

    /// The logs whose last try failed.
    public var failing: [String] { logs.filter { $0.value.told != nil }.keys.sorted() }

    /// Registers the configured logs with the store, so that each begins with the alerts made from now on, and continues
    /// the seq of logs that outlived their store. All of it, or nothing where it throws.
    ///
    /// - Throws: `DatabaseError`.
    public func open() async throws {
        let active = configuration.current
        let wanted = active.configuration.alertLogs
        let isKnown = wanted.allSatisfy { logs[$0.path]?.file.format == $0.format }
        if generation != nil, isKnown, Set(wanted.map(\.path)) == Set(logs.keys) {
            generation = active.generation
            return
        }
        let registered = try await store.registerAlertLogs(wanted, begins: reload.begins)
        let before = logs
        logs = [:]
        for (log, progress) in zip(wanted, registered) {
            if let same = before[log.path], same.file.format == log.format {
                logs[log.path] = same
            } else {
                let file = AlertLogFile(path: log.path, format: log.format, files: files)
                logs[log.path] = Log(
                    file: file, progress: before[log.path]?.progress ?? progress,
                    isRecorded: before[log.path]?.isRecorded ?? true)
            }
        }
        generation = active.generation
        faults.endAlertLogs(otherThan: Set(logs.keys))
        for log in wanted where before[log.path]?.file.format != log.format {
            await attempt(log.path) { try await self.locate(log.path) }
        }
    }

    /// Writes until the group shuts down; then writes what is left and returns.
    public func run() async throws {
        await withGracefulShutdownHandler {
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                await followConfiguration()
                await writeAll()
                await signal.wait(atMost: nextTry(), time: time)
            }
            // The last chance of this process, so no wait is waited out.
            await followConfiguration(isLast: true)
            await writeAll(isLast: true)
        } onGracefulShutdown: {
            self.signal.wake()
        }
    }

    /// Writes to each log what it has not yet.
    ///
    /// - Parameter isLast: whether logs that failed are tried before their time.
    public func writeAll(isLast: Bool = false) async {
        for path in logs.keys.sorted() {
            guard let log = logs[path], isLast || log.wait.isOver(at: time.uptime) else { continue }
            await attempt(path) { try await self.write(path) }
        }
    }

    /// Takes over the logs of a configuration that was put in force; where the store cannot register them, the present
    /// ones are written on and it is tried again. Alerts made meanwhile belong to the new logs too.
    func followConfiguration(isLast: Bool = false) async {
        let current = configuration.current
        guard current.generation != generation else { return }
        if reload.generation == current.generation, !isLast, !reload.wait.isOver(at: time.uptime) { return }
        do {
            if reload.generation != current.generation {
                try await noteBegins(of: current)
                // What was made until now belongs to the logs that leave.
                await writeAll(isLast: true)
            }
            try await open()
            if reload.isTold { logger.notice("alert logs are registered in the store") }
            reload = Reload()
            faults.end(.alertLogRegister)
        } catch is CancellationError {
            // The process ends; its next start registers them.
        } catch {
            if !reload.isTold {
                logger.error("alert logs cannot be registered in the store", metadata: ["reason": "\(error)"])
            }
            reload.isTold = true
            faults.begin(
                .alertLogRegister,
                "the alert logs of the new configuration cannot be registered: \(Store.reason(error))",
                at: time.now)
            reload.wait.fail(at: time.uptime)
        }
    }

    private func noteBegins(of current: ActiveConfiguration) async throws {
        let last = try await store.lastSeq()
        let new = current.configuration.alertLogs.map(\.path).filter { logs[$0] == nil }
        reload.begins = Dictionary(new.map { ($0, reload.begins[$0] ?? last) }) { first, _ in first }
        reload.generation = current.generation
    }

    private func nextTry() -> Duration? {
        let ends = logs.values.compactMap(\.wait.end) + [reload.wait.end].compactMap { $0 }
        return ends.min().map { max($0 - time.uptime, .milliseconds(1)) }
    }

    /// Opens the file and finds out from its own last lines how far it is.
    private func locate(_ path: String) async throws {
        guard let log = logs[path] else { return }
        let highest = min(log.progress.writtenSeq, .max - Self.longestLead) + Self.longestLead
        let opened = try log.file.prepare(believingUpTo: highest)
        guard opened.isChanged else { return }
        do {
            try await take(opened, of: log, believingUpTo: highest)
        } catch {
            // What it told is not taken in yet.
            log.file.close()
            throw error
        }
    }

    private func take(_ opened: AlertLogFile.Opened, of log: Log, believingUpTo highest: Int64) async throws {
        var progress = log.progress
        if let unbelieved = opened.unbelieved {
            logger.error(
                "the alert log ends with a number that cannot be right; alerts are appended behind it by the store's",
                metadata: ["path": "\(progress.path)", "log": "\(unbelieved)", "store": "\(progress.writtenSeq)"])
        }
        var last = opened.lastSeq
        if let before = progress.file, !before.isSameFile(as: opened.identity) {
            // Renamed since: lines that were synced but not recorded are in the renamed file.
            last = try [last, log.file.lastSeq(inRenamed: before, believingUpTo: highest)].compactMap { $0 }.max()
        }
        if let last, opened.isTorn, last < progress.writtenSeq, progress.file?.isSameFile(as: opened.identity) == true {
            // What was synced is gone all the same: a disk that lies, or a hand that cut. The store has those lines still.
            progress.writtenSeq = last
        } else if let last, last > progress.writtenSeq {
            let newest = try await store.lastSeq()
            if last > newest {
                logger.warning(
                    "the alert log is ahead of the store; alerts continue after its last line",
                    metadata: ["path": "\(progress.path)", "log": "\(last)", "store": "\(newest)"])
                try await store.raiseSeq(to: last)
            }
            progress.writtenSeq = last
        }
        progress.file = opened.identity
        try await record(progress)
    }

    private func write(_ path: String) async throws {
        while let log = logs[path] {
            if !log.isRecorded { try await record(log.progress) }
            let alerts = try await store.alerts(after: log.progress.writtenSeq, limit: Self.batch)
            guard let newest = alerts.last else { return }
            try await locate(path)
            guard var progress = logs[path]?.progress else { return }
            let missing = alerts.filter { $0.seq > progress.writtenSeq }
            try log.file.append(missing.map { AlertLine.line($0, format: log.file.format) })
            progress.writtenSeq = max(progress.writtenSeq, newest.seq)
            try await record(progress)
        }
    }

    /// Keeps what is known of a log, which is true also where the store cannot take it: then that is tried again.
    private func record(_ progress: AlertLogProgress) async throws {
        logs[progress.path]?.progress = progress
        logs[progress.path]?.isRecorded = false
        try await store.save(progress)
        logs[progress.path]?.isRecorded = true
    }

    /// Does a piece of work on a log; a failure is told once and tried again later.
    private func attempt(_ path: String, _ work: () async throws -> Void) async {
        do {
            try await work()
            if logs[path]?.told != nil {
                logger.notice("alert log is written again", metadata: ["path": "\(path)"])
            }
            logs[path]?.told = nil
            logs[path]?.wait = GrowingWait()
            faults.end(.alertLog(path))
        } catch is CancellationError {
            // The process ends; what is missing is written at its next start.
        } catch {
            let failure = error is LogFileError ? Failure.file : .store
            let reason = failure == .file ? "\(error)" : "\(path): \(Store.reason(error))"
            faults.begin(.alertLog(path), "an alert log waits: \(reason)", at: time.now)
            if logs[path]?.told != failure {
                logger.error(
                    failure == .file
                        ? "alert log cannot be written; the store keeps its alerts until it can"
                        : "the store cannot give an alert log's alerts or record how far it is",
                    metadata: ["path": "\(path)", "reason": "\(error)"])
            }
            logs[path]?.told = failure
            logs[path]?.wait.fail(at: time.uptime)
        }
    }
}
