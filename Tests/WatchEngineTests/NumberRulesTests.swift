import Foundation
import Testing

/// Numbers in text from outside are read by BoundedNumber alone: held against every line of the sources.
@Suite struct NumberRulesTests {
    private static let number = #"\b(?:U?Int(?:8|16|32|64)?|Double|Float|Decimal)"#

    /// What a conversion of text to a number looks like: one that may fail, one with a radix, one of what is called a text or
    /// taken out of one, and the C library's.
    private static let conversions = [
        #"(?:\b(?:if|guard)\b.*|^\s*|, )\blet \w+ = "# + number
            + #"\((?!exactly:|bitPattern:|truncatingIfNeeded:|clamping:)[^=]*(?:,|\{|else|\{ .*)$"#,
        #"[mM]ap\("# + number + #"\.init\)"#,
        #"(?:flatMap|compactMap)\(?\s*\{\s*"# + number + #"\(\$0\)"#,
        number + #"\((?!exactly:|bitPattern:|truncatingIfNeeded:|clamping:)[^()]*\)\)? \?\?"#,
        number + #"\((?:[^()]|\([^()]*\))*radix:"#,
        number + #"\((?:String|Substring)\("#,
        number + #"\((?:text|word|digits|string|header|field|line|rest|literal|token)\)"#,
        number
            + #"\((?:text|word|digits|string|header|field|line|rest|literal|token|parts|pieces|words|fields)\[[^\]]*\.\."#,
        number + #"\((?:parts|pieces|words|fields|columns|arguments)\["#,
        number + #"\([^)]*\.(?:utf8|dropFirst|dropLast|prefix|suffix|filter|trimmed|trimming\w*)\b"#,
        #"\b(?:strto\w+|ato[ifl]+|v?sscanf|NumberFormatter|NSDecimalNumber)\b|\bScanner\(string"#,
    ]

    /// Files that may convert text, and whose text it is.
    private static let allowed: [(file: String, reason: String)] = [
        ("HTTPFetch/ProxyConfiguration.swift", "NoProxy of the configuration"),
        ("WatchEngine/Status/ProcessRecord.swift", "the daemon's own file"),
        ("WatchEngine/Configuration/", "the operator's own files; each conversion fails on what does not fit"),
        ("WatchEngine/Schedule/FeedReport.swift", "a status that is a number already"),
        ("talentwatch/Service/SystemdNotifier.swift", "systemd's own variables"),
        ("talentwatch/Commands/Check.swift", "systemd's own variables"),
    ]

    private static func conversion() throws -> NSRegularExpression {
        try NSRegularExpression(pattern: conversions.map { "(?:\($0))" }.joined(separator: "|"))
    }

    private static func matches(_ line: String, _ conversion: NSRegularExpression) -> Bool {
        guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { return false }
        return conversion.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) != nil
    }

    @Test func numbersOfForeignTextAreReadInOnePlace() throws {
        let conversion = try Self.conversion()
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let files = try #require(FileManager.default.enumerator(atPath: sources.path)).compactMap { $0 as? String }
            .filter { $0.hasSuffix(".swift") }
        #expect(files.count > 200)
        for file in files where !Self.allowed.contains(where: { file.hasPrefix($0.file) }) {
            let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                #expect(
                    !Self.matches(String(line), conversion),
                    "\(file):\(index + 1) makes a number of text: read it with BoundedNumber, or say whose text it is")
            }
        }
    }

    @Test(arguments: [
        "if let seconds = Int64(value) {", "guard let number = UInt32(digits, radix: 16) else {",
        "let parts = line.split(separator: \":\").compactMap { Int($0) }", "return Double(String(text))",
        "let year = Int(text) ?? 0", "return Int(word)", "values.map(Int.init)",
        "let length = Int(header.dropFirst(2))",
        "let first = strtol(pointer, nil, 10)", "guard parts.count == 2, let day = Int(parts[1]),",
        "Int(line[..<space])",
    ])
    func knowsAConversionWhenItSeesOne(line: String) throws {
        #expect(try Self.matches(line, Self.conversion()))
    }

    @Test(arguments: [
        "let count = Int(number)", "Int64(exactly: scaled) ?? .max", "UInt32(bytes[position])", "Double(value) / 1_000",
        "let scalar = UInt32(text[position])", "// Int(text) would overflow",
    ])
    func leavesTypedValuesAlone(line: String) throws {
        #expect(try !Self.matches(line, Self.conversion()))
    }
}
