import Testing

@testable import TalentMatch

@Suite struct RuleSetTests {
    private static let model = "메타가 오픈AI 출신 셩지아 자오(Shengjia Zhao)를 메타 초지능연구소 수석과학자로 임명"

    private func names(_ rules: [RuleDefinition], _ item: ItemText) throws -> [String] {
        try RuleSet(rules).evaluate(item).map(\.rule)
    }

    @Test func tellsWhichTermsStandWhere() throws {
        let rule = RuleDefinition(
            name: "초지능", any: [TermGroup("초지능"), TermGroup("수석과학자"), TermGroup("superintelligence")],
            severity: .high)
        let item = ItemText(title: Self.model, summary: "The superintelligence lab")
        let matches = try RuleSet([rule]).evaluate(item)
        #expect(
            matches == [
                RuleMatch(
                    rule: "초지능", severity: .high,
                    matches: [
                        TermMatch(term: "초지능", field: .title, text: "초지능", start: 38, end: 41),
                        TermMatch(term: "수석과학자", field: .title, text: "수석과학자", start: 45, end: 50),
                        TermMatch(
                            term: "superintelligence", field: .summary, text: "superintelligence", start: 4, end: 21),
                    ])
            ])
    }

    @Test func anyAllAndNone() throws {
        let rules = [
            RuleDefinition(name: "any", any: [TermGroup("없는말"), TermGroup("임명")]),
            RuleDefinition(name: "all", all: [TermGroup("오픈AI"), TermGroup("임명")]),
            RuleDefinition(name: "all missing one", all: [TermGroup("오픈AI"), TermGroup("퇴사")]),
            RuleDefinition(name: "any and all", any: [TermGroup("메타")], all: [TermGroup("임명")]),
            RuleDefinition(name: "none", any: [TermGroup("임명")], none: [TermGroup("채용공고")]),
            RuleDefinition(name: "none found", any: [TermGroup("임명")], none: [TermGroup("출신")]),
            RuleDefinition(name: "disabled", any: [TermGroup("임명")], isEnabled: false),
        ]
        #expect(try names(rules, ItemText(title: Self.model)) == ["any", "all", "any and all", "none"])
    }

    @Test func allMayBeSpreadOverFields() throws {
        let rule = RuleDefinition(name: "rule", all: [TermGroup("오픈AI"), TermGroup("임명")])
        #expect(try names([rule], ItemText(title: "오픈AI", summary: "임명")) == ["rule"])
        #expect(try names([rule], ItemText(title: "오픈AI", author: "임명")).isEmpty)
    }

    @Test func looksAtItsFieldsOnly() throws {
        let everywhere = ItemText(title: "가나", summary: "다라", content: "마바", author: "사아", categories: ["자차", "카타"])
        func rule(_ term: String, _ fields: Set<ItemField>) -> RuleDefinition {
            RuleDefinition(name: "rule", any: [TermGroup(term)], fields: fields)
        }
        for (term, field) in [
            ("가나", ItemField.title), ("다라", .summary), ("마바", .content), ("사아", .author), ("자차", .categories),
        ] {
            #expect(try names([rule(term, [field])], everywhere) == ["rule"])
            #expect(try names([rule(term, Set(ItemField.allCases).subtracting([field]))], everywhere).isEmpty)
        }
        #expect(try names([rule("사아", ItemField.searchedByDefault)], everywhere).isEmpty)
        #expect(try names([rule("차카", [.categories])], everywhere).isEmpty)
        let noneElsewhere = RuleDefinition(
            name: "rule", any: [TermGroup("가나")], none: [TermGroup("마바")], fields: [.title])
        #expect(try names([noneElsewhere], everywhere) == ["rule"])
    }

    @Test func categoriesAreOneTextWithCommas() throws {
        let rule = RuleDefinition(name: "rule", any: [TermGroup("AI")], fields: [.categories])
        let matches = try RuleSet([rule]).evaluate(ItemText(categories: ["경제", "AI"])).flatMap(\.matches)
        #expect(matches == [TermMatch(term: "AI", field: .categories, text: "AI", start: 4, end: 6)])
    }

    @Test func aliasesAreOneTerm() throws {
        let openAI = TermGroup(spellings: ["오픈AI", "OpenAI", "오픈에이아이"])
        let two = RuleDefinition(name: "two", any: [openAI, TermGroup("메타")], minimum: 2)
        #expect(try names([two], ItemText(title: "오픈AI OpenAI 오픈에이아이")).isEmpty)
        #expect(try names([two], ItemText(title: "오픈에이아이와 메타")) == ["two"])
        let all = RuleDefinition(name: "all", all: [openAI])
        let matches = try RuleSet([all]).evaluate(ItemText(title: "OpenAI, 오픈AI")).flatMap(\.matches)
        #expect(matches.map(\.term) == ["OpenAI", "오픈AI"])
    }

    @Test func aTermInTwoListsIsToldOnce() throws {
        let rule = RuleDefinition(name: "rule", any: [TermGroup("임명")], all: [TermGroup("임명"), TermGroup("오픈AI")])
        let matches = try RuleSet([rule]).evaluate(ItemText(title: Self.model)).flatMap(\.matches)
        #expect(matches.map(\.text) == ["오픈AI", "임명"])
    }

    @Test func minimumCountsDifferentTerms() throws {
        func rule(_ minimum: Int) -> RuleDefinition {
            RuleDefinition(name: "rule", any: ["영입", "임명", "합류"].map { TermGroup($0) }, minimum: minimum)
        }
        #expect(try names([rule(2)], ItemText(title: "영입 영입 영입")).isEmpty)
        #expect(try names([rule(2)], ItemText(title: "영입 뒤 합류")) == ["rule"])
        #expect(try names([rule(3)], ItemText(title: "영입 뒤 합류")).isEmpty)
    }

    @Test(arguments: [
        (0, "오픈AI영입", true), (0, "오픈AI 영입", false), (1, "오픈AI 영입", true), (2, "오픈AI 출신 영입", true),
        (1, "오픈AI 출신 영입", false), (2, "영입한 뒤 오픈AI", true), (3, "영입 a b 오픈AI", true), (2, "영입 a b 오픈AI", false),
        (1, "영입 a b 오픈AI 영입", true), (1, "오픈AI\u{3000}\n영입", true), (5, "영입 영입 영입", false),
        (1, "오픈AI 오픈AI a 오픈AI b 영입 c", false), (1, "오픈AI a 영입 b 영입 오픈AI", true),
    ])
    func near(_ distance: Int, _ title: String, _ isNear: Bool) throws {
        let rule = RuleDefinition(name: "rule", all: [TermGroup("오픈AI"), TermGroup("영입")], near: distance)
        #expect(try names([rule], ItemText(title: title)) == (isNear ? ["rule"] : []))
    }

    /// Against all pairs of words.
    @Test(arguments: 0..<60)
    func nearIsWhatThePairsSay(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let words = (0..<12).map { _ in random.pick(["가", "나", "다", "a", "b", "c", "d"]) }
        let terms = ["가", "나", "다"]
        let places = words.indices.filter { terms.contains(words[$0]) }
        let near = Int.random(in: 1...4, using: &random)
        let isNear = places.contains { one in
            places.contains { two in words[one] != words[two] && abs(one - two) <= near }
        }
        let rule = RuleDefinition(name: "rule", all: terms.map { TermGroup($0) }, near: near)
        let text = words.joined(separator: " ")
        let hasAll = terms.allSatisfy(words.contains)
        #expect(try names([rule], ItemText(title: text)) == (hasAll && isNear ? ["rule"] : []), "\(text) \(near)")
    }

    @Test func nearIsWithinOneField() throws {
        let rule = RuleDefinition(name: "rule", all: [TermGroup("오픈AI"), TermGroup("영입")], near: 9)
        #expect(try names([rule], ItemText(title: "오픈AI", summary: "영입")).isEmpty)
        #expect(try names([rule], ItemText(title: "오픈AI", summary: "영입 오픈AI")) == ["rule"])
    }

    @Test func feedsAndLanguages() throws {
        let feeds = RuleDefinition(name: "feeds", any: [TermGroup("AI")], feeds: ["AI타임스"])
        #expect(try names([feeds], ItemText(title: "AI", feedName: "AI타임스")) == ["feeds"])
        #expect(try names([feeds], ItemText(title: "AI", feedName: "전자신문")).isEmpty)
        #expect(try names([feeds], ItemText(title: "AI")).isEmpty)
        let korean = RuleDefinition(name: "ko", any: [TermGroup("AI")], languages: ["ko"])
        #expect(try names([korean], ItemText(title: "AI", language: "ko")) == ["ko"])
        #expect(try names([korean], ItemText(title: "AI", language: "ko-KR")) == ["ko"])
        #expect(try names([korean], ItemText(title: "AI", language: "KO_kr")) == ["ko"])
        #expect(try names([korean], ItemText(title: "AI", language: "kok")).isEmpty)
        #expect(try names([korean], ItemText(title: "AI", language: "en")).isEmpty)
        #expect(try names([korean], ItemText(title: "AI가")) == ["ko"])
        #expect(try names([korean], ItemText(title: "AI")).isEmpty)
    }

    @Test func moves() throws {
        let rules = try RuleSet([
            RuleDefinition(name: "plain", any: [TermGroup("AI")]),
            RuleDefinition(name: "any move", any: [TermGroup("AI")], moves: .any),
            RuleDefinition(name: "hires", any: [TermGroup("AI")], moves: .kinds([.hire])),
            RuleDefinition(name: "person", people: ["셩지아 자오"]),
            RuleDefinition(name: "organization", any: [TermGroup("AI")], organizations: ["openai"]),
        ])
        let item = ItemText(title: "AI")
        #expect(rules.needsMovesOfEveryItem)
        #expect(rules.evaluate(item).map(\.rule) == ["plain", "any move", "hires", "person", "organization"])
        #expect(rules.evaluate(item, moves: []).map(\.rule) == ["plain"])
        let appointment = MoveSummary(
            kind: .appointment, personSpellings: ["Shengjia Zhao", "셩지아자오"], organizationSpellings: ["ＯｐｅｎＡＩ"])
        #expect(
            rules.evaluate(item, moves: [appointment]).map(\.rule) == ["plain", "any move", "person", "organization"])
        #expect(rules.evaluate(item, moves: [MoveSummary(kind: .hire)]).map(\.rule) == ["plain", "any move", "hires"])
    }

    @Test func faultsAreReportedTogether() {
        let rules = [
            RuleDefinition(name: "empty"),
            RuleDefinition(name: "blank", any: [TermGroup("\u{200B} "), TermGroup("*"), TermGroup(spellings: [])]),
            RuleDefinition(name: "near", any: [TermGroup("AI")], near: 3),
            RuleDefinition(name: "minimum", any: [TermGroup("AI")], minimum: 2),
            RuleDefinition(name: "minimum", any: [TermGroup("AI")], fields: []),
        ]
        let expected = RuleSetError(faults: [
            .init(rule: "empty", problem: .empty), .init(rule: "blank", problem: .emptyTerm("\u{200B} ")),
            .init(rule: "blank", problem: .emptyTerm("*")), .init(rule: "blank", problem: .termWithoutSpellings),
            .init(rule: "near", problem: .near), .init(rule: "minimum", problem: .minimum(2, terms: 1)),
            .init(rule: "minimum", problem: .noFields), .init(rule: "minimum", problem: .duplicateName),
        ])
        #expect(throws: expected) { try RuleSet(rules) }
        #expect(expected.description.contains("rule \"minimum\": Minimum is 2, but Any has 1 terms"))
    }

    @Test func noRulesMatchNothing() throws {
        let rules = try RuleSet([])
        #expect(rules.definitions.isEmpty)
        #expect(rules.evaluate(ItemText(title: "AI")).isEmpty)
        #expect(!rules.needsMovesOfEveryItem)
    }
}
