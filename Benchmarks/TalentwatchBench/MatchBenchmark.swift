import Foundation
import TalentMatch

/// Looks for keywords in a corpus, an item a line, with the scanner that the rules use.
///
/// Arguments: a file of keywords, one a line; the corpus; how many rounds (10).
/// `item_hits` counts the lines in which a keyword was found, `hits` the places, overlapping ones as well. Both differ from
/// plain substring search: Latin keywords are whole words, case and spaces in Hangul do not matter.
func matchBenchmark(_ arguments: [String]) throws -> String {
    guard arguments.count >= 2, let rounds = arguments.count > 2 ? Int(arguments[2]) : 10, rounds > 0 else {
        throw MatchBenchmarkError.usage
    }
    let keywords = try String(contentsOfFile: arguments[0], encoding: .utf8).split(separator: "\n").map(String.init)
    let corpus = try Array(Data(contentsOf: URL(fileURLWithPath: arguments[1])))
    let before = cpuSeconds()
    let scanner = try TermScanner(keywords.map { TermScanner.Term(spelling: $0) })
    let built = cpuSeconds()
    var (items, itemHits, hits) = (0, 0, 0)
    for _ in 0..<rounds {
        (items, itemHits, hits) = (0, 0, 0)
        corpus.withUnsafeBufferPointer { bytes in
            guard let first = bytes.baseAddress else {
                return
            }
            var start = 0
            while start < bytes.count {
                let newline = memchr(first + start, 0x0A, bytes.count - start)
                let end = newline.map { UnsafeRawPointer(first).distance(to: UnsafeRawPointer($0)) } ?? bytes.count
                let found = scanner.hits(in: UnsafeBufferPointer(start: first + start, count: end - start)).count
                items += 1
                hits += found
                itemHits += found > 0 ? 1 : 0
                start = end + 1
            }
        }
    }
    let seconds = cpuSeconds() - built
    let rate = Double(corpus.count * rounds) / 1e9 / seconds
    return """
        {"mode": "talentwatch", "patterns": \(keywords.count), "bytes": \(corpus.count), "rounds": \(rounds), \
        "build_ms": \(rounded((built - before) * 1e3)), "scan_cpu": \(rounded(seconds)), "GBps": \(rounded(rate)), \
        "items": \(items), "item_hits": \(itemHits), "hits": \(hits), "rss_kb": \(peakMemory())}
        """
}

/// Why the benchmark cannot run.
enum MatchBenchmarkError: Error, CustomStringConvertible {
    case usage

    var description: String {
        "usage: TalentwatchBench match KEYWORDS CORPUS [ROUNDS]"
    }
}

/// CPU seconds of this thread, so that neighbours on the machine do not count.
private func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The process's peak resident memory in KiB.
private func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
}

private func rounded(_ number: Double) -> Double {
    (number * 10_000).rounded() / 10_000
}
