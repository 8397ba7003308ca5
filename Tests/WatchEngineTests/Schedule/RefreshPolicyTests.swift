import FoundationEssentials
import Testing

@testable import WatchEngine

/// Every row of the schedule.
@Suite struct RefreshPolicyTests {
    private let now = Fixtures.now

    private func policy(explicit: Duration? = nil) -> RefreshPolicy {
        RefreshPolicy(
            explicitInterval: explicit, usualInterval: .seconds(900), minimumInterval: .seconds(300),
            maximumInterval: .seconds(86400))
    }

    private func tempo(_ set: (inout FeedTempo) -> Void = { _ in }) -> FeedTempo {
        var tempo = FeedTempo()
        set(&tempo)
        return tempo
    }

    private func next(
        _ outcome: PollOutcome, _ tempo: FeedTempo = FeedTempo(), failures: Int = 0, explicit: Duration? = nil,
        jitter: Double = 0, now: Date = Fixtures.now
    ) -> (seconds: Int64, reason: String) {
        let check = policy(explicit: explicit).next(
            after: outcome, failures: failures, tempo: tempo, now: now, jitter: jitter)
        return (check.interval.components.seconds, check.reason)
    }

    @Test func lostPollsWaitLongerEachTimeButNoLongerThanUsual() {
        var waits: [Duration] = []
        for _ in 0..<7 { waits.append(RefreshPolicy.lost(after: waits.last, usual: .seconds(900)).interval) }
        #expect(waits == [30, 60, 120, 240, 480, 900, 900].map { .seconds($0) })
        #expect(RefreshPolicy.lost(after: nil, usual: .seconds(1)).interval == .seconds(1))
        #expect(RefreshPolicy.lost(after: nil, usual: .seconds(1)).reason == RefreshPolicy.lostReason)
    }

    @Test func theConfiguredIntervalWithoutAnythingElse() {
        #expect(next(.read(freshFor: nil)) == (900, "Interval"))
        #expect(next(.unchanged(freshFor: nil), jitter: 0.5) == (945, "Interval"))
        #expect(next(.unchanged(freshFor: nil), explicit: .seconds(60)) == (60, "Interval"))
    }

    @Test(arguments: [(60, 300), (1200, 600), (7200, 3600), (30 * 86400, 86400)])
    func theFeedsOwnRhythm(gap: Int, seconds: Int64) {
        let tempo = tempo { $0.meanGap = .seconds(gap) }
        #expect(next(.read(freshFor: nil), tempo) == (seconds, "half the mean gap of its items"))
        #expect(next(.read(freshFor: nil), tempo, explicit: .seconds(60)).seconds == 60)
    }

    @Test(
        arguments: [
            (6.9, 900, "Interval"), (7, 1800, "silent for 7 days"), (14.5, 3600, "silent for 14 days"),
            (31, 7200, "silent for 31 days"),
        ] as [(Double, Int64, String)])
    func silentFeedsStepDown(days: Double, seconds: Int64, reason: String) {
        let tempo = tempo { $0.newestItem = now.addingTimeInterval(-days * 86400) }
        #expect(next(.read(freshFor: nil), tempo) == (seconds, reason))
        #expect(next(.read(freshFor: nil), tempo, explicit: .seconds(900)) == (900, "Interval"))
    }

