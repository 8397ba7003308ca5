import Logging
import ServiceLifecycle
import UnixSignals
import WatchEngine

/// Reads the configuration again at SIGHUP. A good one replaces the old one as a whole; a bad one changes nothing. SIGUSR2
/// says that a check before that found faults already, so that no SIGHUP comes.
struct ReloadService: Service {
    /// Where both are heard; one that came before the service ran is the first.
    let signals: UnixSignalsSequence
    let options: ConfigurationOptions
    let configuration: LiveConfiguration
    let notifier: SystemdNotifier
    let status: StatusService
    let faults: StandingFaults
    let time: any TimeSource
    let logger: Logger
    /// Makes what a configuration needs of the system, and gives back what of it can be had.
    let prepare: @Sendable (ActiveConfiguration) -> ActiveConfiguration
    let reloaded: @Sendable () -> Void

    func run() async throws {
        for await signal in signals.cancelOnGracefulShutdown() {
            guard signal == .sighup else {
                refuse()
                await status.tell()
                continue
            }
            notifier.reloading()
            reload()
            await status.tell(isReady: true)
        }
    }

    private func reload() {
        do {
            let next = prepare(try options.load())
            let old = configuration.current.configuration
            if next.configuration.stateDirectory != old.stateDirectory {
                logger.warning(
                    "another StateDirectory takes a restart; the old one stays in use",
                    metadata: ["old": "\(old.stateDirectory)", "new": "\(next.configuration.stateDirectory)"])
            }
            for warning in next.configuration.warnings { logger.warning("\(warning)") }
            configuration.replace(with: next)
            reloaded()
            logger.notice(
                "configuration reloaded",
                metadata: [
                    "feeds": "\(next.configuration.feeds.count)", "rules": "\(next.configuration.rules.count)",
                ])
            faults.end(.configuration)
        } catch {
            CommandFailure(describing: error).write()
            logger.error("the new configuration has faults, see above; the old one stays in force")
            refuse()
        }
    }

    private func refuse() {
        faults.begin(
            .configuration, "by the old configuration: the new one has faults (talentwatch check)", at: time.now)
    }
}
