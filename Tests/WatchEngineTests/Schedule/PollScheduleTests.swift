import FoundationEssentials
import Testing

@testable import WatchEngine

@Suite struct PollScheduleTests {
    private let now = Fixtures.now

    private func feed(_ id: Int64, next: Double? = nil) -> (feed: FeedConfiguration, state: FeedState) {
        let url = "https://\(id).example/f"
        var state = FeedState(id: id, url: url, name: "\(id)")
        state.nextCheck = next.map { now.addingTimeInterval($0) }
        return (FeedConfiguration(name: "\(id)", url: url), state)
    }

    private func schedule(_ feeds: [(feed: FeedConfiguration, state: FeedState)], burst: Int = 100) -> PollSchedule {
        var schedule = PollSchedule()
        replace(&schedule, feeds, burst: burst)
        return schedule
    }

    private func replace(
        _ schedule: inout PollSchedule, _ feeds: [(feed: FeedConfiguration, state: FeedState)], burst: Int = 100
    ) {
        schedule.replace(
            with: feeds, uptime: .seconds(1000), now: now, longestWait: .seconds(86400), burst: burst,
            spread: .seconds(60))
    }

    @Test func asksInTheOrderOfDueTimes() {
        var schedule = schedule([feed(1, next: 20), feed(2, next: 10), feed(3)])
        #expect(schedule.takeDue(at: .seconds(1000))?.state.id == 3)
        #expect(schedule.takeDue(at: .seconds(1000)) == nil)
        #expect(schedule.nextDue() == .seconds(1010))
        #expect(schedule.takeDue(at: .seconds(1030))?.state.id == 2)
        #expect(schedule.takeDue(at: .seconds(1030))?.state.id == 1)
        #expect(schedule.underWay == 3)
        #expect(schedule.nextDue() == nil)
    }

    @Test func aFeedIsNotAskedTwiceAtOnce() throws {
        var schedule = schedule([feed(1)])
        let taken = schedule.takeDue(at: .seconds(1000))
        let entry = try #require(taken)
        var changed = feed(1)
        changed.feed.language = "ko"
        replace(&schedule, [changed])
        #expect(schedule.takeDue(at: .seconds(2000)) == nil)
        schedule.finish(entry, state: feed(1, next: 900).state, isLast: false, uptime: .seconds(1001), now: now)
        // Its entry changed meanwhile: the new one counts at once.
        #expect(schedule.takeDue(at: .seconds(1001))?.feed.language == "ko")
    }

    @Test func finishingSetsTheNextTurn() throws {
        var schedule = schedule([feed(1)])
        let taken = schedule.takeDue(at: .seconds(1000))
        let entry = try #require(taken)
        schedule.finish(entry, state: feed(1, next: 900).state, isLast: false, uptime: .seconds(1002), now: now)
        #expect(schedule.underWay == 0)
        #expect(schedule.nextDue() == .seconds(1902))
    }

    @Test func removedFeedsAreForgotten() throws {
        var schedule = schedule([feed(1), feed(2, next: 5)])
        let taken = schedule.takeDue(at: .seconds(1000))
        let entry = try #require(taken)
        replace(&schedule, [])
        schedule.finish(entry, state: nil, isLast: false, uptime: .seconds(1001), now: now)
        #expect(schedule.count == 0)
        #expect(schedule.takeDue(at: .seconds(9000)) == nil)
    }

    @Test func goneAndDisabledFeedsAreNotAsked() {
        var gone = feed(1)
        gone.state.gone = now
        var disabled = feed(2)
        disabled.feed.isEnabled = false
        var schedule = schedule([gone, disabled])
        #expect(schedule.takeDue(at: .seconds(9000)) == nil)
    }

    @Test func aStartWithManyOverdueFeedsIsSpread() {
        var schedule = schedule((1...110).map { feed($0, next: -100) }, burst: 10)
        var atOnce = 0
        while schedule.takeDue(at: .seconds(1000)) != nil { atOnce += 1 }
        #expect(atOnce == 10)
        while schedule.takeDue(at: .seconds(1030)) != nil { atOnce += 1 }
        #expect(atOnce == 60)
        while schedule.takeDue(at: .seconds(1060)) != nil { atOnce += 1 }
        #expect(atOnce == 110)
    }

    @Test func aDueTimeOfAWrongClockIsNotWaitedForLong() {
        var schedule = schedule([feed(1, next: 1e9)])
        #expect(schedule.nextDue() == .seconds(1000 + 86400))
    }
}
