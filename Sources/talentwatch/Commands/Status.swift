import ArgumentParser
import Foundation
import WatchEngine

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Whether the daemon runs, how far behind it is, and what fails.",
        discussion: """
            The exit code is 69 when no daemon runs on the store, and 78 when the configuration on disk has faults, by which \
            a daemon that runs is not disturbed.
            """)

    @OptionGroup var options: ConfigurationOptions

    /// Names of feeds in one line.
    private static let longestList = 20

    func run() async throws {
        let loaded = Result { try options.load().configuration }
        let directory = (try? loaded.get()).map(StateDirectory.init) ?? options.stateDirectory
        let process = try directory.runningProcess()
        try StandardOutput.line(process.map { "running, process \($0)" } ?? "not running")
        let now = Date()
        if directory.isReadOnly {
            try StandardOutput.line("fault: \(PrintableText.line(directory.path)) is on a read-only file system")
        }
        for fault in Store.standingFaults(directory: directory.path) {
            let span = RelativeTime.span(now.timeIntervalSince(fault.since))
            try StandardOutput.line("fault: \(PrintableText.line(fault.text)), for \(span)")
        }
        let configuration = try loaded.get()
        let store = try directory.openStore()
        let states = try await store.feedStates()
        let quiets = try await store.hostQuiets()
        let held = HostQuiets(quiets)
        let reports = configuration.feeds.map { FeedReport(feed: $0, state: states[$0.url], quiets: held, now: now) }
        try await summarize(reports, store: store, now: now)
        for quiet in quiets {
            let feeds = configuration.feeds.filter { $0.isEnabled && held.quiet(of: $0)?.host == quiet.host }.map(
                \.name)
            guard let text = quiet.text(at: now), !feeds.isEmpty else { continue }
            try StandardOutput.line(PrintableText.line("\(text): \(quiet.host): \(Self.list(feeds))"))
        }
        if process == nil { throw CommandFailure(.unavailable, "") }
    }

    /// "a, b, c and 12 more".
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(longestList).joined(separator: ", ")
        return names.count > longestList ? "\(shown) and \(names.count - longestList) more" : shown
    }

    private func summarize(_ reports: [FeedReport], store: Store, now: Date) async throws {
        let health = FeedHealth.allCases.compactMap { health in
            let count = reports.count { $0.health == health }
            return count == 0 ? nil : "\(count) \(health.rawValue)"
        }
        try StandardOutput.line("feeds: \(health.isEmpty ? "none" : health.joined(separator: ", "))")
        let overdue = reports.filter { $0.health != .disabled && $0.health != .gone }.compactMap(\.nextCheck).filter {
            $0 < now
        }
        let behind = overdue.min().map { ", the oldest by \(RelativeTime.span(now.timeIntervalSince($0)))" } ?? ""
        try StandardOutput.line("overdue: \(overdue.count)\(behind)")
        let counts = try await store.counts()
        try StandardOutput.line("store: \(counts.items) items, \(counts.alerts) alerts")
        for log in try await store.alertLogBacklogs() {
            try StandardOutput.line(
                "log: \(PrintableText.line(log.path)): "
                    + (log.missing == 0 ? "complete" : "\(log.missing) alerts behind"))
        }
        for report in reports where report.health == .failing || report.health == .gone {
            try StandardOutput.line(
                "\(report.health.rawValue): \(PrintableText.line(report.name)): \(report.lastError ?? "-")")
        }
    }
}
