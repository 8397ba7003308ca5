import FoundationEssentials
import HTTPFetch
import ServiceLifecycle
import TestSupport
import Testing

@testable import WatchEngine

/// Hosts that ask to be left alone: for how long, on whose word, and who is told.
@Suite struct HostQuietTests {
    private let stage: PollStage
    private let host = HostKey(url: "https://one.example/")

    init() throws {
        stage = try PollStage()
    }

    /// A host that is asked by a schedule of politeness alone.
    private func hear(
        _ politeness: inout HostPoliteness, _ answer: HostAnswer, to feed: Int64, at seconds: Int
    ) -> Int64? {
        politeness.hear(answer, to: feed, of: host, step: .seconds(900), at: .seconds(seconds))?.components.seconds
    }

    @Test func aLimitHoldsTheHostForItsTimeOrOneStepAndNoLongerThanAnHour() {
        for (asked, held) in [(60, 60), (nil, 900), (604_800, 3600), (0, nil)] as [(Int?, Int64?)] {
            var hosts = HostPoliteness()
            let answer = HostAnswer.limited(retryAfter: asked.map { .seconds($0) })
            #expect(hear(&hosts, answer, to: 1, at: 100) == held)
            let end = hosts.quietEnd(of: host, at: .seconds(100))
            #expect(end == held.map { .seconds(100 + $0) })
        }
    }

    @Test func theLaterEndCountsAndNoAnswerUnderWayShortensIt() {
        var hosts = HostPoliteness()
        #expect(hear(&hosts, .limited(retryAfter: .seconds(600)), to: 1, at: 0) == 600)
        #expect(hear(&hosts, .served, to: 2, at: 1) == nil)
        #expect(hear(&hosts, .limited(retryAfter: .seconds(60)), to: 3, at: 2) == nil)
        #expect(hosts.quietEnd(of: host, at: .seconds(2)) == .seconds(600))
        #expect(hear(&hosts, .limited(retryAfter: .seconds(800)), to: 4, at: 3) == 800)
        #expect(hosts.quietEnd(of: host, at: .seconds(802)) == .seconds(803))
        #expect(hosts.quietEnd(of: host, at: .seconds(803)) == nil)
    }

    @Test func aFeedThatIsLimitedWhileOthersAreServedSpeaksForItselfAlone() {
        var hosts = HostPoliteness()
        #expect(hear(&hosts, .limited(retryAfter: .seconds(60)), to: 1, at: 0) == 60)
        // Nobody else was served since: it may be the host.
        #expect(hear(&hosts, .limited(retryAfter: .seconds(60)), to: 1, at: 61) == 60)
        #expect(hear(&hosts, .served, to: 2, at: 130) == nil)
        #expect(hear(&hosts, .limited(retryAfter: .seconds(60)), to: 1, at: 140) == nil)
        // Another one is, then the host is again.
        #expect(hear(&hosts, .limited(retryAfter: .seconds(60)), to: 2, at: 150) == 60)
        // Served again, it is like any other.
        #expect(hear(&hosts, .served, to: 1, at: 220) == nil)
        #expect(hear(&hosts, .limited(retryAfter: .seconds(60)), to: 1, at: 230) == 60)
    }

    @Test func aBusyFeedSpeaksForItselfUntilSeveralInARowAre() {
        var hosts = HostPoliteness()
        let busy = HostAnswer.busy(retryAfter: .seconds(1500))
        for _ in 0..<5 { #expect(hear(&hosts, busy, to: 1, at: 0) == nil) }
        #expect(hear(&hosts, busy, to: 2, at: 1) == nil)
        #expect(hear(&hosts, .served, to: 3, at: 2) == nil)
        #expect(hear(&hosts, busy, to: 1, at: 3) == nil)
        #expect(hear(&hosts, busy, to: 2, at: 4) == nil)
        #expect(hear(&hosts, .nothing, to: 3, at: 5) == nil)
        #expect(hear(&hosts, busy, to: 3, at: 6) == 1500)
        #expect(hear(&hosts, .served, to: 1, at: 2000) == nil)
        #expect(hear(&hosts, .busy(retryAfter: nil), to: 2, at: 2001) == nil)
    }

    @Test func whatHostsSaidIsForgottenInTime() {
        var hosts = HostPoliteness()
        #expect(hear(&hosts, .served, to: 1, at: 0) == nil)
        #expect(hosts.count == 0)
        #expect(hear(&hosts, .limited(retryAfter: .seconds(60)), to: 1, at: 0) == 60)
        hosts.forgetIdle(at: .seconds(61))
        #expect(hosts.count == 1)
        hosts.forgetIdle(at: .seconds(86400 + 60))
        #expect(hosts.count == 0)
    }

    @Test func noClockMakesItLonger() {
        let quiet = HostQuiet(host: host, span: .seconds(600), feedName: "a\nb", status: 429, now: Fixtures.now)
        #expect(quiet.rest(at: Fixtures.now.addingTimeInterval(100)) == .seconds(500))
        #expect(quiet.rest(at: Fixtures.now.addingTimeInterval(-86400)) == .seconds(600))
        #expect(quiet.rest(at: Fixtures.now.addingTimeInterval(600)) == nil)
        #expect(
            quiet.text(at: Fixtures.now)
                == "host quiet until 2026-11-18T11:16:40Z because a b was answered HTTP 429")
        #expect(quiet.text(at: Fixtures.now.addingTimeInterval(600)) == nil)
    }

    private func report(_ store: Store, _ path: String) async throws -> FeedReport {
        let feed = FeedConfiguration(name: path, url: stage.server.url(path))
        return FeedReport(
            feed: feed, state: try await store.feedStates()[feed.url], quiets: HostQuiets(try await store.hostQuiets()),
            now: stage.time.now)
    }

