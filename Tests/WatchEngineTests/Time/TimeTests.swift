import FoundationEssentials
import TestSupport
import Testing

@testable import WatchEngine

@Suite struct TimeTests {
    @Test(
        arguments: [
            (0, 0, "1970-01-01T00:00:00Z"), (1_795_523_995, 9 * 3600, "2026-11-24T21:39:55+09:00"),
            (951_782_400, 0, "2000-02-29T00:00:00Z"), (1_835_395_200, 0, "2028-02-29T00:00:00Z"),
            (1_835_395_199, 9 * 3600, "2028-02-29T08:59:59+09:00"), (1_835_481_600, -3600, "2028-02-29T23:00:00-01:00"),
            (4_107_542_399, 0, "2100-02-28T23:59:59Z"),
            (-1, 0, "1969-12-31T23:59:59Z"), (0, -(3 * 3600 + 1800), "1969-12-31T20:30:00-03:30"),
            (-62_135_596_800, 0, "0001-01-01T00:00:00Z"), (1e18, 0, "9999-12-31T23:59:59Z"),
            (-1e18, 0, "0001-01-01T00:00:00Z"),
        ] as [(Double, Int, String)])
    func internetTime(seconds: Double, offset: Int, expected: String) {
        #expect(InternetTime.text(Date(timeIntervalSince1970: seconds), secondsFromUTC: offset) == expected)
    }

    @Test(
        arguments: [
            ("120", 120), ("0", 0), ("-1", nil), ("soon", nil), ("Wed, 18 Nov 2026 11:08:40 GMT", 1520),
            ("Tue, 29 Feb 2028 00:00:00 GMT", 7 * 86400),
            ("Mon, 01 Jan 1990 00:00:00 GMT", 0), ("99999999999", 7 * 86400), ("Wed, 18 Nov 2026 11:08:40 KST", nil),
        ] as [(String, Int?)])
    func retryAfter(value: String, seconds: Int?) {
        let wait = RetryAfter.wait(value, now: Date(timeIntervalSince1970: 1_794_998_600))
        #expect(wait == seconds.map { Duration.seconds($0) })
    }

    @Test func aSignalIsNotLost() async {
        let signal = WakeSignal()
        signal.wake()
        signal.wake()
        await signal.wait(atMost: nil, time: ManualTime())
        async let woken: Void = signal.wait(atMost: .seconds(3600), time: ManualTime())
        signal.wake()
        await woken
    }

    @Test func aWaitEndsWithItsTime() async {
        let time = ManualTime()
        let signal = WakeSignal()
        async let waited: Void = signal.wait(atMost: .seconds(10), time: time)
        while time.sleeperCount == 0 { await Task.yield() }
        time.advance(by: .seconds(10))
        await waited
    }
}
