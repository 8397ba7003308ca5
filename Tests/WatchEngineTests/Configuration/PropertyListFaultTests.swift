import Foundation
import Testing

@testable import WatchEngine

/// What the readers say of broken files, word for word.
struct PropertyListFaultTests {
    static let text: [(String, [String])] = [
        // Read over: the tree is there, and the report goes on.
        ("{ a = 오픈AI; }", ["f:1: has 오픈AI, which is not ASCII and needs quotes; write \"오픈AI\""]),
        ("{\n  회사 = b;\n}", ["f:2: has 회사, which is not ASCII and needs quotes; write \"회사\""]),
        ("{ a = x?y&z; }", ["f:1: has x?y&z, which has characters that need quotes; write \"x?y&z\""]),
        ("{ a = @labs; }", ["f:1: has @labs, which has characters that need quotes; write \"@labs\""]),
        ("{\n a = b\n c = d;\n}", ["f:2: has no semicolon after the value of a; write a semicolon after it"]),
        ("{ a = b }", ["f:1: has no semicolon after the value of a; write a semicolon after it"]),
        (
            "{ a = 10 MiB; }",
            [
                "f:1: has no = after the key MiB; write MiB = VALUE;",
                "f:1: has no semicolon after the value of a; write a semicolon after it",
            ]
        ),
        ("{ a = b, c = d; }", ["f:1: has a comma after the value of a; write a semicolon instead"]),
        ("(\n a\n b)", ["f:2: has no comma after a value of a list; write a comma after it"]),
        ("( a; b )", ["f:1: has a semicolon in a list; write a comma instead"]),
        ("{ a = b;; }", ["f:1: has a semicolon too many; remove it"]),
        (
            "{\na = b;\nc = d;\n\na = e; }",
            [
                "f:5: has the key a twice in one dictionary (first on line 2); remove one of the two"
            ]
        ),
        (
            "{ a = \"\\d\"; }",
            [
                "f:1: has the escape \\d, which stands for nothing; write \\\\ for a backslash, \\U and four digits for a character"
            ]
        ),
        (
            "{ a = 오픈; b = c\n d = 메타; }",
            [
                "f:1: has 오픈, which is not ASCII and needs quotes; write \"오픈\"",
                "f:1: has no semicolon after the value of b; write a semicolon after it",
                "f:2: has 메타, which is not ASCII and needs quotes; write \"메타\"",
            ]
        ),
        // The end of the reading.
        ("{ a }", ["f:1: has no = after the key a; write a = VALUE;"]),
        ("{ a = ; }", ["f:1: has \";\" where a value was expected; write a value before it"]),
        (
            "{ = b; }",
            [
                "f:1: has \"=\" where a key was expected; write a key, in quotes if it has other characters than letters, digits and _ $ / : . -"
            ]
        ),
        ("{ a = b;", ["f:1: has a dictionary { that is never closed; write } where the dictionary ends"]),
        (
            "{\n a = (\n b,\n c;\n",
            [
                "f:2: has a list ( that is never closed; write ) where the list ends",
                "f:4: has a semicolon in a list; write a comma instead",
            ]
        ),
        ("{ a = ( b };", ["f:1: has \"}\" in the list that line 1 opens; write ) where the list ends"]),
        ("{ a = ( b = c ); }", ["f:1: has \"=\" in the list that line 1 opens; write ) where the list ends"]),
        ("( , a )", ["f:1: has a comma where a value was expected; remove the comma, or write a value before it"]),
        (
            "{ a = { b = c; ) }",
            [
                "f:1: has \")\" where a key was expected; write a key before it"
            ]
        ),
        ("{ a = b ); }", ["f:1: has \")\" after the value of a; write a semicolon after the value"]),
        (
            "{ a = b; } }",
            [
                "f:1: has \"}\" after its end; remove it, or look for a bracket that was closed too early"
            ]
        ),
        ("{ a = b; }\nc = d;", ["f:2: has \"c\" after its end; remove it, or move it inside the braces"]),
        (
            "{\n a = \"b;\n}\n",
            [
                "f:2: has a string that is never closed (it begins \"b;\\n}\\n\"); write \" where the string ends; inside a string write \\\""
            ]
        ),
        ("{ a = b; /* c\n }", ["f:1: has a comment /* that is never closed; write */ where the comment ends"]),
        ("{ a = <0f 1>; }", ["f:1: has data with an odd number of digits; write two digits for each byte"]),
        (
            "{ a = <0g>; }",
            [
                "f:1: has \"g\" in data; write hexadecimal digits only, and > where the data ends"
            ]
        ),
        ("{ a = <0f", ["f:1: has data < that is never closed; write > where the data ends"]),
        (
            "{ a = <*X5>; }",
            [
                "f:1: has the typed value <*X5>, which is not one; write <*I5>, <*R1.5>, <*BY> or <*BN>"
            ]
        ),
        ("{ a = \"\\U\"; }", ["f:1: has the escape \\U without digits; write \\U and four hexadecimal digits"]),
        (
            "{ a = \"\\Ud83d\"; }",
            [
                "f:1: has half a surrogate pair in a \\U escape; write both halves, or the character itself"
            ]
        ),
        (
            "{ a = \0; }",
            [
                "f:1: has \"\\U0000\" where a value was expected; write a value, in quotes if it has other characters than letters, digits and _ $ / : . -"
            ]
        ),
    ]

