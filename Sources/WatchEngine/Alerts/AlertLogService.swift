public import Logging
public import ServiceLifecycle

/// Writes the alert logs: for each of them, what the store has and the file has not.
///
/// A log that cannot be written is told once, tried again with growing waits, and loses nothing, since the store keeps
/// the alerts. The logs do not hold each other up.
public actor AlertLogService: Service {
    /// Alerts taken from the store at a time.
    private static let batch = 500
    /// A log may be ahead of its store by so many alerts, where the store was lost or put back from a backup. Lines that
    /// claim more are not ours.
    private static let longestLead: Int64 = 1_000_000_000
    private static let firstRetry = Duration.seconds(1)
    private static let longestRetry = Duration.seconds(60)

    private struct Log {
        var file: AlertLogFile
        var progress: AlertLogProgress
        var failures = 0
        var retryAt: Duration?
    }

    private let store: Store
    private let configuration: LiveConfiguration
    private let files: any LogFileSystem
    private let time: any TimeSource
    private let logger: Logger
    private let signal = WakeSignal()
    private var logs: [String: Log] = [:]

    /// A service that writes the logs which `configuration` names. `open` must be called before alerts are made.
    public init(
        store: Store, configuration: LiveConfiguration, files: any LogFileSystem = PosixFileSystem(),
        time: any TimeSource, logger: Logger
    ) {
        self.store = store
        self.configuration = configuration
        self.files = files
        self.time = time
        self.logger = logger
    }

    /// Tells the service that the store has new alerts or that the configuration changed. Any thread.
    public nonisolated func wake() {
        signal.wake()
    }

    /// Returns when the service is free to answer: a stuck one never does.
    public func ping() {}

    /// Registers the configured logs with the store, so that each begins with the alerts made from now on, and continues
    /// the seq of logs that outlived their store.
    ///
    /// - Throws: `DatabaseError`.
    public func open() async throws {
        let wanted = configuration.current.configuration.alertLogs
        logs = logs.filter { path, _ in wanted.contains { $0.path == path } }
        for log in wanted where logs[log.path]?.file.format != log.format {
            let progress = try await store.registerAlertLog(path: log.path, format: log.format)
            let file = AlertLogFile(path: log.path, format: log.format, files: files)
            logs[log.path] = Log(file: file, progress: progress)
            await attempt(log.path) { try await self.locate(log.path) }
        }
    }

    /// Writes until the group shuts down; then writes what is left and returns.
    public func run() async throws {
        await withGracefulShutdownHandler {
            var generation = configuration.current.generation
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                if generation != configuration.current.generation {
                    generation = configuration.current.generation
                    await reopen()
                }
                await writeAll()
                await signal.wait(atMost: nextRetry(), time: time)
            }
            await writeAll()
        } onGracefulShutdown: {
            self.signal.wake()
        }
    }

    /// Writes to each log what it has not yet.
    public func writeAll() async {
        for path in logs.keys.sorted() {
            guard let log = logs[path], (log.retryAt ?? .zero) <= time.uptime else { continue }
            await attempt(path) { try await self.write(path) }
        }
    }

    private func reopen() async {
        do {
            try await open()
        } catch {
            logger.error("alert logs cannot be registered in the store", metadata: ["reason": "\(error)"])
        }
    }

    private func nextRetry() -> Duration? {
        logs.values.compactMap(\.retryAt).min().map { max($0 - time.uptime, .milliseconds(1)) }
    }

    /// Opens the file and finds out from its own last lines how far it is.
    private func locate(_ path: String) async throws {
        guard var log = logs[path] else { return }
        let highest = log.progress.writtenSeq + Self.longestLead
        let opened = try log.file.prepare(believingUpTo: highest)
        guard opened.isChanged else { return }
        if let unbelieved = opened.unbelieved {
            logger.error(
                "the alert log ends with a number that cannot be right; alerts are appended behind it by the store's",
                metadata: ["path": "\(path)", "log": "\(unbelieved)", "store": "\(log.progress.writtenSeq)"])
        }
        var last = opened.lastSeq
        if let before = log.progress.file, !before.isSameFile(as: opened.identity) {
            // Renamed since: lines that were synced but not recorded are in the renamed file.
            last = try [last, log.file.lastSeq(inRenamed: before, believingUpTo: highest)].compactMap { $0 }.max()
        }
        if let last, last > log.progress.writtenSeq {
            let newest = try await store.lastSeq()
            if last > newest {
                logger.warning(
                    "the alert log is ahead of the store; alerts continue after its last line",
                    metadata: ["path": "\(path)", "log": "\(last)", "store": "\(newest)"])
                try await store.raiseSeq(to: last)
            }
            log.progress.writtenSeq = last
        }
        log.progress.file = opened.identity
        try await store.save(log.progress)
        logs[path]?.progress = log.progress
    }

    private func write(_ path: String) async throws {
        while let log = logs[path] {
            let alerts = try await store.alerts(after: log.progress.writtenSeq, limit: Self.batch)
            guard let newest = alerts.last else { return }
            try await locate(path)
            guard var log = logs[path] else { return }
            let missing = alerts.filter { $0.seq > log.progress.writtenSeq }
            try log.file.append(missing.map { AlertLine.line($0, format: log.file.format) })
            log.progress.writtenSeq = max(log.progress.writtenSeq, newest.seq)
            logs[path]?.progress = log.progress
            try await store.save(log.progress)
        }
    }

    /// Does a piece of work on a log; a failure is told once and tried again later.
    private func attempt(_ path: String, _ work: () async throws -> Void) async {
        do {
            try await work()
            if let failures = logs[path]?.failures, failures > 0 {
                logger.notice("alert log is written again", metadata: ["path": "\(path)"])
            }
            logs[path]?.failures = 0
            logs[path]?.retryAt = nil
        } catch {
            let failures = (logs[path]?.failures ?? 0) + 1
            if failures == 1 {
                logger.error(
                    "alert log cannot be written; the store keeps its alerts until it can",
                    metadata: ["path": "\(path)", "reason": "\(error)"])
            }
            let wait = min(Self.firstRetry * (1 << min(failures - 1, 6)), Self.longestRetry)
            logs[path]?.failures = failures
            logs[path]?.retryAt = time.uptime + wait
        }
    }
}
