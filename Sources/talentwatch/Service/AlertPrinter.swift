import ServiceLifecycle
import WatchEngine

/// Prints alert lines to stdout as `tail -F` would: the newest ten at the start, then each new one.
actor AlertPrinter: Service {
    private static let shownAtStart = 10
    private let follower: AlertFollower

    init(store: Store, time: any TimeSource) async throws {
        follower = try await AlertFollower(store: store, showing: Self.shownAtStart, time: time)
    }

    nonisolated func wake() {
        follower.wake()
    }

    func run() async throws {
        try await follower.run { alerts in
            for alert in alerts { try StandardOutput.line(AlertLine.text(alert)) }
            try StandardOutput.flush()
        }
    }
}
