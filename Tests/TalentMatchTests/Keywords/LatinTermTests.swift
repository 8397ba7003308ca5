import Testing

@testable import TalentMatch

@Suite struct LatinTermTests {
    @Test(arguments: [
        TermCase("AI", "AI", "AI"),
        TermCase("He SAID so", "AI"),
        TermCase("Air France", "AI"),
        TermCase("an email again", "AI"),
        TermCase("KAIST", "AI"),
        TermCase("AI, ai and Ai.", "AI", "AI", "ai", "Ai"),
        TermCase("(AI)", "AI", "AI"),
        TermCase("\u{201C}AI\u{201D}", "AI", "AI"),
        TermCase("AI/ML", "AI", "AI"),
        TermCase("#AI @AI", "AI", "AI", "AI"),
        TermCase("AI_team", "AI", "AI"),
        TermCase("AI2", "AI"),
        TermCase("2AI", "AI"),
        TermCase("AI 2", "AI", "AI"),
        TermCase("xAI", "AI"),
        TermCase("x.AI", "AI", "AI"),
        TermCase("AI-powered, non-AI", "AI", "AI", "AI"),
        TermCase("AI\u{301}", "AI"),
        TermCase("éAI", "AI"),
        TermCase("AI中", "AI", "AI"),
        TermCase("superintelligence", "Superintelligence", "superintelligence"),
        TermCase("SUPERINTELLIGENCE", "superintelligence", "SUPERINTELLIGENCE"),
        TermCase("OpenAI hires", "openai", "OpenAI"),
        TermCase("OpenAI", "Open AI"),
        TermCase("Open AI", "OpenAI"),
        TermCase("a b a b a", "a b a", "a b a", "a b a"),
    ])
    func isAWholeWord(_ example: TermCase) throws {
        try example.check()
    }

    @Test(arguments: [
        TermCase("Meta's lab", "Meta", "Meta"),
        TermCase("Meta\u{2019}s lab", "Meta", "Meta"),
        TermCase("Meta\u{FF07}s lab", "Meta", "Meta"),
        TermCase("researchers' union", "researcher", "researcher"),
        TermCase("chief scientists", "chief scientist", "chief scientist"),
        TermCase("CEOs resign", "CEO", "CEO"),
        TermCase("LLMs", "LLM", "LLM"),
        TermCase("H100s", "H100", "H100"),
        TermCase("the bosses", "boss", "boss"),
        TermCase("launches", "launch", "launch"),
        TermCase("hoaxes", "hoax", "hoax"),
        TermCase("oxes", "ox", "ox"),
        TermCase("X and xes", "x", "X", "x"),
        TermCase("startup companies", "company", "companies"),
        TermCase("companies'", "company", "companies"),
        TermCase("two keys", "key", "key"),
        TermCase("keies", "key"),
        TermCase("asses", "as"),
        TermCase("on ones", "on", "on"),
        TermCase("Metas2", "Meta"),
        TermCase("Metasx", "Meta"),
        TermCase("Metaes", "Meta"),
        TermCase("Chris\u{2019}s and Chris' ideas", "Chris", "Chris", "Chris"),
        TermCase("the O\u{2019}Reilly book", "O'Reilly", "O\u{2019}Reilly"),
        TermCase("the O'Reilly book", "O\u{2019}Reilly", "O'Reilly"),
        TermCase("메타의 LLMs가", "LLM", "LLM"),
    ])
    func takesPossessiveAndPluralEndings(_ example: TermCase) throws {
        try example.check()
    }

    @Test(arguments: [
        TermCase("chief-scientist", "chief scientist", "chief-scientist"),
        TermCase("chief scientist", "chief-scientist", "chief scientist"),
        TermCase("chief  scientist", "chief scientist", "chief  scientist"),
        TermCase("chief\nscientist", "chief scientist", "chief\nscientist"),
        TermCase("chief\u{A0}scientist", "chief scientist", "chief\u{A0}scientist"),
        TermCase("chief\u{2010}scientist", "chief scientist", "chief\u{2010}scientist"),
        TermCase("chief\u{2011}scientist", "chief scientist", "chief\u{2011}scientist"),
        TermCase("chief\u{2013}scientist", "chief scientist", "chief\u{2013}scientist"),
        TermCase("chief\u{2212}scientist", "chief scientist", "chief\u{2212}scientist"),
        TermCase("chief\u{FF0D}scientist", "chief scientist", "chief\u{FF0D}scientist"),
        TermCase("chief·scientist", "chief scientist", "chief·scientist"),
        TermCase("chief\u{30FB}scientist", "chief scientist", "chief\u{30FB}scientist"),
        TermCase("chief\u{318D}scientist", "chief scientist", "chief\u{318D}scientist"),
        TermCase("chief\u{2022}scientist", "chief scientist", "chief\u{2022}scientist"),
        TermCase("chief - scientist", "chief scientist", "chief - scientist"),
        TermCase("chief, scientist", "chief scientist"),
        TermCase("chief\u{2014}scientist", "chief scientist"),
        TermCase("chiefscientist", "chief scientist"),
        TermCase("GPT 4, GPT-4, GPT4", "GPT-4", "GPT 4", "GPT-4"),
        TermCase("the co-founder", "founder", "founder"),
        TermCase("Park Sol-byul", "Park Sol byul", "Park Sol-byul"),
        TermCase("AI-", "AI-", "AI"),
    ])
    func holdsHyphensAndMiddleDotsForSpaces(_ example: TermCase) throws {
        try example.check()
    }

    @Test(arguments: [
        TermCase("superintelligent", "superintelligen*", "superintelligen"),
        TermCase("superintelligence", "superintelligen*", "superintelligen"),
        TermCase("superintelligen", "superintelligen*", "superintelligen"),
        TermCase("hypersuperintelligent", "superintelligen*"),
        TermCase("superintelligence", "*intelligence", "intelligence"),
        TermCase("an intelligence", "*intelligence", "intelligence"),
        TermCase("intelligences", "*intelligence", "intelligence"),
        TermCase("intelligencer", "*intelligence"),
        TermCase("superintelligences", "*intelligen*", "intelligen"),
        TermCase("SAID", "*AI*", "AI"),
        TermCase("superintelligent", "superintelligen＊", "superintelligen"),
        TermCase("megacompanies", "*company", "companies"),
        TermCase("an A* search", "A* search", "A* search"),
        TermCase("초지능망", "초지능*", "초지능"),
    ])
    func hasNoBorderWhereAStarStands(_ example: TermCase) throws {
        try example.check()
    }
}
