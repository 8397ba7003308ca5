import FeedParser
import Testing

@Suite struct EncodingTests {
    /// 채용 in EUC-KR, and 똠 which only its extension CP949 has.
    private static let hiring: [UInt8] = [0xC3, 0xA4, 0xBF, 0xEB]
    private static let extended: [UInt8] = [0x8C, 0x63]

    private static func document(_ title: [UInt8], declaration: String = "") -> [UInt8] {
        Array("\(declaration)<rss version='2.0'><channel><title>".utf8) + title + Array("</title></channel></rss>".utf8)
    }

    @Test(
        arguments: [
            ("<?xml version='1.0' encoding='euc-kr'?>", nil), ("<?xml version='1.0' encoding='ks_c_5601-1987'?>", nil),
            ("<?xml version='1.0' encoding='UTF-8'?>", "text/xml; charset=EUC-KR"),
            ("", "application/rss+xml; charset=\"ms949\""),
            ("<?xml version='1.0' encoding='utf-8'?>", nil),
            ("\n\n<?xml version='1.0' encoding=\"CP949\"?>", "text/xml"),
        ] as [(String, String?)])
    func readsKorean(declaration: String, contentType: String?) throws {
        let bytes = Self.document(Self.hiring + Self.extended, declaration: declaration)
        let parsed = try parseFeed(bytes, options: ParseOptions(contentType: contentType))
        #expect(parsed.title == "채용똠")
        #expect(parsed.encoding == "euc-kr")
    }

    @Test(arguments: [nil, "text/xml; charset=euc-kr"])
    func utf8ThatIsCalledKoreanIsUTF8(contentType: String?) throws {
        let bytes = Self.document(Array("채용 공고".utf8), declaration: "<?xml version='1.0' encoding='euc-kr'?>")
        let parsed = try parseFeed(bytes, options: ParseOptions(contentType: contentType))
        #expect(parsed.title == "채용 공고")
        #expect(parsed.encoding == "utf-8")
        #expect(parsed.warnings.contains { $0.message == "said to be euc-kr, but is utf-8" })
    }

    @Test func aByteOrderMarkBeatsAll() throws {
        let bytes =
            [0xEF, 0xBB, 0xBF] + Self.document(Array("é".utf8), declaration: "<?xml version='1.0' encoding='euc-kr'?>")
        #expect(try parseFeed(bytes, options: ParseOptions(contentType: "text/xml; charset=iso-8859-1")).title == "é")
    }

    @Test(arguments: [true, false], [true, false])
    func readsUTF16(isLittle: Bool, hasMark: Bool) throws {
        let text = "\(hasMark ? "\u{FEFF}" : "")<rss version='2.0'><channel><title>채용 🚀</title></channel></rss>"
        let bytes = text.utf16.flatMap { unit -> [UInt8] in
            let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            return isLittle ? pair : pair.reversed()
        }
        #expect(try parseFeed(bytes).title == "채용 🚀")
    }

    @Test func latin1MeansWindows1252() throws {
        let bytes = Self.document([0x93, 0x78, 0x94, 0xE9], declaration: "<?xml version='1.0' encoding='iso-8859-1'?>")
        let parsed = try parseFeed(bytes)
        #expect(parsed.title == "“x”é")
        #expect(parsed.encoding == "windows-1252")
    }

    @Test func bytesThatContradictTheirLabelAreReadAsWhatTheyAre() throws {
        // UTF-8 with one broken character, called EUC-KR; and Hangul in EUC-KR, called Latin-1.
        let utf8 = Self.document(
            Array("새벽일보 채용 공고".utf8) + [0xEC, 0xB1], declaration: "<?xml version='1.0' encoding='euc-kr'?>")
        #expect(try parseFeed(utf8).title == "새벽일보 채용 공고\u{FFFD}")
        let korean = Self.document(
            [[UInt8]](repeating: Self.hiring, count: 9).flatMap { $0 },
            declaration: "<?xml version='1.0' encoding='iso-8859-1'?>")
        #expect(try parseFeed(korean).title == String(repeating: "채용", count: 9))
    }

    @Test(arguments: ["iso8859_5", "ISO-8859-5", "iso_8859-5", "cyrillic"])
    func labelsAreKnownHoweverTheyAreWritten(label: String) throws {
        let bytes = Self.document([0xB4, 0xD0], declaration: "<?xml version='1.0' encoding='\(label)'?>")
        let parsed = try parseFeed(bytes)
        #expect(parsed.title == "Да")
        #expect(parsed.encoding == "iso-8859-5")
    }

    @Test func aCutCharacterCostsItselfAlone() throws {
        let korean = Self.document(Self.hiring + [0xC3], declaration: "<?xml version='1.0' encoding='euc-kr'?>")
        #expect(try parseFeed(korean).title == "채용\u{FFFD}")
        let utf8 = Self.document(Array("채용공고와".utf8) + [0xEC, 0xB1])
        #expect(try parseFeed(utf8).title == "채용공고와\u{FFFD}")
    }

    @Test func anOverrideBeatsHeaderAndDeclaration() throws {
        let bytes = Self.document(Self.hiring, declaration: "<?xml version='1.0' encoding='iso-8859-1'?>")
        let options = ParseOptions(contentType: "text/xml; charset=koi8-r", encodingOverride: "EUC-KR")
        #expect(try parseFeed(bytes, options: options).title == "채용")
    }

    @Test func anUnknownLabelIsTold() throws {
        let bytes = Self.document(Array("x".utf8), declaration: "<?xml version='1.0' encoding='x-no-such'?>")
        let parsed = try parseFeed(bytes)
        #expect(parsed.title == "x")
        #expect(parsed.warnings.first?.description == "line 1: no decoder for \"x-no-such\": it counts as not said")
    }
}
