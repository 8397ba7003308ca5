import FoundationEssentials
import HTTPFetch
import TestSupport
import Testing

@testable import WatchEngine

/// No number or date that a site sends may end the process, or put a feed out of sight or under a hail of polls.
@Suite struct HeaderNumberTests {
    private static let now = Date(timeIntervalSince1970: 1_794_998_600)

    private static let numbers: [String] =
        [
            "0", "-0", "-1", "+1", "1", "5 5", "\"5\"", "\t7", " 7 ", "1.5", "1e9", "0x10", "NaN", "inf", "", "٣", "½",
            "-",
            "2147483647", "2147483648", "-2147483649", "4294967296", "153722867280912931", "9223372036854775807",
            "9223372036854775808", "-9223372036854775807", "-9223372036854775808", "-9223372036854775809",
            "18446744073709551615",
        ]
        + [18, 19, 20, 40, 400].flatMap { count in ["9", "1", "-9"].map { $0 + String(repeating: "9", count: count) } }

    private static let dates: [String] =
        [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 31 Dec 9999 23:59:60 GMT", "Sat, 01 Jan 0001 00:00:00 GMT",
            "Sat, 31 Feb 0001 00:00:00 GMT", "Sun, +6 Nov +1994 8:+49:+37 GMT", "Sun, 06 Nov -1994 08:49:37 GMT",
            "Sun, 99 Nov 1994 99:99:99 GMT", ", 1 Jan 1 0:0:0 GMT", "Sun, 06 Nov 9223372036854775807 08:49:37 GMT",
            "Sun, 06 Nov 1994 9223372036854775807:1:1 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sunday, 06--9223372036854775808-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun Nov  6 08:49:37 9999",
            "Sun Nov -9223372036854775808 08:49:37 1994", "Thu, 01 Jan 1970 00:00:00 GMT",
        ]

    private static let directives = [
        "max-age=", "max-age = ", "s-maxage=3,max-age=\"", "public, max-age=", "max-age=1,max-age=", "MAX-AGE=",
        "no-cache,max-age=", ",,=,=max-age=", "",
    ]

    /// Clocks as machines have them, and as they do not.
    private static let clocks = [0, 1_794_998_600, -62_135_596_800, 253_402_300_799, 1e12]

    private static func headers(_ random: inout SeededGenerator) -> HTTPHeaders {
        func number() -> String { numbers.randomElement(using: &random) ?? "" }
        func date() -> String { (numbers + dates).randomElement(using: &random) ?? "" }
        return HTTPHeaders([
            HTTPField(name: "Cache-Control", value: (directives.randomElement(using: &random) ?? "") + number()),
            HTTPField(name: "Age", value: number()), HTTPField(name: "Expires", value: date()),
            HTTPField(name: "Retry-After", value: date()), HTTPField(name: "Date", value: date()),
            HTTPField(name: "Last-Modified", value: date()), HTTPField(name: "ETag", value: number()),
        ])
    }

    /// The same road that a poll goes: answer, state, next check.
    @Test func noHeaderEndsTheProcessOrTheSchedule() {
        var random = SeededGenerator(seed: 3)
        let policy = RefreshPolicy(
            usualInterval: .seconds(900), minimumInterval: .seconds(300), maximumInterval: .seconds(86400))
        for _ in 0..<20_000 {
            let now = Date(timeIntervalSince1970: Self.clocks.randomElement(using: &random) ?? 0)
            let status = [200, 203, 304, 404, 429, 503].randomElement(using: &random) ?? 200
            let response = FetchResponse(status: status, url: "http://a/", headers: Self.headers(&random))
            var state = FeedState(id: 1, url: "http://a/", name: "a")
            state.tempo.skippedHours = .random(in: 0...0xFF_FFFF, using: &random)
            state.tempo.skippedDays = .random(in: 0...0x7F, using: &random)
            state.tempo.newestItem = Date(timeIntervalSince1970: Self.clocks.randomElement(using: &random) ?? 0)
            state.tempo.meanGap =
                [nil, .zero, .seconds(1), .seconds(300_000_000_000)].randomElement(using: &random) ?? nil
            let outcome: PollOutcome
            do throws(PollFailure) {
                let answer = try FeedAnswer(response, now: now)
                state.accept(answer, now: now)
                outcome = .read(freshFor: answer.freshFor)
            } catch {
                outcome = state.accept(error, entry: 0, now: now)
            }
            let check = policy.next(
                after: outcome, failures: state.failures, tempo: state.tempo, now: now,
                jitter: .random(in: 0..<1, using: &random))
            #expect(check.interval >= .seconds(300) && check.interval <= RetryAfter.longest + .seconds(86400))
            #expect(!InternetTime.text(now.adding(check.interval), secondsFromUTC: 9 * 3600).isEmpty)
        }
    }

