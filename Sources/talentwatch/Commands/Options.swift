import ArgumentParser
import Foundation
import WatchEngine

/// `--config`, and what follows from it.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: [.customLong("config"), .customShort("c")], help: "The configuration file.")
    var path: String?

    /// The main configuration file.
    var mainFile: String {
        ConfigurationLoader.locate(explicit: path, environment: ProcessInfo.processInfo.environment)
    }

    /// Its files, to be edited.
    var feedListFiles: FeedListFiles {
        FeedListFiles(path: mainFile, environment: ProcessInfo.processInfo.environment)
    }

    /// Loads and validates everything.
    ///
    /// - Throws: `CommandFailure`.
    func load() throws -> ActiveConfiguration {
        let path = mainFile
        do {
            return try ActiveConfiguration(
                ConfigurationLoader.load(path: path, environment: ProcessInfo.processInfo.environment))
        } catch let report as ConfigurationReport {
            throw CommandFailure(report)
        } catch {
            throw CommandFailure(.configuration, "\(path): \(error)")
        }
    }

    /// The folder of the store, as far as it can be known where the configuration has faults.
    var stateDirectory: StateDirectory {
        StateDirectory(
            path: ConfigurationLoader.stateDirectory(path: mainFile, environment: ProcessInfo.processInfo.environment))
    }

    /// Opens the store that the configuration names, for reading.
    func openStore() throws -> Store {
        try StateDirectory(load().configuration).openStore()
    }
}

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case jsonl
}

/// A span of time before now, such as `7d`.
struct Age: ExpressibleByArgument {
    var duration: Duration

    init?(argument: String) {
        guard let duration = DurationText.parse(argument) else { return nil }
        self.duration = duration
    }

    init(days: Int) {
        duration = .seconds(days * 86400)
    }

    /// The moment that long ago.
    var date: Date { Date(timeIntervalSinceNow: -duration.seconds) }
}
