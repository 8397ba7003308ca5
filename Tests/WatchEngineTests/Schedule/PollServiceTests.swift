import FoundationEssentials
import HTTPFetch
import ServiceLifecycle
import TalentMatch
import TestSupport
import Testing

@testable import WatchEngine

/// The services together, on a loopback server and a clock that the test turns.
@Suite struct PollServiceTests {
    let directory: TemporaryDirectory
    let server: LoopbackServer
    let time = ManualTime(now: Fixtures.now)
    let store: Store
    let transfers: TransferLoop

    init() throws {
        directory = try TemporaryDirectory()
        server = try LoopbackServer()
        store = try Store.open(directory: directory.path)
        transfers = try TransferLoop()
    }

    private func configuration(_ paths: [String]) -> Configuration {
        var configuration = Configuration(sourcePath: "test", stateDirectory: directory.path, rules: Fixtures.rules)
        configuration.polling.allowPrivateNetworks = true
        configuration.polling.firstPollWindow = .forever
        configuration.polling.hostGap = .zero
        configuration.feeds = paths.map { FeedConfiguration(name: $0, url: server.url($0)) }
        return configuration
    }

    private func service(_ mode: PollService.Mode, _ live: LiveConfiguration) -> PollService {
        PollService(
            mode: mode, store: store, configuration: live, transfers: transfers, time: time, random: { 0 },
            logger: Fixtures.silent, alertsMade: {})
    }

    private func pollOnce(_ paths: [String] = ["/f"]) async throws {
        try await service(.once, LiveConfiguration(ActiveConfiguration(configuration(paths)))).run()
    }

    private func state(_ path: String = "/f") async throws -> FeedState {
        try #require(try await store.feedStates()[server.url(path)])
    }

    private static func document(_ items: [(guid: String, title: String)]) -> [UInt8] {
        let items = items.map { "<item><guid>\($0.guid)</guid><title>\($0.title)</title></item>" }.joined()
        return Array("<rss version='2.0'><channel><title>t</title>\(items)</channel></rss>".utf8)
    }

    @Test func validatorsAreSentBackAndKeptOver304() async throws {
        server.routeFeed(
            "/f", body: Self.document([("1", "초지능")]), entityTag: "\"a\"", lastModified: "Tue, 24 Nov 2026 00:00:00 GMT"
        )
        try await pollOnce()
        try await pollOnce()
        try await pollOnce()
        #expect(server.requests.map { $0.headers["if-none-match"] } == [nil, "\"a\"", "\"a\""])
        #expect(server.requests[2].headers["if-modified-since"] == "Tue, 24 Nov 2026 00:00:00 GMT")
        #expect(try await state().httpStatus == 304)
        #expect(try await store.alerts().count == 1)
    }

