import FoundationEssentials
import Testing

@testable import WatchEngine

@Suite struct PollScheduleTests {
    private let now = Fixtures.now

    private func feed(_ id: Int64, next: Double? = nil) -> (feed: FeedConfiguration, state: FeedState) {
        let url = "https://\(id).example/f"
        var state = FeedState(id: id, url: url, name: "\(id)")
        state.nextCheck = next.map { now.addingTimeInterval($0) }
        state.interval = next.map { .seconds(max($0, 900)) }
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
            with: feeds, uptime: .seconds(1000), now: now, spread: .init(burst: burst, time: .seconds(60)))
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

    /// It may have stored some of its items.
    @Test func aFeedWhosePollWasDroppedIsNotNewAnyMore() throws {
        var new = feed(1)
        new.state.isNew = true
        var schedule = schedule([new])
        let taken = schedule.takeDue(at: .seconds(1000))
        let entry = try #require(taken)
        #expect(entry.state.isNew)
        schedule.finish(entry, state: nil, isLast: false, uptime: .seconds(1001), now: now)
        #expect(schedule.takeDue(at: .seconds(1001))?.state.isNew == false)
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

    @Test func aFewFeedsMoreThanAreAskedAtOnceDoNotWaitLong() {
        let spread = PollSchedule.Spread(burst: 256, time: .seconds(60))
        #expect(spread.delay(255, of: 320) == .zero)
        #expect(spread.delay(319, of: 320) == .milliseconds(1500))
        #expect(spread.delay(9999, of: 10000) == .seconds(60))
    }

    @Test func aMachineThatSleptDoesNotFireEverythingAtOnce() {
        var schedule = schedule((1...110).map { feed($0, next: 600) })
        schedule.spreadOverdue(.init(burst: 10, time: .seconds(60)), uptime: .seconds(9000))
        var asked = 0
        while schedule.takeDue(at: .seconds(9000)) != nil { asked += 1 }
        #expect(asked == 10)
        while schedule.takeDue(at: .seconds(9060)) != nil { asked += 1 }
        #expect(asked == 110)
    }

    private func sameHost(_ count: Int64) -> [(feed: FeedConfiguration, state: FeedState)] {
        (1...count).map { id in
            let url = "https://one.example/\(id)"
            return (FeedConfiguration(name: "\(id)", url: url), FeedState(id: id, url: url, name: "\(id)"))
        }
    }

    @Test func oneHostIsAskedOneAfterTheOtherAndHoldsUpNobody() throws {
        var schedule = schedule(sameHost(3) + [feed(9)])
        schedule.setPoliteness(perHost: 1, gap: .seconds(5))
        let first = schedule.takeDue(at: .seconds(1000))
        #expect(first?.state.id == 1)
        #expect(schedule.takeDue(at: .seconds(1000))?.state.id == 9)
        #expect(schedule.takeDue(at: .seconds(1100)) == nil)
        schedule.finish(
            try #require(first), state: first?.state, isLast: true, uptime: .seconds(1001), now: now)
        #expect(schedule.nextDue() == .seconds(1005))
        #expect(schedule.takeDue(at: .seconds(1004)) == nil)
        let second = schedule.takeDue(at: .seconds(1005))
        #expect(second?.state.id == 2)
        let limited = HostAnswer.limited(retryAfter: .seconds(600))
        let span = schedule.hear(
            limited, from: try #require(second), step: .seconds(1), uptime: .seconds(1020))
        #expect(span == .seconds(600))
        schedule.finish(
            try #require(second), state: second?.state, isLast: true, uptime: .seconds(1020), now: now)
        #expect(schedule.takeDue(at: .seconds(1619)) == nil)
        #expect(schedule.takeDue(at: .seconds(1620))?.state.id == 3)
    }

    @Test func feedsThatGoWhileTheyWaitFreeTheirPlace() throws {
        let feeds = sameHost(3)
        var schedule = schedule(feeds)
        schedule.setPoliteness(perHost: 1, gap: .zero)
        let first = schedule.takeDue(at: .seconds(1000))
        #expect(schedule.takeDue(at: .seconds(1000)) == nil)
        replace(&schedule, [feeds[0], feeds[2]])
        schedule.finish(try #require(first), state: first?.state, isLast: true, uptime: .seconds(1001), now: now)
        #expect(schedule.takeDue(at: .seconds(1001))?.state.id == 3)
    }

    @Test func aFeedCanBeHastened() {
        var schedule = schedule([feed(1, next: 500)])
        let isHastened = schedule.hasten(feedNamed: "1", uptime: .seconds(1001))
        let isKnown = schedule.hasten(feedNamed: "2", uptime: .seconds(1001))
        #expect(isHastened && !isKnown)
        #expect(schedule.takeDue(at: .seconds(1001))?.state.id == 1)
        #expect(schedule.takeDue(at: .seconds(9000)) == nil)
    }

    @Test func lostPollsAreMadeSoonerOnceThereIsRoom() {
        // Asked at 1000, lost, and waiting for a quarter of an hour; the second one's last poll was kept.
        var feeds = [feed(1, next: 900), feed(2, next: 900)]
        feeds[0].state.reason = RefreshPolicy.lostReason
        var schedule = schedule(feeds)
        let spread = PollSchedule.Spread(burst: 100, time: .seconds(60))
        schedule.hastenLost(spread, uptime: .seconds(1010))
        #expect(schedule.takeDue(at: .seconds(1029)) == nil)
        #expect(schedule.takeDue(at: .seconds(1030))?.state.id == 1)
        #expect(schedule.takeDue(at: .seconds(1030)) == nil)
        var late = self.schedule(feeds)
        late.hastenLost(spread, uptime: .seconds(1500))
        #expect(late.takeDue(at: .seconds(1500))?.state.id == 1)
        // Never later than it would have been.
        var over = self.schedule(feeds, burst: 0)
        over.hastenLost(.init(burst: 0, time: .seconds(5000)), uptime: .seconds(1500))
        #expect(over.takeDue(at: .seconds(1900))?.state.id == 1)
    }

    @Test func everyFeedOfManyHostsGetsItsTurn() {
        // A seeded shuffle of ends, as polls of different lengths make them.
        var random = SeededGenerator(seed: 7)
        let feeds: [(feed: FeedConfiguration, state: FeedState)] = (1...400).map { (id: Int64) in
            let url = "https://\(id % 7).example/\(id)"
            return (FeedConfiguration(name: "\(id)", url: url), FeedState(id: id, url: url, name: "\(id)"))
        }
        var schedule = schedule(feeds)
        schedule.setPoliteness(perHost: 2, gap: .milliseconds(250))
        var underWay: [PollSchedule.Entry] = []
        var asked: [Int64] = []
        var uptime = Duration.seconds(1000)
        for _ in 0..<5000 where asked.count < 400 || !underWay.isEmpty {
            while let entry = schedule.takeDue(at: uptime) {
                underWay.append(entry)
                asked.append(entry.state.id)
                let same = underWay.count { $0.state.id % 7 == entry.state.id % 7 }
                #expect(same <= 2)
            }
            if !underWay.isEmpty {
                let entry = underWay.remove(at: Int.random(in: 0..<underWay.count, using: &random))
                schedule.finish(entry, state: entry.state, isLast: true, uptime: uptime, now: now)
            }
            uptime += .milliseconds(40)
        }
        #expect(Set(asked).count == 400 && asked.count == 400)
    }

    @Test func noWaitIsLongerThanDecided() throws {
        // The wall clock was far ahead when the next check was decided, and has been set right since.
        var late = feed(1, next: 400 * 86400)
        late.state.interval = .seconds(900)
        var schedule = schedule([late])
        #expect(schedule.nextDue() == .seconds(1900))
        let taken = schedule.takeDue(at: .seconds(1900))
        schedule.finish(
            try #require(taken), state: late.state, isLast: false, uptime: .seconds(1900),
            now: now.addingTimeInterval(-86400))
        #expect(schedule.nextDue() == .seconds(2800))
    }

    @Test func switchingAFeedOffTakesItsTurnAway() {
        var schedule = schedule([feed(1, next: 10)])
        var off = feed(1, next: 10)
        off.feed.isEnabled = false
        replace(&schedule, [off])
        #expect(schedule.takeDue(at: .seconds(9000)) == nil)
        #expect(schedule.count == 0)
    }

    @Test func aNewNameIsTakenOver() {
        var schedule = schedule([feed(1, next: 10)])
        var renamed = feed(1, next: 10)
        renamed.feed.name = "new"
        renamed.state.name = "new"
        replace(&schedule, [renamed])
        let taken = schedule.takeDue(at: .seconds(9000))
        #expect(taken?.state.name == "new")
    }
}
