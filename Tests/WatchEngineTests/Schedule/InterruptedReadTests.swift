import Foundation
import HTTPFetch
import ServiceLifecycle
import TestSupport
import Testing

@testable import WatchEngine

/// What follows when the program ended while documents were read.
@Suite struct InterruptedReadTests {
    private let stage: PollStage

    init() throws {
        stage = try PollStage()
    }

    private func wait(_ ends: Int, usual: Int, maximum: Int = 86400) -> Duration {
        InterruptedRead.next(ends: ends, usual: .seconds(usual), maximum: .seconds(maximum)).interval
    }

    @Test func theWaitGrowsWithEachEndUpToTheMaximum() {
        #expect((1...5).map { wait($0, usual: 900) } == [300, 600, 1200, 2400, 4800].map { .seconds($0) })
        // The first may be chance; the second is hardly.
        #expect((1...4).map { wait($0, usual: 1) } == [1, 60, 120, 240].map { .seconds($0) })
        #expect(wait(9, usual: 900) == .seconds(76800))
        #expect(wait(10, usual: 900) == .seconds(86400))
        #expect(wait(.max, usual: 900) == .seconds(86400))
        #expect(wait(3, usual: 1, maximum: 1) == .seconds(1))
        #expect(wait(20, usual: 7200, maximum: 3600) == .seconds(7200))
    }

    @Test func thoseBlamedBeforeAreBlamedAlone() {
        #expect(InterruptedRead.blamed([], ends: [1: 1]) == [])
        #expect(InterruptedRead.blamed([1, 2], ends: [3: 2]) == [1, 2])
        #expect(InterruptedRead.blamed([1, 2], ends: [1: 0, 2: 1]) == [2])
        #expect(InterruptedRead.blamed([1], ends: [:]) == [1])
    }

    /// A document that ends the program whenever it is read: whoever is read beside it is soon free of blame.
    @Test func theOneToBlameIsFoundAndOthersGoFree() {
        var ends: [Int64: Int] = [:]
        // Beside an innocent one, then in rounds of the blamed, one at a time.
        for feed in InterruptedRead.blamed([1, 2], ends: ends) { ends[feed, default: 0] += 1 }
        #expect(ends == [1: 1, 2: 1])
        // 2 is read well. 1 ends the program again, beside one that was never blamed.
        ends[2] = nil
        for feed in InterruptedRead.blamed([1, 3], ends: ends) { ends[feed, default: 0] += 1 }
        #expect(ends == [1: 2])
    }

    @Test func marksOutliveTheProcessAndHalfOnesAreNone() throws {
        let path = stage.directory.file("marks")
        let first = try ReadingMarks(path: path, count: 3)
        #expect(first.leftBehind == [])
        first.set(0, feedID: 7)
        first.set(1, feedID: .max)
        first.set(2, feedID: 7)
        let second = try ReadingMarks(path: path, count: 3)
        #expect(second.leftBehind == [7, .max])
        second.forgetLeftBehind()
        #expect(second.leftBehind == [])
        #expect(try ReadingMarks(path: path, count: 3).leftBehind == [])
        second.set(1, feedID: 9)
        second.clear(1)
        #expect(try ReadingMarks(path: path, count: 3).leftBehind == [])
        #expect(ReadingMarks.feeds([]) == [])
        #expect(ReadingMarks.feeds([UInt8](repeating: 1, count: 47)) == [])
        #expect(ReadingMarks.feeds([UInt8](repeating: 0xFF, count: 48)) == [])
    }

