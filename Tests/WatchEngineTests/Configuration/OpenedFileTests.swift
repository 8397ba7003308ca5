import Foundation
import TestSupport
import Testing

@testable import WatchEngine

/// Files that others may have put where the program opens one.
@Suite struct OpenedFileTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func faults(_ text: String) throws -> [String] {
        let main = try directory.write(text, to: "main.plist")
        do {
            return try ConfigurationLoader.load(path: main, environment: [:]).warnings.map(\.description)
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test func noIncludeWaits() throws {
        #expect(mkfifo(directory.file("pipe"), 0o600) == 0)
        try FileManager.default.createSymbolicLink(atPath: directory.file("loop"), withDestinationPath: "loop")
        for include in ["pipe", "/dev/zero", "/dev/stdin", "loop", directory.path] {
            #expect(try faults("{ Include = \"\(include)\"; }").count == 1, "\(include)")
        }
        // Files without an end or a size, and files where folders could be.
        #expect(try !faults("{ Include = \"/proc/self/*\"; }").isEmpty)
        #expect(try faults("{ Include = \"\(directory.path)/*/*.plist\"; }").isEmpty)
    }

    @Test func aFileThatALinkLeadsToIsRead() throws {
        try directory.write("{ Feeds = (); }", to: "feeds.plist")
        try FileManager.default.createSymbolicLink(
            atPath: directory.file("link.plist"), withDestinationPath: "feeds.plist")
        #expect(try faults("{ Include = link.plist; }").isEmpty)
    }

    @Test(arguments: [
        ("{ StateDirectory = \"$HOME/tw\"; }", "has $HOME, which stands for nothing here; write the whole path"),
        ("{ StateDirectory = \"/srv/${USER}/tw\"; }", "has ${USER}, which"),
        ("{ AlertLogs = ( { Path = \"~/a.log\"; } ); }", "begins with ~, which"),
        ("{ Include = \"$HOME/*.plist\"; }", "has $HOME, which"),
        ("{ Polling = { CACertificates = \"$HOME/ca.pem\"; }; }", "has $HOME, which"),
        ("{ Feeds = ( { Name = f; URL = \"file:~/feed.xml\"; } ); }", "begins with ~, which"),
        ("{ Feeds = ( { Name = f; URL = \"file:$HOME/feed.xml\"; } ); }", "has $HOME, which"),
        (
            "{ Feeds = ( { Name = f; URL = \"https://a.example/\"; Username = u; PasswordFile = \"$HOME/p\"; } ); }",
            "has $HOME, which"
        ),
    ]) func whatAShellWouldExpandIsAFault(text: String, problem: String) throws {
        let faults = try faults(text)
        #expect(faults.count == 1 && faults[0].contains(problem), "\(faults)")
    }

    @Test func aPasswordFileOfOthersIsWarnedOf() throws {
        let path = try directory.write("\u{FEFF}geheim\n", to: "password")
        let text = "{ Feeds = ( { Name = f; URL = \"https://a.example/\"; Username = u; PasswordFile = password; } ); }"
        for (mode, expected) in [(0o644, "read"), (0o666, "read"), (0o622, "write"), (0o640, nil), (0o600, nil)] {
            #expect(chmod(path, mode_t(mode)) == 0)
            let warnings = try faults(text)
            #expect(warnings.count == (expected == nil ? 0 : 1))
            if let expected { #expect(warnings[0].contains("names a file that others can \(expected)")) }
            #expect(!warnings.contains { $0.contains("geheim") })
        }
        let feed = try ConfigurationLoader.load(path: directory.file("main.plist"), environment: [:]).feeds[0]
        #expect(feed.password == Secret("geheim"))
    }

    @Test(arguments: ["“초지능”", "‘초지능’", "„초지능“", "＂초지능＂", "«초지능»", "”초지능”", "「초지능」", "“초 지능”"])
    func typographicQuotesAreToBePlain(term: String) throws {
        let text = term.unicodeScalars.dropFirst().dropLast().reduce(into: "") { $0.unicodeScalars.append($1) }
        #expect(
            try faults("{ Rules = ( { Name = r; Any = ( \(term), b ); } ); }")
                == ["\(directory.file("main.plist")):1: has \(term), in quotes that are none here; write \"\(text)\""])
        #expect(
            try faults(
                "{ Rules = ( { Name = r; Any = ( \(term.unicodeScalars.first.map(String.init) ?? "")초 ); } ); }")[0]
                .contains("write plain quotes (\") where the text begins and where it ends"))
    }

    @Test func requestsAreTakenFromAFileOfTheirOwnAlone() throws {
        let requests = RefreshRequests(directory: directory.path)
        let path = directory.file(RefreshRequests.fileName)
        let victim = try directory.write("precious\n", to: "victim")
        #expect(link(victim, path) == 0)
        #expect(throws: RefreshRequests.Failure.self) { try requests.add("가") }
        #expect(throws: RefreshRequests.Failure.self) { try requests.take() }
        #expect(directory.read("victim") == "precious\n")
        #expect(symlink(victim, path) == 0)
        #expect(throws: RefreshRequests.Failure.self) { try requests.add("가") }
        #expect(unlink(path) == 0)
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: RefreshRequests.Failure.self) { try requests.add("가") }
        #expect(throws: RefreshRequests.Failure.self) { try requests.take() }
        try requests.add("가")
        #expect(try requests.take() == ["가"])
    }
}
