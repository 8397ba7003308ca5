import Foundation
import FoundationXML
import Glibc
import TestSupport
import Testing

/// `feeds import` and `feeds export`.
@Suite struct OPMLCommandTests {
    private let directory: TemporaryDirectory
    private var config: [String] { ["--config", directory.file("t.plist")] }

    init() throws {
        directory = try TemporaryDirectory()
        try write(feeds: "{ Name = A; URL = \"https://a.example/rss\"; }, { Name = L; URL = \"file:l.xml\"; },")
    }

    private func write(feeds: String) throws {
        try directory.write(
            """
            { StateDirectory = state; AlertLogs = (); Polling = { AllowPrivateNetworks = YES; };
              Feeds = ( \(feeds) ); }
            """, to: "t.plist")
    }

    private static let list = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE opml [ <!ENTITY x SYSTEM "file:///etc/passwd"> <!ENTITY y "&x;&x;"> ]>
        <opml version="2.0"><head><title>&y;</title></head><body>
        <outline text="뉴스"><outline text="기술">
          <outline type="rss" text="같음" xmlUrl="https://b.example/rss?a=1&amp;b=2" language="ko-KR"/>
        </outline>
          <outline type="rss" text="같음" title="&#44057;음" xmlUrl='https://c.example/rss'/>
          <outline type="rss" text="R & D" xmlUrl="https://d.example/rss"></outline>
        </outline>
        <outline text="again" xmlUrl="HTTPS://A.example:443/rss"/>
        <outline text="bad" xmlUrl="gopher://e.example/"/><outline xmlUrl="https://f.example/rss"/>
        <outline text="&y;" xmlUrl="https://g.example/rss"/>
        </body></opml>
        """

    @Test func nestedOutlinesBecomeFeeds() async throws {
        let source = try directory.write(Self.list, to: "list.opml")
        let result = try await ProgramRun.run(["feeds", "import", source] + config)
        #expect(result.code == 0, "\(result.errors)")
        #expect(
            result.lines.first == "added 5 feeds to \(directory.file("t.plist")); 1 watched already, 1 unusable")
        #expect(
            result.errors.split(separator: "\n") == [
                "again: HTTPS://A.example:443/rss: is watched already, as \"A\"",
                "bad: gopher://e.example/: is not an http or https URL; write https://… or http://…",
            ])
        let written = directory.read("t.plist")
        for entry in [
            #"{ Name = "같음"; URL = "https://b.example/rss?a=1&b=2"; Language = ko; }"#,
            #"{ Name = "뉴스: 같음"; URL = "https://c.example/rss"; }"#,
            #"{ Name = "R & D"; URL = "https://d.example/rss"; }"#,
            #"{ Name = "f.example"; URL = "https://f.example/rss"; }"#,
            #"{ Name = "&y;"; URL = "https://g.example/rss"; }"#,
        ] {
            #expect(written.contains(entry), "\(written)")
        }
        let again = try await ProgramRun.run(["feeds", "import", "-"] + config, input: Self.list)
        #expect(again.code == 65)
        #expect(again.errors.hasSuffix("talentwatch: no feed to import; 6 watched already, 1 unusable\n"))
        #expect(directory.read("t.plist") == written)
    }

    @Test func whatIsExportedCanBeImported() async throws {
        try write(
            feeds: """
                { Name = "A <&\\"'> 가"; URL = "https://a.example/?x=1&y=2"; Language = ko; },
                { Name = L; URL = "file:l.xml"; }
                """)
        let before = try await ProgramRun.run(["feeds", "export"] + config)
        #expect(before.code == 0)
        #expect(
            before.lines.filter { $0.contains("<outline") } == [
                #"    <outline type="rss" text="A &lt;&amp;&quot;'&gt; 가" title="A &lt;&amp;&quot;'&gt; 가" "#
                    + #"language="ko" xmlUrl="https://a.example/?x=1&amp;y=2"/>"#
            ])
        let list = before.output
        #expect(XMLParser(data: Data(list.utf8)).parse())
        try write(feeds: "")
        #expect(try await ProgramRun.run(["feeds", "import", "-"] + config, input: list).code == 0)
        #expect(try await ProgramRun.run(["feeds", "export"] + config).output == list)
    }

    @Test func whatIsNoListIsRefused() async throws {
        let deep = String(repeating: "<outline text='x'>", count: 100)
        let cases: [(String, String)] = [
            ("<html><outline xmlUrl='https://a.example/2'></html>", "- is no OPML file"),
            ("<opml><body>\(deep)", "- has outlines more than 64 levels deep"), ("", "- is no OPML file"),
            ("<opml></opml>", ""),
        ]
        for (list, error) in cases {
            let result = try await ProgramRun.run(["feeds", "import", "-"] + config, input: list)
            #expect(result.code == (error.isEmpty ? 0 : 65), "\(list.prefix(20))")
            #expect(result.errors == (error.isEmpty ? "" : "talentwatch: \(error)\n"))
        }
    }

    @Test func feedsThatCannotBeReadAreLeftOutOnWish() async throws {
        let server = try LoopbackServer()
        server.route("/good", .response(text: "<rss version='2.0'><channel><title>g</title></channel></rss>"))
        let list = """
            <opml><body><outline text="good" xmlUrl="\(server.url("/good"))"/>
            <outline text="gone" xmlUrl="\(server.url("/gone"))"/></body></opml>
            """
        let result = try await ProgramRun.run(["feeds", "import", "--verify", "-"] + config, input: list)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.lines.first?.hasSuffix("; 0 watched already, 0 unusable, 1 not readable") == true)
        #expect(result.errors == "failed  gone: HTTP 404\n")
        #expect(directory.read("t.plist").contains("/good") && !directory.read("t.plist").contains("/gone"))
    }

    @Test func aPersonSeesHowFarItIs() async throws {
        // posix_openpt(3) and its kin, which Glibc's module map leaves out: TIOCSPTLCK and TIOCGPTN of ioctl_tty(2).
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(terminal) }
        var unlocked: Int32 = 0
        var number: Int32 = 0
        #expect(ioctl(terminal, 0x4004_5431, &unlocked) == 0 && ioctl(terminal, 0x8004_5430, &number) == 0)
        let line = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(line) }
        let server = try LoopbackServer()
        server.route("/good", .response(text: "<rss version='2.0'><channel><title>g</title></channel></rss>"))
        let list = "<opml><body><outline text='good' xmlUrl='\(server.url("/good"))'/></body></opml>"
        let result = try await ProgramRun.run(
            ["feeds", "import", "--verify", "-"] + config, input: list, descriptors: [STDERR_FILENO: line])
        #expect(result.code == 0)
        _ = fcntl(terminal, F_SETFL, O_NONBLOCK)
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = max(0, read(terminal, &bytes, bytes.count))
        let bar = "[" + String(repeating: "=", count: 30) + "] 1/1 feeds fetched"
        #expect(String(decoding: bytes[..<count], as: UTF8.self) == "\r\(bar)\r\u{1B}[K")
    }
}
