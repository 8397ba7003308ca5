import ArgumentParser
import WatchEngine

struct FeedsExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Prints the feeds as an OPML file, for other readers.",
        discussion: "Feeds that are files of this machine are left out.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let feeds = try options.load().configuration.feeds
        let outlines = feeds.filter { !$0.isLocalFile }.map {
            OPML.Outline(name: $0.name, url: $0.printableURL, language: $0.language)
        }
        for line in OPML.lines(outlines, title: "talentwatch") { try StandardOutput.line(line) }
    }
}
