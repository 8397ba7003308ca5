import Foundation
import Glibc
import TestSupport
import Testing

/// `feeds add` and `feeds remove`: from a URL to a line of a configuration file and back.
@Suite struct FeedListCommandTests {
    private let server: LoopbackServer
    private let directory: TemporaryDirectory
    private var config: [String] { ["--config", directory.file("t.plist")] }

    private static let feed = """
        <rss version='2.0'><channel><title>  새 소식\u{202E} </title><item><title>a</title></item></channel></rss>
        """
    private static let main = """
        {
          Include = ( "feeds.plist", "conf.d/*.plist" );
          StateDirectory = state; AlertLogs = ();
          Polling = { AllowPrivateNetworks = YES; Interval = 1h; };
          Rules = ( { Name = R; Any = ( "초지능" ); Feeds = ( "지킴이 신문" ); } );
        }
        """

    init() throws {
        server = try LoopbackServer()
        directory = try TemporaryDirectory()
        server.route("/rss.xml", .response(text: Self.feed))
        try directory.write(Self.main, to: "t.plist")
        try directory.write(feeds(), to: "feeds.plist")
    }

    private func feeds(_ more: String = "") -> String {
        """
        // Mine.
        {
            Feeds = (
                { Name = "지킴이 신문"; URL = "\(server.url("/kept"))"; },  // stays\(more)
            );
        }
        """
    }

    private func line(_ name: String, _ path: String, _ rest: String = "") -> String {
        "\n        { Name = \"\(name)\"; URL = \"\(server.url(path))\";\(rest) },"
    }

    @Test func aFeedIsWrittenAndTakenOutAgain() async throws {
        let path = directory.file("feeds.plist")
        chmod(path, 0o640)
        let added = try await ProgramRun.run(["feeds", "add", server.url("/rss.xml"), "--language", "ko"] + config)
        #expect(added.code == 0, "\(added.errors)")
        #expect(
            added.output == """
                added "새 소식" (\(server.url("/rss.xml")), 1 items) to \(path)
                no daemon runs; the next one will know it

                """)
        #expect(directory.read("feeds.plist") == feeds(line("새 소식", "/rss.xml", " Language = ko;")))
        #expect(directory.read("t.plist") == Self.main)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == 0o640)
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        #expect(files == ["feeds.plist", "t.plist"])

        let again = try await ProgramRun.run(["feeds", "add", server.url("/rss.xml#x")] + config)
        #expect(again.code == 0)
        #expect(again.output == "\(server.url("/rss.xml#x")) is watched already, as \"새 소식\"\n")

