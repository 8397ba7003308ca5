import Foundation
import TestSupport
import Testing

/// A round among sites that mean no good: it ends by itself, in bounds, names each with its reason, and the good feeds alert.
@Suite struct HostileRoundTests {
    private static let bound = 5 << 20

    /// What a feed's `last_error` must tell, by its name.
    private static let reasons: [String: String] = [
        "gzip-bomb": "larger", "dripping": "not complete after 3 s", "endless-header": "header",
        "endless-body": "larger", "cut": "before",
        "redirect-loop": "redirects", "redirect-file": "redirect", "redirect-gopher": "redirect", "empty": "nothing",
        "noise": "",
        "hang-up": "", "page": "HTML page", "nul": "",
    ]
    /// Documents that are strange and yet feeds: they must do no harm, and may be read.
    private static let strange = ["entity-bomb", "open-tags", "external-entity"]

    private func routes(_ server: LoopbackServer) {
        let header = "<?xml version='1.0'?>"
        server.route(
            "/gzip-bomb",
            .response(headers: ["Content-Encoding": "gzip"], body: LoopbackGzip.bomb(expandingTo: 1 << 30)))
        server.route(
            "/dripping", .dripping(Array(repeating: UInt8(ascii: " "), count: 10_000), every: .milliseconds(100)))
        server.route("/endless-header", .endlessHeader(upTo: 1 << 30))
        server.route(
            "/endless-body", .endlessBody(of: Array(repeating: UInt8(ascii: "x"), count: 64 << 10), upTo: 1 << 30))
        server.route("/cut", .cut(Array("<rss version='2.0'><channel><item><title>초지능".utf8), declaring: 100_000))
        let levels = (1...9).map { "<!ENTITY l\($0) '\(String(repeating: "&l\($0 - 1);", count: 10))'>" }.joined()
        server.route(
            "/entity-bomb",
            .response(
                text:
                    "\(header)<!DOCTYPE r [<!ENTITY l0 'lol'>\(levels)]><rss version='2.0'><channel><item><title>&l9;</title></item></channel></rss>"
            ))
        server.route(
            "/open-tags",
            .response(text: header + "<rss version='2.0'><channel>" + String(repeating: "<a>", count: 200_000)))
        server.route("/redirect-loop") { _ in .redirect(to: server.url("/redirect-loop")) }
        server.route("/redirect-file", .redirect(to: "file:///etc/passwd"))
        server.route("/redirect-gopher", .redirect(to: "gopher://127.0.0.1/"))
        server.route("/nul", .response(body: Array(repeating: 0, count: 100_000)))
        server.route("/empty", .response(text: ""))
        var random = SeededGenerator(seed: 3)
        server.route("/noise", .response(body: (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) }))
        server.route(
            "/external-entity",
            .response(
                text:
                    "\(header)<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><rss version='2.0'><channel><item><guid>1</guid><title>초지능 [&x;]</title></item></channel></rss>"
            ))
        server.route("/hang-up", .hangUp)
        server.route("/page", .response(text: "<!DOCTYPE html><html><body>초지능</body></html>"))
        for number in 1...5 {
            server.routeFeed(
                "/good\(number)",
                body: Array(
                    "<rss version='2.0'><channel><item><guid>\(number)</guid><title>초지능 \(number)</title></item></channel></rss>"
                        .utf8))
        }
    }

    @Test func endsInBoundsAndNamesEach() async throws {
        let server = try LoopbackServer()
        routes(server)
        let directory = try TemporaryDirectory()
        let names = Self.reasons.keys.sorted() + Self.strange + (1...5).map { "good\($0)" }
        let feeds = names.map { "{ Name = \"\($0)\"; URL = \"\(server.url("/" + $0))\"; }" }.joined(separator: ", ")
        let config = try directory.write(
            """
            {
              StateDirectory = "state"; AlertLogs = ( { Path = "\(directory.file("alerts.log"))"; Format = text; } );
              Polling = { Timeout = 3s; MaximumBodySize = "5 MiB"; AllowPrivateNetworks = YES; HostGap = 0; PerHost = 64; FirstPollWindow = forever; };
              Feeds = ( \(feeds) ); Rules = ( { Name = "초지능"; Any = ( "초지능" ); } );
            }
            """, to: "t.plist")
        let started = ContinuousClock().now
        let program = try ProgramRun(["run", "--once", "--config", config])
        let peakMemory = await program.peakMemory()
        let result = await program.result()
        let took = ContinuousClock().now - started
        #expect(result.code == 0)
        #expect(took < .seconds(20), "\(took)")
        #expect(peakMemory < 160 << 20, "\(peakMemory >> 20) MiB")
        #expect(peakMemory > 10 << 20)

        let log = directory.read("alerts.log")
        for number in 1...5 { #expect(log.contains("초지능 \(number) | good\(number)")) }
        #expect(!log.contains(try String(contentsOfFile: "/etc/hostname", encoding: .utf8).split(separator: "\n")[0]))
        let list = try await ProgramRun.run(["feeds", "list", "--format", "jsonl", "--config", config])
        let states = try list.lines.reduce(into: [String: [String: Any]]()) { states, line in
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            states[try #require(object["name"] as? String)] = object
        }
        for (name, reason) in Self.reasons {
            #expect(states[name]?["state"] as? String == "failing", "\(name)")
            let error = try #require(states[name]?["last_error"] as? String, "\(name)")
            #expect(reason.isEmpty ? !error.isEmpty : error.contains(reason), "\(name): \(error)")
        }
        for name in Self.strange {
            let state = try #require(states[name])
            let isTold = state["state"] as? String == "failing" && (state["last_error"] as? String)?.isEmpty == false
            #expect(isTold || state["state"] as? String == "ok", "\(name): \(state)")
        }
        for number in 1...5 { #expect(states["good\(number)"]?["state"] as? String == "ok") }
        for line in list.lines + result.errors.split(separator: "\n").map(String.init) {
            #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        }
    }
}
