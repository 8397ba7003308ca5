import ArgumentParser
import WatchEngine

struct FeedsRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Takes a feed out of the configuration.",
        discussion: """
            The rest of the file stays as it is, and nothing is written when the configuration would have faults, such as \
            a rule that names the feed. Its items and alerts stay in the store. A running daemon is told to read it again.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The feed's name or URL.")
    var feed: String

    func run() async throws {
        let configuration = try options.load().configuration
        let name = try configuration.watchedFeed(feed).name
        guard let path = try options.feedListFiles.remove(name: name) else {
            throw CommandFailure(.inputOutput, "the configuration was changed by somebody else just now: try again")
        }
        try StandardOutput.line("removed \"\(PrintableText.line(name))\" from \(PrintableText.line(path))")
        try StandardOutput.line(StateDirectory(configuration).tellDaemonToReload())
    }
}

extension Configuration {
    /// The feed of this name or URL.
    ///
    /// - Throws: `CommandFailure` with what was probably meant.
    func watchedFeed(_ text: String) throws -> FeedConfiguration {
        if let feed = feed(called: text) { return feed }
        let meant = feedName(near: text).map { "; did you mean \"\(PrintableText.line($0))\"?" } ?? ""
        throw CommandFailure(.badData, "there is no feed \"\(PrintableText.line(text))\"\(meant)")
    }
}
