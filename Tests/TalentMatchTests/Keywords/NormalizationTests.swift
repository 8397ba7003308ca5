import Foundation
import Testing

@testable import TalentMatch

@Suite struct NormalizationTests {
    private static let decomposed = "초지능".decomposedStringWithCanonicalMapping

    @Test(arguments: [
        TermCase(decomposed + "이", "초지능", decomposed),
        TermCase("초지능이", decomposed, "초지능"),
        TermCase("초" + "지".decomposedStringWithCanonicalMapping + "능", "초지능", "초지능"),
        TermCase("가\u{11A8}", "각", "가\u{11A8}"),
        TermCase("가\u{11A8}", "가"),
        TermCase("ㅇㅏㅂ", "아", "ㅇㅏ"),
        TermCase("\u{FFB7}\u{FFC2}", "ㅇㅏ", "\u{FFB7}\u{FFC2}"),
        TermCase("ㅋㅋㅋ", "ㅋㅋ", "ㅋㅋ", "ㅋㅋ"),
        TermCase("ＡＩ가", "AI", "ＡＩ"),
        TermCase("AI", "ＡＩ", "AI"),
        TermCase("Ｏｐｅｎ　ＡＩ", "Open AI", "Ｏｐｅｎ　ＡＩ"),
        TermCase("４２ｄｏｔ", "42dot", "４２ｄｏｔ"),
        TermCase("초\u{200B}지\u{200B}능", "초지능", "초\u{200B}지\u{200B}능"),
        TermCase("초\u{200D}지능", "초지능", "초\u{200D}지능"),
        TermCase("\u{FEFF}초지능", "초지능", "초지능"),
        TermCase("초지능\u{200B}", "초지능", "초지능"),
        TermCase("super\u{AD}intelligence", "superintelligence", "super\u{AD}intelligence"),
        TermCase("su\u{AD}per\u{AD}intel\u{AD}ligence", "superintelligence", "su\u{AD}per\u{AD}intel\u{AD}ligence"),
        TermCase("Open\u{2060}AI", "OpenAI", "Open\u{2060}AI"),
        TermCase("\u{202E}OpenAI\u{202C}", "OpenAI", "OpenAI"),
        TermCase("Open\u{200E}AI\u{FE0F}", "OpenAI", "Open\u{200E}AI"),
        TermCase("S\u{200B}AI\u{200B}D", "AI"),
        TermCase("초\u{3164}지능", "초지능", "초\u{3164}지능"),
        TermCase("초\u{E0020}지능", "초지능", "초\u{E0020}지능"),
        TermCase("AI\u{200B}s", "AI", "AI"),
        TermCase("café", "cafe\u{301}", "café"),
        TermCase("cafe\u{301}", "CAFÉ", "cafe\u{301}"),
        TermCase("café", "cafe"),
        TermCase("Nguyễn", "nguye\u{302}\u{303}n", "Nguyễn"),
        TermCase("a\u{323}\u{307}", "ạ\u{307}", "a\u{323}\u{307}"),
        TermCase("a\u{307}\u{323}", "ạ\u{307}", "a\u{307}\u{323}"),
        TermCase("STRASSE", "Straße", "STRASSE"),
        TermCase("straße", "STRASSE", "straße"),
        TermCase("STRAẞE", "straße", "STRAẞE"),
        TermCase("ΣΊΣΥΦΟΣ", "σίσυφος", "ΣΊΣΥΦΟΣ"),
        TermCase("ﬁne", "fine", "ﬁne"),
        TermCase("㈜오픈AI", "주", "㈜"),
        TermCase("①②", "1 2", "①②"),
        TermCase("①AI 인재 ②영입", "AI", "AI"),
        TermCase("①AI 인재", "①AI 인재", "①AI 인재"),
        TermCase("❶AI", "AI", "AI"),
        TermCase("ⓒAI타임스", "AI", "AI"),
        TermCase("ChatGPT™ 출시", "ChatGPT", "ChatGPT"),
        TermCase("초①지능", "초지능"),
        TermCase("CO₂", "CO2", "CO₂"),
        TermCase("½", "1", "½"),
        TermCase("𝐎𝐩𝐞𝐧𝐀𝐈", "OpenAI", "𝐎𝐩𝐞𝐧𝐀𝐈"),
        TermCase("が", "か"),
        TermCase("か\u{3099}", "が", "か\u{3099}"),
        TermCase("ｶﾞ", "ガ", "ｶﾞ"),
        TermCase("\u{1F600}초지능\u{1F600}", "초지능", "초지능"),
        TermCase("\u{1F468}\u{200D}\u{1F469}AI", "AI", "AI"),
        TermCase("金\u{F90A}", "金金", "金\u{F90A}"),
    ])
    func foldsTextsAndTermsAlike(_ example: TermCase) throws {
        try example.check()
    }

    @Test func tableIsStable() throws {
        let table = FoldTable.shared.unowned
        for value in UInt32(0)...0x10FFFF {
            guard Unicode.Scalar(value) != nil, !(0xAC00...0xD7A3).contains(value) else {
                continue
            }
            let entry = table.entry(value)
            var outputs: [UInt32] = []
            if entry.kind == .mapped {
                outputs = [entry.payload]
            } else if entry.kind == .expanded {
                let place = Int(entry.payload)
                outputs = (1...Int(table.expansions[place])).map { table.expansions[place + $0] }
            }
            for output in outputs {
                let again = table.entry(output).kind
                #expect(again != .mapped && again != .expanded, "U+\(String(value, radix: 16))")
            }
        }
    }
}