    @Test func wishesOfTheFeedAndTheSite() {
        let hourly = tempo { $0.wish = .seconds(3600) }
        #expect(next(.read(freshFor: nil), hourly) == (3600, "the feed's ttl or updatePeriod"))
        #expect(next(.read(freshFor: .seconds(60)), hourly).seconds == 3600)
        #expect(next(.unchanged(freshFor: .seconds(7200)), hourly) == (7200, "the site's max-age or Expires"))
        #expect(next(.read(freshFor: .seconds(1 << 30))).seconds == 86400)
        // An Interval wins over the feed's wish, not over what the site forbids.
        #expect(next(.read(freshFor: nil), hourly, explicit: .seconds(60)).seconds == 60)
        #expect(
            next(.read(freshFor: .seconds(600)), hourly, explicit: .seconds(60)) == (
                600, "the site's max-age or Expires"
            ))
    }

    @Test func hoursAndDaysToSkip() {
        // 2026-11-18T11:06:40Z, a Wednesday: due at 11:21:40.
        let elevenToOne = tempo { $0.skippedHours = 0b11 << 11 }
        // To 13:00:00.
        #expect(next(.read(freshFor: nil), elevenToOne) == (6800, "the feed's skipHours or skipDays"))
        let wednesday = tempo { $0.skippedDays = 1 << 3 }
        // To Thursday's first second.
        #expect(next(.read(freshFor: nil), wednesday) == (46400, "the feed's skipHours or skipDays"))
        let always = tempo { $0.skippedHours = 0xFF_FFFF }
        #expect(next(.read(freshFor: nil), always) == (900, "Interval"))
        #expect(next(.read(freshFor: nil), elevenToOne, explicit: .seconds(900)).seconds == 900)
        #expect(next(.read(freshFor: nil), elevenToOne, now: Date(timeIntervalSince1970: -86400)).seconds == 900)
    }

    @Test(
        arguments: [
            (1, nil, 0.0, 900, "retry"), (3, nil, 0, 900, "retry"), (4, nil, 0, 1800, "back-off after 4 failures"),
            (6, nil, 0.5, 9000, "back-off after 6 failures"),
            (1_000_000, nil, 0, 86400, "back-off after 1000000 failures"),
            (1, 7200, 0, 7200, "the site's Retry-After"), (1, 1, 0, 900, "retry"),
        ] as [(Int, Int?, Double, Int64, String)])
    func failures(count: Int, retryAfter: Int?, jitter: Double, seconds: Int64, reason: String) {
        let outcome = PollOutcome.failed(retryAfter: retryAfter.map { .seconds($0) })
        #expect(next(outcome, failures: count, jitter: jitter) == (seconds, reason))
    }

    /// No sequence of outcomes stops a feed that is not gone, or asks sooner than the site allowed.
    @Test func neverStopsAndNeverAsksTooSoon() {
        var random = SeededGenerator(seed: 42)
        func seconds(_ range: ClosedRange<Int>) -> Duration? {
            Bool.random(using: &random) ? .seconds(Int.random(in: range, using: &random)) : nil
        }
        for _ in 0..<20_000 {
            let tempo = tempo { tempo in
                tempo.meanGap = seconds(0...10_000_000)
                tempo.newestItem =
                    Bool.random(using: &random) ? now.addingTimeInterval(-.random(in: -1e6...1e8, using: &random)) : nil
                tempo.wish = seconds(0...100_000_000)
                tempo.skippedHours = .random(in: 0...0xFF_FFFF, using: &random)
                tempo.skippedDays = .random(in: 0...0x7F, using: &random)
            }
            let asked = seconds(0...604_800)
            let outcomes: [PollOutcome] = [
                .read(freshFor: asked), .unchanged(freshFor: asked), .failed(retryAfter: asked),
            ]
            let outcome = outcomes[Int.random(in: 0..<3, using: &random)]
            let explicit = seconds(1...100_000)
            let check = policy(explicit: explicit).next(
                after: outcome, failures: Int.random(in: 1...10_000, using: &random), tempo: tempo, now: now,
                jitter: .random(in: 0..<1, using: &random))
            let isFailure = if case .failed = outcome { true } else { false }
            let allowed = asked.map { isFailure ? $0 : min($0, .seconds(86400)) } ?? .zero
            #expect(check.interval >= allowed)
            #expect(check.interval >= min(explicit ?? .seconds(300), .seconds(300)))
            #expect(check.interval <= .seconds(9 * 86400))
            #expect(!check.reason.isEmpty)
        }
    }
}
