import Logging
import ServiceLifecycle
import WatchEngine

/// Prints alert lines to stdout as `tail -F` would: the newest ten at the start, then each new one.
///
/// A reader who goes away ends the printing, never the daemon; one who does not read holds up nobody.
actor AlertPrinter: Service {
    private static let shownAtStart = 10
    private let follower: AlertFollower
    private let output: OutputThread

    init(store: Store, time: any TimeSource, logger: Logger) async throws {
        follower = try await AlertFollower(store: store, showing: Self.shownAtStart, time: time)
        output = OutputThread { trouble in
            switch trouble {
            case .closed:
                logger.notice("nobody reads the printed alerts any more; the daemon goes on without printing")
            case .failed(let reason):
                logger.error(
                    "alerts cannot be printed any more; the daemon goes on without printing",
                    metadata: ["reason": "\(reason)"])
            case .stalled:
                logger.warning("printed alerts are not read; some are left out, the logs have them all")
            }
        }
    }

    nonisolated func wake() {
        follower.wake()
    }

    func run() async throws {
        do {
            try await follower.run { [output] alerts in
                for alert in alerts {
                    guard output.line(AlertLine.text(alert)) else { throw Ended() }
                }
            }
        } catch is Ended {
            try await gracefulShutdown()
        }
    }

    /// Waits until what was printed has reached the reader, for so long at most. Called when the service has ended.
    nonisolated func finish(within limit: Duration?) async {
        await output.finish(within: limit)
    }

    /// The output takes nothing more.
    private struct Ended: Error {}
}
