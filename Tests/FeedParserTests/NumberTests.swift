import Foundation
import Testing

@testable import FeedParser

/// Numbers of any size, sign and length, wherever a document has one: read within bounds, or left out.
@Suite struct NumberTests {
    private static let digits = [
        "0", "1", "00", "007", "9", "10", "23", "24", "59", "60", "99", "100", "255", "256", "365", "366", "999",
        "1000",
        "1969", "1970", "2038", "9999", "10000", "65535", "65536", "999999", "2147483647", "2147483648", "4294967295",
        "4294967296", "9999999999", "9999999999999", "253402300799", "253402300800", "9007199254740993",
        "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616",
        "170141183460469231731687303715884105728", String(repeating: "9", count: 400),
        "1" + String(repeating: "0", count: 400),
        String(repeating: "0", count: 400) + "1",
    ]

    private static let numbers: [String] =
        digits + digits.map { "-" + $0 } + digits.map { "+" + $0 } + digits.map { $0 + ".5" }
        + digits.map { $0 + "e400" }
        + digits.map { $0 + "E-400" } + [
            "-0", "0x7fffffffffffffff", "1e9999999999999999999", "NaN", "nan", "inf", "-Infinity", "∞",
        ]
        + ["٣", "３", "1_000", "1,000", "1 000", "", "-", "+", ".", "1.", ".1", "1e", "--1", "1-", "0b1"]

    private static let greatest = Date(timeIntervalSince1970: 253_402_300_800 + 86_400 * 2)
    private static let least = Date(timeIntervalSince1970: -62_135_596_800 - 86_400 * 2)

    /// Every form of a date that has a number at `%`.
    private static let dateForms = [
        "%", "%-07-26", "2025-%-26", "2025-07-%", "2025-07-26T%:30:00Z", "2025-07-26T10:%:00Z", "2025-07-26T10:30:%Z",
        "2025-07-26T10:30:00.%Z", "2025-07-26T10:30:00+%:00", "2025-07-26T10:30:00-%", "2025-07-26T10:30:00+09:%",
        "2025-%", "%-207", "%0726T103000Z", "20250726T%Z", "20250726%", "Sat, % Jul 2025 10:30:00 +0900",
        "Sat, 26 Jul % 10:30:00 GMT", "Sat, 26 Jul 2025 %:30:00 GMT", "Sat, 26 Jul 2025 10:%:00 GMT",
        "Sat, 26 Jul 2025 10:30:% GMT", "Sat, 26 Jul 2025 10:30:00 +%", "Sat, 26 Jul 2025 10:30:00 GMT-%",
        "Sat Jul % 10:30:00 2025", "Sat Jul 26 10:30:00 %", "%/26/2025", "07/%/2025", "07/26/%", "%.07.2025",
        "26.%.2025",
        "26.07.%", "%. 7. 26.", "%년 7월 26일", "2025년 %월 26일", "2025년 7월 %일", "2025년 7월 26일 오후 %시",
        "2025년 7월 26일 3시 %분", "2025년 7월 26일 3시 5분 %초", "July %, 2025", "July 26, %", "26 juillet 2025 %h04",
        "26 juillet 2025 15h%", "% % %", "%:%:%", "%-%-%T%:%:%+%:%",
    ]

    @Test(arguments: dateForms)
    func datesOfAnyNumbersAreWithinTheCalendar(form: String) throws {
        for number in Self.numbers {
            let text = form.replacing("%", with: number)
            guard let date = text.withBytes({ FeedDate.parse($0) }) else { continue }
            #expect(date.utc > Self.least && date.utc < Self.greatest, "\(text) is \(date.utc.timeIntervalSince1970)")
            #expect(!rfc3339(date.utc).isEmpty)
        }
    }

