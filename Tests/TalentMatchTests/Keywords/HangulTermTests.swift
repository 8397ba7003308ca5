import Testing

@testable import TalentMatch

@Suite struct HangulTermTests {
    @Test(arguments: [
        TermCase("메타 초지능연구소 수석과학자로 임명", "초지능", "초지능"),
        TermCase("메타 초지능연구소 수석과학자로 임명", "수석과학자", "수석과학자"),
        TermCase("세이프초지능 창업", "초지능", "초지능"),
        TermCase("초지능", "초지능", "초지능"),
        TermCase("초지능이 온다", "초지능", "초지능"),
        TermCase("초지능은, 초지능을, 초지능의", "초지능", "초지능", "초지능", "초지능"),
        TermCase("초지능에서도 초지능이라는", "초지능", "초지능", "초지능"),
        TermCase("수석과학자였던 그는", "수석과학자", "수석과학자"),
        TermCase("수석과학자들에게", "수석과학자", "수석과학자"),
        TermCase("지능형 초고속망", "초지능"),
        TermCase("초지 능력", "초지능", "초지 능"),
        TermCase("인공지능", "초지능"),
        TermCase("임원명단", "임명"),
        TermCase("임명했다, 임명됐다, 재임명", "임명", "임명", "임명", "임명"),
        TermCase("가가가", "가가", "가가", "가가"),
        TermCase("", "초지능"),
    ])
    func isASubstringWhateverStandsAround(_ example: TermCase) throws {
        try example.check()
    }

    @Test(arguments: [
        TermCase("수석 과학자로", "수석과학자", "수석 과학자"),
        TermCase("수석과학자로", "수석 과학자", "수석과학자"),
        TermCase("수석 과학자로", "수석 과학자", "수석 과학자"),
        TermCase("수 석 과 학 자", "수석과학자", "수 석 과 학 자"),
        TermCase("수석   과학자", "수석과학자", "수석   과학자"),
        TermCase("수석\n과학자", "수석과학자", "수석\n과학자"),
        TermCase("수석\t과학자", "수석과학자", "수석\t과학자"),
        TermCase("수석\u{A0}과학자", "수석과학자", "수석\u{A0}과학자"),
        TermCase("수석\u{3000}과학자", "수석과학자", "수석\u{3000}과학자"),
        TermCase("수석\u{2009}과학자", "수석과학자", "수석\u{2009}과학자"),
        TermCase("수석\u{2028}과학자", "수석과학자", "수석\u{2028}과학자"),
        TermCase("수석\u{85}과학자", "수석과학자", "수석\u{85}과학자"),
        TermCase("메타 초 지 능 연구소", "초지능연구소", "초 지 능 연구소"),
        TermCase("최고 인공지능 책임자", "최고인공지능책임자", "최고 인공지능 책임자"),
        TermCase("수석, 과학자", "수석과학자"),
        TermCase("수석. 과학자", "수석과학자"),
        TermCase("수석·과학자", "수석과학자"),
        TermCase("수석-과학자", "수석과학자"),
        TermCase("김영희·박철수", "희박"),
        TermCase("수석/과학자", "수석과학자"),
        TermCase("수석(과학자)", "수석과학자"),
        TermCase("수석 1 과학자", "수석과학자"),
        TermCase("  초지능  ", "초지능", "초지능"),
        TermCase("초지능", "  초지능  ", "초지능"),
        TermCase("국가 AI 위원회", "국가 AI 위원회", "국가 AI 위원회"),
        TermCase("국가AI위원회", "국가 AI 위원회", "국가AI위원회"),
        TermCase("국가 AI위원회", "국가AI 위원회", "국가 AI위원회"),
    ])
    func isFoundAcrossSpacesButNotAcrossPunctuation(_ example: TermCase) throws {
        try example.check()
    }

    @Test(arguments: [
        TermCase("세이프초지능 창업", "초지능", wholeWord: true),
        TermCase("세이프 초지능 창업", "초지능", "초지능", wholeWord: true),
        TermCase("초지능으로", "초지능", "초지능", wholeWord: true),
        TermCase("(초지능)", "초지능", "초지능", wholeWord: true),
        TermCase("AI초지능", "초지능", "초지능", wholeWord: true),
        TermCase("3초지능", "초지능", "초지능", wholeWord: true),
        TermCase("美초지능", "초지능", "초지능", wholeWord: true),
        TermCase("첨단·초지능", "초지능", "초지능", wholeWord: true),
        TermCase("수석 과학자 수석과학자 전수석과학자", "수석과학자", "수석 과학자", "수석과학자", wholeWord: true),
        TermCase("이\u{200B}초지능", "초지능", wholeWord: true),
        TermCase("세이프초지능", "*초지능", "초지능", wholeWord: true),
        TermCase("카카오 카오", "카오", "카오", wholeWord: true),
    ])
    func ofAWholeWordBeginsAtItsBorder(_ example: TermCase) throws {
        try example.check()
    }
}
