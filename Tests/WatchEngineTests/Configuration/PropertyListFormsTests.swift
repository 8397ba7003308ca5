import Foundation
import Testing

@testable import WatchEngine

/// The three forms give the same trees, and the same as Foundation gives.
struct PropertyListFormsTests {
    private func foundation(_ bytes: [UInt8]) throws -> PlainValue? {
        PlainValue(foundation: try PropertyListSerialization.propertyList(from: Data(bytes), options: [], format: nil))
    }

    static let texts = [
        "{}", "{ }", "()", "( )", "( a )", "( a, )", "(a,b , c)", "{ a = b; }", "{a=b;c=d;}", "{ a = ( { b = c; } ); }",
        "{ \"a b\" = \"c;d\"; }", "{ 'a' = 'it\"s'; }", "{ a = \"tab\\tquote\\\"back\\\\slash\\nline\"; }",
        "{ a = \"\\U00e9\\Uc624\\Ud508AI\"; }", "{ a = \"\\Ud83d\\Ude00\"; }", "{ a = \"\\101\\60\\7\"; }",
        "{ a = \"\\341\\256\"; }", "{ a = \"\\a\\b\\f\\r\\v\"; }", "{ a = \"line\\\nline\"; }",
        "{ a = \"오픈AI\"; \"키\" = \"값\"; }",
        "{ a = <>; b = <0f bd77\n1c>; }", "// comment\n{ /* another\n */ a = b; // third\n }",
        "{ a = http://x.y/z-1_2$; }",
        "{ a = 15m; b = 900; c = -1.5; }", "a = b;", "a = b; c = ( d );", "\"a\" = \"b\";", "word", "\"two words\"",
        "\u{FEFF}{ a = b; }", "{ a = \"\u{2028}\"; }", "{ a\u{2028}= b; }", "{ a = \"\"; }", "\t{\r\n a = b;\r\n}\r\n",
    ]

    @Test(arguments: texts)
    func textIsReadAsFoundationReadsIt(text: String) throws {
        let (node, faults) = readPropertyList(text)
        #expect(faults == [])
        let expected = try foundation(Array(text.utf8))
        #expect(node.map(PlainValue.init) == expected)
    }

    static let xml = [
        "<dict/>", "<array/>", "<string/>", "<string>a</string>", "<dict></dict>",
        "<array><string>a</string><true/></array>",
        "<dict><key>a</key><string>b &amp; &lt;c&gt; &quot;d&quot; &apos;e&apos;</string></dict>",
        "<dict><key>a &amp; b</key><integer>15</integer><key>c</key><real>1.5</real></dict>",
        "<string>&#xC624;&#54536;AI</string>", "<string><![CDATA[<b>&amp;</b>]]> tail</string>",
        "<array><integer>-7</integer><integer>0x1F</integer><true/><false/></array>",
        "<date>2026-11-24T12:34:56Z</date>",
        "<date>2000-02-29T00:00:00Z</date>", "<date>1969-12-31T23:59:59Z</date>", "<data>D713HA==</data>",
        "<data>\n\tQQ==\n</data>",
        "<data></data>", "<array><!-- comment --><string>a</string><!-- <string>b</string> --></array>",
        "<string>  spaces  </string>",
    ]

    @Test(arguments: xml)
    func xmlIsReadAsFoundationReadsIt(body: String) throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">\(body)</plist>

