import FeedParser
import Testing

/// Documents that say nothing of their encoding, and what labels reach.
@Suite struct EncodingGuessTests {
    private static func document(_ title: [UInt8], declaration: String = "") -> [UInt8] {
        Array("\(declaration)<rss><channel><title>".utf8) + title + Array("</title></channel></rss>".utf8)
    }

    @Test(arguments: [
        // новая лаборатория назначила директора
        (
            "koi8-r",
            [
                0xCE, 0xCF, 0xD7, 0xC1, 0xD1, 0x20, 0xCC, 0xC1, 0xC2, 0xCF, 0xD2, 0xC1, 0xD4, 0xCF, 0xD2, 0xC9, 0xD1,
                0x20, 0xCE, 0xC1, 0xDA, 0xCE, 0xC1, 0xDE, 0xC9, 0xCC, 0xC1,
            ] as [UInt8], "новая лаборатория назначила"
        ),
        (
            "windows-1251",
            [
                0xED, 0xEE, 0xE2, 0xE0, 0xFF, 0x20, 0xEB, 0xE0, 0xE1, 0xEE, 0xF0, 0xE0, 0xF2, 0xEE, 0xF0, 0xE8, 0xFF,
                0x20, 0xED, 0xE0, 0xE7, 0xED, 0xE0, 0xF7, 0xE8, 0xEB, 0xE0,
            ], "новая лаборатория назначила"
        ),
        // המעבדה מינתה מדען ראשי חדש
        (
            "windows-1255",
            [
                0xE4, 0xEE, 0xF2, 0xE1, 0xE3, 0xE4, 0x20, 0xEE, 0xE9, 0xF0, 0xFA, 0xE4, 0x20, 0xEE, 0xE3, 0xF2, 0xEF,
                0x20, 0xF8, 0xE0, 0xF9, 0xE9, 0x20, 0xE7, 0xE3, 0xF9,
            ], "המעבדה מינתה מדען ראשי חדש"
        ),
        // 台灣的新聞網站報導今天的天氣
        (
            "big5",
            [
                0xA5, 0x78, 0xC6, 0x57, 0xAA, 0xBA, 0xB7, 0x73, 0xBB, 0x44, 0xBA, 0xF4, 0xAF, 0xB8, 0xB3, 0xF8, 0xBE,
                0xC9, 0xA4, 0xB5, 0xA4, 0xD1, 0xAA, 0xBA, 0xA4, 0xD1, 0xAE, 0xF0,
            ], "台灣的新聞網站報導今天的天氣"
        ),
        // 新的首席科学家上任
        (
            "gbk",
            [
                0xD0, 0xC2, 0xB5, 0xC4, 0xCA, 0xD7, 0xCF, 0xAF, 0xBF, 0xC6, 0xD1, 0xA7, 0xBC, 0xD2, 0xC9, 0xCF, 0xC8,
                0xCE,
            ], "新的首席科学家上任"
        ),
        // 초지능…
        ("euc-kr", [0xC3, 0xCA, 0xC1, 0xF6, 0xB4, 0xC9, 0xA1, 0xA6], "초지능…"),
        // L'été à Köln: 20°C
        (
            "windows-1252",
            Array("L'".utf8) + [
                0xE9, 0x74, 0xE9, 0x20, 0xE0, 0x20, 0x4B, 0xF6, 0x6C, 0x6E, 0x3A, 0x20, 0x32, 0x30, 0xB0, 0x43,
            ],
            "L'été à Köln: 20°C"
        ),
    ])
    func guessesByTheBytes(name: String, title: [UInt8], expected: String) throws {
        for declaration in ["", "<?xml version='1.0' encoding='utf-8'?>"] {
            let parsed = try parseFeed(Self.document(title, declaration: declaration))
            #expect(parsed.title == expected)
            #expect(parsed.encoding == name)
        }
    }

    /// Names of the C library's decoders that no label may reach, and what would be options to it.
    @Test(arguments: [
        "internal", "ibm1390", "IBM1364", "ucs4", "UCS-4LE", "wchar-t", "wchar_t", "utf-7", "UTF7", "tscii",
        "iso-2022-cn-ext", "iso-2022-cn", "t.61", "utf-8//translit", "utf-16//ignore", "..", "cp037", "utf-16",
    ])
    func noOtherDecoderCanBeReached(label: String) throws {
        let title = Array("새 연구소장 +AGE-".utf8)
        let declared = Self.document(title, declaration: "<?xml version='1.0' encoding='\(label)'?>")
        #expect(try parseFeed(declared).title == "새 연구소장 +AGE-")
        let options = ParseOptions(contentType: "text/xml; charset=\(label)")
        let parsed = try parseFeed(Self.document(title), options: options)
        #expect(parsed.title == "새 연구소장 +AGE-")
        #expect(parsed.encoding == "utf-8")
    }

    @Test func aDeclarationInTheMiddleMeansNothing() throws {
        let document = """
            <rss><channel><title>새 소식</title><?xml version="1.0" encoding="ibm1390"?><item><title>초지능</title></item>\
            </channel></rss>
            """
        let parsed = try parseFeed(Array(document.utf8))
        #expect(parsed.title == "새 소식")
        #expect(parsed.items.first?.title == "초지능")
    }

    @Test(arguments: [("cp850", [0x82] as [UInt8]), ("ibm437", [0x82]), ("IBM-850", [0x82]), ("775", [0x82])])
    func codePagesAreKnown(label: String, title: [UInt8]) throws {
        let bytes = Self.document(title, declaration: "<?xml version='1.0' encoding='\(label)'?>")
        #expect(try parseFeed(bytes).title == "é")
    }
}
