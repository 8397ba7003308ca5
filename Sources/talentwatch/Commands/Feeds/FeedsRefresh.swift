import ArgumentParser
import Glibc
import WatchEngine

struct FeedsRefresh: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh", abstract: "Has the running daemon ask a feed now.",
        discussion: "The limits of the feed's host hold all the same. The exit code is 69 when no daemon runs.")

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The feed's name or URL.")
    var feed: String

    func run() async throws {
        let configuration = try options.load().configuration
        let feed = try configuration.watchedFeed(feed)
        let name = PrintableText.line(feed.name)
        guard feed.isEnabled else { throw CommandFailure(.badData, "\"\(name)\" is not enabled") }
        let directory = StateDirectory(configuration)
        guard let process = try directory.runningProcess() else {
            throw CommandFailure(.unavailable, "no daemon runs on \(directory.path)")
        }
        do {
            try RefreshRequests(directory: directory.path).add(feed.name)
        } catch {
            throw CommandFailure(.inputOutput, error.description)
        }
        guard StateDirectory.signal(process, SIGUSR1) else {
            throw CommandFailure(
                .unavailable, "the daemon (process \(process)) may not be signalled by this user: use sudo")
        }
        try StandardOutput.line("the daemon (process \(process)) was told to ask \"\(name)\" now")
    }
}