            """
        let (node, faults) = readPropertyList(text)
        #expect(faults == [])
        let expected = try foundation(Array(text.utf8))
        #expect(node.map(PlainValue.init) == expected)
    }

    /// XML 1.0, section 2.11; Foundation keeps the carriage return.
    @Test func xmlLineEndsAreNewlines() {
        let (node, faults) = readPropertyList("<plist><string>a\r\nb\rc</string></plist>")
        #expect(faults == [])
        #expect(node?.value == .string("a\nb\nc"))
    }

    @Test func linesAreThoseOfTheFile() throws {
        let text = "// one\n{\n  A = (\n    b,\n    { C = d; }\n  );\n\n  \"E\" =\n    f;\n}\n"
        let node = try #require(readPropertyList(text).node)
        let list = try #require(node["A"])
        guard case .array(let elements) = list.value, case .dictionary(let entries) = node.value else {
            Issue.record("the tree is another")
            return
        }
        #expect(node.line == 2)
        #expect(list.line == 3)
        #expect(elements.map(\.line) == [4, 5])
        #expect(entries.map(\.keyLine) == [3, 8])
        #expect(node["E"]?.line == 9)
        let xml = "<?xml version=\"1.0\"?>\n<plist>\n<dict>\n<key>A</key>\n\n<array>\n<true/></array>\n</dict></plist>"
        let root = try #require(readPropertyList(xml).node)
        #expect(root.line == 3)
        #expect(root["A"]?.line == 6)
    }

    @Test func utf16IsReadByItsMark() throws {
        let text = "{ \"회사\" = \"오픈AI 😀\"; }"
        let expected = PlainValue.dictionary(["회사": .string("오픈AI 😀")])
        for bigEndian in [false, true] {
            let units = [0xFEFF] + Array(text.utf16)
            let bytes = units.flatMap { unit in
                bigEndian
                    ? [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)]
                    : [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
            }
            let (node, faults) = readPropertyList(bytes)
            #expect(faults == [])
            #expect(node.map(PlainValue.init) == expected)
        }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func randomTreesComeBackFromEveryForm(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let tree = RandomTree.any(&generator, depth: 4)
        for format in [PropertyListSerialization.PropertyListFormat.xml, .binary] {
            let bytes = Array(
                try PropertyListSerialization.data(fromPropertyList: tree.foundation, format: format, options: 0))
            let (node, faults) = readPropertyList(bytes)
            #expect(faults == [])
            #expect(node.map(PlainValue.init) == tree)
        }
        let strings = RandomTree.strings(&generator, depth: 4)
        let text = RandomTree.text(of: strings, &generator)
        let (node, faults) = readPropertyList(text)
        #expect(faults == [], "\(text)")
        #expect(node.map(PlainValue.init) == strings, "\(text)")
        #expect(try foundation(Array(text.utf8)) == strings, "\(text)")
    }
}

/// Trees of random shape, and their text form with random spacing, quotes and escapes.
enum RandomTree {
    private static let characters = Array("ab09_$/:.- ;=,(){}<>\"'\\\n\t\u{E9}오픈초지능漢😀\u{301}")

    static func string(_ generator: inout SeededGenerator) -> String {
        String(
            (0..<Int.random(in: 1...8, using: &generator)).map { _ in characters.randomElement(using: &generator) ?? "a"
            })
    }

    /// A tree of strings, data, lists and dictionaries, all that the text form has.
    static func strings(_ generator: inout SeededGenerator, depth: Int) -> PlainValue {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 3), using: &generator) {
        case 0, 1: .string(string(&generator))
        case 2:
            .data(
                (0..<Int.random(in: 0...5, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            )
        case 3:
            .array((0..<Int.random(in: 0...4, using: &generator)).map { _ in strings(&generator, depth: depth - 1) })
        default:
            .dictionary(
                Dictionary(
                    (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                        (string(&generator), strings(&generator, depth: depth - 1))
                    }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// A tree of every kind of value.
    static func any(_ generator: inout SeededGenerator, depth: Int) -> PlainValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
        case 0: .string(string(&generator).replacing("\u{301}", with: ""))
        case 1:
            .integer(Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0...60, using: &generator))
        case 2: .real(Double(Int.random(in: -9999...9999, using: &generator)) / 8 + 0.0625)
        case 3: .boolean(Bool.random(using: &generator))
        case 4: .date(Double(Int.random(in: -1_000_000_000...2_000_000_000, using: &generator)))
        case 5:
            .data(
                (0..<Int.random(in: 0...40, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator)
                })
        case 6: .array((0..<Int.random(in: 0...20, using: &generator)).map { _ in any(&generator, depth: depth - 1) })
        default:
            .dictionary(
                Dictionary(
                    (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                        (string(&generator), any(&generator, depth: depth - 1))
                    }, uniquingKeysWith: { first, _ in first }))
        }
    }

    static func text(of value: PlainValue, _ generator: inout SeededGenerator) -> String {
        switch value {
        case .array(let values):
            let elements = values.map { space(&generator) + text(of: $0, &generator) + space(&generator) }
            let comma = !values.isEmpty && Bool.random(using: &generator) ? "," : ""
            return "(" + elements.joined(separator: ",") + comma + space(&generator) + ")"
        case .dictionary(let values):
            let entries = values.map { key, value in
                space(&generator) + quoted(key, &generator) + space(&generator) + "=" + space(&generator)
                    + text(of: value, &generator) + space(&generator) + ";"
            }
            return "{" + entries.joined() + space(&generator) + "}"
        case .data(let bytes):
            let digits = bytes.map { (byte: UInt8) in
                (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: Bool.random(using: &generator))
            }
            return "<" + digits.joined(separator: Bool.random(using: &generator) ? " " : "") + ">"
        case .string(let text): return quoted(text, &generator)
        case .integer, .real, .boolean, .date: return "\"\""
        }
    }

    private static func space(_ generator: inout SeededGenerator) -> String {
        ["", " ", "\n", "\t ", "// a } comment\n", "/* another ) \n one */"].randomElement(using: &generator) ?? ""
    }

    private static func quoted(_ text: String, _ generator: inout SeededGenerator) -> String {
        // A word that begins a comment or is nothing needs its quotes.
        let isWord = text.utf8.allSatisfy(TextScanner.isUnquoted) && !text.isEmpty && !text.hasPrefix("//")
        // A slash is part of a word, so a comment right behind one would be too.
        if isWord, Bool.random(using: &generator) { return text + " " }
        let quote = Bool.random(using: &generator) ? "\"" : "'"
        var result = quote
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += Bool.random(using: &generator) ? "\\n" : "\n"
            case "\t": result += Bool.random(using: &generator) ? "\\t" : "\t"
            case _ where String(scalar) == quote: result += "\\" + quote
            case _ where scalar.value >= 0x80 && Bool.random(using: &generator):
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\U" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + quote
    }
}
