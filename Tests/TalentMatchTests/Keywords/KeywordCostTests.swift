import Foundation
import Testing

@testable import TalentMatch

/// Texts made to be slow take time in proportion to their length.
@Suite(.serialized) struct KeywordCostTests {
    private static func terms() -> [TermScanner.Term] {
        let spellings = [
            String(repeating: "가", count: 60) + "나", String(repeating: "a ", count: 40) + "b", "가", "가가", "가가가",
            String(repeating: "a", count: 60), "a\u{323}\u{301}", "각", "AI", "*aaa*", "가 a",
        ]
        return spellings.map { TermScanner.Term(spelling: $0) }
    }

    private static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func seconds(_ scanner: TermScanner, _ text: String) -> Double {
        let bytes = Array(text.utf8)
        return (0..<3).map { _ in
            let start = cpuSeconds()
            _ = bytes.withUnsafeBufferPointer { scanner.hits(in: $0) }
            return cpuSeconds() - start
        }.min() ?? 0
    }

    @Test(arguments: [
        "가", "a", "a ", "가 ", " ", "-", "가-", "\u{200B}", "가\u{200B}", "\u{301}\u{323}", "a\u{301}", "\u{323}",
        "\u{1100}",
        "\u{1161}", "\u{1100}\u{1161}\u{11A8}", "ㄱ", "\u{FDFA}", "㈜", "Ａ", "é", "가a", "\u{2019}s", "aaa", "…", "中",
    ])
    func growsWithTheLengthAlone(_ unit: String) throws {
        for terms in [Self.terms(), Self.terms().filter { !$0.spelling.hasPrefix("*") }] {
            let scanner = try TermScanner(terms)
            let count = 24_000 / unit.utf8.count
            let short = Self.seconds(scanner, String(repeating: unit, count: count))
            let long = Self.seconds(scanner, String(repeating: unit, count: 8 * count))
            // Linear is 8, quadratic 64; a busy machine is somewhere between.
            #expect(long < 24 * short + 0.002, "\(unit.debugDescription): \(short) s, \(long) s")
        }
    }

    @Test func aLongGapIsLookedAtOncePerMatch() throws {
        let scanner = try TermScanner(Self.terms())
        func text(_ count: Int) -> String {
            (0..<30).map { _ in "가" + String(repeating: " ", count: count) }.joined()
        }
        #expect(Self.seconds(scanner, text(8000)) < 24 * Self.seconds(scanner, text(1000)) + 0.002)
    }
}
