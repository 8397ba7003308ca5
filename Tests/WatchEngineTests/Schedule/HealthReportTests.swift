import FoundationEssentials
import Testing

@testable import WatchEngine

@Suite struct HealthReportTests {
    private func state(read: Bool = true, failures: Int, since hours: Double = 0, reported: Bool = false) -> FeedState {
        var state = FeedState(id: 1, url: "https://a.example/", name: "a")
        state.lastSuccess = read ? Fixtures.now.addingTimeInterval(-86400) : nil
        state.failures = failures
        state.failingSince = failures > 0 ? Fixtures.now.addingTimeInterval(-hours * 3600) : nil
        state.isFailureReported = reported
        return state
    }

    private func due(_ before: FeedState, _ after: FeedState, all: Bool = false) -> HealthReport {
        HealthReport.due(
            before: before, after: after, polling: PollingConfiguration(), now: Fixtures.now, tellsAll: all)
    }

    @Test func aNewFeedIsToldAtItsFirstFailureAndOnce() {
        #expect(due(state(read: false, failures: 0), state(read: false, failures: 1)) == .fails)
        #expect(due(state(read: false, failures: 1, reported: true), state(read: false, failures: 2)) == .none)
    }

    @Test func aKnownFeedIsToldWhenItHasFailedForLong() {
        #expect(due(state(failures: 0), state(failures: 1)) == .none)
        #expect(due(state(failures: 4), state(failures: 5, since: 1)) == .none)
        #expect(due(state(failures: 2), state(failures: 3, since: 9)) == .none)
        #expect(due(state(failures: 5), state(failures: 6, since: 9)) == .fails)
        #expect(due(state(failures: 6, reported: true), state(failures: 7, since: 10)) == .none)
    }

    @Test func recoveryIsToldWhereTheFailureWas() {
        #expect(due(state(failures: 6, reported: true), state(failures: 0)) == .isReadAgain)
        #expect(due(state(failures: 2), state(failures: 0)) == .none)
    }

    @Test func aSingleRoundTellsEverything() {
        #expect(due(state(failures: 1, reported: true), state(failures: 2), all: true) == .fails)
    }
}
