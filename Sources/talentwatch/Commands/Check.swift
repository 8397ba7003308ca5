import ArgumentParser
import Foundation
import TalentMatch
import WatchEngine

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Validates every configuration file.")

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Also fetch each feed and tell which can be read.")
    var network = false

    func run() async throws {
        let active: ActiveConfiguration
        do {
            active = try options.load()
        } catch {
            Self.tellOfRefusal(environment: ProcessInfo.processInfo.environment)
            throw error
        }
        let configuration = active.configuration
        let feeds = configuration.feeds.filter(\.isEnabled)
        for warning in configuration.warnings { Diagnostics.write("warning: \(warning)") }
        try StandardOutput.line(
            "\(PrintableText.line(configuration.sourcePath)): no faults; \(configuration.files.count) files, \(feeds.count) feeds, "
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

    /// Where this is the first step of the service manager's reload, which then ends here: has the daemon know it, so that
    /// its status tells it for as long as it lasts.
    private static func tellOfRefusal(environment: [String: String]) {
        // systemd.exec(5): set for the commands of ExecReload=.
        guard let daemon = environment["MAINPID"].flatMap({ Int32($0) }), daemon > 1 else { return }
        // Where it cannot be told, the reload fails all the same. Its name in /proc is hidden from here by the hardening.
        kill(daemon, SIGUSR2)
    }
}
