import ArgumentParser
import Glibc
import ServiceLifecycle
import UnixSignals
import WatchEngine

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copies the store to a new file, consistent and checked, while the daemon runs.",
        discussion:
            "Only its owner can read the copy. A file that is there already is left alone, and so is what is beside it."
    )

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The file to write; it must not exist yet.")
    var path: String

    func run() async throws {
        let store = try options.openStore()
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        // A signal leaves nothing behind.
        let isDone = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    try await store.backUp(to: path)
                    return true
                } catch is CancellationError {
                    return false
                }
            }
            group.addTask {
                for await _ in signals { return false }
                return true
            }
            let isDone = try await group.next() ?? false
            group.cancelAll()
            return isDone
        }
        guard isDone else { throw CommandFailure(.inputOutput, "\(path): stopped by a signal; nothing was written") }
        let counts = try await store.counts()
        try StandardOutput.line(
            "\(PrintableText.line(path)): \(counts.items) items, \(counts.alerts) alerts; integrity checked")
    }
}
