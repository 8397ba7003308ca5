import HTTPFetch
import TestSupport
import Testing

@testable import talentwatch

/// Requests leave descriptors to the rest of the process, whatever the system grants.
@Suite struct DescriptorAllowanceTests {
    @Test(arguments: [
        (64, 1024, 524_288, 1024), (1024, 1024, 524_288, 4224), (1024, 1024, 4096, 4096), (64, 256, 256, 256),
        (64, 256, 300, 300), (64, 64, .max, 384), (64, .max, .max, .max),
    ])
    func theSoftLimitIsRaisedAsFarAsItHelps(_ wanted: Int, _ soft: Int, _ hard: Int, _ expected: Int) {
        #expect(DescriptorAllowance.softLimit(for: wanted, soft: soft, hard: hard) == expected)
    }

    @Test(arguments: [
        (4224, 1024, 1024), (4223, 1024, 1023), (384, 64, 64), (256, 64, 32), (256, 8, 8), (128, 64, 1), (0, 64, 1),
    ])
    func theLimitBoundsTheRequests(_ limit: Int, _ wanted: Int, _ expected: Int) {
        #expect(DescriptorAllowance(limit: limit).concurrency(wanted: wanted) == expected)
    }

    @Test func socketsNeverTakeTheLastOnes() {
        for limit in [0, 1, 20, 100, 256, 1024, Int.max] {
            let bounds = DescriptorAllowance(limit: limit).bounds(wanted: 64)
            #expect(bounds.socketDescriptorLimit <= limit && bounds.socketDescriptorLimit >= limit / 2)
        }
    }

    @Test func aLowHardLimitIsToldAndLivedWith() async throws {
        let watched = try WatchedFeeds()
        let result = try await ProgramRun.run(
            ["run", "--once", "--config", watched.configurationPath],
            wrapper: ["/bin/bash", "-c", "ulimit -n 140; exec \"$0\" \"$@\""])
        #expect(result.code == 0)
        #expect(result.errors.contains("fewer requests at once than Concurrency says"))
    }
}
