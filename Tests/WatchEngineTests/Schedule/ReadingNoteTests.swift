import FoundationEssentials
import TestSupport
import Testing

@testable import WatchEngine

/// Feeds whose text had to be mended: their items are taken in, and it is said what is wrong.
@Suite struct ReadingNoteTests {
    private let stage: PollStage
    private let told = RecordedLog()

    init() throws {
        stage = try PollStage()
    }

    /// 초지능 in EUC-KR.
    private static let keyword: [UInt8] = [0xC3, 0xCA, 0xC1, 0xF6, 0xB4, 0xC9]

    private static func document(_ titles: [[UInt8]]) -> [UInt8] {
        let items = titles.map { Array("<item><title>".utf8) + $0 + Array("</title></item>".utf8) }
        return Array("<?xml version='1.0' encoding='euc-kr'?><rss version='2.0'><channel><title>t</title>".utf8)
            + items.flatMap { $0 } + Array("</channel></rss>".utf8)
    }

    private func poll() async throws -> FeedReport {
        let configuration = stage.configuration(["/f"])
        try await stage.service(.once, LiveConfiguration(ActiveConfiguration(configuration)), told: told).run()
        return try await report(configuration)
    }

    private func report(_ configuration: WatchEngine.Configuration) async throws -> FeedReport {
        let state = try #require(try await stage.store.feedStates()[stage.server.url("/f")])
        return FeedReport(feed: configuration.feeds[0], state: state, now: stage.time.now)
    }

    @Test func aFeedThatCannotAllBeReadIsAFaultAndIsTakenIn() async throws {
        let garbled = Self.document([Self.keyword, [UInt8](repeating: 0xFF, count: 60)])
        stage.server.routeFeed("/f", body: garbled, entityTag: "\"a\"")
        for _ in 1...3 {
            let report = try await poll()
            #expect(report.health == .failing)
            #expect(report.failures == 0)
            #expect(report.lastSuccess != nil)
            #expect(report.lastError?.contains("unreadable characters in euc-kr") == true)
            // No back-off: it answers well.
            #expect(report.reason?.contains("fail") != true)
        }
        #expect(try await stage.store.alerts().map(\.title) == ["초지능"])
        #expect(stage.server.requests.map { $0.headers["if-none-match"] } == [nil, "\"a\"", "\"a\""])
        #expect(told.messages.count { $0.contains("not all of its text") } == 1)

        stage.server.routeFeed("/f", body: Self.document([Self.keyword]), entityTag: "\"b\"")
        for _ in 1...2 {
            let report = try await poll()
            #expect(report.health == .ok)
            #expect(report.lastError == nil)
        }
        #expect(told.messages.count { $0.contains("text is read again") } == 1)
        #expect(told.messages.count { $0.contains("not all of its text") } == 1)
    }

    @Test func aFailureBetweenDoesNotHideIt() async throws {
        let garbled = Self.document([[UInt8](repeating: 0xFF, count: 60)])
        stage.server.routeFeed("/f", body: garbled, entityTag: "\"a\"")
        _ = try await poll()
        stage.server.route("/f", LoopbackAnswer.response(500))
        let failed = try await poll()
        #expect(failed.lastError?.contains("500") == true)
        stage.server.routeFeed("/f", body: garbled, entityTag: "\"a\"")
        let report = try await poll()
        #expect(report.httpStatus == 304)
        #expect(report.health == .failing)
        #expect(told.messages.count { $0.contains("not all of its text") } == 1)
    }

    @Test func twoEncodingsAreToldOnceAndAreNoFault() async throws {
        stage.server.routeFeed("/f", body: Self.document([Self.keyword, Array("초지능 둘".utf8)]))
        for _ in 1...2 {
            let report = try await poll()
            #expect(report.health == .ok)
            #expect(report.lastError == nil)
            #expect(report.reason?.contains("partly in euc-kr, partly in utf-8") == true)
        }
        #expect(try await stage.store.alerts().compactMap(\.title).sorted() == ["초지능", "초지능 둘"])
        #expect(told.messages.count { $0.contains("two encodings") } == 1)
    }

    /// A text that a site cut by bytes: seen in the list, and nothing to wake anybody for.
    @Test func aCharacterThatWasCutIsSeenInTheListAlone() async throws {
        let cut = Array("<rss version='2.0'><channel><title>t</title><item><title>초지능 새 소".utf8)
        let rest = Array("</title></item></channel></rss>".utf8)
        stage.server.routeFeed("/f", body: cut + [0xEC, 0x8B] + rest)
        let report = try await poll()
        #expect(report.health == .ok)
        #expect(report.reason?.contains("1 unreadable character") == true)
        #expect(told.messages.allSatisfy { !$0.contains("text") && !$0.contains("encodings") })
    }
}
