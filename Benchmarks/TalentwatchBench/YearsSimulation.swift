import FoundationEssentials
import HTTPFetch
import Logging
import Synchronization
import TalentMatch
import WatchEngine

/// Years of news on a clock that runs as fast as it can: what becomes of the store's size.
///
/// Arguments: an empty directory; feeds (33); new items a day and feed (30); days (1095). A line of JSON each 30 days.
/// Polls, commits, retention, word index and alert logs are the daemon's own, with the retention that is the default.
enum YearsSimulation {
    private static let itemsInDocument = 40

    static func run(_ arguments: ArraySlice<String>) async -> Int32 {
        let numbers = arguments.dropFirst().compactMap { Int($0) }
        guard let directory = arguments.first, numbers.count == arguments.count - 1 else {
            complain("usage: talentwatch-bench years DIRECTORY [FEEDS [ITEMS-A-DAY [DAYS]]]\n")
            return 64
        }
        func number(_ index: Int, _ usual: Int) -> Int { numbers.count > index ? numbers[index] : usual }
        do {
            try await run(directory, feeds: number(0, 33), itemsADay: number(1, 30), days: number(2, 1095))
            return 0
        } catch {
            complain("\(error)\n")
            return 70
        }
    }

    private static func run(_ directory: String, feeds: Int, itemsADay: Int, days: Int) async throws {
        let store = try Store.open(directory: directory)
        let transfers = try TransferLoop()
        let time = LeapingTime()
        let logger = Logger(label: "years") { _ in SwiftLogNoOpLogHandler() }
        let configuration = Configuration(
            sourcePath: "years", stateDirectory: directory,
            alertLogs: [AlertLogConfiguration(path: directory + "/alerts.log", format: .text)],
            feeds: (0..<feeds).map { FeedConfiguration(name: "\($0)", url: "file://\(directory)/\($0).xml") },
            rules: [RuleDefinition(name: "초지능", any: [TermGroup("초지능"), TermGroup("superintelligence")])])
        let live = LiveConfiguration(try ActiveConfiguration(configuration))
        let logs = AlertLogService(store: store, configuration: live, time: time, logger: logger)
        try await logs.open()
        let index = IndexService(store: store, time: time, logger: logger)
        let retention = RetentionService(
            store: store, configuration: live, isPaced: false, time: time, logger: logger)
        for day in 1...days {
            for feed in 0..<feeds {
                let text = document(feed: feed, newest: day * itemsADay)
                try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(feed).xml"))
            }
            try await PollService(
                mode: .once, store: store, configuration: live, transfers: transfers, time: time, random: { 0 },
                logger: logger, alertsMade: {}
            ).run()
            await logs.writeAll()
            await index.catchUp()
            time.leap(by: .seconds(86400))
            await retention.catchUp()
            if day % 30 == 0 || day == days { try await report(day, directory, store) }
        }
        await transfers.shutdown()
        try store.close()
    }

    private static func report(_ day: Int, _ directory: String, _ store: Store) async throws {
        let counts = try await store.counts()
        func megabytes(_ name: String) throws -> Double {
            let bytes = try Data(contentsOf: URL(filePath: directory + "/" + name), options: .alwaysMapped).count
            return (Double(bytes) / 1e5).rounded() / 10
        }
        print(
            """
            {"day": \(day), "items": \(counts.items), "alerts": \(counts.alerts), \
            "store_megabytes": \(try megabytes(Store.fileName)), \
            "wal_megabytes": \(try megabytes(Store.fileName + "-wal"))}
            """)
    }

    private static func document(feed: Int, newest: Int) -> String {
        let items = (max(0, newest - itemsInDocument)..<newest).reversed().map { number -> String in
            var random = UInt64(feed) << 40 | UInt64(number)
            let words = (0..<60).map { _ in word(&random) }.joined(separator: " ")
            let title =
                number % 50 == 0
                ? "라온랩, \(word(&random)) 출신 연구원을 초지능 연구소장으로 영입"
                : (0..<8).map { _ in word(&random) }.joined(separator: " ")
            return """
                <item><guid>\(feed)-\(number)</guid><link>https://\(feed).example/\(number)</link><title>\(title)</title>\
                <description>\(words)</description></item>
                """
        }
        return "<rss version='2.0'><channel><title>\(feed)</title>\(items.joined())</channel></rss>"
    }

    /// Few words are frequent and many are rare, as in news.
    private static func word(_ random: inout UInt64) -> String {
        // Knuth, The Art of Computer Programming, volume 2, 3.3.4: MMIX.
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let share = Double(random >> 11) / Double(1 << 53)
        let rank = UInt32(30_000 * share * share * share)
        guard rank % 4 > 0, let first = Unicode.Scalar(0xAC00 + rank % 11_000),
            let second = Unicode.Scalar(0xAC00 + rank * 7 % 11_000)
        else { return "word\(rank)" }
        return "\(first)\(second)"
    }
}

/// A clock on which nobody waits: a sleep turns it on.
private final class LeapingTime: TimeSource {
    private let turned = Mutex(Duration.zero)
    private let start = Date()

    var now: Date { start.addingTimeInterval(uptime.seconds) }
    var uptime: Duration { turned.withLock { $0 } }

    func secondsFromUTC(at date: Date) -> Int { 0 }

    func leap(by duration: Duration) { turned.withLock { $0 += duration } }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        leap(by: duration)
    }
}
