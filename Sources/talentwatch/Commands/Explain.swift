import ArgumentParser
import FeedParser
import Foundation
import TalentMatch
import WatchEngine

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells for each item which rules match it, where, and what failed in those that do not.",
        discussion: """
            The URL or file of a configured feed is read as the daemon reads it, with the feed's Name, Language, TimeZone \
            and Encoding. Any other document, and --items, are of no configured feed: rules with Feeds never match them.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "text, or jsonl: one JSON object an item.")
    var format = OutputFormat.text

    @Option(help: "Items instead of a feed: a file of JSON lines {\"id\",\"title\",\"summary\"}, or - for stdin.")
    var items: String?

    @Option(help: "Stored items of this time, such as 7d, instead of a feed.")
    var since: Age?

    @Argument(help: ArgumentHelp("A feed: a file, an http or https URL, or - for stdin.", valueName: "document"))
    var document: String?

    func validate() throws {
        if [items != nil, document != nil, since != nil].count(where: { $0 }) != 1 {
            throw ValidationError(
                "give a feed (a file, a URL or -), items with --items FILE, or stored ones with --since 7d")
        }
    }

    func run() async throws {
        let active = try options.load()
        let judge = active.judge
        if let since { return try await explainStored(since: since, active: active) }
        let explained =
            if let items { try await ItemLines.read(items) } else { try await feedItems(active.configuration) }
        try show(explained, judge)
    }

    private func show(_ explained: [ExplainedItem], _ judge: ItemJudge) throws {
        let marks = Marks(
            isColoured: StandardOutput.isColourWanted(environment: ProcessInfo.processInfo.environment))
        for item in explained {
            switch format {
            case .jsonl: try StandardOutput.line(item.json(judge))
            case .text:
                for line in item.lines(judge, marks: marks) { try StandardOutput.line(line) }
            }
        }
    }

    /// Explains stored items, oldest first, a page at a time.
    private func explainStored(since: Age, active: ActiveConfiguration) async throws {
        let store = try StateDirectory(active.configuration).openStore()
        let languages = Dictionary(
            active.configuration.feeds.map { ($0.name, $0.language) }, uniquingKeysWith: { first, _ in first })
        var last: Int64 = 0
        while true {
            let page = try await store.items(after: last, since: since.date, limit: 500)
            guard let newest = page.last else { return }
            last = newest.id
            try show(
                page.map { item in
                    ExplainedItem(
                        id: item.guid ?? item.link,
                        text: ItemText(
                            title: item.title, summary: item.summary, content: item.content, author: item.author,
                            categories: item.categories, feedName: item.feedName,
                            language: languages[item.feedName] ?? nil))
                }, active.judge)
        }
    }

    private func feedItems(_ configuration: Configuration) async throws -> [ExplainedItem] {
        let place = document ?? "-"
        let feed = place == "-" ? nil : configuration.feed(at: place)
        let source = try await read(place, feed: feed, polling: configuration.polling)
        do {
            let parsed = try parseFeed(source.bytes, options: source.options)
            return parsed.items.map { item in
                ExplainedItem(
                    id: item.guid ?? item.link,
                    text: ItemText(
                        title: item.title, summary: item.summary, content: item.content, author: item.author,
                        categories: item.categories, feedName: feed?.name, language: feed?.language ?? parsed.language))
            }
        } catch {
            throw CommandFailure(.badData, "\(PrintableText.line(place)): \(PrintableText.line(error.description))")
        }
    }

    private func read(
        _ place: String, feed: FeedConfiguration?, polling: PollingConfiguration
    ) async throws -> DocumentSource {
        guard let feed else { return try await DocumentSource.read(place) }
        return try await Assembly().withTransfers(for: polling) { transfers in
            try await DocumentSource.read(feed, transfers: transfers, polling: polling)
        }
    }
}

/// An item to explain.
struct ExplainedItem {
    var id: String?
    var text: ItemText

    /// The line of `explain --format jsonl`.
    func json(_ judge: ItemJudge) -> String {
        let judgement = judge.judge(text)
        let moves = judge.moves(in: text)
        var line = JSONText()
        line.object { line in
            line.key("id")
            line.value(id)
            line.key("flagged")
            line.value(!judgement.rules.isEmpty)
            line.key("rules")
            line.value(judgement.rules.map(\.rule))
            line.key("matches")
            line.array { list in
                for match in judgement.matches { list.match(match) }
            }
            line.key("talent_event")
            line.value(!moves.isEmpty)
            line.key("events")
            line.array { list in
                for move in moves { list.move(judge.alertMove(move)) }
            }
        }
        return line.string
    }

    /// A paragraph for people.
    func lines(_ judge: ItemJudge, marks: Marks) -> [String] {
        let judgement = judge.judge(text)
        let flags = judgement.rules.map(\.rule).joined(separator: ",")
        var lines = [(flags.isEmpty ? "  -  " : "[\(flags)] ") + PrintableText.line(text.title ?? id ?? "-")]
        for move in judge.moves(in: text) { lines += self.lines(of: move, judge, marks: marks) }
        for rule in judge.explain(text) where rule.verdict == .matched || rule.verdict == .nearMiss {
            let failed = rule.failed.map { "\($0.kind.rawValue) failed: \($0.detail)" }.joined(separator: "; ")
            let verdict = rule.verdict == .matched ? "matched" : "near miss, \(failed)"
            lines.append("    \(PrintableText.line(rule.rule)): \(verdict)")
            for condition in rule.conditions {
                for found in condition.found {
                    let term = "\(PrintableText.line(found.match.term)) in \(found.match.field.rawValue)"
                    lines.append("        \(condition.kind.rawValue) \(term): \(marks.marked(found))")
                }
                if !condition.missing.isEmpty {
                    let missing = condition.missing.map(PrintableText.line).joined(separator: ", ")
                    lines.append("        \(condition.kind.rawValue) not found: \(missing)")
                }
            }
        }
        return lines
    }

    /// A move, how sure it is, and the places of the text that say so.
    private func lines(of move: TalentMove, _ judge: ItemJudge, marks: Marks) -> [String] {
        let sureness = Int((move.confidence * 100).rounded())
        let evidence = move.evidence.compactMap { span -> String? in
            guard let field = text.text(of: span.field) else { return nil }
            let scalars = field.unicodeScalars.dropFirst(span.start).prefix(span.end - span.start)
            return "\(marks.marked(String(scalars))) in \(span.field.rawValue)"
        }
        return ["    move: \(AlertLine.text(judge.alertMove(move))) (\(sureness) %)"]
            + (evidence.isEmpty ? [] : ["        said by \(evidence.joined(separator: ", "))"])
    }
}

/// How a found term stands out from its context.
struct Marks {
    var isColoured: Bool

    func marked(_ text: String) -> String {
        let (open, close) = isColoured ? ("\u{1B}[1;33m", "\u{1B}[0m") : ("«", "»")
        return open + PrintableText.line(text) + close
    }

    func marked(_ found: FoundTerm) -> String {
        let gap = found.before.last?.isWhitespace == true ? " " : ""
        let nextGap = found.after.first?.isWhitespace == true ? " " : ""
        return PrintableText.line(found.before) + gap + marked(found.match.text) + nextGap
            + PrintableText.line(found.after)
    }
}

/// Items without a feed around them, as JSON lines.
enum ItemLines {
    private struct Line: Decodable {
        var id: String?
        var title: String?
        var summary: String?
        var content: String?
        var lang: String?
    }

    /// Reads them all.
    ///
    /// - Throws: `CommandFailure` that names the line which is no such object.
    static func read(_ place: String) async throws -> [ExplainedItem] {
        let bytes = try await DocumentSource.read(place).bytes
        let decoder = JSONDecoder()
        var items: [ExplainedItem] = []
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
            do {
                let item = try decoder.decode(Line.self, from: Data(line))
                items.append(
                    ExplainedItem(
                        id: item.id,
                        text: ItemText(
                            title: item.title, summary: item.summary, content: item.content, language: item.lang)))
            } catch {
                throw CommandFailure(
                    .badData,
                    "\(place):\(number + 1): not an object {\"id\",\"title\",\"summary\"} of strings; "
                        + "write one JSON object a line")
            }
        }
        return items
    }
}
