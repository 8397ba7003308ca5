import Glibc
import TestSupport
import Testing

/// The program as a user meets it: arguments, exact messages, exit codes.
@Suite struct ProgramTests {
    @Test func tellsItsVersion() async throws {
        let result = try await ProgramRun.run(["--version"])
        #expect(result.code == 0)
        #expect(result.output == "talentwatch 0.1.0\n")
    }

    @Test func helpNamesEveryCommand() async throws {
        let result = try await ProgramRun.run(["--help"])
        #expect(result.code == 0)
        for command in ["run", "check", "parse", "explain", "alerts", "search", "feeds", "status"] {
            #expect(result.output.contains("\n  \(command) "), "\(command)")
        }
    }

    @Test(arguments: [
        ["fly"], ["run", "--never"], ["explain"], ["search", "--limit", "0", "x"], ["search", "…"],
        ["alerts", "--since", "soon"],
    ])
    func wrongArgumentsEndWith64(arguments: [String]) async throws {
        let result = try await ProgramRun.run(arguments)
        #expect(result.code == 64)
        #expect(result.output == "")
        #expect(result.errors.contains("Usage:"))
    }

    @Test func aMissingConfigurationEndsWith78() async throws {
        let result = try await ProgramRun.run(["check"], environment: ["TALENTWATCH_CONFIG": "/nowhere/t.plist"])
        #expect(result.code == 78)
        #expect(result.errors.hasPrefix("/nowhere/t.plist: "))
        #expect(result.errors.hasSuffix("1 fault in 1 file\n"))
    }

    @Test func checkReportsEveryFaultAtOnce() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(
            """
            {
              Include = ( "rules.plist" );
              Poling = { Interval = 15m; };
              Feeds = ( { Name = "A"; URL = "ftp://a.example/"; } );
            }
            """, to: "t.plist")
        try directory.write("{ Rules = ( { Name = \"R\"; Any = ( \"@labs\" ); } ); }", to: "rules.plist")
        let result = try await ProgramRun.run(["check", "--config", path])
        #expect(result.code == 78)
        let faults = result.errors.split(separator: "\n")
        #expect(faults.count == 4)
        #expect(faults[0].hasPrefix("\(path):3: Poling"))
        #expect(faults[0].contains("Polling"))
        #expect(faults[1].hasPrefix("\(path):4: Feeds[0].URL = \"ftp://a.example/\""))
        #expect(faults[2].contains("rules.plist:1: Rules[0].Any[0] = \"@labs\""))
        #expect(faults[3] == "3 faults in 2 files")
    }

    @Test func aGoodConfigurationIsSummed() async throws {
        let watched = try WatchedFeeds()
        let result = try await ProgramRun.run(["check", "--config", watched.configurationPath])
        #expect(result.code == 0)
        #expect(result.output == "\(watched.configurationPath): no faults; 1 files, 5 feeds, 2 rules\n")
    }

    @Test func commandsThatNeedAStoreSayHowToGetOne() async throws {
        let watched = try WatchedFeeds()
        for arguments in [["alerts"], ["search", "임명"], ["status"]] {
            let result = try await ProgramRun.run(arguments + ["--config", watched.configurationPath])
            #expect(result.code == 69, "\(arguments)")
            #expect(result.errors.contains("there is no store at"))
            #expect(result.errors.contains("`talentwatch run` creates it"))
        }
    }
}
