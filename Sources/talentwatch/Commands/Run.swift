import ArgumentParser
import WatchEngine

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Watches the feeds and writes the alerts: the daemon.")

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Poll every feed once, write the alerts, and exit.")
    var once = false

    @Flag(name: .customLong("print"), help: "Also print alert lines: the newest ten at the start, then each new one.")
    var printsAlerts = false

    @Flag(help: "Log more of what is done.")
    var verbose = false

    func run() async throws {
        try await Assembly(verbose: verbose).run(
            options: options, mode: once ? .once : .forever, printsAlerts: printsAlerts)
    }
}
