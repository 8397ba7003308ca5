import Testing

@testable import WatchEngine

/// The small readers of the words that people write.
struct ConfigurationTextTests {
    @Test(arguments: [
        ("900", 900_000), ("0", 0), ("0.5", 500), ("500ms", 500), ("15m", 900_000), ("1h", 3_600_000),
        ("1d", 86_400_000),
        ("180d", 15_552_000_000), ("2w", 1_209_600_000), ("1h 30m", 5_400_000), ("1h30m", 5_400_000),
        ("1.5h", 5_400_000),
        (" 10 s ", 10_000), ("1m 1s 1ms", 61_001),
    ])
    func durations(text: String, milliseconds: Int) {
        #expect(DurationText.parse(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", " ", "m", "-1", "-5m", "1e3", "1,5h", ".5", "5.", "1..5", "15 minutes", "15M", "1m 1h", "1m 1m", "1h 30",
        "１５m", "nan",
        "inf", "999999999999999999999d", "101 years", "40000d",
    ])
    func noDurations(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(arguments: [0, 1, 999, 1000, 61_001, 3_600_000, 90_061_001, 15_552_000_000])
    func durationsComeBack(milliseconds: Int) {
        let duration = Duration.milliseconds(milliseconds)
        #expect(DurationText.parse(DurationText.text(duration)) == duration)
    }

    @Test(arguments: [
        ("4096", 4096), ("0", 0), ("10 MiB", 10_485_760), ("10MiB", 10_485_760), ("5 MB", 5_000_000), ("1 kib", 1024),
        ("2 GB", 2_000_000_000),
        ("1.5 KiB", 1536), ("7 B", 7), ("1 GiB", 1_073_741_824),
    ])
    func sizes(text: String, bytes: Int) {
        #expect(ByteSizeText.parse(text) == bytes)
    }

    @Test(arguments: ["", "MiB", "10M", "10K", "-1", "1e9", "10 MiBs", "ten", "99999999999999 GiB", "１0 KB"])
    func noSizes(text: String) {
        #expect(ByteSizeText.parse(text) == nil)
    }

    @Test(arguments: [0, 1, 1023, 1024, 1536, 10 << 20, 1 << 30])
    func sizesComeBack(bytes: Int) {
        #expect(ByteSizeText.parse(ByteSizeText.text(bytes)) == bytes)
    }

    @Test(
        arguments: [
            ("intervall", "Interval"), ("Intreval", "Interval"), ("INTERVAL", "Interval"), ("Timout", "Timeout"),
            ("MinInterval", "MinimumInterval"), ("Colour", nil), ("", nil), ("X", nil), ("It", nil),
        ] as [(String, String?)])
    func suggestions(word: String, expected: String?) {
        #expect(Suggestion.nearest(to: word, among: ["Interval", "MinimumInterval", "Timeout", "In"]) == expected)
    }

    @Test func theNearestSuggestionWins() {
        #expect(Suggestion.nearest(to: "labz", among: ["lab", "labs", "labels"]) == "labs")
        #expect(Suggestion.nearest(to: "메타즈", among: ["메타스", "메타"]) == "메타스")
        #expect(Suggestion.nearest(to: String(repeating: "a", count: 100_000), among: ["a"]) == nil)
    }

    @Test(arguments: [
        ("*.plist", "a.plist", true), ("*.plist", ".plist", true), ("*.plist", "a.plist~", false),
        ("a*b*c", "aXbYc", true),
        ("a*b*c", "abcb", false), ("?.x", "가.x", true), ("?.x", "ab.x", false), ("[a-c]1", "b1", true),
        ("[!a-c]1", "b1", false),
        ("[!a-c]1", "d1", true), ("[x]", "x", true), ("[", "[", true), ("a[", "a[", true), ("", "", true),
        ("*", "", true),
        ("[]]", "]", true),
    ])
    func globs(pattern: String, name: String, expected: Bool) {
        #expect(Glob.matches(name, pattern: pattern) == expected)
    }

    @Test func globsAreNotExponential() {
        let pattern = String(repeating: "a*", count: 30) + "b"
        #expect(!Glob.matches(String(repeating: "a", count: 2000), pattern: pattern))
    }

    @Test(arguments: [
        ("/a/./b/../c//d", "/a/c/d"), ("a/../..", ".."), ("/..", "/"), ("a/b", "a/b"), (".", "."), ("/", "/"),
        ("../../a", "../../a"),
        ("a/..", "."),
    ])
    func paths(path: String, expected: String) {
        #expect(PathText.normalized(path) == expected)
    }

    @Test func shownTextsAreShortAndHarmless() {
        #expect(
            ShownText.quoted("a\"b\\c\n\u{1B}[31m\u{202E}\u{200B}") == "\"a\\\"b\\\\c\\n\\U001b[31m\\U202e\\U200b\"")
        #expect(ShownText.path("/" + String(repeating: "a", count: 300) + "\n").count == 303)
        #expect(ShownText.plain(String(repeating: "초", count: 81)) == String(repeating: "초", count: 80) + "…")
    }
}
