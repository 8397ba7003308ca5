import ArgumentParser
import Foundation
import Glibc
import TalentMatch
import WatchEngine

struct BacktestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Tries rules on the stored items: what they would add (+) and drop (-).",
        discussion: """
            The rules of --config are compared with what the daemon found when the items came, or with the rules of \
            --against. Nothing is changed, unless --apply makes alerts of what the new rules add.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "Compare with the rules of this configuration instead.")
    var against: String?

    @Option(help: "Only items of this time.")
    var since = Age(days: 90)

    @Option(help: "text or jsonl.")
    var format = OutputFormat.text

    @Flag(help: "Make alerts of what the new rules add; the running daemon writes them to its logs.")
    var apply = false

    func run() async throws {
        let next = try options.load()
        let before = try against.map { path in
            var other = ConfigurationOptions()
            other.path = path
            return try other.load()
        }
        let backtest = Backtest(next, against: before)
        let directory = StateDirectory(next.configuration)
        let store = try directory.openStore()
        var summary = BacktestSummary(rules: next.configuration.rules.map(\.name))
        var found: [(item: StoredItem, verdict: BacktestVerdict)] = []
        var progress = ProgressBar(total: try await store.countItems(since: since.date), label: "items tried")
        var last: Int64 = 0
        while true {
            let page = try await store.items(after: last, since: since.date, limit: Self.page)
            guard let newest = page.last else { break }
            last = newest.id
            for item in page {
                let verdict = backtest.verdict(item)
                summary.add(verdict)
                progress.advance()
                guard !verdict.added.isEmpty || !verdict.dropped.isEmpty else { continue }
                progress.clear()
                try show(item, verdict)
                if apply, !verdict.added.isEmpty { found.append((item, verdict)) }
            }
        }
        progress.clear()
        if format == .text { for line in summary.lines { try StandardOutput.line(line) } }
        if apply { try await apply(backtest, found, directory: directory) }
    }

    private static let page = 500

    private func show(_ item: StoredItem, _ verdict: BacktestVerdict) throws {
        for (sign, rules) in [("+", verdict.added), ("-", verdict.dropped)] where !rules.isEmpty {
            switch format {
            case .text:
                let source = [item.title, item.feedName, item.link].map { PrintableText.line($0 ?? "-") }
                let head =
                    "\(sign) \(InternetTime.text(item.firstSeen)) [\(rules.map(PrintableText.line).joined(separator: ","))]"
                try StandardOutput.line(([head] + source).joined(separator: " | "))
            case .jsonl:
                var line = JSONText()
                line.object { line in
                    line.key("change")
                    line.value(sign)
                    line.key("rules")
                    line.value(rules)
                    line.key("id")
                    line.value(item.id)
                    line.key("title")
                    line.value(item.title)
                    line.key("link")
                    line.value(item.link)
                    line.key("feed")
                    line.value(item.feedName)
                }
                try StandardOutput.line(line.string)
            }
        }
    }

    private func apply(
        _ backtest: Backtest, _ found: [(item: StoredItem, verdict: BacktestVerdict)], directory: StateDirectory
    ) async throws {
        let store = try Store.openForAdding(directory: directory.path)
        let time = SystemTimeSource()
        let count = try await store.apply(
            backtest, to: found, now: time.now, secondsFromUTC: time.secondsFromUTC(at: time.now))
        // SIGUSR1 has the daemon look at what others left for it, its logs included.
        let isTold = try directory.runningProcess().map { StateDirectory.signal($0, SIGUSR1) } ?? false
        let logs =
            isTold
            ? "the daemon writes them to its logs" : "the daemon writes them to its logs with its next alert or start"
        Diagnostics.write("talentwatch: \(count) alerts were made; \(logs)")
    }
}

/// How many items each rule gains, loses and keeps.
struct BacktestSummary {
    private let rules: [String]
    private var counts: [String: (added: Int, dropped: Int, kept: Int)] = [:]
    private var items = 0

    init(rules: [String]) {
        self.rules = rules
    }

    mutating func add(_ verdict: BacktestVerdict) {
        items += 1
        for rule in verdict.added { counts[rule, default: (0, 0, 0)].added += 1 }
        for rule in verdict.dropped { counts[rule, default: (0, 0, 0)].dropped += 1 }
        for rule in verdict.kept { counts[rule, default: (0, 0, 0)].kept += 1 }
    }

    /// A table; rules of the old configuration alone come last.
    var lines: [String] {
        let all = rules + counts.keys.filter { !rules.contains($0) }.sorted()
        let rows = all.map { rule in
            let count = counts[rule] ?? (0, 0, 0)
            return [PrintableText.line(rule), "+\(count.added)", "-\(count.dropped)", "\(count.kept)"]
        }
        return TextTable.lines([["RULE", "ADDED", "DROPPED", "KEPT"]] + rows) + ["\(items) items tried"]
    }
}
