import FoundationEssentials
import HTTPFetch
import ServiceLifecycle
import TestSupport
import Testing

@testable import WatchEngine

/// Waits go by the monotonic clock, records by the wall clock, whatever is done to that.
@Suite struct ClockTests {
    private let stage: PollStage

    init() throws {
        stage = try PollStage()
    }

    /// Lets a service run that asks one feed each 900 seconds, while `body` turns the clocks.
    private func polling(_ body: (PollService) async throws -> Void) async throws {
        var configuration = stage.configuration(["/f"])
        configuration.polling.firstPollWindow = .within(.seconds(86400))
        configuration.feeds[0].interval = .seconds(900)
        let service = stage.service(.forever, LiveConfiguration(try ActiveConfiguration(configuration)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            let services = ServiceGroup(services: [service], logger: Fixtures.silent)
            group.addTask { try await services.run() }
            _ = await stage.server.requests(atLeast: 1)
            await stage.settle(service)
            try await body(service)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }

    private func lastAttempt() async throws -> Date? {
        try await stage.store.feedStates()[stage.server.url("/f")]?.lastAttempt
    }

    @Test(arguments: [3650 * 86400, 3600, -3600, -3650 * 86400] as [Double])
    func aJumpOfTheWallClockNeitherSkipsNorRepeatsAPoll(jump: Double) async throws {
        stage.server.routeFeed("/f", body: PollStage.document(titles: ["초지능 1"]))
        try await polling { (service: PollService) async throws in
            let jumped = Fixtures.now.addingTimeInterval(jump)
            stage.time.setWallClock(to: jumped)
            await service.lookAgain()
            await stage.settle(service)
            for round in 1...3 {
                stage.time.advance(by: .seconds(899))
                await stage.settle(service)
                #expect(stage.server.requests.count == round)
                stage.time.advance(by: .seconds(1))
                _ = await stage.server.requests(atLeast: round + 1)
                await stage.settle(service)
                #expect(try await lastAttempt() == jumped.addingTimeInterval(Double(round) * 900))
            }
            #expect(await service.lag() == .zero)
            #expect(try await stage.store.alerts().count == 1)
        }
        await stage.transfers.shutdown()
    }

    @Test func whatCameWhileTheMachineSleptIsAskedForOnceWhenItWakes() async throws {
        stage.server.routeFeed("/f", body: PollStage.document(titles: ["초지능 1"]))
        try await polling { (service: PollService) async throws in
            stage.server.routeFeed("/f", body: PollStage.document(titles: ["초지능 2", "초지능 1"]))
            // Both clocks went on.
            stage.time.advance(by: .seconds(8 * 3600))
            _ = await stage.server.requests(atLeast: 2)
            await stage.settle(service)
            #expect(stage.server.requests.count == 2)
            #expect(try await stage.store.alerts().map(\.title) == ["초지능 1", "초지능 2"])
            #expect(try await lastAttempt() == Fixtures.now.addingTimeInterval(8 * 3600))
        }
        await stage.transfers.shutdown()
    }

    @Test func anAlertIsDatedByTheWallClockAndNumberedByTheStore() async throws {
        stage.server.routeFeed("/f", body: PollStage.document(titles: ["초지능 1"]))
        try await polling { (service: PollService) async throws in
            // Set back by a day: times go back, numbers do not.
            stage.time.setWallClock(to: Fixtures.now.addingTimeInterval(-86400))
            stage.server.routeFeed("/f", body: PollStage.document(titles: ["초지능 2", "초지능 1"]))
            stage.time.advance(by: .seconds(900))
            _ = await stage.server.requests(atLeast: 2)
            await stage.settle(service)
            let alerts = try await stage.store.alerts()
            #expect(alerts.map(\.seq) == [1, 2])
            #expect(alerts.map(\.time) == [Fixtures.now, Fixtures.now.addingTimeInterval(900 - 86400)])
        }
        await stage.transfers.shutdown()
    }

    @Test func aLeapDayIsADayLikeAnyOther() async throws {
        // 2028-02-28T23:55:00Z.
        stage.time.setWallClock(to: Date(timeIntervalSince1970: 1_835_394_900))
        stage.server.routeFeed("/f", body: PollStage.document(titles: ["초지능 1"]))
        try await polling { (service: PollService) async throws in
            for round in 2...(1 + 2 * 96) {
                stage.time.advance(by: .seconds(900))
                _ = await stage.server.requests(atLeast: round)
                await stage.settle(service)
            }
            #expect(stage.server.requests.count == 1 + 2 * 96)
            let last = try #require(try await lastAttempt())
            #expect(InternetTime.text(last) == "2028-03-01T23:55:00Z")
            #expect(try await stage.store.alerts().count == 1)
        }
        await stage.transfers.shutdown()
    }
}
