import ArgumentParser

struct Feeds: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The feeds that are watched.",
        subcommands: [
            FeedsList.self, FeedsAdd.self, FeedsRemove.self, FeedsRefresh.self, FeedsImport.self, FeedsExport.self,
        ],
        defaultSubcommand: FeedsList.self)
}
