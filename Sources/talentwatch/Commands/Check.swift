import ArgumentParser
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
        var unreadable = 0
        try await Assembly().withTransfers(for: configuration.polling) { transfers in
            try await FeedProbe.askAll(feeds, transfers: transfers, polling: configuration.polling) { answer in
                try StandardOutput.line(answer.line)
                try StandardOutput.flush()
                if !answer.isRead { unreadable += 1 }
            }
        }
        if unreadable > 0 {
            throw CommandFailure(.unavailable, "\(unreadable) of \(feeds.count) feeds cannot be read")
        }
    }
}
