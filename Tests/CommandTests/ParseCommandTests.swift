import Foundation
import Glibc
import TestSupport
import Testing

/// `parse`: one line or block for each document, and the exit code of the first that failed.
@Suite struct ParseCommandTests {
    private static let feed = """
        <rss version='2.0'><channel><title>t</title><item><title>a &amp; b</title></item></channel></rss>
        """

    @Test func everyDocumentGivesItsLine() async throws {
        let directory = try TemporaryDirectory()
        let good = try directory.write(Self.feed, to: "good.xml")
        let bad = try directory.write("not a feed", to: "bad.xml")
        let missing = directory.file("missing  one.xml")
        let result = try await ProgramRun.run(["parse", "--format", "jsonl", good, bad, missing])
        #expect(result.code == 65)
        #expect(result.lines.count == 3)
        #expect(result.lines[0].contains("\"a & b\""))
        #expect(result.lines[1].hasPrefix("{\"file\":\"\(bad)\",\"error\":\"line 1: "), "\(result.lines[1])")
        let error = "cannot read \(directory.path)/missing one.xml: No such file or directory"
        #expect(result.lines[2] == "{\"file\":\"\(missing)\",\"error\":\"\(error)\"}")
        #expect(result.errors == "talentwatch: 2 of 3 documents could not be read\n")
    }

    @Test func theFirstFailureGivesTheCode() async throws {
        let directory = try TemporaryDirectory()
        let good = try directory.write(Self.feed, to: "good.xml")
        let bad = try directory.write("not a feed", to: "bad.xml")
        let missing = directory.file("missing.xml")
        let deaf = "http://127.0.0.1:1/feed"
        let server = try LoopbackServer()
        server.route("/broken", .response(500, text: ""))
        let cases: [([String], Int32, String)] = [
            ([good], 0, ""), ([bad, missing], 65, "\(bad): "),
            ([missing, bad], 74, "cannot read \(missing): No such file or directory\n"),
            ([directory.path], 74, "cannot read \(directory.path): Is a directory\n"),
            ([deaf], 69, "\(deaf): "), ([server.url("/broken")], 69, "\(server.url("/broken")): HTTP 500\n"),
            (["http://"], 65, "http://: "),
        ]
        for (documents, code, errors) in cases {
            let result = try await ProgramRun.run(["parse"] + documents)
            #expect(result.code == code, "\(documents)")
            #expect(result.errors.hasPrefix(errors), "\(result.errors)")
        }
    }

    @Test func aFullOutputIsNoFaultOfTheDocument() async throws {
        let directory = try TemporaryDirectory()
        let good = try directory.write(Self.feed, to: "good.xml")
        let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
        defer { close(full) }
        for documents in [[good], Array(repeating: good, count: 2000)] {
            let result = try await ProgramRun.run(
                ["parse", "--format", "jsonl"] + documents, descriptors: [STDOUT_FILENO: full])
            #expect(result.code == 74)
            #expect(result.errors == "talentwatch: cannot write the output: No space left on device\n")
        }
    }

    @Test func jsonSteersNoTerminalAndLosesNothing() async throws {
        let unsafe = "a\u{9B}31m\u{7F}b\u{202E}c\u{2066}d\u{E0041}e\u{2028}f\u{FEFF}g\u{61C}h😀한"
        let feed = "<rss version='2.0'><channel><title>t</title><item><guid>\(unsafe)</guid></item></channel></rss>"
        let result = try await ProgramRun.run(["parse", "--format", "jsonl", "-"], input: feed)
        #expect(result.code == 0)
        let escaped = #"a\u009b31m\u007fb\u202ec\u2066d\udb40\udc41e\u2028f\ufeffg\u061ch😀한"#
        #expect(result.output.contains("\"id\":\"\(escaped)\""), "\(result.output)")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let entries = try #require(object["entries"] as? [[String: Any]])
        #expect(entries.first?["id"] as? String == unsafe)
    }
}