    /// Makes the store look as a process left it that ended while it read these feeds.
    private func endWhileReading(_ paths: [String]) async throws {
        let states = try await stage.store.feedStates()
        // Which clears the marks, as an end by itself does.
        try stage.store.close()
        let marks = try ReadingMarks(
            path: stage.directory.file(ReadingMarks.fileName), count: ReadingOrder.places)
        for (place, path) in paths.enumerated() {
            marks.set(place, feedID: try #require(states[stage.server.url(path)]).id)
        }
    }

    private func state(_ store: Store, _ path: String) async throws -> FeedState {
        try #require(try await store.feedStates()[stage.server.url(path)])
    }

    private func service(
        _ mode: PollService.Mode, _ store: Store, _ configuration: WatchEngine.Configuration, told: RecordedLog
    ) throws -> PollService {
        PollService(
            mode: mode, store: store, configuration: LiveConfiguration(try ActiveConfiguration(configuration)),
            transfers: stage.transfers, time: stage.time, random: { 0 }, logger: told.logger, alertsMade: {})
    }

    @Test func theFeedIsNamedWaitsAndIsFreeWhenItIsReadWell() async throws {
        for path in ["/f", "/g"] { stage.server.routeFeed(path, body: PollStage.document([("1", "날씨")])) }
        let configuration = stage.configuration(["/f", "/g"])
        try await stage.pollOnce(configuration)
        try await endWhileReading(["/f"])
        // What ended the program is gone by then.
        for path in ["/f", "/g"] { stage.server.routeFeed(path, body: PollStage.document([("2", "초지능 \(path)")])) }
        stage.time.advance(by: .seconds(900))

        let store = try Store.open(directory: stage.directory.path)
        let told = RecordedLog()
        let service = try service(.forever, store, configuration, told: told)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let services = ServiceGroup(services: [service], logger: Fixtures.silent)
            group.addTask { try await services.run() }
            let first = await stage.server.requests(atLeast: 3)
            await stage.settle(service)
            #expect(first[2].path == "/g")
            #expect(stage.server.requests.count == 3)
            let blamed = try await state(store, "/f")
            #expect(blamed.health(isEnabled: true, now: stage.time.now) == .failing)
            #expect(blamed.lastError == "the program ended while it was read")
            #expect(blamed.reason == "the program ended while it was read")
            #expect(blamed.nextCheck == stage.time.now.addingTimeInterval(300))
            #expect(blamed.interruptedReads == 1)
            #expect(told.messages.count { $0.contains("the program ended while this feed was read") } == 1)
            stage.time.advance(by: .seconds(300))
            _ = await stage.server.requests(atLeast: 4)
            await stage.settle(service)
            let free = try await state(store, "/f")
            #expect(free.health(isEnabled: true, now: stage.time.now) == .ok)
            #expect(free.interruptedReads == 0)
            #expect(told.messages.count { $0.contains("feed is read again") } == 1)
            #expect(try await store.alerts().map(\.title) == ["초지능 /g", "초지능 /f"])
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
        try store.close()
        await stage.transfers.shutdown()
    }

    @Test func eachEndCountsUntilTheFeedIsReadWell() async throws {
        stage.server.routeFeed("/f", body: PollStage.document([("1", "날씨")]), entityTag: "\"a\"")
        let configuration = stage.configuration(["/f"])
        try await stage.pollOnce(configuration)
        try await endWhileReading(["/f"])
        // Nothing new, so nothing is read; then a page, then nothing new to judge it by.
        var store = try Store.open(directory: stage.directory.path)
        try await service(.once, store, configuration, told: RecordedLog()).run()
        #expect(try await state(store, "/f").failures == 0)
        #expect(try await state(store, "/f").interruptedReads == 1)
        stage.server.routeFeed("/f", body: Array("<html>down</html>".utf8))
        try await service(.once, store, configuration, told: RecordedLog()).run()
        #expect(try await state(store, "/f").interruptedReads == 1)
        try store.close()

        let marks = try ReadingMarks(path: stage.directory.file(ReadingMarks.fileName), count: ReadingOrder.places)
        marks.set(2, feedID: 1)
        store = try Store.open(directory: stage.directory.path)
        let asked = stage.server.requests.count
        let told = RecordedLog()
        try await service(.once, store, configuration, told: told).run()
        let state = try await state(store, "/f")
        #expect(state.interruptedReads == 2)
        #expect(state.lastError == "the program ended while it was read, 2 times so far")
        #expect(state.nextCheck == stage.time.now.addingTimeInterval(600))
        // A single round does not read it before its time.
        #expect(stage.server.requests.count == asked)
        #expect(told.messages.count { $0.contains("feed is not asked in this round") } == 1)
        try store.close()
        await stage.transfers.shutdown()
    }
}
