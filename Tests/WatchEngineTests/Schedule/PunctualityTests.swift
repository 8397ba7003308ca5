import Testing

@testable import WatchEngine

@Suite struct PunctualityTests {
    @Test func quantilesAreBucketEnds() {
        var punctuality = Punctuality()
        #expect(punctuality.quantile(0.99) == .zero)
        for _ in 0..<98 { punctuality.note(.milliseconds(3)) }
        punctuality.note(.milliseconds(900))
        punctuality.note(.seconds(1_000_000))
        #expect(punctuality.polls == 100)
        #expect(punctuality.quantile(0.5) == .milliseconds(4))
        #expect(punctuality.quantile(0.99) == .milliseconds(1024))
        #expect(punctuality.quantile(1) > .seconds(4000))
        punctuality.note(.seconds(-5))
        #expect(punctuality.quantile(0.001) == .milliseconds(1))
    }
}
