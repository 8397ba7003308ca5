import Foundation
import Glibc
import TestSupport
import Testing

/// Exit codes and texts where the surroundings fail.
@Suite struct ExitCodeTests {
    @Test func descriptorsThatAreClosedAtTheStartAreNotTheStores() async throws {
        let watched = try WatchedFeeds()
        let closed: [Int32: Int32?] = [STDIN_FILENO: nil, STDOUT_FILENO: nil, STDERR_FILENO: nil]
        let run = try await ProgramRun.run(
            ["run", "--once", "--print", "--config", watched.configurationPath], descriptors: closed)
        #expect(run.code == 0)
        let alerts = try await ProgramRun.run(["alerts", "--config", watched.configurationPath])
        #expect(alerts.code == 0, "\(alerts.errors)")
        #expect(alerts.lines.count == 3)
        let mute = try await ProgramRun.run(
            ["alerts", "--config", watched.configurationPath], descriptors: [STDOUT_FILENO: nil])
        #expect(mute.code == 74)
        #expect(mute.errors == "talentwatch: cannot write the output: Bad file descriptor\n")
    }

    /// What the folder of the store may look like to somebody else's eyes.
    @Test(arguments: [["feeds", "list"], ["status"], ["alerts"], ["search", "임명"]])
    func aStateDirectoryThatMayNotBeReadIsSaidToBeSo(arguments: [String]) async throws {
        let watched = try WatchedFeeds()
        #expect(try await ProgramRun.run(["run", "--once", "--config", watched.configurationPath]).code == 0)
        let state = watched.directory.file("state")
        // Permissions do not bind root, so the command runs as nobody.
        let isRoot = getuid() == 0
        chmod(state, isRoot ? 0o700 : 0)
        defer { chmod(state, 0o700) }
        let nobody = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        let result = try await ProgramRun.run(
            arguments + ["--config", watched.configurationPath], wrapper: isRoot ? nobody : [])
        #expect(result.code == 74)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix("talentwatch: cannot read \(state)"), "\(result.errors)")
        #expect(result.errors.contains(": Permission denied; run this as root or as the daemon's user"))
    }

    /// The store has it all, but who asked for the log must know that it is not there.
    @Test func aRoundWhoseLogCannotBeWrittenEndsWith74() async throws {
        let watched = try WatchedFeeds()
        let config = ["--config", watched.configurationPath]
        try watched.directory.write("a file where a directory should be", to: "log")
        let result = try await ProgramRun.run(["run", "--once"] + config)
        #expect(result.code == 74)
        let log = watched.directory.file("log/alerts")
        #expect(
            result.errors.contains(
                "talentwatch: \(log).jsonl could not be written to its end, \(log).log could not be written to its end: "
                    + "nothing is lost, the next run makes up for it\n"), "\(result.errors)")
        #expect(try await ProgramRun.run(["alerts"] + config).lines.count == 3)

        try FileManager.default.removeItem(atPath: watched.directory.file("log"))
        #expect(try await ProgramRun.run(["run", "--once"] + config).code == 0)
        #expect(watched.directory.read("log/alerts.log").split(separator: "\n").count == 3)
        #expect(watched.directory.read("log/alerts.jsonl").split(separator: "\n").count == 3)
    }

    @Test(arguments: [
        ["\u{1B}[31mrun"], ["feeds", "remove", "\u{1B}[31mx\nforged: line"], ["search", "--limit", "\u{1B}[2J1"],
        ["run", "--\u{9B}31m"], ["alerts", "--since", "a\nb\u{202E}c"], ["backup", "a", "b\u{1B}[5m"],
        ["parse", "/nowhere\u{1B}[31m"], ["check", "--config", "/\u{1B}]0;x\u{7}"],
    ]) func noArgumentSteersTheTerminal(arguments: [String]) async throws {
        let result = try await ProgramRun.run(arguments)
        #expect(result.code != 0)
        let shown = result.output + result.errors
        #expect(!shown.isEmpty)
        #expect(!shown.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value) })
        #expect(!shown.contains("\nforged") && !shown.contains("\u{202E}"))
    }

    @Test func aStateDirectoryThatCannotBeMadeIsSaidToBeSo() async throws {
        let watched = try WatchedFeeds()
        try watched.directory.write("a file where a directory should be", to: "state")
        let result = try await ProgramRun.run(["run", "--once", "--config", watched.configurationPath])
        #expect(result.code == 74)
        let state = watched.directory.file("state")
        #expect(
            result.errors == "talentwatch: cannot open \(state)/talentwatch.lock: Not a directory\n", "\(result.errors)"
        )
    }

    @Test func aStoreThatIsNoneEndsWith74() async throws {
        let watched = try WatchedFeeds()
        try watched.directory.write(String(repeating: "no database ", count: 1000), to: "state/talentwatch.db")
        for arguments in [["run", "--once"], ["alerts"]] {
            let result = try await ProgramRun.run(arguments + ["--config", watched.configurationPath])
            #expect(result.code == 74, "\(arguments)")
            #expect(result.errors.contains("talentwatch: "), "\(result.errors)")
            #expect(!result.errors.contains("Error:"))
        }
    }
}
