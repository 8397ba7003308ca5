import Testing

@testable import TalentMatch

@Suite struct MixedTermTests {
    @Test(arguments: [
        TermCase("오픈AI가 영입", "오픈AI", "오픈AI"),
        TermCase("오픈AI", "오픈AI", "오픈AI"),
        TermCase("오픈 AI 출신", "오픈AI", "오픈 AI"),
        TermCase("오픈AI 출신", "오픈 AI", "오픈AI"),
        TermCase("오픈AIR", "오픈AI"),
        TermCase("오픈AI의, 오픈AI는", "오픈AI", "오픈AI", "오픈AI"),
        TermCase("오픈ai에서", "오픈AI", "오픈ai"),
        TermCase("(주)오픈AI", "오픈AI", "오픈AI"),
        TermCase("오픈AI's", "오픈AI", "오픈AI"),
        TermCase("오픈AI가", "AI", "AI"),
        TermCase("생성AI는", "AI", "AI"),
        TermCase("AI가, AI는", "AI", "AI", "AI"),
        TermCase("AI인재", "AI 인재", "AI인재"),
        TermCase("AI 인재", "AI인재", "AI 인재"),
        TermCase("KAI 인재", "AI 인재"),
        TermCase("Character.AI hires", "Character.AI", "Character.AI"),
        TermCase("캐릭터닷AI, Character.AI가", "Character.AI", "Character.AI"),
        TermCase("Character AI", "Character.AI"),
        TermCase("Character.AIX", "Character.AI"),
        TermCase("42dot", "42dot", "42dot"),
        TermCase("42dot이 142dot을", "42dot", "42dot"),
        TermCase("포티투닷(42dot)", "42dot", "42dot"),
        TermCase("C++ and C", "C++", "C++"),
        TermCase("C++17", "C++", "C++"),
        TermCase("OC++", "C++"),
        TermCase("C++로 개발", "C++", "C++"),
        TermCase(".NET", ".NET", ".NET"),
        TermCase("ASP.NET", ".NET", ".NET"),
        TermCase("R&D센터", "R&D", "R&D"),
        TermCase("SK하이닉스", "SK하이닉스", "SK하이닉스"),
        TermCase("SK 하이닉스", "SK하이닉스", "SK 하이닉스"),
        TermCase("별빛Orlune이", "별빛Orlune", "별빛Orlune"),
        TermCase("MSK하이닉스", "SK하이닉스"),
        TermCase("GPT-5가", "GPT-5", "GPT-5"),
        TermCase("AI·로봇", "AI·로봇", "AI·로봇"),
        TermCase("AI\u{318D}로봇", "AI·로봇", "AI\u{318D}로봇"),
        TermCase("3월 AI", "AI", "AI"),
        TermCase("2026년", "2026", "2026"),
        TermCase("12026년", "2026"),
        TermCase("李在明", "在明", "在明"),
        TermCase("신임 CEO로", "CEO", "CEO"),
        TermCase("CEO에게 CEOㆍCTO", "CTO", "CTO"),
        TermCase("Путин сказал", "путин", "Путин"),
        TermCase("Путина", "путин"),
    ])
    func followsTheBordersOfItsParts(_ example: TermCase) throws {
        try example.check()
    }
}
