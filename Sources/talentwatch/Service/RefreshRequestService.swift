import Logging
import ServiceLifecycle
import UnixSignals
import WatchEngine

/// Takes what other commands leave for the daemon, at their SIGUSR1 and at the start: feeds that `feeds refresh` wants
/// asked at once, alerts that `backtest --apply` made.
struct RefreshRequestService: Service {
    /// Where SIGUSR1 is heard.
    let signals: UnixSignalsSequence
    let requests: RefreshRequests
    let logger: Logger
    /// Has a feed asked now; false when it is not watched or is being asked.
    let refresh: @Sendable (String) async -> Bool
    /// Called with each signal, for what is left in the store.
    let others: @Sendable () -> Void

    func run() async throws {
        await takeRequests()
        for await _ in signals.cancelOnGracefulShutdown() {
            others()
            await takeRequests()
        }
    }

    private func takeRequests() async {
        do {
            for name in try requests.take() {
                if await refresh(name) {
                    logger.info("feed is asked on request", metadata: ["feed": "\(name)"])
                } else {
                    logger.notice(
                        "feed was to be asked on request, but is not watched or is being asked",
                        metadata: ["feed": "\(name)"])
                }
            }
        } catch {
            logger.error("requests cannot be taken", metadata: ["reason": "\(error)"])
        }
    }
}
