import Foundation
import TestSupport
import Testing

/// `explain` and `check --network` read a configured feed as the daemon does.
@Suite struct ConfiguredFeedTests {
    private let server: LoopbackServer
    private let directory: TemporaryDirectory
    private var config: [String] { ["--config", directory.file("t.plist")] }

    init() throws {
        server = try LoopbackServer()
        directory = try TemporaryDirectory()
        let feed = "<rss version='2.0'><channel><title>Its own</title><item><title>초지능</title></item></channel></rss>"
        server.route("/a") { request in
            request.headers["x-key"] == "sesame" ? .response(203, text: feed) : .response(403, text: "")
        }
        server.route("/b", .response(text: feed))
        server.route("/c", .response(204, text: ""))
        try directory.write(feed, to: "local.xml")
        try directory.write(
            """
            { StateDirectory = state; AlertLogs = (); Polling = { AllowPrivateNetworks = YES; };
              Feeds = ( { Name = "가"; URL = "\(server.url("/a"))"; Language = ko; Headers = { X-Key = sesame; }; },
                        { Name = "나"; URL = "file:local.xml"; }, { Name = "다"; URL = "\(server.url("/c"))"; } );
              Rules = ( { Name = R; Any = ( "초지능" ); Feeds = ( "가", "나" ); } ); }
            """, to: "t.plist")
    }

    @Test func theDaemonsNameDecides() async throws {
        for place in [server.url("/a"), directory.file("local.xml")] {
            let result = try await ProgramRun.run(["explain", place] + config)
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.output.hasPrefix("[R] 초지능\n"), "\(place)")
        }
        let stranger = try await ProgramRun.run(["explain", server.url("/b")] + config)
        #expect(stranger.output.hasPrefix("  -  초지능\n"))
        let help = try await ProgramRun.run(["explain", "--help"])
        #expect(help.output.replacing("\n", with: " ").contains("of no configured feed"))
    }

    @Test func theNetworkIsAskedAsTheDaemonAsks() async throws {
        let result = try await ProgramRun.run(["check", "--network"] + config)
        #expect(result.code == 69)
        #expect(
            result.lines.dropFirst().sorted() == [
                "failed  다: HTTP 204", "ok      가: 1 items (rss2)", "ok      나: 1 items (rss2)",
            ])
        #expect(result.errors == "talentwatch: 1 of 3 feeds cannot be read\n")
    }
}
