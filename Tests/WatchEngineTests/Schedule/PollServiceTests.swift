import FoundationEssentials
import HTTPFetch
import ServiceLifecycle
import TalentMatch
import TestSupport
import Testing

@testable import WatchEngine

/// The services together, on a loopback server and a clock that the test turns.
@Suite struct PollServiceTests {
    private let stage: PollStage

    init() throws {
        stage = try PollStage()
    }

    private func pollOnce() async throws { try await stage.pollOnce(stage.configuration(["/f"])) }

    private func state(_ path: String = "/f") async throws -> FeedState {
        try #require(try await stage.store.feedStates()[stage.server.url(path)])
    }

    @Test func validatorsAreSentBackAndKeptOver304() async throws {
        stage.server.routeFeed(
            "/f", body: PollStage.document([("1", "초지능")]), entityTag: "\"a\"",
            lastModified: "Tue, 24 Nov 2026 00:00:00 GMT"
        )
        try await pollOnce()
        try await pollOnce()
        try await pollOnce()
        #expect(stage.server.requests.map { $0.headers["if-none-match"] } == [nil, "\"a\"", "\"a\""])
        #expect(stage.server.requests[2].headers["if-modified-since"] == "Tue, 24 Nov 2026 00:00:00 GMT")
        #expect(try await state().httpStatus == 304)
        #expect(try await stage.store.alerts().count == 1)
    }