    @Test(arguments: text)
    func textFaults(text: String, expected: [String]) {
        #expect(readPropertyList(text).faults == expected)
    }

    @Test func theTreeIsMended() {
        let (node, faults) = readPropertyList("{ a = 오픈AI, b = ( c d; e )\n a = x; }")
        #expect(faults.count == 6)
        #expect(
            node.map(PlainValue.init)
                == .dictionary(["a": .string("오픈AI"), "b": .array([.string("c"), .string("d"), .string("e")])]))
    }

    @Test func gnustepsTypedValuesAreRead() {
        let (node, faults) = readPropertyList("( <*I-5>, <*R1.5>, <*BY>, <*BN> )")
        #expect(faults == [])
        #expect(node.map(PlainValue.init) == .array([.integer(-5), .real(1.5), .boolean(true), .boolean(false)]))
    }

    static let xml: [(String, [String])] = [
        ("<plist></plist>", ["f:1: has no value in <plist>; write a <dict>"]),
        ("<plist/>", ["f:1: has no value in <plist>; write a <dict>"]),
        (
            "<plist>\n<dict><key>a</key></dict></plist>",
            [
                "f:2: has no value for the key a; write the value after </key>"
            ]
        ),
        (
            "<plist><dict>\n<string>a</string></dict></plist>",
            [
                "f:2: has <string> where a <key> was expected; write <key>…</key> before it"
            ]
        ),
        (
            "<plist><dict><key>a</key><true/>\n<key>a</key><true/></dict></plist>",
            [
                "f:2: has the key a twice in one dictionary (first on line 1); remove one of the two"
            ]
        ),
        (
            "<plist><array>\n<string>a</array></plist>",
            [
                "f:2: has </array> inside the <string> of line 2; write </string> before it"
            ]
        ),
        (
            "<plist><array>",
            [
                "f:1: ends where </array> for the <array> of line 1 was expected; write </array> for the <array> of line 1"
            ]
        ),
        (
            "<plist><dict>\n</array></plist>",
            [
                "f:2: has </array> where a <key> was expected; write <key>…</key> before it"
            ]
        ),
        (
            "<plist><array></dict></plist>",
            [
                "f:1: has </dict> where a value was expected; write a value before it"
            ]
        ),
        (
            "<plist><string>a & b</string></plist>",
            [
                "f:1: has & without an entity; write &amp; for the character itself"
            ]
        ),
        (
            "<plist><string>&nbsp;</string></plist>",
            [
                "f:1: has the entity &nbsp;, which is not one; write &amp; for the character &, or the character that was meant"
            ]
        ),
        (
            "<plist><string>&#xD800;</string></plist>",
            [
                "f:1: has the entity &#xD800;, which is not one; write &amp; for the character &, or the character that was meant"
            ]
        ),
        ("<plist>text</plist>", ["f:1: has the text \"text\" outside a value; put it into <string>…</string>"]),
        (
            "<plist>\n<text>a</text></plist>",
            [
                "f:2: has the element <text>, which property lists do not know; write <dict>, <array>, <string>, <integer>, <real>, <true/>, <false/>, <date> or <data>"
            ]
        ),
        (
            "<plist><integer>a</integer></plist>",
            [
                "f:1: has \"a\" in <integer>, which cannot be read; write a whole number"
            ]
        ),
        (
            "<plist><real>inf</real></plist>",
            [
                "f:1: has \"inf\" in <real>, which cannot be read; write a number such as 1.5"
            ]
        ),
        ("<plist><true>no</true></plist>", ["f:1: has \"no\" in <true>, which cannot be read; write <true/>"]),
        (
            "<plist><date>today</date></plist>",
            [
                "f:1: has \"today\" in <date>, which cannot be read; write a date such as 2026-11-24T12:00:00Z"
            ]
        ),
        ("<plist><data>Q</data></plist>", ["f:1: has \"Q\" in <data>, which cannot be read; write base64"]),
        (
            "<plist><true/><true/></plist>",
            [
                "f:1: has <true> after its one value; put all values into one <dict>"
            ]
        ),
        ("<plist><true/></plist>\n<plist/>", ["f:2: has more after its end; remove it"]),
        (
            "<!DOCTYPE plist [ <!ENTITY a SYSTEM \"file:///etc/passwd\"> ]>\n<plist><string>&a;</string></plist>",
            [
                "f:1: declares entities of its own; remove the [ … ] from <!DOCTYPE"
            ]
        ),
        (
            "<?xml version=\"1.0\" encoding=\"EUC-KR\"?>\n<plist><true/></plist>",
            [
                "f:1: declares the encoding \"EUC-KR\"; save the file as UTF-8 and write encoding=\"UTF-8\""
            ]
        ),
        ("<plist><!-- a", ["f:1: has a comment <!-- that is never closed; write -->"]),
        ("<plist><string><![CDATA[a</string></plist>", ["f:1: has <![CDATA[ that is never closed; write ]]>"]),
        ("<plist><string a=\"b></string></plist>", ["f:1: has the tag <string without its >; write >"]),
        (
            "<plist>< string>a</string></plist>",
            [
                "f:1: has a < that opens no element; write &lt; for the character itself"
            ]
        ),
        ("<plist><string>a", ["f:1: has <string> that is never closed; write </string>"]),
    ]

    @Test(arguments: xml)
    func xmlFaults(text: String, expected: [String]) {
        let result = readPropertyList(text)
        #expect(result.faults == expected)
        #expect(result.node == nil)
    }

    static let encodings: [([UInt8], String)] = [
        (
            Array("{ a = \"".utf8) + [0xBF, 0xC0] + Array("\"; }".utf8),
            "f:1: is not UTF-8 (byte 0xBF on this line); save the file as UTF-8"
        ),
        (
            Array("{\n\n a = \"".utf8) + [0xFF] + Array("\"; }".utf8),
            "f:3: is not UTF-8 (byte 0xFF on this line); save the file as UTF-8"
        ),
        ([0xFF, 0xFE, 0x00, 0x00, 0x7B, 0, 0, 0], "f:1: is UTF-32; save the file as UTF-8"),
        ([0xFF, 0xFE, 0x7B], "f: is UTF-16 with half a character at its end; save the file as UTF-8"),
        (
            [0xFE, 0xFF, 0, 0x7B, 0, 0x0A, 0xD8, 0x3D, 0, 0x7D],
            "f:2: is UTF-16 with half a surrogate pair; save the file as UTF-8"
        ),
    ]

    @Test(arguments: encodings)
    func encodingFaults(bytes: [UInt8], expected: String) {
        #expect(readPropertyList(bytes).faults == [expected])
    }
}
