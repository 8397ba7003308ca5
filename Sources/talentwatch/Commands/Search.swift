import ArgumentParser
import TalentMatch
import WatchEngine

struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Finds stored items, newest first.",
        discussion: """
            Every word must be in the title, summary or content. Words match as rule terms do: Hangul anywhere and across \
            spaces, Latin as whole words, * at an end for any ending.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "At most so many items.")
    var limit = 50

    @Option(help: "Only items of this time, such as 30d.")
    var since: Age?

    @Option(help: "text or jsonl.")
    var format = OutputFormat.text

    @Argument(help: "The words.")
    var query: [String]

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
        guard query.contains(where: { $0.contains { $0.isLetter || $0.isNumber } }) else {
            throw ValidationError("a query needs a letter or a digit, such as 임명")
        }
    }

    func run() async throws {
        let store = try options.openStore()
        let search: ItemSearch
        do {
            search = try ItemSearch(words: query.flatMap { $0.split(separator: " ").map(String.init) })
        } catch {
            throw CommandFailure(.badData, "\(error)")
        }
        for found in try await store.items(matching: search, since: since?.date, limit: limit) {
            switch format {
            case .text: try StandardOutput.line(found.text)
            case .jsonl: try StandardOutput.line(found.json)
            }
        }
    }
}

extension FoundItem {
    fileprivate var text: String {
        let date = InternetTime.text(item.published ?? item.firstSeen)
        let parts = [item.title, item.feedName, item.link].map { PrintableText.line($0 ?? "-") }
        return "\(date) " + parts.joined(separator: " | ") + (excerpt.map { "\n    \(PrintableText.line($0))" } ?? "")
    }

    fileprivate var json: String {
        var line = JSONText()
        line.object { line in
            line.key("id")
            line.value(item.id)
            line.key("title")
            line.value(item.title)
            line.key("link")
            line.value(item.link)
            line.key("feed")
            line.value(item.feedName)
            line.key("published")
            line.value(item.published)
            line.key("first_seen")
            line.value(item.firstSeen)
            line.key("rules")
            line.value(item.matchedRules)
            line.key("excerpt")
            line.value(excerpt)
        }
        return line.string
    }
}