    @Test func theProgramNamesItselfAndItsHome() async throws {
        stage.server.routeFeed("/f", body: PollStage.document([]))
        try await pollOnce()
        #expect(
            stage.server.requests[0].headers["user-agent"]
                == "talentwatch/0.1.0 (+https://github.com/talentwatch/talentwatch)")
    }

    @Test func validatorsOfABrokenDocumentAreNotKept() async throws {
        stage.server.routeFeed("/f", body: PollStage.document([("1", "초지능")]), entityTag: "\"a\"")
        try await pollOnce()
        stage.server.routeFeed("/f", body: Array("<html>down</html>".utf8), entityTag: "\"b\"")
        try await pollOnce()
        #expect(try await state().failures == 1)
        #expect(try await state().entityTag == "\"a\"")
        stage.server.routeFeed("/f", body: PollStage.document([("1", "초지능"), ("2", "초지능 2")]), entityTag: "\"b\"")
        try await pollOnce()
        #expect(stage.server.requests.last?.headers["if-none-match"] == "\"a\"")
        #expect(try await stage.store.alerts().map(\.title) == ["초지능", "초지능 2"])
        #expect(try await state().failures == 0)
        #expect(try await state().lastError == nil)
    }

    @Test func anEqualBodyIsNotReadAgain() async throws {
        stage.server.routeFeed("/f", body: PollStage.document([("1", "초지능")]))
        try await pollOnce()
        let first = try await state()
        stage.time.advance(by: .seconds(60))
        try await pollOnce()
        let second = try await state()
        #expect(second.bodyHash == first.bodyHash)
        #expect(second.lastSuccess == stage.time.now)
        #expect(try await stage.store.counts() == (1, 1))
    }

    @Test func editsUpdateAndReturnsAreQuiet() async throws {
        stage.server.routeFeed("/f", body: PollStage.document([("1", "초지능 연구소")]))
        try await pollOnce()
        stage.server.routeFeed("/f", body: PollStage.document([("1", "초지능 연구소 수석과학자"), ("2", "날씨")]))
        try await pollOnce()
        stage.server.routeFeed("/f", body: PollStage.document([("2", "날씨")]))
        try await pollOnce()
        stage.server.routeFeed("/f", body: PollStage.document([("1", "초지능 연구소 수석과학자"), ("2", "날씨")]))
        try await pollOnce()
        let alerts = try await stage.store.alerts()
        #expect(alerts.map(\.type) == [.alert, .update])
        #expect(alerts.map(\.rules) == [["초지능"], ["수석과학자"]])
        #expect(try await stage.store.counts().items == 2)
    }

    @Test func aGoneFeedIsNotAskedAgain() async throws {
        stage.server.route("/f", .response(410, text: ""))
        try await pollOnce()
        #expect(try await state().gone == stage.time.now)
        #expect(try await state().health(isEnabled: true, now: stage.time.now) == .gone)
        try await pollOnce()
        #expect(stage.server.requests.count == 1)
        // A changed entry gets another chance.
        stage.server.routeFeed("/f", body: PollStage.document([("1", "초지능")]))
        var configuration = stage.configuration(["/f"])
        configuration.feeds[0].language = "ko"
        try await stage.service(.once, LiveConfiguration(ActiveConfiguration(configuration))).run()
        #expect(stage.server.requests.count == 2)
        #expect(try await state().gone == nil)
    }

    @Test func theFirstPollIsTheOneThatBringsItems() async throws {
        stage.server.routeFeed("/f", body: PollStage.document([]))
        var configuration = stage.configuration(["/f"])
        configuration.polling.firstPollWindow = .within(.seconds(86400))
        let live = LiveConfiguration(try ActiveConfiguration(configuration))
        try await stage.service(.once, live).run()
        let archive = (1...5).map { number in
            "<item><guid>\(number)</guid><title>초지능 \(number)</title><pubDate>Mon, 0\(number) Jun 2020 00:00:00 GMT</pubDate></item>"
        }.joined()
        stage.server.routeFeed("/f", body: Array("<rss version='2.0'><channel>\(archive)</channel></rss>".utf8))
        try await stage.service(.once, live).run()
        #expect(try await stage.store.counts() == (5, 0))
        let later = "<item><guid>9</guid><title>초지능 9</title></item>"
        stage.server.routeFeed("/f", body: Array("<rss version='2.0'><channel>\(later)\(archive)</channel></rss>".utf8))
        try await stage.service(.once, live).run()
        #expect(try await stage.store.counts() == (6, 1))
    }

    @Test func retryAfterIsKept() async throws {
        stage.server.route("/f", .response(429, headers: ["Retry-After": "7200"], text: ""))
        try await pollOnce()
        #expect(try await state().nextCheck == stage.time.now.addingTimeInterval(7200))
        #expect(try await state().reason == "the site's Retry-After")
    }

    @Test func aBodyBeyondTheLimitIsRefused() async throws {
        stage.server.routeFeed("/f", body: PollStage.document((1...200).map { ("\($0)", "초지능") }))
        var configuration = stage.configuration(["/f"])
        configuration.polling.maximumBodySize = 1000
        try await stage.service(.once, LiveConfiguration(ActiveConfiguration(configuration))).run()
        #expect(try await state().failures == 1)
        #expect(try await stage.store.counts().items == 0)
    }

    @Test func localFilesAreReadOnceUntilTheyChange() async throws {
        let path = try stage.directory.write(
            String(decoding: PollStage.document([("1", "초지능")]), as: UTF8.self), to: "sample feed.xml")
        var configuration = stage.configuration([])
        configuration.feeds = [
            FeedConfiguration(name: "sample", url: "file://" + path.replacing(" ", with: "%20")),
            FeedConfiguration(name: "directory", url: "file://" + stage.directory.path),
        ]
        let live = LiveConfiguration(try ActiveConfiguration(configuration))
        try await stage.service(.once, live).run()
        #expect(try await stage.store.alerts().count == 1)
        let states = try await stage.store.feedStates()
        #expect(states[configuration.feeds[0].url]?.failures == 0)
        #expect(states[configuration.feeds[1].url]?.lastError == "\(stage.directory.path) is not a regular file")
    }

    @Test func pollsWhenDueFollowsReloadsAndStops() async throws {
        for path in ["/f", "/g"] { stage.server.routeFeed(path, body: PollStage.document([("1", "초지능")])) }
        let live = LiveConfiguration(try ActiveConfiguration(stage.configuration(["/f"])))
        let service = stage.service(.forever, live)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let services = ServiceGroup(services: [service], logger: Fixtures.silent)
            group.addTask { try await services.run() }
            _ = await stage.server.requests(atLeast: 1)
            await stage.settle(service)
            stage.time.advance(by: .seconds(900))
            _ = await stage.server.requests(atLeast: 2)
            live.replace(with: try ActiveConfiguration(stage.configuration(["/g"])))
            service.wake()
            let third = await stage.server.requests(atLeast: 3)
            #expect(third.map(\.path) == ["/f", "/f", "/g"])
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
        await stage.transfers.shutdown()
    }
}
