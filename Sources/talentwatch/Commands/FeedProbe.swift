import FeedParser
import HTTPFetch
import WatchEngine

/// Asks feeds once, outside the schedule and the store.
enum FeedProbe {
    /// What came of a feed.
    struct Answer: Sendable {
        var feed: FeedConfiguration
        var isRead: Bool
        /// For people, whether it is read or not.
        var line: String
    }

    /// Asks all of `feeds`, as many at a time as `polling` allows, and hands on each answer as it comes.
    static func askAll(
        _ feeds: [FeedConfiguration], transfers: TransferLoop, polling: PollingConfiguration,
        each: (Answer) throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            var waiting = feeds.makeIterator()
            func start() {
                guard let feed = waiting.next() else { return }
                group.addTask { await ask(feed, transfers: transfers, polling: polling) }
            }
            for _ in 0..<polling.concurrency { start() }
            while let answer = try await group.next() {
                try each(answer)
                start()
            }
        }
    }

    private static func ask(
        _ feed: FeedConfiguration, transfers: TransferLoop, polling: PollingConfiguration
    ) async -> Answer {
        let name = PrintableText.line(feed.name)
        do {
            let document = try await DocumentSource.read(feed, transfers: transfers, polling: polling)
            let parsed = try parseFeed(document.bytes, options: document.options)
            let found = "\(parsed.items.count) items (\(parsed.format.rawValue))"
            return Answer(feed: feed, isRead: true, line: "ok      \(name): \(found)")
        } catch {
            let reason = CommandFailure(describing: error).message
            return Answer(feed: feed, isRead: false, line: "failed  \(name): \(reason)")
        }
    }
}
