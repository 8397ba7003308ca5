import ArgumentParser
import TalentMatch
import WatchEngine

struct Alerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows the alerts in the store, oldest first.")

    struct Kind: ExpressibleByArgument {
        static let allValueStrings = MoveKind.allCases.map(\.rawValue)
        var kind: MoveKind

        init?(argument: String) {
            guard let kind = MoveKind(rawValue: argument) else { return nil }
            self.kind = kind
        }
    }

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "Only those of this time, such as 12h or 7d.")
    var since: Age?

    @Option(help: "Only those that this rule flagged.")
    var rule: String?

    @Option(help: "Only moves of a person with this in the name.")
    var person: String?

    @Option(help: "Only moves from or to an organisation with this in the name.")
    var organization: String?

    @Option(help: "Only moves of this kind: appointment, hire, join, departure, founding, promotion, offer, reorg.")
    var kind: Kind?

    @Option(help: "text, or jsonl as in the JSON log.")
    var format = OutputFormat.text

    func run() async throws {
        var query = AlertQuery()
        query.since = since?.date
        query.rule = rule
        query.person = person
        query.organization = organization
        query.kind = kind?.kind
        let store = try options.openStore()
        let told = try await store.storySizes()
        try await store.forEachAlert(query) { alert in
            // The first of a story is followed by how many told it again.
            let others = alert.type == .alert ? (told[alert.story] ?? 1) - 1 : 0
            let line = AlertLine.line(alert, format: format == .text ? .text : .json)
            try StandardOutput.line(format == .text && others > 0 ? line + " | also told \(others) times" : line)
        }
    }
}
