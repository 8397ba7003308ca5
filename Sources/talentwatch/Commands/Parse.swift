import ArgumentParser
import FeedParser
import WatchEngine

struct Parse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what the parser sees in documents.",
        discussion:
            "Every document gives its line or block, whatever happens; the exit code is 65 when one was no feed.")

    @Option(help: "text, or jsonl: one JSON object a document.")
    var format = OutputFormat.text

    @Option(help: "The Content-Type that the documents came with, such as 'text/xml; charset=euc-kr'.")
    var contentType: String?

    @Option(name: .customLong("base-url"), help: "The address that relative links resolve against.")
    var baseURL: String?

    @Argument(help: ArgumentHelp("Files, http or https URLs, or - for stdin.", valueName: "document"))
    var documents: [String]

    func run() async throws {
        var refused = 0
        for place in documents {
            do {
                var source = try await DocumentSource.read(place)
                source.options.contentType = contentType ?? source.options.contentType
                source.options.baseURL = baseURL ?? source.options.baseURL
                source.options.collectsLinks = format == .jsonl
                let feed = try parseFeed(source.bytes, options: source.options)
                switch format {
                case .jsonl: try StandardOutput.line(feed.jsonLine(file: place))
                case .text: try show(feed, place: place)
                }
            } catch let error as FeedParseError {
                refused += 1
                switch format {
                case .jsonl: try StandardOutput.line(error.jsonLine(file: place))
                case .text: Diagnostics.write("\(place): \(PrintableText.line(error.description))")
                }
            } catch let failure as CommandFailure {
                refused += 1
                try tell(place, failure)
            }
        }
        if refused > 0 {
            throw CommandFailure(.badData, "\(refused) of \(documents.count) documents could not be read")
        }
    }

    /// A document that could not even be had gives its line all the same.
    private func tell(_ place: String, _ failure: CommandFailure) throws {
        guard format == .jsonl else { return Diagnostics.write(failure.message) }
        var line = JSONText()
        line.object { line in
            line.key("file")
            line.value(place)
            line.key("error")
            line.value(failure.message)
        }
        try StandardOutput.line(line.string)
    }

    private func show(_ feed: ParsedFeed, place: String) throws {
        let head = [feed.title, feed.link].compactMap { $0 }.map(PrintableText.line).joined(separator: " | ")
        try StandardOutput.line(
            "\(place): \(feed.format.rawValue), \(feed.encoding), \(feed.items.count) items | \(head)")
        for warning in feed.warnings {
            try StandardOutput.line("  warning: \(PrintableText.line(warning.description))")
        }
        for item in feed.items {
            let date = (item.published ?? item.updated).map { InternetTime.text($0) } ?? "-"
            try StandardOutput.line(
                "  \(date) \(PrintableText.line(item.title ?? "-")) | \(PrintableText.line(item.link ?? "-"))")
            for text in [item.summary, item.content].compactMap({ $0 }) {
                try StandardOutput.line("      \(PrintableText.line(String(text.prefix(200))))")
            }
        }
    }
}