    @Test func elementsAndAttributesTakeAnyNumbers() throws {
        for number in Self.numbers {
            let parsed = try feed(
                """
                <rss version="\(number)" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>t</title>
                <ttl>\(number)</ttl><sy:updateFrequency>\(number)</sy:updateFrequency><sy:updatePeriod>\(number)</sy:updatePeriod>
                <skipHours><hour>\(number)</hour></skipHours><lastBuildDate>\(number)</lastBuildDate>
                <item lastmod="\(number)"><title>&#38;#\(number);</title><enclosure url="a" length="\(number)"/>
                <pubDate>\(number)</pubDate><guid isPermaLink="\(number)">\(number)</guid></item></channel></rss>
                """)
            #expect(parsed.items.count == 1)
            #expect((0...999_999_999).contains(parsed.timeToLive ?? 0))
            #expect((0...999_999_999).contains(parsed.updateFrequency ?? 0))
            #expect(parsed.skipHours.allSatisfy { (0...23).contains($0) })
            #expect(!parsed.jsonLine(file: number).isEmpty)
        }
    }

    @Test func onlyDigitsAreNumbersOfElements() throws {
        func timeToLive(_ text: String) throws -> Int? {
            try feed("<rss><channel><ttl>\(text)</ttl></channel></rss>").timeToLive
        }
        #expect(try timeToLive(" 60 ") == 60)
        #expect(try timeToLive(String(repeating: "9", count: 400)) == 999_999_999)
        for text in ["-1", "+1", "1.5", "1e3", "NaN", "0x10", "1 2", "٣", ""] { #expect(try timeToLive(text) == nil) }
    }

    @Test func fieldsOfJSONTakeAnyNumbers() throws {
        for number in Self.numbers {
            let parsed = try? feed(
                """
                {"version":"https://jsonfeed.org/version/1","title":"t","items":[{"id":"1","title":"\\u0041"},
                {"id":\(number),"date_published":\(number),"date_modified":"\(number)",
                "attachments":[{"url":"a","size_in_bytes":\(number),"duration_in_seconds":\(number)}]}]}
                """)
            // What is no number in JSON breaks the document off behind what is complete.
            #expect(parsed?.items.first?.title == "A", "\(number)")
            for item in parsed?.items ?? [] {
                for date in [item.published, item.updated] {
                    #expect(date.map { $0 > Self.least && $0 < Self.greatest } ?? true, "\(number)")
                }
            }
        }
    }

    @Test func referencesToAnyNumberAreCharacters() throws {
        for number in Self.digits {
            for reference in [
                "&#\(number);", "&#x\(number);", "&#\(number)", "&#xFFFFFFFF\(number);", "&#55357;&#\(number);",
            ] {
                let title = try item("<title><![CDATA[a\(reference)b]]></title>").title
                #expect(title?.unicodeScalars.first == "a", "\(reference)")
                #expect(title?.unicodeScalars.allSatisfy { $0.value >= 0x20 } ?? false, "\(reference)")
            }
        }
    }

    @Test func digitsAreBounded() {
        #expect(BoundedNumber.digits("1234".utf8, upTo: 999) == 999)
        #expect(BoundedNumber.digits("12".utf8, upTo: 999) == 12)
        #expect(BoundedNumber.digits("fF".utf8, radix: .hexadecimal, upTo: 0x110000) == 255)
        #expect(BoundedNumber.digits("".utf8, upTo: 9) == nil)
        for text in ["-1", "1 ", "f", "+1", "1.0"] { #expect(BoundedNumber.digits(text.utf8, upTo: 9) == nil) }
        let extremes = String(repeating: "9", count: 10_000)
        #expect(BoundedNumber.digits(extremes.utf8, upTo: .max / 16 - 15) == .max / 16 - 15)
        #expect(BoundedNumber.whole(extremes, in: 0...7) == 7)
    }

    @Test func instantsThatAreNoNumbersAreWritten() {
        #expect(rfc3339(Date(timeIntervalSince1970: .nan)) == "1970-01-01T00:00:00Z")
        #expect(rfc3339(Date(timeIntervalSince1970: .infinity)) == "9999-12-31T23:59:59Z")
        #expect(rfc3339(Date(timeIntervalSince1970: -.greatestFiniteMagnitude)) == "0000-01-01T00:00:00Z")
    }
}
