import ArgumentParser
import Glibc
import WatchEngine

/// The program: parses its arguments, runs one command, turns what goes wrong into a message and an exit code.
@main
struct Talentwatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "talentwatch",
        abstract: "Watches news feeds for moves of AI talent.",
        discussion: """
            Configuration is looked for at --config, then $TALENTWATCH_CONFIG, then /etc/talentwatch/talentwatch.plist.
            Exit codes: 0 done, 64 usage, 65 bad data, 69 unavailable, 70 internal, 74 input/output, 78 configuration.
            """,
        version: "talentwatch \(Program.version)",
        subcommands: [
            Run.self, Check.self, Parse.self, Explain.self, Alerts.self, Moves.self, Search.self, BacktestCommand.self,
            Feeds.self, Backup.self,
            Status.self,
        ])

    static func main() async {
        StandardDescriptors.fill()
        MemoryTuning.apply()
        // A reader that goes away (`alerts | head`) is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        if CommandLine.arguments.dropFirst().first == Run._commandName { DaemonSignals.holdUntilHeard() }
        do {
            try await runCommand()
        } catch is StandardOutput.Closed {
            Glibc.exit(0)
        } catch let error where exitCode(for: error) == .failure {
            // What the argument parser does not know is ours.
            let failure = CommandFailure(describing: error)
            failure.write()
            Glibc.exit(failure.code.rawValue)
        } catch {
            tell(error)
            Glibc.exit(exitCode(for: error).rawValue)
        }
    }

    /// Tells what the argument parser says: help, the version, or what is wrong with the arguments.
    private static func tell(_ error: any Error) {
        var text = fullMessage(for: error)
        guard !text.isEmpty else { return }
        guard exitCode(for: error) != .success else {
            do {
                try StandardOutput.line(text)
                try StandardOutput.flush()
            } catch {
                // A reader that has gone does not want it.
            }
            return
        }
        // An argument must not make lines of its own.
        for argument in CommandLine.arguments.flatMap({ [$0] + $0.split(separator: "=", maxSplits: 1).map(String.init) }
        ) {
            if argument.contains(where: \.isNewline) {
                text = text.replacing(argument, with: PrintableText.line(argument))
            }
        }
        Diagnostics.write(text)
    }

    /// What was printed reaches the reader even when the command then fails.
    private static func runCommand() async throws {
        var command = try parseAsRoot()
        do {
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            try StandardOutput.flush()
            throw error
        }
        try StandardOutput.flush()
    }
}
