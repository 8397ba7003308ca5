import FoundationEssentials
import HTTPFetch
import TestSupport

@testable import WatchEngine

/// What tests of polls begin with: a loopback server, a store, a clock that the test turns.
final class PollStage: Sendable {
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

    /// Watches these paths of the server; every item of their first documents alerts.
    func configuration(_ paths: [String]) -> WatchEngine.Configuration {
        var configuration = WatchEngine.Configuration(
            sourcePath: "test", stateDirectory: directory.path, rules: Fixtures.rules)
        configuration.polling.allowPrivateNetworks = true
        configuration.polling.firstPollWindow = .forever
        configuration.polling.hostGap = .zero
        configuration.feeds = paths.map { FeedConfiguration(name: $0, url: server.url($0)) }
        return configuration
    }

    func service(
        _ mode: PollService.Mode, _ live: LiveConfiguration, faults: StandingFaults = StandingFaults(),
        told: RecordedLog = RecordedLog()
    ) -> PollService {
        PollService(
            mode: mode, store: store, configuration: live, transfers: transfers, time: time, random: { 0 },
            faults: faults, logger: told.logger, alertsMade: {})
    }

    /// Asks each feed once.
    func pollOnce(_ configuration: WatchEngine.Configuration) async throws {
        try await service(.once, LiveConfiguration(ActiveConfiguration(configuration))).run()
    }

    /// Waits until no poll is in flight and the service sleeps until the next one's time, so that no turn of the clock is
    /// lost between the two.
    func settle(_ service: PollService) async {
        while true {
            let isIdle = await service.counts().underWay == 0
            if isIdle, let end = await service.sleepEnd, time.sleepEnds.contains(end) { return }
            await Task.yield()
        }
    }

    static func document(_ items: [(guid: String, title: String)]) -> [UInt8] {
        let items = items.map { "<item><guid>\($0.guid)</guid><title>\($0.title)</title></item>" }.joined()
        return Array("<rss version='2.0'><channel><title>t</title>\(items)</channel></rss>".utf8)
    }

    /// A document whose items are known by their titles.
    static func document(titles: [String]) -> [UInt8] {
        document(titles.map { ($0, $0) })
    }
}
