import Logging
import ServiceLifecycle
import UnixSignals
import WatchEngine

/// Has feeds asked at once that `feeds refresh` wants, at its SIGUSR1 and for what was left before the start.
struct RefreshRequestService: Service {
    /// Where SIGUSR1 is heard.
    let signals: UnixSignalsSequence
    let requests: RefreshRequests
    let logger: Logger
    /// Has a feed asked now; false when it is not watched or is being asked.
    let refresh: @Sendable (String) async -> Bool

    func run() async throws {
        await takeRequests()
        for await _ in signals.cancelOnGracefulShutdown() { await takeRequests() }
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
