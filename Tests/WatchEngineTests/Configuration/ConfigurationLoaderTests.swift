import Foundation
import TalentMatch
import Testing
import WatchEngine

struct ConfigurationLoaderTests {
    static let main = """
        // talentwatch.plist
        {
          Include = ( "feeds.plist", "rules.plist", "conf.d/*.plist" );   // relative to this file
          StateDirectory = "/srv/talentwatch";
          AlertLogs = ( { Path = "/var/log/talentwatch/alerts.log";   Format = text; },
                        { Path = "alerts.jsonl"; Format = json; } );
          Polling = { Interval = 15m; MinimumInterval = 5m; MaximumInterval = 1d; Concurrency = 64; PerHost = 2;
                      ConnectTimeout = 10s; Timeout = 30s; MaximumBodySize = "10 MiB"; FirstPollWindow = 1d;
                      AllowPrivateNetworks = NO; };
          Retention = { Items = 180d; };
        }
        """
    static let feeds = """
        { Feeds = ( { Name = "AI타임스"; URL = "https://www.aitimes.com/rss/allArticle.xml"; Language = ko; } ); }
        """
    static let rules = """
        {
          Terms = { labs = ( "오픈AI", "OpenAI", "메타" ); moves = ( "임명", "영입" ); };
          Rules = (
            { Name = "초지능"; Any = ( "초지능", "superintelligence" ); },
            { Name = "AI 인재 이동"; All = ( "@labs", "@moves" ); None = ( "채용공고" ); In = ( title, summary );
              Moves = any; Severity = high; },
          );
        }
        """

    @Test func whatIsKeptHowLong() throws {
        func retention(_ text: String) throws -> RetentionConfiguration {
            try MemoryFiles(["/etc/tw/main.plist": "{ Retention = { \(text) }; }"]).load().retention
        }
        #expect(try retention("MaximumSize = \"1 GiB\";").maximumSize == 1 << 30)
        #expect(try retention("MaximumSize = none;").maximumSize == nil)
        #expect(try retention("Items = 2d;") == RetentionConfiguration(items: .seconds(2 * 86400)))
        #expect(try retention("Items = 90d; Known = 90d; Alerts = 10000;").alerts == 10_000)
        // A default yields to what is written.
        #expect(try retention("Items = 1000d;").known == .seconds(1000 * 86400))
    }

    @Test func readsTheFilesOfTheDesign() throws {
        let files = MemoryFiles([
            "/etc/tw/main.plist": Self.main, "/etc/tw/feeds.plist": Self.feeds, "/etc/tw/rules.plist": Self.rules,
        ])
        let configuration = try files.load()
        #expect(configuration.sourcePath == "/etc/tw/main.plist")
        #expect(configuration.files == ["/etc/tw/main.plist", "/etc/tw/feeds.plist", "/etc/tw/rules.plist"])
        #expect(configuration.stateDirectory == "/srv/talentwatch")
        #expect(
            configuration.alertLogs == [
                AlertLogConfiguration(path: "/var/log/talentwatch/alerts.log", format: .text),
                AlertLogConfiguration(path: "/var/log/talentwatch/alerts.jsonl", format: .json),
            ])
        #expect(configuration.polling == PollingConfiguration())
        #expect(configuration.retention == RetentionConfiguration())
        var feed = FeedConfiguration(name: "AI타임스", url: "https://www.aitimes.com/rss/allArticle.xml")
        feed.language = "ko"
        #expect(configuration.feeds == [feed])
        var first = RuleDefinition(name: "초지능")
        first.any = [TermGroup(spellings: ["초지능"]), TermGroup(spellings: ["superintelligence"])]
        var second = RuleDefinition(name: "AI 인재 이동")
        second.all = [TermGroup(spellings: ["오픈AI", "OpenAI", "메타"]), TermGroup(spellings: ["임명", "영입"])]
        second.none = [TermGroup(spellings: ["채용공고"])]
        second.fields = [.title, .summary]
        second.moves = .any
        second.severity = .high
        #expect(configuration.rules == [first, second])
    }

    @Test func everyKeyHasADefault() throws {
        let configuration = try loadText("{}")
        #expect(configuration.stateDirectory == "/var/lib/talentwatch")
        #expect(
            configuration.alertLogs == [AlertLogConfiguration(path: "/var/log/talentwatch/alerts.log", format: .text)])
        #expect(configuration.polling == PollingConfiguration())
        #expect(configuration.feeds.isEmpty)
        #expect(configuration.rules.isEmpty)
        #expect(configuration.lexicon == MoveLexicon())
        #expect(try loadText("") == configuration)
    }

    @Test func readsFromTheFileSystem() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "talentwatch-\(UUID().uuidString)")
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        try FileManager.default.createDirectory(at: folder.appending(path: "conf.d"), withIntermediateDirectories: true)
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        try write("main.plist", "{ Include = (\"conf.d/*.plist\"); }")
        try write("conf.d/b.plist", "{ Rules = ( { Name = b; Any = b; } ); }")
        try write("conf.d/a.plist", "{ Rules = ( { Name = a; Any = a; } ); }")
        try write("conf.d/c.plist~", "{")
        let configuration = try ConfigurationLoader.load(path: folder.path + "/main.plist", environment: [:])
        #expect(configuration.rules.map(\.name) == ["a", "b"])
        let missing = #expect(throws: ConfigurationReport.self) {
            try ConfigurationLoader.load(path: folder.path + "/none.plist", environment: [:])
        }
        #expect(
            missing?.description
                == folder.path
                + "/none.plist: is not there; write the file, or name another with --config or $TALENTWATCH_CONFIG\n"
                + "1 fault in 1 file")
        let folderFault = #expect(throws: ConfigurationReport.self) {
            try ConfigurationLoader.load(path: folder.path, environment: [:])
        }
        #expect(folderFault?.faults.first?.problem == "is not a regular file")
    }

    @Test(
        arguments: [
            ("/a/b.plist", ["TALENTWATCH_CONFIG": "/env.plist"], "/a/b.plist"),
            (nil, ["TALENTWATCH_CONFIG": "/env.plist"], "/env.plist"),
            (nil, ["TALENTWATCH_CONFIG": ""], "/etc/talentwatch/talentwatch.plist"),
            (nil, [:], "/etc/talentwatch/talentwatch.plist"),
        ] as [(String?, [String: String], String)])
    func locates(explicit: String?, environment: [String: String], expected: String) {
        #expect(ConfigurationLoader.locate(explicit: explicit, environment: environment) == expected)
    }
}