    @Test(arguments: [
        ("max-age=-9223372036854775808", "1", nil), ("max-age=-1", nil, nil), ("max-age=+60", nil, nil),
        ("max-age=6e1", nil, nil), ("max-age=60", "-9223372036854775808", 60), ("max-age=60", "61", nil),
        ("max-age=60", "99999999999999999999", nil), ("max-age=60, max-age=-1", nil, 60), ("max-age= 60 ", nil, 60),
    ])
    func lifetimesAreWholeNumbers(_ control: String, _ age: String?, _ seconds: Int?) {
        var fields = [HTTPField(name: "Cache-Control", value: control)]
        if let age { fields.append(HTTPField(name: "Age", value: age)) }
        // What max-age says wrongly, Expires does not mend.
        fields.append(HTTPField(name: "Expires", value: "Wed, 18 Nov 2026 11:16:40 GMT"))
        #expect(CacheLifetime.freshFor(HTTPHeaders(fields), now: Self.now) == seconds.map { .seconds($0) })
    }

    @Test func severalFieldsAreOneList() {
        let fields = ["public", "max-age=60"].map { HTTPField(name: "Cache-Control", value: $0) }
        #expect(CacheLifetime.freshFor(HTTPHeaders(fields), now: Self.now) == .seconds(60))
    }

    @Test(
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Wednesday, 18-Nov-26 10:43:20 GMT", 1_794_998_600),
            // Not more than fifty years ahead.
            ("Tuesday, 17-Nov-76 10:43:19 GMT", 3_372_835_399), ("Friday, 18-Nov-77 10:43:20 GMT", 248_697_800),
            ("Thu, 29 Feb 2024 00:00:00 GMT", 1_709_164_800), ("Wed, 29 Feb 2023 00:00:00 GMT", nil),
            ("Thu, 31 Apr 2026 00:00:00 GMT", nil), ("Sun, 06 Nov 1994 08:49:37 UTC", nil),
            ("Sun, 06 Nov 1994 24:00:00 GMT", nil),
            ("Sun, 06 Nov 10000 08:49:37 GMT", nil), ("Sunday, 06-Nov-094 08:49:37 GMT", nil),
            ("Sun Nov 6 8:49 1994", nil),
            ("Sun, 06 Nov +994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49:37:00 GMT", nil), ("", nil),
        ] as [(String, Double?)])
    func datesOfHTTP(_ text: String, _ expected: Double?) {
        #expect(HTTPDate.date(text, now: Self.now)?.timeIntervalSince1970 == expected)
    }

    @Test(arguments: [.nan, .infinity, -.infinity, 1e300, -1e300, 9.3e18, -9.3e18] as [Double])
    func instantsBeyondAllCalendarsAreShown(_ seconds: Double) {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(InternetTime.text(date, secondsFromUTC: 86400).utf8.count == 25)
        #expect(InternetTime.text(date, secondsFromUTC: .min).utf8.count == 25)
        #expect(date.unixMilliseconds != 1)
        #expect(SystemTimeSource().secondsFromUTC(at: date).magnitude <= 86400)
    }

    @Test func aSiteThatSendsNoValidatorsClearsThem() throws {
        var state = FeedState(id: 1, url: "http://a/", name: "a")
        let fields = [HTTPField(name: "ETag", value: "\"1\""), HTTPField(name: "Last-Modified", value: "yesterday")]
        state.accept(
            try FeedAnswer(FetchResponse(status: 200, url: "", headers: HTTPHeaders(fields)), now: Self.now),
            now: Self.now)
        #expect(state.entityTag == "\"1\"" && state.lastModified == "yesterday")
        state.accept(try FeedAnswer(FetchResponse(status: 200, url: ""), now: Self.now), now: Self.now)
        #expect(state.entityTag == nil && state.lastModified == nil)
    }

    @Test func theProxyIsToldFromTheSite() {
        do throws(PollFailure) {
            _ = try FeedAnswer(FetchResponse(status: 407, url: ""), now: Self.now)
            Issue.record("no failure")
        } catch {
            #expect(error.message == "HTTP 407: the proxy wants a user name and a password")
        }
    }
}
