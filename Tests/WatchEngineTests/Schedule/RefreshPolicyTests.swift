import Testing

@testable import WatchEngine

@Suite struct RefreshPolicyTests {
    private let policy = RefreshPolicy(interval: .seconds(900), maximumInterval: .seconds(86400))

    @Test(
        arguments: [
            (.read, 0, 0.0, 900, "interval"), (.unchanged, 0, 0.5, 945, "interval"),
            (.failed(retryAfter: nil), 1, 0, 900, "retry"),
            (.failed(retryAfter: nil), 3, 0, 900, "retry"),
            (.failed(retryAfter: nil), 4, 0, 1800, "back-off after 4 failures"),
            (.failed(retryAfter: nil), 6, 0.5, 9000, "back-off after 6 failures"),
            (.failed(retryAfter: nil), 1_000_000, 0, 86400, "back-off after 1000000 failures"),
            (.failed(retryAfter: .seconds(7200)), 1, 0, 7200, "Retry-After"),
            (.failed(retryAfter: .seconds(1)), 1, 0, 900, "retry"),
            (.gone, 1, 0, 86400, "gone"),
        ] as [(PollOutcome, Int, Double, Int, String)])
    func waits(outcome: PollOutcome, failures: Int, jitter: Double, seconds: Int, reason: String) {
        let next = policy.next(after: outcome, failures: failures, jitter: jitter)
        #expect(next.interval.components.seconds == seconds)
        #expect(next.reason == reason)
    }

    @Test func noFailureStopsAFeedOrAsksSoonerThanAllowed() {
        for failures in 1...200 {
            for jitter in [0, 0.3, 0.999] {
                let wait = policy.next(after: .failed(retryAfter: .seconds(5000)), failures: failures, jitter: jitter)
                    .interval
                #expect(wait >= .seconds(5000))
                #expect(wait <= .seconds(86400 * 2))
            }
        }
    }
}
