import Foundation
import HTTPFetch
import Logging
import ServiceLifecycle
import TalentMatch
import UnixSignals
import WatchEngine

/// Builds the daemon's parts, each once, and gives each what it needs.
struct Assembly {
    /// A daemon that is so far behind with its polls or its logs is stuck.
    private static let longestLag = Duration.seconds(120)
    /// A stop takes no longer: what is in flight is dropped, what is decided is committed and logged.
    private static let longestShutdown = Duration.seconds(10)
    /// At a stop, a reader of the printed alerts has so long to take what is left.
    private static let longestPrinting = Duration.milliseconds(300)

    let environment = ProcessInfo.processInfo.environment
    let time = SystemTimeSource()
    let logger: Logger

    init(verbose: Bool = false) {
        let handler = LineLogHandler(level: verbose ? .debug : .info, environment: environment, time: time)
        logger = Logger(label: "talentwatch") { _ in handler }
    }

    /// Runs the daemon until it is told to stop, or has polled each feed once.
    ///
    /// - Throws: `CommandFailure`, `StoreError`, `FetchError` or what the store throws.
    func run(options: ConfigurationOptions, mode: PollService.Mode, printsAlerts: Bool) async throws {
        let signals = await DaemonSignals()
        let stop = StopSwitch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await serve(options: options, mode: mode, printsAlerts: printsAlerts, signals, stop)
                } catch is StopSwitch.Stopped {
                    logger.info("talentwatch was stopped while it started")
                }
            }
            group.addTask {
                for await _ in signals.stop { await stop.stop() }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Opens what the daemon holds, lets it run, and closes it again, whatever happened.
    private func serve(
        options: ConfigurationOptions, mode: PollService.Mode, printsAlerts: Bool, _ signals: DaemonSignals,
        _ stop: StopSwitch
    ) async throws {
        let active = loadable(try options.load())
        for warning in active.configuration.warnings { logger.warning("\(warning)") }
        try stop.check()
        let store = try Store.open(directory: active.configuration.stateDirectory)
        let result = await attempt {
            try await tellOfDamage(to: store, active.configuration)
            try stop.check()
            let transfers = try transfers(for: active.configuration.polling)
            let result = await attempt {
                let parts = try await parts(
                    active: active, options: options, mode: mode, printsAlerts: printsAlerts, store: store,
                    transfers: transfers, signals)
                try stop.run(parts.group)
                try await parts.group.run()
                if mode == .once {
                    await stop.untilStopped {
                        // A program that only ever runs one round must not grow its store without end either.
                        await parts.retention.catchUp()
                        await parts.size.look()
                        // What `run --once --print | less` prints is read at the reader's leisure.
                        await parts.printer?.finish(within: nil)
                    }
                }
                await parts.printer?.finish(within: Self.longestPrinting)
                if mode == .once { try await Self.refuseShortfall(of: parts.polls, parts.logs) }
            }
            await transfers.shutdown()
            try result.get()
        }
        // What went wrong first is what the user must know.
        let closing = await attempt {
            guard let failure = try store.close() else { return }
            logger.warning(
                "the store was left as a crash would leave it, which loses nothing", metadata: ["reason": "\(failure)"])
        }
        try result.get()
        try closing.get()
        logger.info("talentwatch has stopped")
    }

    /// Says what became of a damaged store, and fills its gaps from the alert logs.
    private func tellOfDamage(to store: Store, _ configuration: Configuration) async throws {
        guard let setAside = store.setAside else { return }
        logger.critical("\(setAside)")
        let learned = try await store.learn(from: configuration.alertLogs, feeds: configuration.feeds)
        if learned > 0 {
            logger.notice("the alert logs tell of alerts that the new store lacks", metadata: ["alerts": "\(learned)"])
        }
    }

    /// A round after which something is not on the disk, or was not asked for, is not done, whatever the next one mends: a script
    /// must know.
    private static func refuseShortfall(of polls: PollService, _ logs: AlertLogService) async throws {
        let unstored = await polls.unstored()
        let skipped = await polls.skipped
        let logs = await logs.failing
        guard unstored > 0 || skipped > 0 || !logs.isEmpty else { return }
        let parts =
            (unstored > 0 ? ["the answers of \(unstored) feeds could not be stored"] : [])
            + (skipped > 0 ? ["\(skipped) feeds of quiet hosts were not asked"] : [])
            + logs.map { "\($0) could not be written to its end" }
        throw CommandFailure(
            .inputOutput,
            PrintableText.line(parts.joined(separator: ", ") + ": nothing is lost, the next run makes up for it"))
    }

    private func attempt(_ body: () async throws -> Void) async -> Result<Void, any Error> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }

    private struct Parts {
        var group: ServiceGroup
        var printer: AlertPrinter?
        var polls: PollService
        var logs: AlertLogService
        var retention: RetentionService
        var size: SizeService
    }

    /// Every service of the daemon, in a group that is yet to run.
    private func parts(
        active: ActiveConfiguration, options: ConfigurationOptions, mode: PollService.Mode, printsAlerts: Bool,
        store: Store, transfers: TransferLoop, _ signals: DaemonSignals
    ) async throws -> Parts {
        let configuration = LiveConfiguration(active)
        let faults = StandingFaults()
        if let setAside = store.setAside { faults.begin(.damagedStore, setAside, at: time.now) }
        let logs = AlertLogService(
            store: store, configuration: configuration, time: time, faults: faults, logger: logger)
        try await logs.open()
        let printer = printsAlerts ? try await AlertPrinter(store: store, time: time, logger: logger) : nil
        let polls = PollService(
            mode: mode, store: store, configuration: configuration, transfers: transfers, time: time,
            random: { Double.random(in: 0..<1) }, faults: faults, logger: logger,
            alertsMade: {
                logs.wake()
                printer?.wake()
            })
        let notifier = SystemdNotifier(environment: environment, logger: logger) {
            await store.passWriter()
            let isWritten = await logs.lag() < Self.longestLag
            let isPolled = await polls.lag() < Self.longestLag
            return isWritten && isPolled
        }
        let status = StatusService(
            store: store, polls: polls, faults: faults, notifier: notifier, time: time, logger: logger)
        let reload = ReloadService(
            signals: signals.reload, options: options, configuration: configuration, notifier: notifier,
            status: status, faults: faults, time: time, logger: logger,
            prepare: { next in
                let fitting = loadable(next)
                let wanted = fitting.configuration.polling.concurrency
                transfers.setBounds(DescriptorAllowance.raised(for: wanted).bounds(wanted: wanted))
                return fitting
            },
            reloaded: {
                logs.wake()
                polls.wake()
            })
        logger.info(
            "talentwatch starts",
            metadata: [
                "version": "\(Program.version)", "feeds": "\(active.configuration.feeds.count { $0.isEnabled })",
                "rules": "\(active.configuration.rules.count { $0.isEnabled })",
                "store": "\(active.configuration.stateDirectory)",
            ])
        let retention = RetentionService(
            store: store, configuration: configuration, isPaced: mode == .forever, time: time, logger: logger)
        let size = SizeService(
            store: store, configuration: configuration, isPaced: mode == .forever, time: time, faults: faults,
            logger: logger)
        // Shut down from the last to the first: the logs and the printer write what the polls committed.
        var services: [any Service] = [logs] + (printer.map { [$0] } ?? [])
        services += [polls, StoreWatch(store: store, faults: faults, time: time, logger: logger)]
        if mode == .forever {
            let requests = RefreshRequests(directory: active.configuration.stateDirectory)
            let refresh = RefreshRequestService(signals: signals.refresh, requests: requests, logger: logger) { name in
                await polls.refresh(feedNamed: name)
            } others: {
                logs.wake()
                printer?.wake()
            }
            let index = IndexService(store: store, time: time, logger: logger)
            services += [index, retention, size, reload, refresh, status, notifier]
        }
        var groupConfiguration = ServiceGroupConfiguration(
            services: services.map {
                .init(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    // By default it is the whole service in text, with every feed of the configuration.
                    failureTerminationBehavior: .cancelGroup, serviceName: "\(type(of: $0))")
            }, logger: quiet)
        groupConfiguration.maximumGracefulShutdownDuration = Self.longestShutdown
        return Parts(
            group: ServiceGroup(configuration: groupConfiguration), printer: printer, polls: polls, logs: logs,
            retention: retention, size: size)
    }

    /// The configuration with as many requests at once as the system's limit on open files allows, which is raised for it.
    private func loadable(_ active: ActiveConfiguration) -> ActiveConfiguration {
        let wanted = active.configuration.polling.concurrency
        let allowance = DescriptorAllowance.raised(for: wanted)
        let allowed = allowance.concurrency(wanted: wanted)
        guard allowed < wanted else { return active }
        logger.warning(
            "fewer requests at once than Concurrency says: the limit on open files allows no more; raise it (LimitNOFILE=, ulimit -Hn)",
            metadata: [
                "limit": "\(allowance.limit)", "needed": "\(DescriptorAllowance.needed(for: wanted))",
                "concurrency": "\(allowed)", "wanted": "\(wanted)",
            ])
        return active.limited(toConcurrency: allowed)
    }

    /// The thread that fetches, with the bounds that the configuration gives at the start.
    func transfers(for polling: PollingConfiguration) throws -> TransferLoop {
        var settings = TransferLoopConfiguration()
        let bounds = DescriptorAllowance.raised(for: polling.concurrency).bounds(wanted: polling.concurrency)
        settings.maximumConcurrentTransfers = bounds.transfers
        settings.socketDescriptorLimit = bounds.socketDescriptorLimit
        settings.maximumBodyBytesInFlight = polling.maximumBytesInFlight
        settings.proxies = ProxyConfiguration(environment: environment)
        if case .server(let proxy) = polling.proxy { settings.proxies = ProxyConfiguration(all: proxy) }
        if polling.proxy == .direct { settings.proxies = ProxyConfiguration() }
        settings.proxies.exceptions += polling.noProxy
        settings.certificateAuthorityFile =
            polling.certificateAuthorityFile
            ?? TransferLoopConfiguration.certificateAuthorityFile(environment: environment)
        return try TransferLoop(settings)
    }

    /// Lets `body` fetch, and ends the thread that fetches when it is done.
    func withTransfers<Value>(
        for polling: PollingConfiguration, _ body: (TransferLoop) async throws -> Value
    ) async throws -> Value {
        let transfers = try transfers(for: polling)
        do {
            let value = try await body(transfers)
            await transfers.shutdown()
            return value
        } catch {
            await transfers.shutdown()
            throw error
        }
    }

    /// The service group tells of each service's start and stop, which is no news to a user.
    private var quiet: Logger {
        var logger = logger
        logger.logLevel = .warning
        return logger
    }
}
