import FeedParser
import Foundation
import Testing

/// Documents that are UTF-8 in some parts and EUC-KR or windows-1252 in others.
@Suite struct MixedEncodingTests {
    /// 새 연구소장 영입, 속보 and 트 in EUC-KR.
    private static let director: [UInt8] = [
        0xBB, 0xF5, 0x20, 0xBF, 0xAC, 0xB1, 0xB8, 0xBC, 0xD2, 0xC0, 0xE5, 0x20, 0xBF, 0xB5, 0xC0, 0xD4,
    ]
    private static let flash: [UInt8] = [0xBC, 0xD3, 0xBA, 0xB8]
    private static let letter: [UInt8] = [0xC6, 0xAE]

    private static func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func item(_ title: [UInt8], _ summary: [UInt8] = []) -> [UInt8] {
        utf8("<item><title>") + title + utf8("</title><description>") + summary + utf8("</description></item>")
    }

    private static func document(_ items: [[UInt8]], encoding: String = "utf-8", behind: [UInt8] = []) -> [UInt8] {
        utf8("<?xml version='1.0' encoding='\(encoding)'?><rss version='2.0'><channel><title>t</title>")
            + items.flatMap { $0 } + utf8("</channel></rss>") + behind
    }

    @Test(arguments: ["utf-8", "euc-kr", "iso-8859-1"])
    func titlesInOneAndSummariesInTheOther(label: String) throws {
        let korean = Self.item(Self.utf8("새 연구소장 영입"), Self.director)
        let other = Self.item(Self.director, Self.utf8("새 연구소장 영입"))
        let parsed = try parseFeed(Self.document([korean, other, korean, other], encoding: label))
        #expect(parsed.items.allSatisfy { $0.title == "새 연구소장 영입" && $0.summary == "새 연구소장 영입" })
        #expect(parsed.encodingRepair?.other != nil)
        #expect(parsed.encodingRepair?.replaced == 0)
        #expect(parsed.encodingRepair?.isFault == false)
    }

    @Test(arguments: [(1, 12), (12, 1), (3, 3)])
    func itemsInEach(utf8Count: Int, otherCount: Int) throws {
        let items =
            [[UInt8]](repeating: Self.item(Self.utf8("초지능 소식")), count: utf8Count)
            + [[UInt8]](repeating: Self.item(Self.director), count: otherCount)
        let titles = try parseFeed(Self.document(items)).items.map(\.title)
        #expect(titles.prefix(utf8Count).allSatisfy { $0 == "초지능 소식" })
        #expect(titles.suffix(otherCount).allSatisfy { $0 == "새 연구소장 영입" })
    }

    @Test func wordsOfOneText() throws {
        let title = Self.utf8("초지능 [") + Self.flash + Self.utf8("] 소식")
        #expect(try parseFeed(Self.document([Self.item(title)])).items.first?.title == "초지능 [속보] 소식")
    }

    @Test func aSyllableThatCouldBeEither() throws {
        let parsed = try parseFeed(
            Self.document([Self.item(Self.letter), Self.item(Self.director), Self.item(Self.utf8("초지능 소식"))]))
        #expect(parsed.items.first?.title == "트")
    }

    @Test func aWarningBehindTheFeed() throws {
        let document = Self.document(
            [Self.item(Self.utf8("초지능 소식"))], behind: Self.utf8("<b>") + Self.director + Self.utf8("</b>"))
        let parsed = try parseFeed(document)
        #expect(parsed.items.map(\.title) == ["초지능 소식"])
        #expect(parsed.encodingRepair?.replaced == 0)
    }

    @Test func koreanBehindAByteOrderMark() throws {
        let document = [0xEF, 0xBB, 0xBF] + Self.document([Self.item(Self.director)])
        #expect(try parseFeed(document).items.first?.title == "새 연구소장 영입")
    }

    @Test(arguments: ["초지능 연구", "AI 연", "구", "연구…"])
    func aSyllableCutInHalf(text: String) throws {
        for cut in 1...2 {
            let whole = Self.utf8(text.replacingOccurrences(of: "…", with: ""))
            let title = whole.dropLast(cut) + Self.utf8(text.hasSuffix("…") ? "..." : "")
            let items = [Self.item(Array(title), Self.utf8("요약 글입니다")), Self.item(Self.utf8("다음 소식"))]
            let parsed = try parseFeed(Self.document(items))
            let expected = text.replacingOccurrences(of: "…", with: "").dropLast() + "\u{FFFD}"
            #expect(parsed.items.first?.title == expected + (text.hasSuffix("…") ? "..." : ""))
            #expect(parsed.items.last?.title == "다음 소식")
            #expect(parsed.encodingRepair?.replaced == 1)
            #expect(parsed.encodingRepair?.isFault == false)
        }
    }

    @Test func strayWesternLetters() throws {
        let title =
            Self.utf8("L'été à Besançon, où la forêt brûlait déjà: caf") + [0xE9] + Self.utf8(" it") + [0x92, 0x73]
        let parsed = try parseFeed(Self.document([Self.item(title)]))
        #expect(parsed.items.first?.title == "L'été à Besançon, où la forêt brûlait déjà: café it’s")
        #expect(parsed.encoding == "utf-8")
    }

    @Test func textThatCannotBeReadIsAFault() throws {
        let title = [UInt8](repeating: 0xFF, count: 64)
        let parsed = try parseFeed(Self.document([Self.item(title)], encoding: "euc-kr"))
        let repair = try #require(parsed.encodingRepair)
        #expect(repair.isFault)
        #expect(repair.replaced >= 32)
        #expect(parsed.items.count == 1)
        #expect(parsed.warnings.contains { $0.description == repair.description })
    }

    @Test func soundFeedsNeedNoRepair() throws {
        #expect(try parseFeed(Self.document([Self.item(Self.utf8("초지능 소식"))])).encodingRepair == nil)
        #expect(try parseFeed(Self.document([Self.item(Self.director)], encoding: "euc-kr")).encodingRepair == nil)
    }
}
