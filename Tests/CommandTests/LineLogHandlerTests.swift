import Foundation
import Glibc
import TestSupport
import Testing

@testable import talentwatch

/// What the daemon's own log looks like, under the journal and without it.
@Suite struct LineLogHandlerTests {
    @Test func theJournalIsKnownByDeviceAndInode() throws {
        let directory = try TemporaryDirectory()
        let descriptor = open(try directory.write("", to: "stream"), O_WRONLY)
        defer { close(descriptor) }
        var status = stat()
        #expect(fstat(descriptor, &status) == 0)
        let stream = "\(status.st_dev):\(status.st_ino)"
        #expect(LineLogHandler.isJournal(descriptor, environment: ["JOURNAL_STREAM": stream]))
        #expect(!LineLogHandler.isJournal(descriptor, environment: ["JOURNAL_STREAM": "\(status.st_dev):0"]))
        #expect(!LineLogHandler.isJournal(descriptor, environment: ["JOURNAL_STREAM": ""]))
        #expect(!LineLogHandler.isJournal(descriptor, environment: [:]))
        #expect(!LineLogHandler.isJournal(-1, environment: ["JOURNAL_STREAM": stream]))
    }

    @Test func aStreamThatIsElsewhereGetsTimeAndLevel() async throws {
        let watched = try WatchedFeeds()
        let result = try await ProgramRun.run(
            ["run", "--once", "--config", watched.configurationPath], environment: ["JOURNAL_STREAM": "1:1"])
        let first = try #require(result.errors.split(separator: "\n").first)
        #expect(first.wholeMatch(of: /\d{4}-\d\d-\d\dT\S+ info: talentwatch starts .*/) != nil, "\(first)")
    }
}
