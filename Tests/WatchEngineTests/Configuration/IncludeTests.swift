import TalentMatch
import Testing
import WatchEngine

/// How the files of a configuration are found, and what is said of those that are not.
struct IncludeTests {
    @Test func globsAreSortedAndMayBeEmpty() throws {
        let files = MemoryFiles([
            "/etc/tw/main.plist":
                "{ Include = ( \"conf.d/*.plist\", \"none.d/*.plist\", \"x?.plist\", \"*/[ab].plist\" ); }",
            "/etc/tw/conf.d/20.plist": "{}", "/etc/tw/conf.d/10.plist": "{}", "/etc/tw/conf.d/.hidden.plist": "broken",
            "/etc/tw/conf.d/10.plist~": "broken", "/etc/tw/x1.plist": "{}", "/etc/tw/x10.plist": "broken",
            "/etc/tw/z/b.plist": "{}", "/etc/tw/y/a.plist": "{}", "/etc/tw/y/c.plist": "broken",
        ])
        #expect(
            try files.load().files == [
                "/etc/tw/main.plist", "/etc/tw/conf.d/10.plist", "/etc/tw/conf.d/20.plist", "/etc/tw/x1.plist",
                "/etc/tw/y/a.plist", "/etc/tw/z/b.plist",
            ])
    }

    @Test func includedFilesInclude() throws {
        let files = MemoryFiles([
            "/etc/tw/main.plist": "{ Include = \"sub/a.plist\"; }",
            "/etc/tw/sub/a.plist": "{ Include = ( \"b.plist\", \"/abs/c.plist\" ); }",
            "/etc/tw/sub/b.plist": "{}", "/abs/c.plist": "{}",
        ])
        #expect(
            try files.load().files == [
                "/etc/tw/main.plist", "/etc/tw/sub/a.plist", "/etc/tw/sub/b.plist", "/abs/c.plist",
            ])
    }

    @Test func depthIsBounded() {
        var files = ["main.plist": "{ Include = 1.plist; }"]
        for number in 1...40 { files["\(number).plist"] = "{ Include = \(number + 1).plist; }" }
        #expect(
            faultLines(files) == [
                "31.plist:1: Include = \"32.plist\": makes files include each other more than 32 levels deep; include it further up",
                "1 fault in 1 file",
            ])
    }

    /// `Include = "/*/*"` ends in a page of faults, not in a book.
    @Test func aPatternThatMeetsManyFaultyFilesIsGivenUp() {
        var files = ["main.plist": "{ Include = ( \"c/*.plist\", d.plist ); }", "d.plist": "{ Nonsense = 1; }"]
        for number in 100..<150 { files["c/\(number).plist"] = number.isMultiple(of: 2) ? "{}" : "{" }
        let lines = faultLines(files)
        #expect(lines.count == 23)
        #expect(lines.count { $0.hasPrefix("c/") } == 20)
        #expect(
            lines.contains(
                "main.plist:1: Include[0] = \"c/*.plist\": matches 50 files; 20 have faults, and the 10 behind them "
                    + "are not read; mend the files, or name fewer"))
        #expect(lines.contains { $0.hasPrefix("d.plist:1: ") })
        #expect(lines.last == "22 faults in 22 files")
    }

    @Test func globsPassOverFilesThatWereRead() throws {
        let files = MemoryFiles([
            "/etc/tw/main.plist": "{ Include = ( b.plist, \"*.plist\" ); }", "/etc/tw/a.plist": "{}",
            "/etc/tw/b.plist": "{}",
        ])
        #expect(try files.load().files == ["/etc/tw/main.plist", "/etc/tw/b.plist", "/etc/tw/a.plist"])
    }

    static let faultTable: [([String: String], [String])] = [
        (
            ["main.plist": "{ Include = (\n \"feeds.plist\" ); }"],
            [
                "main.plist:2: Include[0] = \"feeds.plist\": names a file that is not there (feeds.plist); write the name of a file that can be read, or remove it",
                "1 fault in 1 file",
            ]
        ),
        (
            ["main.plist": "{ Include = locked; }"],
            [
                "main.plist:1: Include = \"locked\": names a file that may not be read by this user (locked); write the name of a file that can be read, or remove it",
                "1 fault in 1 file",
            ]
        ),
        (
            ["main.plist": "{ Include = \"lockedfolder/*\"; }", "lockedfolder/a": "{}"],
            [
                "main.plist:1: Include = \"lockedfolder/*\": names files in a folder that may not be read by this user; make the folder readable, or remove it",
                "1 fault in 1 file",
            ]
        ),
        (
            ["main.plist": "{ Include = main.plist; }"],
            [
                "main.plist:1: Include = \"main.plist\": makes files that include each other (main.plist → main.plist); remove it",
                "1 fault in 1 file",
            ]
        ),
        (
            [
                "main.plist": "{ Include = a.plist; }", "a.plist": "{ Include = b.plist; }",
                "b.plist": "{ Include = a.plist; }",
            ],
            [
                "b.plist:1: Include = \"a.plist\": makes files that include each other (a.plist → b.plist → a.plist); remove it",
                "1 fault in 1 file",
            ]
        ),
        (
            ["main.plist": "{ Include = ( a.plist,\n \"./a.plist\" ); }", "a.plist": "{}"],
            [
                "main.plist:2: Include[1] = \"./a.plist\": is included already at main.plist:1; remove one of the two",
                "1 fault in 1 file",
            ]
        ),
        (
            ["main.plist": "{ Include = {}; }"],
            ["main.plist:1: Include: is a dictionary, not a string; write a string", "1 fault in 1 file"]
        ),
    ]

    @Test(arguments: faultTable)
    func includeFaults(files: [String: String], expected: [String]) {
        #expect(faultLines(files) == expected)
    }

    @Test func allFaultsOfAllFilesComeInOneReport() {
        let lines = faultLines([
            "main.plist":
                "{\n Include = ( feeds.plist, rules.plist );\n Polling = { PerHost = 0; };\n Retenton = {};\n}",
            "feeds.plist": "{ Feeds = (\n { Name = 뉴스; URL = \"ftp://x\"; },\n { Name = b; } ); }",
            "rules.plist": "{ Rules = (\n { Name = a; } );\n Feeds = ( { Name = b; URL = \"https://b\"; } ); }",
        ])
        #expect(
            lines == [
                "main.plist:3: Polling.PerHost = \"0\": is not from 1 to 64; write a whole number from 1 to 64",
                "main.plist:4: Retenton: is not a key that is known here; did you mean Retention?",
                "feeds.plist:2: has 뉴스, which is not ASCII and needs quotes; write \"뉴스\"",
                "feeds.plist:2: Feeds[0].URL = \"ftp://x\": is not an http or https URL; write https://… or http://…",
                "feeds.plist:3: Feeds[1].URL: is missing; write URL = \"https://…\";",
                "rules.plist:2: Rules[0]: is a rule without a condition; write Any, All, Moves, People or Organizations",
                "rules.plist:3: Feeds[0].Name = \"b\": is the name of another feed (feeds.plist:3); give each feed a name of its own",
                "7 faults in 3 files",
            ])
    }

    /// What an unreadable file would have named is not held against those that name it.
    @Test func aBrokenFileDoesNotMakeOthersWrong() {
        let lines = faultLines([
            "main.plist":
                "{ Include = ( terms.plist, feeds.plist );\n Rules = ( { Name = a; All = ( \"@labs\" ); Feeds = ( b ); } ); }",
            "terms.plist": "{ Terms = {\n labs = ( a };",
            "feeds.plist": "{ Feeds = ( { Name = b; URL = \"https://b\"; } ); }",
        ])
        #expect(
            lines == [
                "terms.plist:2: has \"}\" in the list that line 2 opens; write ) where the list ends",
                "1 fault in 1 file",
            ])
    }

    @Test func lexiconsOfAllFilesAreTakenTogether() throws {
        let configuration = try MemoryFiles([
            "/etc/tw/main.plist":
                "{ Include = b.plist; Lexicon = { Organizations = ( { Name = \"라온랩\"; Domain = ai; } ); }; }",
            "/etc/tw/b.plist": "{\n Lexicon = { Organizations = ( { Name = Northwind; Domain = ai; } ); };\n}",
        ]).load()
        #expect(configuration.lexicon.organizations.map(\.name) == ["라온랩", "Northwind"])
    }

    @Test func faultsOfALexiconNameTheirFileAndLine() throws {
        let report = #expect(throws: ConfigurationReport.self) {
            try MemoryFiles([
                "/etc/tw/main.plist": "{ Include = b.plist; }",
                "/etc/tw/b.plist":
                    "{\n Lexicon = {\n  Organizations = ( { Name = A; },\n   { Name = B; Domain = moon; } );\n };\n}",
            ]).load()
        }
        let fault = try #require(report?.faults.first { $0.keyPath.hasSuffix("Domain") })
        #expect(fault.file.hasSuffix("b.plist"))
        #expect(fault.line == 4)
        #expect(fault.value == "\"moon\"")
    }

    @Test func aMissingMainFileSaysWhereItIsLookedFor() {
        #expect(
            faultLines([:]) == [
                "main.plist: is not there; write the file, or name another with --config or $TALENTWATCH_CONFIG",
                "1 fault in 1 file",
            ])
    }

    @Test func relativePathsStayRelativeInFaults() {
        let report = #expect(throws: ConfigurationReport.self) {
            try ConfigurationLoader.load(
                path: "conf/main.plist", environment: [:],
                files: MemoryFiles([
                    "/work dir/conf/main.plist": "{ Include = b.plist; }", "/work dir/conf/b.plist": "{ a = b; }",
                ]).reading)
        }
        #expect(report?.faults.map(\.file) == ["conf/b.plist"])
    }
}
