import FeedParser
import Foundation

/// Megabytes of feeds read per second of CPU, from memory: `parse ROUNDS FILE…`.
enum ParseBenchmark {
    static func run(_ arguments: ArraySlice<String>) -> Int32 {
        guard let rounds = arguments.first.flatMap({ Int($0) }), rounds > 0, arguments.count > 1 else {
            complain("usage: talentwatch-bench parse ROUNDS FILE…\n")
            return EX_USAGE
        }
        var documents: [[UInt8]] = []
        for path in arguments.dropFirst() {
            guard let data = FileManager.default.contents(atPath: path) else {
                complain("talentwatch-bench: cannot read \(path)\n")
                return EX_NOINPUT
            }
            documents.append([UInt8](data))
        }
        let bytes = documents.reduce(0) { $0 + $1.count }
        var items = 0
        var errors = 0
        let before = processorSeconds()
        for _ in 0..<rounds {
            for document in documents {
                do {
                    let feed = try parseFeed(document)
                    items += feed.items.count
                    errors += feed.warnings.isEmpty ? 0 : 1
                } catch {
                    errors += 1
                }
            }
        }
        let seconds = processorSeconds() - before
        let speed = Double(bytes * rounds) / 1e6 / max(seconds, 1e-9)
        print(
            "{\"MBps\": \(String(format: "%.1f", speed)), \"items\": \(items), \"errors\": \(errors), "
                + "\"rounds\": \(rounds), \"bytes\": \(bytes), \"cpu\": \(String(format: "%.4f", seconds))}")
        return EX_OK
    }

    /// User and system time of this process so far.
    private static func processorSeconds() -> Double {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }
}
