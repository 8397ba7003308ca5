import FeedParser
import FoundationEssentials
import Testing

@testable import WatchEngine

/// A poll that is cancelled while its document is read has no outcome: neither a feed nor a failure of one.
@Suite struct CancelledReadingTests {
    private static func read(_ document: String, isCancelled: Bool = false) throws -> Int {
        let body = FeedAnswer.Body(bytes: Array(document.utf8), hash: 0, url: "https://a.example/feed", status: 200)
        let feed = FeedConfiguration(name: "가", url: "https://a.example/feed")
        return try FeedPoller.parse(body, of: feed, now: Fixtures.now) { isCancelled }.items.count
    }

    @Test(arguments: ["<rss><channel><item><title>a</title></item></channel></rss>", "no feed", ""])
    func aCancelledReadingIsNoFailure(document: String) {
        #expect(throws: CancellationError.self) { try Self.read(document, isCancelled: true) }
    }

    @Test func othersAreRead() throws {
        #expect(try Self.read("<rss><channel><item><title>a</title></item></channel></rss>") == 1)
        #expect(throws: PollFailure.self) { try Self.read("no feed") }
    }
}
