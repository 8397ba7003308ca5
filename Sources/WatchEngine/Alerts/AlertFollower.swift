import ServiceLifecycle

/// Hands on the store's alerts in their order, some of the newest first and then each new one.
public actor AlertFollower {
    private static let batch = 500
    private let store: Store
    private let time: any TimeSource
    private let signal = WakeSignal()
    private var lastSeq: Int64

    /// - Parameter showing: so many of the newest alerts are handed on at the start.
    /// - Throws: `DatabaseError`.
    public init(store: Store, showing count: Int, time: any TimeSource) async throws {
        self.store = store
        self.time = time
        var newest = AlertQuery()
        newest.newest = count + 1
        let shown = try await store.alerts(newest)
        // The one before those that are shown, where there is one.
        lastSeq = shown.count > count ? shown[0].seq : (shown.first?.seq ?? 1) - 1
    }

    /// Tells that the store may have new alerts. Any thread.
    public nonisolated func wake() {
        signal.wake()
    }

    /// Hands alerts to `show` until the service group shuts down, then what is left.
    ///
    /// - Throws: `DatabaseError`, and what `show` throws.
    public func run(_ show: ([Alert]) throws -> Void) async throws {
        try await withGracefulShutdownHandler {
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                try await handOn(show)
                await signal.wait(atMost: nil, time: time)
            }
            try await handOn(show)
        } onGracefulShutdown: {
            self.signal.wake()
        }
    }

    private func handOn(_ show: ([Alert]) throws -> Void) async throws {
        while true {
            let alerts = try await store.alerts(after: lastSeq, limit: Self.batch)
            guard let newest = alerts.last else { return }
            try show(alerts)
            lastSeq = newest.seq
        }
    }
}
