import ArgumentParser
import Foundation
import WatchEngine

struct FeedsImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Writes the feeds of an OPML file into the configuration.",
        discussion: """
            Outlines of any depth are read; the names of the outer ones serve only to tell feeds of one name apart. Feeds \
            that are watched already and URLs that cannot be polled are told and left out. Nothing is written when the \
            configuration would have faults. A running daemon is told to read it again.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Option(name: .customLong("file"), help: "As in feeds add.")
    var target: String?

    @Flag(help: "Fetch each feed first and leave out those that cannot be read.")
    var verify = false

    @Argument(help: ArgumentHelp("An OPML file, or - for stdin.", valueName: "opml"))
    var source: String

    func run() async throws {
        let configuration = try options.load().configuration
        let bytes = try DocumentSource.contents(of: source, maximumSize: OPML.sizeLimit)
        let outlines: [OPML.Outline]
        do {
            outlines = try OPML.read(bytes)
        } catch {
            throw CommandFailure(.badData, "\(PrintableText.line(source)) \(error)")
        }
        var entries = FeedEntries(watched: configuration.feeds)
        var known = 0
        for outline in outlines {
            let outcome = entries.add(
                name: outline.name, url: outline.url, language: outline.language,
                category: outline.categories.joined(separator: "/"))
            switch outcome {
            case .taken: continue
            case .watched(let name):
                known += 1
                tell(outline, "is watched already, as \"\(PrintableText.line(name))\"")
            case .unusable(let reason): tell(outline, reason)
            }
        }
        let usable = entries.entries.count
        let chosen = verify ? try await readable(entries.entries, polling: configuration.polling) : entries.entries
        let rest =
            "\(known) watched already, \(outlines.count - usable - known) unusable"
            + (verify ? ", \(usable - chosen.count) not readable" : "")
        guard !chosen.isEmpty else {
            guard known == outlines.count else { throw CommandFailure(.badData, "no feed to import; \(rest)") }
            return try StandardOutput.line("no feed to import; \(rest)")
        }
        let path = try options.feedListFiles.add(chosen, file: target)
        try StandardOutput.line("added \(chosen.count) feeds to \(PrintableText.line(path)); \(rest)")
        try StandardOutput.line(StateDirectory(configuration).tellDaemonToReload())
    }

    private func tell(_ outline: OPML.Outline, _ what: String) {
        let name = outline.name.isEmpty ? "" : "\(outline.name): "
        Diagnostics.write(PrintableText.line("\(name)\(outline.url): \(what)"))
    }

    /// Those that a fetch can read, in their order.
    private func readable(
        _ entries: [FeedListEditor.Entry], polling: PollingConfiguration
    ) async throws -> [FeedListEditor.Entry] {
        var unreadable: Set<String> = []
        var progress = ProgressBar(total: entries.count, label: "feeds fetched")
        try await Assembly().withTransfers(for: polling) { transfers in
            let feeds = entries.map { FeedConfiguration(name: $0.name, url: $0.url) }
            try await FeedProbe.askAll(feeds, transfers: transfers, polling: polling) { answer in
                if !answer.isRead {
                    unreadable.insert(answer.feed.name)
                    progress.clear()
                    Diagnostics.write(answer.line)
                }
                progress.advance()
            }
        }
        progress.clear()
        return entries.filter { !unreadable.contains($0.name) }
    }
}
