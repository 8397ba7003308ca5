import ArgumentParser
import FeedParser
import Foundation
import HTTPFetch
import TalentMatch
import WatchEngine

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Validates every configuration file.")

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Also fetch each feed and tell which can be read.")
    var network = false

    func run() async throws {
        let active = try options.load()
        let configuration = active.configuration
        let feeds = configuration.feeds.filter(\.isEnabled)
        try StandardOutput.line(
            "\(configuration.sourcePath): no faults; \(configuration.files.count) files, \(feeds.count) feeds, "
                + "\(configuration.rules.count { $0.isEnabled }) rules")
        guard network else { return }
        let unreadable = try await Assembly().withTransfers(for: configuration.polling) { transfers in
            try await fetch(feeds, by: transfers, polling: configuration.polling)
        }
        if unreadable > 0 {
            throw CommandFailure(.unavailable, "\(unreadable) of \(feeds.count) feeds cannot be read")
        }
    }

    /// Prints a line for each feed as it comes.
    ///
    /// - Returns: how many could not be read.
    private func fetch(
        _ feeds: [FeedConfiguration], by transfers: TransferLoop, polling: PollingConfiguration
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: (line: String, isRead: Bool).self) { group in
            var waiting = feeds.makeIterator()
            var unreadable = 0
            func start() {
                guard let feed = waiting.next() else { return }
                group.addTask { await FeedProbe.line(feed, transfers: transfers, polling: polling) }
            }
            for _ in 0..<polling.concurrency { start() }
            while let (line, isRead) = try await group.next() {
                try StandardOutput.line(line)
                try StandardOutput.flush()
                if !isRead { unreadable += 1 }
                start()
            }
            return unreadable
        }
    }
}

/// Asks a feed once, outside the schedule and the store.
enum FeedProbe {
    /// One line: what came of it.
    static func line(
        _ feed: FeedConfiguration, transfers: TransferLoop, polling: PollingConfiguration
    ) async -> (line: String, isRead: Bool) {
        do {
            let document = try await DocumentSource.read(feed, transfers: transfers, polling: polling)
            let parsed = try parseFeed(document.bytes, options: document.options)
            let found = "\(parsed.items.count) items (\(parsed.format.rawValue))"
            return ("ok      \(PrintableText.line(feed.name)): \(found)", true)
        } catch {
            return ("failed  \(PrintableText.line(feed.name)): \(CommandFailure(describing: error).message)", false)
        }
    }
}
