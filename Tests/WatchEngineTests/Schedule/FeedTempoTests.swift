import FeedParser
import FoundationEssentials
import HTTPFetch
import Testing

@testable import WatchEngine

@Suite struct FeedTempoTests {
    private let now = Fixtures.now

    private func feed(ages hours: [Double]) -> ParsedFeed {
        Fixtures.feed(
            hours.enumerated().map { index, age in
                Fixtures.item(guid: "\(index)", title: "t", published: now.addingTimeInterval(-age * 3600))
            })
    }

    @Test func theMeanGapComesFromTheNewestItems() {
        let tempo = FeedTempo(of: feed(ages: [1, 3, 5, 9]), newItems: true, before: FeedTempo(), now: now)
        #expect(tempo.meanGap == .seconds(8 * 3600 / 3))
        #expect(tempo.newestItem == now.addingTimeInterval(-3600))
        #expect(FeedTempo(of: feed(ages: [1, 3]), newItems: true, before: FeedTempo(), now: now).meanGap == nil)
        #expect(FeedTempo(of: feed(ages: [2, 2, 2]), newItems: true, before: FeedTempo(), now: now).meanGap == nil)
    }

    @Test func datesOfTheFutureDoNotHideSilence() {
        let tempo = FeedTempo(of: feed(ages: [-9999, 100, 200]), newItems: false, before: FeedTempo(), now: now)
        #expect(tempo.newestItem == now.addingTimeInterval(-100 * 3600))
    }

    @Test func aDocumentWithoutNewItemsLeavesTheNewestAsItWas() {
        var before = FeedTempo()
        before.newestItem = now.addingTimeInterval(-500)
        #expect(
            FeedTempo(of: feed(ages: [9]), newItems: false, before: before, now: now).newestItem == before.newestItem)
        // An undated new item came now.
        let undated = Fixtures.feed([Fixtures.item(guid: "1", title: "t", published: nil)])
        #expect(FeedTempo(of: undated, newItems: true, before: before, now: now).newestItem == now)
    }

    @Test func wishesAndSkipsAreRead() {
        var feed = Fixtures.feed([])
        feed.timeToLive = 60
        feed.updatePeriod = "Daily"
        feed.updateFrequency = 4
        feed.skipHours = [0, 23, 24, 99]
        feed.skipDays = ["Sunday", "Saturday", "Noday"]
        let tempo = FeedTempo(of: feed, newItems: false, before: FeedTempo(), now: now)
        #expect(tempo.wish == .seconds(21600))
        #expect(tempo.skippedHours == 1 | 1 << 23)
        #expect(tempo.skippedDays == 0b100_0001)
        feed.updateFrequency = 0
        #expect(FeedTempo(of: feed, newItems: false, before: FeedTempo(), now: now).wish == .seconds(86400))
    }

    @Test(
        arguments: [
            (["Cache-Control": "max-age=600"], 600), (["Cache-Control": "public, max-age=\"600\"", "Age": "100"], 500),
            (["Cache-Control": "max-age=0"], nil), (["Cache-Control": "no-cache, max-age=600"], nil),
            (["Cache-Control": "max-age=600, no-store"], nil), (["Expires": "Wed, 18 Nov 2026 11:16:40 GMT"], 600),
            (["Expires": "0"], nil), (["Cache-Control": "private", "Expires": "Wed, 18 Nov 2026 11:16:40 GMT"], 600),
            (["Cache-Control": "max-age=10", "Expires": "Wed, 18 Nov 2026 11:16:40 GMT"], 10),
            (["Cache-Control": "max-age=99999999999999"], 2_147_483_648), (["Cache-Control": "MAX-AGE=5"], 5),
            ([:], nil),
        ] as [([String: String], Int?)])
    func freshness(headers: [String: String], seconds: Int?) {
        let fields = headers.map { HTTPField(name: $0.key, value: $0.value) }
        #expect(CacheLifetime.freshFor(HTTPHeaders(fields), now: now) == seconds.map { .seconds($0) })
    }

    @Test func aMoveIsBelievedWhenItHasHeld() {
        let day = 86400.0
        var relocation = Relocation.after(nil, permanentURL: "https://b.example/", now: now)
        #expect(relocation?.isInForce(now: now) == false)
        relocation = Relocation.after(relocation, permanentURL: "https://b.example/", now: now.addingTimeInterval(day))
        relocation = Relocation.after(
            relocation, permanentURL: "https://b.example/", now: now.addingTimeInterval(day * 1.5))
        #expect(relocation?.isInForce(now: now.addingTimeInterval(day * 1.5)) == false)
        #expect(relocation?.isInForce(now: now.addingTimeInterval(day * 2)) == true)
        #expect(Relocation.after(relocation, permanentURL: nil, now: now.addingTimeInterval(day * 3)) == relocation)
        #expect(
            Relocation.after(relocation, permanentURL: "https://c.example/", now: now.addingTimeInterval(day * 3))
                == nil)
        let early = Relocation(url: "https://b.example/", since: now, polls: 2)
        #expect(Relocation.after(early, permanentURL: nil, now: now) == nil)
        #expect(Relocation.after(early, permanentURL: "https://c.example/", now: now)?.polls == 1)
    }

    @Test(arguments: [
        ("http://A.example/x", "http://a.example:80/", true), ("https://a.example/", "https://a.example:443", true),
        ("http://a.example/", "https://a.example/", false), ("https://u:p@a.example/", "https://a.example/", true),
        ("https://[::1]/", "https://[::1]:443/", true), ("https://[::1]:8443/", "https://[::1]/", false),
    ])
    func originsAreToldApart(first: String, second: String, same: Bool) {
        #expect(Relocation.isSameOrigin(first, second) == same)
    }
}
