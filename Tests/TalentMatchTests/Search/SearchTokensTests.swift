import Testing

@testable import TalentMatch

@Suite struct SearchTokensTests {
    @Test func cutsWordsAndPairsOfSyllables() {
        #expect(SearchTokens.tokens(of: "초지능 연구소") == ["초지", "지능", "능연", "연구", "구소", "소"])
        #expect(SearchTokens.tokens(of: "OpenAI’s Labs") == ["openai", "s", "labs", "lab"])
        #expect(SearchTokens.tokens(of: "오픈AI가") == ["오픈", "픈", "ai", "가"])
        #expect(SearchTokens.tokens(of: "… — !") == [])
    }

    @Test func someTermsNeedTheTextsThemselves() {
        #expect(SearchTokens.query(for: "*telligence") == nil)
        #expect(SearchTokens.query(for: "任命") == nil)
        #expect(SearchTokens.query(for: "") == nil)
        #expect(SearchTokens.query(for: "임명") == [.whole("임명")])
        #expect(SearchTokens.query(for: "왕") == [.prefix("왕")])
    }

    /// What a term finds, its tokens find.
    @Test(arguments: [
        ("수석과학자", "메타가 수석 과학자로 임명"), ("AI", "오픈AI가 밝혔다"), ("lab", "Two new labs open"), ("company", "AI companies"),
        ("chief scientist", "the chief-scientist’s office"), ("superintelligen*", "Superintelligence Labs"),
        ("box", "boxes of chips"),
        ("오픈AI", "오픈 AI의 발표"), ("영입", "전격 영\u{200B}입"), ("café", "Cafe\u{301} opens"), ("Ｍｅｔａ", "META hires"),
        ("왕", "세종대왕"),
        ("왕", "왕세자"), ("과학자", "수석과\u{AD}학자"), ("Character.AI", "Character.AI founders"), ("42dot", "42dot moves"),
        ("Straße", "STRASSE"),
    ])
    func tokensNeverMissWhatTermsFind(term: String, text: String) throws {
        let rules = try RuleSet([RuleDefinition(name: "r", any: [TermGroup(term)])])
        #expect(rules.evaluate(ItemText(title: text)).count == 1, "the term itself does not match")
        let tokens = SearchTokens.tokens(of: text)
        for token in try #require(SearchTokens.query(for: term)) {
            switch token {
            case .whole(let whole): #expect(tokens.contains(whole), "\(whole) is not among \(tokens)")
            case .prefix(let prefix):
                #expect(tokens.contains { $0.hasPrefix(prefix) }, "nothing of \(tokens) begins with \(prefix)")
            }
        }
    }
}
