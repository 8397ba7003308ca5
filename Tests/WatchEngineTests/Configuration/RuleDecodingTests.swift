import TalentMatch
import Testing
import WatchEngine

/// What good term lists and rules become.
struct RuleDecodingTests {
    private func rule(_ text: String, terms: String = "{}") throws -> RuleDefinition {
        let feeds = "Feeds = ( { Name = f; URL = \"https://a\"; } );"
        let rules = try loadText("{ \(feeds) Terms = \(terms); Rules = ( { Name = r; \(text) } ); }").rules
        return try #require(rules.first)
    }

    private func group(_ spellings: String..., word: Bool = false) -> TermGroup {
        TermGroup(spellings: spellings, wholeWord: word)
    }

    static let labs = """
        { labs = ( ( "오픈AI", OpenAI ), "메타", { Term = "테슬라"; Word = NO; }, "@more" );
          more = ( { Spellings = ( xAI, "엑스AI" ); }, "메타" ); words = ( { Term = "영입"; Word = YES; }, hires ); }
        """

    @Test func termsOfAnyAreTheListsTerms() throws {
        let rule = try rule("Any = ( \"@labs\", \"초지능\", \"@more\" );", terms: Self.labs)
        #expect(
            rule.any == [
                group("오픈AI", "OpenAI"), group("메타"), group("테슬라"), group("xAI", "엑스AI"), group("초지능"),
            ])
    }

    @Test func aListInAllIsOneTerm() throws {
        let rule = try rule(
            "All = ( \"@more\", AI, ( a, b ), ( \"@more\", c ), { Term = d; Word = YES; } );", terms: Self.labs)
        #expect(
            rule.all == [
                group("xAI", "엑스AI", "메타"), group("AI"), group("a", "b"), group("xAI", "엑스AI", "메타", "c"),
                group("d", word: true),
            ])
    }

    @Test func latinWordsGoWithWholeWords() throws {
        #expect(try rule("All = ( \"@words\" );", terms: Self.labs).all == [group("영입", "hires", word: true)])
    }

    @Test func noneTakesListsAndGroups() throws {
        let rule = try rule("Any = a; None = ( \"@words\", ( b, c ) );", terms: Self.labs)
        #expect(rule.none == [group("영입", word: true), group("hires"), group("b", "c")])
    }

    @Test func aLoneTermNeedsNoList() throws {
        #expect(try rule("Any = \"초지능\";").any == [group("초지능")])
        #expect(try rule("Any = \" 수석 과학자 \";").any == [group("수석 과학자")])
        #expect(try rule("All = \"@labs\";", terms: "{ labs = OpenAI; }").all == [group("OpenAI")])
    }

    @Test func aTermThatBeginsWithAnAtSignIsADictionary() throws {
        #expect(try rule("Any = ( { Term = \"@OpenAI\"; } );").any == [group("@OpenAI")])
    }

    @Test func listsWithinListsDoNotExplode() throws {
        let lists = (1...40).map { "l\($0) = ( \"@l\($0 - 1)\", \"@l\($0 - 1)\" );" }.joined()
        #expect(try rule("Any = \"@l40\";", terms: "{ l0 = ( a, b ); \(lists) }").any == [group("a"), group("b")])
    }

    @Test func everyKeyIsKept() throws {
        let rule = try rule(
            """
            Any = ( a, b ); All = ( c, d ); None = e; In = ( Title, categories ); Feeds = f; Languages = ( KO, zh-Hant );
            Near = 5; Minimum = 2; Severity = HIGH; Moves = ( join, Hire ); People = ( ( "셩지아 자오", "Shengjia Zhao" ), "@p" );
            Organizations = "메타"; Enabled = NO;
            """, terms: "{ p = ( \"자오\" ); }")
        var expected = RuleDefinition(name: "r")
        expected.any = [group("a"), group("b")]
        expected.all = [group("c"), group("d")]
        expected.none = [group("e")]
        expected.fields = [.title, .categories]
        expected.feeds = ["f"]
        expected.languages = ["ko", "zh-hant"]
        expected.near = 5
        expected.minimum = 2
        expected.severity = .high
        expected.moves = .kinds([.join, .hire])
        expected.people = ["셩지아 자오", "Shengjia Zhao", "자오"]
        expected.organizations = ["메타"]
        expected.isEnabled = false
        #expect(rule == expected)
    }

    @Test(arguments: [
        ("Moves = any;", MoveCondition.any), ("Moves = YES;", .any), ("Moves = ANY;", .any),
        ("Moves = hire;", .kinds([.hire])),
        ("Moves = ( any );", .any), ("Moves = NO; Any = a;", .off), ("Moves = off; Any = a;", .off), ("Any = a;", .off),
        ("People = a;", .any), ("Organizations = a;", .any), ("People = a; Moves = join;", .kinds([.join])),
    ])
    func moves(text: String, expected: MoveCondition) throws {
        #expect(try rule(text).moves == expected)
    }

    @Test func whatIsTakenMakesARuleSet() throws {
        let rules = try loadText(
            "{ Rules = ( { Name = a; Any = \"초지능\"; }, { Name = b; Moves = any; }, { Name = c; All = ( a, b ); Near = 3; } ); }"
        ).rules
        #expect(throws: Never.self) { try RuleSet(rules) }
    }
}
