import ArgumentParser
import FeedParser
import WatchEngine

struct Parse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what the parser sees in documents.",
        discussion: """
            Every document gives its line or block, whatever happens. The exit code is that of the first one that could not \
            be read: 65 when it is no feed, 69 when its site does not answer, 74 when its file cannot be read.
            """)

    @Option(help: "text, or jsonl: one JSON object a document.")
    var format = OutputFormat.text

    @Option(help: "The Content-Type that the documents came with, such as 'text/xml; charset=euc-kr'.")
    var contentType: String?

    @Option(name: .customLong("base-url"), help: "The address that relative links resolve against.")
    var baseURL: String?

    @Argument(help: ArgumentHelp("Files, http or https URLs, or - for stdin.", valueName: "document"))
    var documents: [String]

    func run() async throws {
        var failures: [CommandFailure] = []
        for place in documents {
            do {
                let feed = try await parsed(place)
                switch format {
                case .jsonl: try StandardOutput.line(feed.jsonLine(file: place))
                case .text: try show(feed, place: PrintableText.line(place))
                }
            } catch let refusal as Refusal {
                failures.append(refusal.failure)
                try tell(place, refusal)
            }
        }
        if let first = failures.first {
            throw CommandFailure(first.code, "\(failures.count) of \(documents.count) documents could not be read")
        }
    }

    /// What is wrong with a document, as opposed to the output.
    private struct Refusal: Error {
        var failure: CommandFailure
        /// The failure with the document's place.
        var shown: String
    }

    private func parsed(_ place: String) async throws(Refusal) -> ParsedFeed {
        do {
            var source = try await DocumentSource.read(place)
            source.options.contentType = contentType ?? source.options.contentType
            source.options.baseURL = baseURL ?? source.options.baseURL
            source.options.collectsLinks = format == .jsonl
            return try parseFeed(source.bytes, options: source.options)
        } catch let error as FeedParseError {
            throw Refusal(failure: CommandFailure(.badData, error.message), shown: "\(place): \(error.message)")
        } catch {
            let failure = CommandFailure(describing: error)
            throw Refusal(failure: failure, shown: failure.message)
        }
    }

    /// A document that cannot be read gives its line all the same.
    private func tell(_ place: String, _ refusal: Refusal) throws {
        switch format {
        case .jsonl: try StandardOutput.line(refusalJSONLine(file: place, message: refusal.failure.message))
        case .text: Diagnostics.write(PrintableText.line(refusal.shown))
        }
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