        let removed = try await ProgramRun.run(["feeds", "remove", "새 소식"] + config)
        #expect(removed.code == 0, "\(removed.errors)")
        #expect(removed.output.hasPrefix("removed \"새 소식\" from \(path)\n"))
        #expect(directory.read("feeds.plist") == feeds())
        let byURL = try await ProgramRun.run(["feeds", "add", server.url("/rss.xml"), "--name", "N"] + config)
        #expect(byURL.code == 0)
        #expect(try await ProgramRun.run(["feeds", "remove", server.url("/rss.xml")] + config).code == 0)
        #expect(directory.read("feeds.plist") == feeds())
    }

    @Test func aChangeThatLeavesFaultsChangesNothing() async throws {
        let cases: [([String], Int32, String)] = [
            (["remove", "지킴이 신문"], 78, "Rules[0].Feeds"), (["remove", "지킴이신문사"], 65, "did you mean \"지킴이 신문\"?"),
            (["add", server.url("/rss.xml"), "--name", "지킴이 신문"], 78, "is the name of another feed"),
            (["add", server.url("/rss.xml"), "--language", "한국말"], 78, "Language"),
            (["add", server.url("/rss.xml"), "--file", "other.plist"], 65, "name it in Include first"),
            (["add", "ftp://a.example/"], 65, "is not an http or https URL"),
            (["add", "a.example/x"], 65, "has no scheme"),
            (["add", server.url("/nowhere")], 69, "HTTP 404"), (["add", "http://127.0.0.1:1/"], 69, "127.0.0.1:1"),
        ]
        for (arguments, code, text) in cases {
            let result = try await ProgramRun.run(["feeds"] + arguments + config)
            #expect(result.code == code, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(text), "\(result.errors)")
            #expect(directory.read("feeds.plist") == feeds())
        }
        #expect(!FileManager.default.fileExists(atPath: directory.file("other.plist")))
    }

    @Test func aFileOfItsOwnIsMade() async throws {
        try FileManager.default.createDirectory(atPath: directory.file("conf.d"), withIntermediateDirectories: false)
        let result = try await ProgramRun.run(
            ["feeds", "add", server.url("/rss.xml"), "--file", "conf.d/mine.plist"] + config)
        #expect(result.code == 0, "\(result.errors)")
        #expect(
            directory.read("conf.d/mine.plist")
                == "{\n    Feeds = (\(line("새 소식", "/rss.xml"))\n    );\n}\n")
        #expect(try await ProgramRun.run(["check"] + config).output.contains("3 files, 2 feeds"))
    }

    @Test func aLinkToAFileStaysOne() async throws {
        try directory.write(feeds(), to: "elsewhere/real.plist")
        try FileManager.default.removeItem(atPath: directory.file("feeds.plist"))
        try FileManager.default.createSymbolicLink(
            atPath: directory.file("feeds.plist"), withDestinationPath: "elsewhere/real.plist")
        #expect(try await ProgramRun.run(["feeds", "add", server.url("/rss.xml")] + config).code == 0)
        #expect(directory.read("elsewhere/real.plist").contains("/rss.xml"))
        let target = try FileManager.default.destinationOfSymbolicLink(atPath: directory.file("feeds.plist"))
        #expect(target == "elsewhere/real.plist")
    }

    @Test func aPageIsSearchedForItsFeeds() async throws {
        server.route(
            "/",
            .response(
                headers: ["Content-Type": "text/html"],
                text: """
                    <!DOCTYPE html><head><base href="/news/"><!-- <link rel=alternate type=application/rss+xml href=no> -->
                    <script>'<link rel="alternate" type="application/rss+xml" href="no">'</script>
                    <LINK REL='Alternate' type="application/rss+xml; charset=x" title="A &amp; B" href=one.xml?a=1&amp;b=2>
                    <link rel="alternate" type="application/atom+xml" href="\(server.url("/two.xml"))"/>
                    <link rel="alternate" type="application/rss+xml" href="/blog/comments/feed/">
                    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/1">
                    <link rel="stylesheet" type="text/css" href="style.css"></head>
                    """))
        server.route("/news/one.xml", .response(text: Self.feed))
        server.route("/two.xml", .response(301, headers: ["Location": "/three.xml"], text: ""))
        server.route("/three.xml", .response(text: Self.feed))
        let several = try await ProgramRun.run(["feeds", "add", server.url("/")] + config)
        #expect(several.code == 65)
        #expect(
            several.lines == ["1  \(server.url("/news/one.xml?a=1&b=2"))  A & B", "2  \(server.url("/two.xml"))"])
        #expect(several.errors.contains("choose one with --pick N or its URL"))
        let none = try await ProgramRun.run(["feeds", "add", server.url("/"), "--pick", "3"] + config)
        #expect(none.code == 65)
        #expect(directory.read("feeds.plist") == feeds())
        // The second has moved for good: its new URL is written.
        for pick in ["1", "2"] {
            let result = try await ProgramRun.run(["feeds", "add", server.url("/"), "--pick", pick] + config)
            #expect(result.code == 0, "\(result.errors)")
        }
        #expect(
            directory.read("feeds.plist")
                == feeds(line("새 소식", "/news/one.xml?a=1&b=2") + line("새 소식 2", "/three.xml")))
    }

    @Test func commonPlacesAreTried() async throws {
        server.route("/front", .response(headers: ["Content-Type": "text/html"], text: "<!DOCTYPE html><p>hello"))
        let found = try await ProgramRun.run(["feeds", "add", server.url("/front")] + config)
        #expect(found.code == 0, "\(found.errors)")
        #expect(directory.read("feeds.plist") == feeds(line("새 소식", "/rss.xml")))
        server.route("/rss.xml", .response(404, text: ""))
        let asked = server.requests.count
        let none = try await ProgramRun.run(["feeds", "add", server.url("/front")] + config)
        #expect(none.code == 65)
        #expect(none.errors.contains("HTML page") && none.errors.contains("the site has none at feed, rss, atom.xml"))
        #expect(server.requests.count - asked == 6)
    }

    @Test func aRunningDaemonIsTold() async throws {
        let daemon = try ProgramRun(["run"] + config)
        #expect(await daemon.says("talentwatch starts"))
        let added = try await ProgramRun.run(["feeds", "add", server.url("/rss.xml")] + config)
        #expect(added.output.contains("the daemon (process \(daemon.process)) was told"), "\(added.output)")
        #expect(await daemon.says("configuration reloaded feeds=\"2\""), "\(daemon.errors)")
        #expect(try await ProgramRun.run(["feeds", "remove", "새 소식"] + config).code == 0)
        #expect(await daemon.says("configuration reloaded feeds=\"1\""), "\(daemon.errors)")
        daemon.send(SIGTERM)
        #expect(await daemon.result().code == 0)
    }
}
