import ArgumentParser
import WatchEngine

struct Alerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows the alerts in the store, oldest first.")

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "Only those of this time, such as 12h or 7d.")
    var since: Age?

    @Option(help: "Only those that this rule flagged.")
    var rule: String?

    @Option(help: "Only moves of a person with this in the name.")
    var person: String?

    @Option(help: "Only moves from or to an organisation with this in the name.")
    var organization: String?

    @Option(help: "text, or jsonl as in the JSON log.")
    var format = OutputFormat.text

    func run() async throws {
        var query = AlertQuery()
        query.since = since?.date
        query.rule = rule
        query.person = person
        query.organization = organization
        for alert in try await options.openStore().alerts(query) {
            try StandardOutput.line(AlertLine.line(alert, format: format == .text ? .text : .json))
        }
    }
}
