import Testing

@testable import TalentMatch

@Suite struct RuleExplanationTests {
    private func explain(
        _ rule: RuleDefinition, _ item: ItemText, moves: [MoveSummary]? = nil
    ) throws -> RuleExplanation {
        try #require(try RuleSet([rule]).explain(item, moves: moves).first)
    }

    @Test func showsTermsInTheirContext() throws {
        let rule = RuleDefinition(name: "rule", any: [TermGroup("초지능"), TermGroup("AGI")])
        let title = "메타가 오픈AI 출신 셩지아 자오(Shengjia Zhao)를 메타 초지능연구소 수석과학자로 임명"
        let explanation = try explain(rule, ItemText(title: title))
        #expect(explanation.verdict == .matched)
        #expect(
            explanation.conditions == [
                ConditionExplanation(
                    kind: .any, isMet: true,
                    found: [
                        FoundTerm(
                            match: TermMatch(term: "초지능", field: .title, text: "초지능", start: 38, end: 41),
                            before: "…아 자오(Shengjia Zhao)를 메타 ", after: "연구소 수석과학자로 임명")
                    ], detail: "1 of 2 found, at least 1 needed")
            ])
    }

    @Test func contextIsCutAtCharacters() throws {
        let rule = RuleDefinition(name: "rule", any: [TermGroup("AI")])
        let long = String(repeating: "가", count: 30)
        let found = try explain(rule, ItemText(title: long + "AI" + long)).conditions.flatMap(\.found)
        #expect(found.map(\.before) == ["…" + String(repeating: "가", count: 24)])
        #expect(found.map(\.after) == [String(repeating: "가", count: 24) + "…"])
        let whole = try explain(rule, ItemText(title: "AI")).conditions.flatMap(\.found)
        #expect(whole.map(\.before) == [""] && whole.map(\.after) == [""])
    }

    @Test func aNearMissNamesWhatFailed() throws {
        let all = RuleDefinition(name: "rule", all: [TermGroup(spellings: ["오픈AI", "OpenAI"]), TermGroup("영입")])
        let explanation = try explain(all, ItemText(title: "영입"))
        #expect(explanation.verdict == .nearMiss)
        #expect(explanation.failed.map(\.kind) == [.all])
        #expect(explanation.failed.first?.missing == ["오픈AI"])
        #expect(explanation.failed.first?.detail == "1 of 2 found, all needed")

        let none = RuleDefinition(name: "rule", any: [TermGroup("영입")], none: [TermGroup("야구")])
        let excluded = try explain(none, ItemText(title: "야구단 영입"))
        #expect(excluded.verdict == .nearMiss)
        #expect(excluded.failed.map(\.kind) == [.none])
        #expect(excluded.failed.flatMap(\.found).map(\.match.text) == ["야구"])
        #expect(excluded.failed.first?.missing == [])
    }

    @Test func everyConditionIsExplained() throws {
        let rule = RuleDefinition(
            name: "rule", any: [TermGroup("영입")], all: [TermGroup("가"), TermGroup("나")], none: [TermGroup("다")],
            feeds: ["feed"], languages: ["ko"], near: 1, moves: .any)
        let item = ItemText(title: "가 a b 나 영입", feedName: "other", language: "en")
        let explanation = try explain(rule, item, moves: [])
        #expect(explanation.conditions.map(\.kind) == [.any, .all, .none, .near, .feeds, .languages, .moves])
        #expect(explanation.failed.map(\.kind) == [.near, .feeds, .languages, .moves])
        #expect(
            explanation.failed.map(\.detail) == [
                "two terms of All within 1 word", "the feed is \"other\"", "the language is en",
                "moves in the item: none",
            ])
        #expect(explanation.verdict == .notMatched)
        #expect(try explain(rule, item).conditions.map(\.kind).contains(.moves) == false)
    }

    @Test func nothingFoundIsNoNearMiss() throws {
        let rule = RuleDefinition(name: "rule", any: [TermGroup("영입")])
        #expect(try explain(rule, ItemText(title: "다른 말")).verdict == .notMatched)
        #expect(try explain(rule, ItemText()).conditions.first?.missing == ["영입"])
    }

    @Test func aDisabledRuleSaysSo() throws {
        let rule = RuleDefinition(name: "rule", any: [TermGroup("영입")], isEnabled: false)
        #expect(try explain(rule, ItemText(title: "영입")).verdict == .disabled)
    }

    @Test func agreesWithEvaluation() throws {
        let terms = ["가", "나", "다", "라"].map { TermGroup($0) }
        let rules = try RuleSet(
            terms.indices.flatMap { one in
                terms.indices.map { two in
                    RuleDefinition(
                        name: "\(one) \(two)", any: [terms[one]], all: [terms[two], terms[0]],
                        none: [terms[(one + two) % 4]], near: 2)
                }
            })
        for title in ["가", "가나", "가 나 다", "가 나 다 라", "라 가", "다 a b c 가", "나 라 다"] {
            let item = ItemText(title: title)
            let matched = rules.explain(item).filter { $0.verdict == .matched }.map(\.rule)
            #expect(matched == rules.evaluate(item).map(\.rule))
        }
    }
}