    /// Lets a service run that asks its feeds one after the other, until `body` is done.
    private func polling(
        _ paths: [String], store: Store, _ body: (PollService) async throws -> Void
    ) async throws {
        var configuration = stage.configuration(paths)
        configuration.polling.perHost = 1
        let service = PollService(
            mode: .forever, store: store, configuration: LiveConfiguration(try ActiveConfiguration(configuration)),
            transfers: stage.transfers, time: stage.time, random: { 0 }, logger: RecordedLog().logger, alertsMade: {})
        try await withThrowingTaskGroup(of: Void.self) { group in
            let services = ServiceGroup(services: [service], logger: Fixtures.silent)
            group.addTask { try await services.run() }
            try await body(service)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }

    @Test func theHostWaitsForItsTimeTheFeedForItsOwnAndAllIsShown() async throws {
        stage.server.route("/lim", .response(429, headers: ["Retry-After": "604800"], text: ""))
        for path in ["/a", "/b"] { stage.server.routeFeed(path, body: PollStage.document([("1", "초지능")])) }
        let start = stage.time.now
        let text = "host quiet until 2026-11-18T12:06:40Z because /lim was answered HTTP 429"
        try await polling(["/lim", "/a", "/b"], store: stage.store) { (service: PollService) async throws in
            await stage.settle(service)
            #expect(stage.server.requests.map(\.path) == ["/lim"])
            for path in ["/a", "/b"] {
                let report = try await report(stage.store, path)
                #expect(report.nextCheck == start.addingTimeInterval(3600))
                #expect(report.reason == text)
                #expect(report.health == .new)
            }
            let limited = try await report(stage.store, "/lim")
            #expect(limited.nextCheck == start.addingTimeInterval(604_800))
            #expect(limited.reason == "the site's Retry-After; " + text)
        }
        try stage.store.close()

        // A restart, and a wall clock that was set back meanwhile, by which the quiet seems to last for longer.
        stage.time.advance(by: .seconds(600))
        stage.time.setWallClock(to: start.addingTimeInterval(-86400))
        let store = try Store.open(directory: stage.directory.path)
        try await polling(["/lim", "/a", "/b"], store: store) { (service: PollService) async throws in
            await stage.settle(service)
            stage.time.advance(by: .seconds(3599))
            await stage.settle(service)
            #expect(stage.server.requests.count == 1)
            stage.time.advance(by: .seconds(1))
            let asked = await stage.server.requests(atLeast: 3)
            #expect(asked.map(\.path).sorted() == ["/a", "/b", "/lim"])
            await stage.settle(service)
            #expect(try await report(store, "/a").reason == "Interval")
            #expect(try await store.hostQuiets() == [])
        }
        try store.close()
        await stage.transfers.shutdown()
    }

    @Test func aFeedsOwnBackOffIsItsOwn() async throws {
        stage.server.route("/lim", .response(429, text: ""))
        stage.server.routeFeed("/a", body: PollStage.document([("1", "초지능")]))
        try await polling(["/lim", "/a"], store: stage.store) { (service: PollService) async throws in
            await stage.settle(service)
            // One step of 900 seconds for the host; afterwards only the feed waits, longer each time.
            for step in 1...20 {
                stage.time.advance(by: .seconds(900))
                await stage.settle(service)
                #expect(stage.server.requests.count { $0.path == "/a" } == step)
            }
            #expect(stage.server.requests.count { $0.path == "/lim" } == 7)
        }
        await stage.transfers.shutdown()
    }

    @Test func aLimitBehindARedirectIsOfTheHostThatGaveIt() async throws {
        let other = try LoopbackServer(address: "127.0.0.2")
        other.route("/lim", .response(429, headers: ["Retry-After": "600"], text: ""))
        stage.server.route("/moved", .response(302, headers: ["Location": other.url("/lim")], text: ""))
        stage.server.routeFeed("/a", body: PollStage.document([("1", "초지능")]))
        try await polling(["/moved", "/a"], store: stage.store) { (service: PollService) async throws in
            await stage.settle(service)
            #expect(stage.server.requests.map(\.path).sorted() == ["/a", "/moved"])
            #expect(try await stage.store.hostQuiets().map(\.host) == [HostKey(url: other.url("/")).text])
        }
        await stage.transfers.shutdown()
    }

    @Test func aSingleRoundSaysWhomItLeavesOutAndWaitsForNobody() async throws {
        let limited = LoopbackAnswer.response(429, headers: ["Retry-After": "604800"], text: "")
        stage.server.route("/lim", limited)
        for path in ["/a", "/b"] { stage.server.routeFeed(path, body: PollStage.document([("1", "초지능")])) }
        var configuration = stage.configuration(["/lim", "/a", "/b"])
        configuration.polling.perHost = 1
        let live = LiveConfiguration(try ActiveConfiguration(configuration))
        for (round, skipped) in [2, 3].enumerated() {
            let told = RecordedLog()
            let service = stage.service(.once, live, told: told)
            try await service.run()
            #expect(await service.skipped == skipped)
            #expect(told.messages.count { $0.contains("feeds are not asked in this round: their host is quiet") } == 1)
            #expect(stage.server.requests.count == 1, "round \(round)")
        }
        // When it is over, all are asked.
        stage.time.advance(by: .seconds(3600))
        stage.server.routeFeed("/lim", body: PollStage.document([("1", "초지능")]))
        let service = stage.service(.once, live)
        try await service.run()
        #expect(await service.skipped == 0)
        #expect(stage.server.requests.count == 4)
        #expect(try await stage.store.hostQuiets() == [])
        await stage.transfers.shutdown()
    }
}
