import ArgumentParser
import Foundation
import WatchEngine

struct FeedsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Health and next check of each feed.")

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "text, or jsonl: one JSON object a feed.")
    var format = OutputFormat.text

    func run() async throws {
        let configuration = try options.load().configuration
        let (states, quiets) = try await known(StateDirectory(configuration))
        let now = Date()
        let reports = configuration.feeds.map { FeedReport(feed: $0, state: states[$0.url], quiets: quiets, now: now) }
        switch format {
        case .jsonl:
            for report in reports { try StandardOutput.line(report.json) }
        case .text:
            let rows = [FeedReport.header] + reports.map { $0.cells(now: now) }
            for line in TextTable.lines(rows) { try StandardOutput.line(line) }
        }
    }

    /// Before the first run there is no store, and every feed is new.
    private func known(
        _ directory: StateDirectory
    ) async throws -> (states: [String: FeedState], quiets: HostQuiets) {
        do {
            let store = try directory.openStore()
            return (try await store.feedStates(), HostQuiets(try await store.hostQuiets()))
        } catch StoreError.missing {
            return ([:], HostQuiets())
        }
    }
}

extension FeedReport {
    fileprivate static let header = [
        "STATE", "NAME", "HTTP", "LAST SUCCESS", "NEXT CHECK", "FAILURES", "REASON", "ERROR",
    ]

    fileprivate func cells(now: Date) -> [String] {
        [
            health.rawValue, name, httpStatus.map(String.init) ?? "-",
            lastSuccess.map { RelativeTime.text($0, now: now) } ?? "-",
            nextCheck.map { RelativeTime.text($0, now: now) } ?? "-",
            failures == 0 ? "-" : "\(failures)", reason ?? "-", lastError ?? "",
        ].map(PrintableText.line)
    }
}
