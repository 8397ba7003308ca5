import Testing

@testable import WatchEngine

/// Feeds are written into files and taken out again, and nothing else of the file changes.
struct FeedListEditorTests {
    private static let entry = FeedListEditor.Entry(name: "새 \"피드\"", url: "https://b.example/rss", language: "ko")
    private static let line = "{ Name = \"새 \\\"피드\\\"\"; URL = \"https://b.example/rss\"; Language = ko; },"

    static let additions: [(String, String)] = [
        ("", "{\n    Feeds = (\n        \(line)\n    );\n}\n"),
        ("{}", "{\n    Feeds = (\n        \(line)\n    );\n}"),
        (
            "{\n    Polling = {};   // as it was\n}\n",
            "{\n    Polling = {};   // as it was\n    Feeds = (\n        \(line)\n    );\n}\n"
        ),
        ("Polling = {};", "Polling = {};\nFeeds = (\n        \(line)\n    );\n"),
        ("{ Feeds = (); }", "{ Feeds = (\n        \(line)\n    ); }"),
        (
            "{ Feeds = (\n  { Name = a; URL = \"https://a\"; },   // the first\n  // the end\n); }",
            "{ Feeds = (\n  { Name = a; URL = \"https://a\"; },   // the first\n  \(line)\n  // the end\n); }"
        ),
        (
            "{ Feeds = (\n\t{ Name = a; URL = \"https://a\"; } // no comma\n); }",
            "{ Feeds = (\n\t{ Name = a; URL = \"https://a\"; }, // no comma\n\t\(line)\n); }"
        ),
        (
            "{ Feeds = ( { Name = a; URL = \"https://a\"; } ); }",
            "{ Feeds = ( { Name = a; URL = \"https://a\"; },\n        \(line) ); }"
        ),
        (
            "{ Other = { Feeds = ( x ); }; Feeds = ( { Name = a; } /* , */ , ); }",
            "{ Other = { Feeds = ( x ); }; Feeds = ( { Name = a; } /* , */ ,\n        \(line) ); }"
        ),
        ("\u{FEFF}{ Feeds = (); }", "\u{FEFF}{ Feeds = (\n        \(line)\n    ); }"),
    ]

    @Test(arguments: additions.filter { $0.0.contains("\n") })
    func keepsTheLineEndsOfWindows(before: String, after: String) throws {
        func windows(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }
        let added = try FeedListEditor.adding([Self.entry], to: windows(before))
        #expect(String(decoding: added, as: UTF8.self) == String(decoding: windows(after), as: UTF8.self))
        let removed = try #require(try FeedListEditor.removing(name: Self.entry.name, from: added))
        let text = String(decoding: removed, as: UTF8.self)
        #expect(!text.replacing("\r\n", with: "").unicodeScalars.contains { $0 == "\r" || $0 == "\n" })
    }

    @Test(arguments: additions)
    func adds(before: String, after: String) throws {
        let result = try FeedListEditor.adding([Self.entry], to: Array(before.utf8))
        #expect(String(decoding: result, as: UTF8.self) == after)
    }

    static let removals: [(String, String?)] = [
        (
            "{ Feeds = ( { Name = a; }, { Name = b; }, { Name = c; } ); }",
            "{ Feeds = ( { Name = a; }, { Name = c; } ); }"
        ),
        ("{ Feeds = ( { Name = b; } ); }", "{ Feeds = ( ); }"),
        ("{ Feeds = ( { Name = a; }, { Name = b; } ); }", "{ Feeds = ( { Name = a; }, ); }"),
        (
            "{ Feeds = (\n  { Name = a; },  // a\n  { Name = b;\n    URL = x; },  // b\n  { Name = c; },\n); }",
            "{ Feeds = (\n  { Name = a; },  // a\n  { Name = c; },\n); }"
        ),
        ("{ Feeds = (\n { Name = \"b\"; } /* , */ ,\n); }", "{ Feeds = (\n); }"),
        ("{ Feeds = ( { Name = a; } ); }", nil),
        ("{ }", nil),
    ]

    @Test(arguments: removals)
    func removes(before: String, after: String?) throws {
        let result = try FeedListEditor.removing(name: "b", from: Array(before.utf8))
        #expect(result.map { String(decoding: $0, as: UTF8.self) } == after)
    }

    @Test func whatIsAddedCanBeRemoved() throws {
        for (before, _) in Self.additions.dropFirst(5) {
            let more = FeedListEditor.Entry(name: "c", url: "https://c.example/")
            let added = try FeedListEditor.adding([Self.entry, more], to: Array(before.utf8))
            let once = try #require(try FeedListEditor.removing(name: Self.entry.name, from: added))
            let twice = try #require(try FeedListEditor.removing(name: "c", from: once))
            #expect(
                readPropertyList(twice).node.map(PlainValue.init) == readPropertyList(before).node.map(PlainValue.init))
        }
    }

    static let refusals: [(String, String)] = [
        ("<plist><dict/></plist>", "is not in the text form in UTF-8, the only one that can be edited"),
        ("bplist00", "is not in the text form in UTF-8, the only one that can be edited"),
        ("{ Feeds = x; }", "has a Feeds that is not a list"), ("( a )", "is not a dictionary of settings"),
        ("{ Feeds = ( a b ); }", "has no comma after a value of a list"),
        ("{ Feeds = (", "has a list ( that is never closed"),
    ]

    @Test(arguments: refusals)
    func refuses(text: String, expected: String) {
        let refusal = #expect(throws: FeedListEditor.Refusal.self) {
            try FeedListEditor.adding([Self.entry], to: Array(text.utf8))
        }
        #expect(refusal?.description == expected)
    }

    @Test func namesOfAnyKindComeBack() throws {
        for name in ["a", "tab\tnew\nline", "back\\slash", "\u{1}\u{7F}", "it's \"quoted\"", "오픈AI ()={};,"] {
            let file = try FeedListEditor.adding([.init(name: name, url: "https://a")], to: [])
            let (node, faults) = readPropertyList(file)
            #expect(faults == [])
            #expect(
                node.map(PlainValue.init)
                    == .dictionary([
                        "Feeds": .array([.dictionary(["Name": .string(name), "URL": .string("https://a")])])
                    ]))
        }
    }
}
