import Testing

@testable import TalentMatch

@Suite struct NameMatchingTests {
    @Test(arguments: [
        ("셩지아 자오", "Shengjia Zhao"), ("셩지아 자오", "성지아 자오"), ("자오 셩지아", "Shengjia Zhao"),
        ("루오밍 팡", "Ruoming Pang"), ("얀 르쿤", "Yann LeCun"), ("미라 무라티", "Mira Murati"), ("무라티", "미라 무라티"),
        ("하정우", "Ha Jung-woo"), ("하정우", "Jungwoo Ha"), ("Lee Dowon", "Dowon Lee"), ("Jan Küppers", "Jan Kuppers"),
        ("배럿 조프", "Barret Zoph"), ("LeCun", "Yann LeCun"), ("일리야 수츠케버", "일리야 서츠케버"),
        ("우융후이", "Wu Yonghui"), ("Éloi Dubarry", "ELOI DUBARRY"), ("네이트 오마르", "Nate Omar"),
    ])
    func spellingsOfOnePerson(first: String, second: String) {
        #expect(PersonName(name: first).isSamePerson(as: PersonName(name: second)))
        #expect(PersonName(name: second).isSamePerson(as: PersonName(name: first)))
    }

    @Test(arguments: [
        ("김민수", "김민서"), ("하정우", "하정민"), ("셩지아 자오", "루오밍 팡"), ("Mira Murati", "Mira Moretti"),
        ("얀 르쿤", "얀 라이케"), ("David Kim", "Daniel Kim"), ("이강산", "Lee Dowon"), ("김", "김민수"), ("샘 올트먼", "Sam Bankman"),
    ])
    func twoPeople(first: String, second: String) {
        #expect(!PersonName(name: first).isSamePerson(as: PersonName(name: second)))
    }

    @Test func aliasesCount() {
        let korean = PersonName(name: "천뤄한", aliases: ["Chen Ruohan"])
        #expect(korean.isSamePerson(as: PersonName(name: "Ruohan Chen")))
    }
}

@Suite struct OrganizationIndexTests {
    private let index = OrganizationIndex(ShippedLexicon.extractor)

    @Test(arguments: [
        ("OpenAI", "오픈AI"), ("오픈에이아이", "오픈AI"), ("MSL", "메타"), ("FAIR", "메타"), ("DeepMind", "구글"),
        ("마이크로소프트 아시아연구소", "마이크로소프트"), ("앤쓰로픽", "앤트로픽"), ("Qwen", "알리바바"), ("과학기술정보통신부", "과기정통부"),
    ])
    func unitsBelongToTheirParent(spelling: String, name: String) {
        #expect(index.canonical(spelling) == name)
    }

    @Test func unknownOnesAreComparedByLetters() {
        #expect(index.canonical("없는회사랩") == nil)
        #expect(index.isSameOrganization("Halcyon Voice", "halcyon-voice"))
        #expect(!index.isSameOrganization("Halcyon Voice", "OpenAI"))
        #expect(index.isSameOrganization("메타 초지능연구소", "Meta"))
    }

    @Test func rolesOfTwoLanguages() {
        #expect(index.isSameRole("수석과학자", "chief scientist"))
        #expect(!index.isSameRole("부사장", "사장"))
    }
}

@Suite struct HeadlineKeyTests {
    @Test(arguments: [
        ("[속보] 메타, 초지능연구소 수석과학자에 셩지아 자오", "메타, 초지능연구소 수석과학자에 셩지아 자오 임명 - 연합뉴스"),
        ("[단독] 네이버 AI센터장 퇴사", "네이버 AI센터장 퇴사(종합)"),
        ("OpenAI's chief scientist leaves - Reuters", "OpenAI's chief scientist leaves | TechCrunch"),
    ])
    func sameHeadline(first: String, second: String) {
        #expect(HeadlineKey(first).isNearlyEqual(to: HeadlineKey(second)))
    }

    @Test(arguments: [
        ("메타, 초지능연구소 수석과학자에 셩지아 자오", "메타, 오픈AI 연구원 루카스 베이어 영입"),
        ("[속보]", "메타"), ("", ""),
    ])
    func otherHeadline(first: String, second: String) {
        #expect(!HeadlineKey(first).isNearlyEqual(to: HeadlineKey(second)))
    }

    @Test func tagsAndOutletsAreNoPart() {
        #expect(HeadlineKey("[속보] (종합) 갑 을 병 정 - 매일신문 ") == HeadlineKey("갑 을 병 정"))
        #expect(HeadlineKey("갑 - 을병정무기경신임계") != HeadlineKey("갑"))
    }
}
