import FeedParser
import FoundationEssentials
import Testing

@testable import WatchEngine

/// A poll that is cancelled while its document is read has no outcome: neither a feed nor a failure of one.
@Suite struct CancelledReadingTests {
    private static func read(_ document: String) throws -> Int {
        let body = FeedAnswer.Body(bytes: Array(document.utf8), hash: 0, url: "https://a.example/feed", status: 200)
        let feed = FeedConfiguration(name: "가", url: "https://a.example/feed")
        return try FeedPoller.parse(body, of: feed, now: Fixtures.now).items.count
    }

    @Test(arguments: ["<rss><channel><item><title>a</title></item></channel></rss>", "no feed", ""])
    func aCancelledReadingIsNoFailure(document: String) async {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try Self.read(document)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func othersAreRead() async throws {
        let task = Task { try Self.read("<rss><channel><item><title>a</title></item></channel></rss>") }
        #expect(try await task.value == 1)
        #expect(throws: PollFailure.self) { try Self.read("no feed") }
    }
}
