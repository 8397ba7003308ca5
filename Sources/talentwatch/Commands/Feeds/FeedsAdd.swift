import ArgumentParser
import FeedParser
import Foundation
import WatchEngine

struct FeedsAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Writes a feed into the configuration.",
        discussion: """
            The URL is fetched. If it is a page, the feeds that it names are looked for; of several, --pick N or the exact \
            URL chooses one. The rest of the file stays as it is, and nothing is written when the configuration would \
            have faults. A running daemon is told to read it again.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "The feed's name; its title by default.")
    var name: String?

    @Option(help: "The language of its items, such as ko.")
    var language: String?

    @Option(help: "The file to write into, relative to the main one; by default the included one that has Feeds.")
    var file: String?

    @Option(help: "Which of several feeds, from 1.")
    var pick: Int?

    @Argument(help: "The http or https URL of a feed or of a page.")
    var url: String

    func run() async throws {
        let configuration = try options.load().configuration
        var entries = FeedEntries(watched: configuration.feeds)
        // Known before anything is asked: a URL that cannot be, and one that is watched already.
        var trial = entries
        guard case .taken(let asked) = try take(url, name: name ?? "", into: &trial) else { return }
        let result = try await Assembly().withTransfers(for: configuration.polling) { transfers in
            try await FeedSearch(transfers: transfers, polling: configuration.polling, pick: pick).find(asked.url)
        }
        switch result {
        case .choice(let links):
            for (index, link) in links.enumerated() {
                try StandardOutput.line("\(index + 1)  \(link.url)\(link.title.map { "  \($0)" } ?? "")")
            }
            throw CommandFailure(
                .badData, "\(PrintableText.line(url)) names \(links.count) feeds: choose one with --pick N or its URL")
        case .feed(let found):
            let outcome = try take(found.url, name: name ?? found.feed.title ?? "", into: &entries)
            guard case .taken(var entry) = outcome else { return }
            // A name that was asked for is not changed in silence; the check tells when it is taken.
            if let name { entry.name = name }
            let path = try options.feedListFiles.add([entry], file: file)
            try StandardOutput.line(
                "added \"\(PrintableText.line(entry.name))\" (\(entry.url), \(found.feed.items.count) items) to \(path)"
            )
            try StandardOutput.line(StateDirectory(configuration).tellDaemonToReload())
        }
    }

    /// Says when the feed is watched already.
    private func take(_ url: String, name: String, into entries: inout FeedEntries) throws -> FeedEntries.Outcome {
        let outcome = entries.add(name: name, url: url, language: language)
        switch outcome {
        case .taken: break
        case .watched(let name):
            try StandardOutput.line("\(PrintableText.line(url)) is watched already, as \"\(PrintableText.line(name))\"")
        case .unusable(let reason):
            throw CommandFailure(.badData, "\(PrintableText.line(url)): \(reason)")
        }
        return outcome
    }
}
