import FoundationEssentials
import HTTPFetch
import ServiceLifecycle
import TestSupport
import Testing

@testable import WatchEngine

/// Waits go by the monotonic clock, records by the wall clock, whatever is done to that.
@Suite struct ClockTests {
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

    /// Lets a service run that asks one feed each 900 seconds, while `body` turns the clocks.
    private func polling(_ body: (PollService) async throws -> Void) async throws {
        var configuration = Configuration(sourcePath: "test", stateDirectory: directory.path, rules: Fixtures.rules)
        configuration.polling.allowPrivateNetworks = true
        configuration.polling.firstPollWindow = .within(.seconds(86400))
        configuration.feeds = [FeedConfiguration(name: "f", url: server.url("/f"))]
        configuration.feeds[0].interval = .seconds(900)
        let service = PollService(
            mode: .forever, store: store, configuration: LiveConfiguration(try ActiveConfiguration(configuration)),
            transfers: transfers, time: time, random: { 0 }, logger: Fixtures.silent, alertsMade: {})
        try await withThrowingTaskGroup(of: Void.self) { group in
            let services = ServiceGroup(services: [service], logger: Fixtures.silent)
            group.addTask { try await services.run() }
            _ = await server.requests(atLeast: 1)
            await settle(service)
            try await body(service)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }

    /// Waits until no poll is under way and the service waits for the next one.
    private func settle(_ service: PollService) async {
        while await service.counts().underWay > 0 { await Task.yield() }
        while time.sleeperCount == 0 { await Task.yield() }
    }

    private func lastAttempt() async throws -> Date? {
        try await store.feedStates()[server.url("/f")]?.lastAttempt
    }

    @Test(arguments: [3650 * 86400, 3600, -3600, -3650 * 86400] as [Double])
    func aJumpOfTheWallClockNeitherSkipsNorRepeatsAPoll(jump: Double) async throws {
        server.routeFeed("/f", body: Self.document(["초지능 1"]))
        try await polling { (service: PollService) async throws in
            let jumped = Fixtures.now.addingTimeInterval(jump)
            time.setWallClock(to: jumped)
            service.wake()
            for round in 1...3 {
                time.advance(by: .seconds(899))
                await settle(service)
                #expect(server.requests.count == round)
                time.advance(by: .seconds(1))
                _ = await server.requests(atLeast: round + 1)
                await settle(service)
                #expect(try await lastAttempt() == jumped.addingTimeInterval(Double(round) * 900))
            }
            #expect(await service.lag() == .zero)
            #expect(try await store.alerts().count == 1)
        }
        await transfers.shutdown()
    }

    @Test func whatCameWhileTheMachineSleptIsAskedForOnceWhenItWakes() async throws {
        server.routeFeed("/f", body: Self.document(["초지능 1"]))
        try await polling { (service: PollService) async throws in
            server.routeFeed("/f", body: Self.document(["초지능 2", "초지능 1"]))
            // Both clocks went on.
            time.advance(by: .seconds(8 * 3600))
            _ = await server.requests(atLeast: 2)
            await settle(service)
            #expect(server.requests.count == 2)
            #expect(try await store.alerts().map(\.title) == ["초지능 1", "초지능 2"])
            #expect(try await lastAttempt() == Fixtures.now.addingTimeInterval(8 * 3600))
        }
        await transfers.shutdown()
    }

    @Test func anAlertIsDatedByTheWallClockAndNumberedByTheStore() async throws {
        server.routeFeed("/f", body: Self.document(["초지능 1"]))
        try await polling { (service: PollService) async throws in
            // Set back by a day: times go back, numbers do not.
            time.setWallClock(to: Fixtures.now.addingTimeInterval(-86400))
            server.routeFeed("/f", body: Self.document(["초지능 2", "초지능 1"]))
            time.advance(by: .seconds(900))
            _ = await server.requests(atLeast: 2)
            await settle(service)
            let alerts = try await store.alerts()
            #expect(alerts.map(\.seq) == [1, 2])
            #expect(alerts.map(\.time) == [Fixtures.now, Fixtures.now.addingTimeInterval(900 - 86400)])
        }
        await transfers.shutdown()
    }

    @Test func aLeapDayIsADayLikeAnyOther() async throws {
        // 2028-02-28T23:55:00Z.
        time.setWallClock(to: Date(timeIntervalSince1970: 1_835_394_900))
        server.routeFeed("/f", body: Self.document(["초지능 1"]))
        try await polling { (service: PollService) async throws in
            for round in 2...(1 + 2 * 96) {
                time.advance(by: .seconds(900))
                _ = await server.requests(atLeast: round)
                await settle(service)
            }
            #expect(server.requests.count == 1 + 2 * 96)
            let last = try #require(try await lastAttempt())
            #expect(InternetTime.text(last) == "2028-03-01T23:55:00Z")
            #expect(try await store.alerts().count == 1)
        }
        await transfers.shutdown()
    }

    private static func document(_ titles: [String]) -> [UInt8] {
        let items = titles.map { "<item><guid>\($0)</guid><title>\($0)</title></item>" }.joined()
        return Array("<rss version='2.0'><channel><title>t</title>\(items)</channel></rss>".utf8)
    }
}
