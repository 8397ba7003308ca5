import ArgumentParser
import WatchEngine

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copies the store to a new file, consistent and checked, while the daemon runs.")

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The file to write; it must not exist yet.")
    var path: String

    func run() async throws {
        let store = try options.openStore()
        try await store.backUp(to: path)
        let counts = try await store.counts()
        try StandardOutput.line("\(path): \(counts.items) items, \(counts.alerts) alerts; integrity checked")
    }
}