    @Test func theProgramNamesItselfAndItsHome() async throws {
        server.routeFeed("/f", body: Self.document([]))
        try await pollOnce()
        #expect(
            server.requests[0].headers["user-agent"]
                == "talentwatch/0.1.0 (+https://github.com/talentwatch/talentwatch)")
    }

    @Test func validatorsOfABrokenDocumentAreNotKept() async throws {
        server.routeFeed("/f", body: Self.document([("1", "초지능")]), entityTag: "\"a\"")
        try await pollOnce()
        server.routeFeed("/f", body: Array("<html>down</html>".utf8), entityTag: "\"b\"")
        try await pollOnce()
        #expect(try await state().failures == 1)
        #expect(try await state().entityTag == "\"a\"")
        server.routeFeed("/f", body: Self.document([("1", "초지능"), ("2", "초지능 2")]), entityTag: "\"b\"")
        try await pollOnce()
        #expect(server.requests.last?.headers["if-none-match"] == "\"a\"")
        #expect(try await store.alerts().map(\.title) == ["초지능", "초지능 2"])
        #expect(try await state().failures == 0)
        #expect(try await state().lastError == nil)
    }

    @Test func anEqualBodyIsNotReadAgain() async throws {
        server.routeFeed("/f", body: Self.document([("1", "초지능")]))
        try await pollOnce()
        let first = try await state()
        time.advance(by: .seconds(60))
        try await pollOnce()
        let second = try await state()
        #expect(second.bodyHash == first.bodyHash)
        #expect(second.lastSuccess == time.now)
        #expect(try await store.counts() == (1, 1))
    }

    @Test func editsUpdateAndReturnsAreQuiet() async throws {
        server.routeFeed("/f", body: Self.document([("1", "초지능 연구소")]))
        try await pollOnce()
        server.routeFeed("/f", body: Self.document([("1", "초지능 연구소 수석과학자"), ("2", "날씨")]))
        try await pollOnce()
        server.routeFeed("/f", body: Self.document([("2", "날씨")]))
        try await pollOnce()
        server.routeFeed("/f", body: Self.document([("1", "초지능 연구소 수석과학자"), ("2", "날씨")]))
        try await pollOnce()
        let alerts = try await store.alerts()
        #expect(alerts.map(\.type) == [.alert, .update])
        #expect(alerts.map(\.rules) == [["초지능"], ["수석과학자"]])
        #expect(try await store.counts().items == 2)
    }

    @Test func aGoneFeedIsNotAskedAgain() async throws {
        server.route("/f", .response(410, text: ""))
        try await pollOnce()
        #expect(try await state().gone == time.now)
        #expect(try await state().health(isEnabled: true, now: time.now) == .gone)
        try await pollOnce()
        #expect(server.requests.count == 1)
        // A changed entry gets another chance.
        server.routeFeed("/f", body: Self.document([("1", "초지능")]))
        var configuration = configuration(["/f"])
        configuration.feeds[0].language = "ko"
        try await service(.once, LiveConfiguration(ActiveConfiguration(configuration))).run()
        #expect(server.requests.count == 2)
        #expect(try await state().gone == nil)
    }

    @Test func theFirstPollIsTheOneThatBringsItems() async throws {
        server.routeFeed("/f", body: Self.document([]))
        var configuration = configuration(["/f"])
        configuration.polling.firstPollWindow = .within(.seconds(86400))
        let live = LiveConfiguration(try ActiveConfiguration(configuration))
        try await service(.once, live).run()
        let archive = (1...5).map { number in
            "<item><guid>\(number)</guid><title>초지능 \(number)</title><pubDate>Mon, 0\(number) Jun 2020 00:00:00 GMT</pubDate></item>"
        }.joined()
        server.routeFeed("/f", body: Array("<rss version='2.0'><channel>\(archive)</channel></rss>".utf8))
        try await service(.once, live).run()
        #expect(try await store.counts() == (5, 0))
        let later = "<item><guid>9</guid><title>초지능 9</title></item>"
        server.routeFeed("/f", body: Array("<rss version='2.0'><channel>\(later)\(archive)</channel></rss>".utf8))
        try await service(.once, live).run()
        #expect(try await store.counts() == (6, 1))
    }

    @Test func retryAfterIsKept() async throws {
        server.route("/f", .response(429, headers: ["Retry-After": "7200"], text: ""))
        try await pollOnce()
        #expect(try await state().nextCheck == time.now.addingTimeInterval(7200))
        #expect(try await state().reason == "the site's Retry-After")
    }

    @Test func aBodyBeyondTheLimitIsRefused() async throws {
        server.routeFeed("/f", body: Self.document((1...200).map { ("\($0)", "초지능") }))
        var configuration = configuration(["/f"])
        configuration.polling.maximumBodySize = 1000
        try await service(.once, LiveConfiguration(ActiveConfiguration(configuration))).run()
        #expect(try await state().failures == 1)
        #expect(try await store.counts().items == 0)
    }

    @Test func localFilesAreReadOnceUntilTheyChange() async throws {
        let path = try directory.write(
            String(decoding: Self.document([("1", "초지능")]), as: UTF8.self), to: "sample feed.xml")
        var configuration = configuration([])
        configuration.feeds = [
            FeedConfiguration(name: "sample", url: "file://" + path.replacing(" ", with: "%20")),
            FeedConfiguration(name: "directory", url: "file://" + directory.path),
        ]
        let live = LiveConfiguration(try ActiveConfiguration(configuration))
        try await service(.once, live).run()
        #expect(try await store.alerts().count == 1)
        let states = try await store.feedStates()
        #expect(states[configuration.feeds[0].url]?.failures == 0)
        #expect(states[configuration.feeds[1].url]?.lastError == "\(directory.path) is not a regular file")
    }

    @Test func pollsWhenDueFollowsReloadsAndStops() async throws {
        for path in ["/f", "/g"] { server.routeFeed(path, body: Self.document([("1", "초지능")])) }
        let live = LiveConfiguration(try ActiveConfiguration(configuration(["/f"])))
        let service = service(.forever, live)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let services = ServiceGroup(services: [service], logger: Fixtures.silent)
            group.addTask { try await services.run() }
            _ = await server.requests(atLeast: 1)
            while time.sleeperCount == 0 { await Task.yield() }
            time.advance(by: .seconds(900))
            _ = await server.requests(atLeast: 2)
            live.replace(with: try ActiveConfiguration(configuration(["/g"])))
            service.wake()
            let third = await server.requests(atLeast: 3)
            #expect(third.map(\.path) == ["/f", "/f", "/g"])
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
        await transfers.shutdown()
    }
}
