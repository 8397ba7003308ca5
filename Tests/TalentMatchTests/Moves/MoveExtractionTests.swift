import Testing

@testable import TalentMatch

/// A sentence with the move it tells; `nil` where it does not say.
struct MoveCase: Sendable, CustomTestStringConvertible {
    var title: String
    var summary: String?
    var kind: MoveKind
    var person: String?
    var role: String?
    var from: String?
    var to: String?

    init(
        _ title: String, _ summary: String? = nil, _ kind: MoveKind, _ person: String? = nil, role: String? = nil,
        from: String? = nil, to: String? = nil
    ) {
        (self.title, self.summary, self.kind, self.person) = (title, summary, kind, person)
        (self.role, self.from, self.to) = (role, from, to)
    }

    var testDescription: String { title }

    func check() {
        let result = ShippedLexicon.extractor.extract(title: title, summary: summary, content: nil)
        let event = result.events.first
        #expect(result.isTalentEvent, "\(result.reason)")
        #expect(event?.kind == kind)
        #expect(event?.person?.name == person)
        #expect(event?.from == from)
        #expect(event?.to == to)
        if let role { #expect(event?.role == role) }
    }
}

@Suite struct KoreanMoveTests {
    @Test(
        "who takes which particle",
        arguments: [
            MoveCase("메타, 구글 출신 구본하 AI 연구 총괄로 영입", nil, .hire, "구본하", role: "AI 연구 총괄", from: "구글", to: "메타"),
            MoveCase("카카오가 남도현 박사를 AI랩장에 임명했다", nil, .appointment, "남도현", role: "AI랩장", to: "카카오"),
            MoveCase("애플 AI 수장, 앤트로픽에 합류", "피터 한센(Peter Hansen)이 옮긴다.", .join, "피터 한센", from: "애플", to: "앤트로픽"),
            MoveCase("노윤서 연구원, 네이버서 퀄컴으로 이직…AI 칩 설계", nil, .join, "노윤서", from: "네이버", to: "퀄컴"),
            MoveCase("딥시크 나와 창업한 왕즈한, AI 에이전트 회사 '루오샹' 설립", nil, .founding, "왕즈한", from: "딥시크", to: "루오샹"),
            MoveCase("구글, 배서윤 상무를 AI 총괄 부사장으로 승진", nil, .promotion, "배서윤", to: "구글"),
            MoveCase("오픈AI 수석과학자, 회사 떠난다", "야코브 린드(Jakob Lind)가 밝혔다.", .departure, "야코브 린드", from: "오픈AI"),
        ])
    func frames(example: MoveCase) { example.check() }

    @Test(
        "passive and inverted forms keep the direction",
        arguments: [
            MoveCase("애플, AI 설계자 메타에 빼앗겼다", "올라프 켄트(Olaf Kent)가 옮겼다.", .hire, "올라프 켄트", from: "애플", to: "메타"),
            MoveCase("xAI 창립 멤버, 친정 오픈AI로", "카일 로스(Kyle Ross)가 복귀한다.", .join, "카일 로스", from: "xAI", to: "오픈AI"),
            MoveCase("오픈AI 나와 앤트로픽 간 얀 브룩스 박사, AI 스타트업 차린다", nil, .founding, "얀 브룩스", from: "앤트로픽"),
            MoveCase("류한결, 앤트로픽 AI 연구원으로 영입됐다", nil, .hire, "류한결", role: "AI 연구원", to: "앤트로픽"),
            MoveCase("SKT서 KT로…AI 음성 전문가 이직", "문도엽 팀장이 KT에 합류했다.", .join, "문도엽", from: "SKT", to: "KT"),
        ])
    func directions(example: MoveCase) { example.check() }

    @Test(
        "headlines without a verb, and names in parentheses, lists and titles",
        arguments: [
            MoveCase("KT AI연구소장에 서다온", nil, .appointment, "서다온", role: "AI연구소장", to: "KT"),
            MoveCase("포스텍 연하윤 교수, 리벨리온 수석과학자로", nil, .appointment, "연하윤", role: "수석과학자", from: "포스텍", to: "리벨리온"),
            MoveCase("전 테슬라 AI 총괄, 엔비디아행", "홍리나(Lina Hong)가 간다.", .join, "홍리나", from: "테슬라", to: "엔비디아"),
        ])
    func forms(example: MoveCase) { example.check() }

    @Test func everyNameOfAListMoves() {
        let result = ShippedLexicon.extractor.extract(
            title: "LG AI연구원 공동 연구원장에 진하율·표은찬", summary: nil, content: nil)
        #expect(result.events.compactMap(\.person?.name) == ["진하율", "표은찬"])
        #expect(result.events.allSatisfy { $0.kind == .appointment })
    }

    @Test func oppositeMovesOfOneItemAreTwoEvents() {
        let result = ShippedLexicon.extractor.extract(
            title: "세일즈포스 AI 수장 교체",
            summary: "마르코 비안키(Marco Bianchi)가 물러나고 어도비 출신 프리야 데사이(Priya Desai)가 AI 총괄을 맡는다.", content: nil)
        #expect(result.events.count == 2)
        #expect(result.events.first { $0.kind == .departure }?.person?.name == "마르코 비안키")
        #expect(result.events.first { $0.kind == .appointment }?.person?.aliases == ["Priya Desai"])
        #expect(result.events.first { $0.kind == .appointment }?.from == "어도비")
    }
}

@Suite struct EnglishMoveTests {
    @Test(
        "frames, possessives, ex- and former, appositions",
        arguments: [
            MoveCase(
                "Meta hires Olaf Kent away from OpenAI as chief scientist", nil, .hire, "Olaf Kent",
                role: "chief scientist", from: "OpenAI", to: "Meta"),
            MoveCase(
                "Apple's Nadia Roth joins Anthropic", "She led AI research.", .join, "Nadia Roth", from: "Apple",
                to: "Anthropic"),
            MoveCase(
                "Ex-Google researcher Tomas Weld named chief AI officer of Cohere", nil, .appointment, "Tomas Weld",
                role: "chief AI officer", from: "Google", to: "Cohere"),
            MoveCase("Peter Lang leaves xAI for Mistral", nil, .departure, "Peter Lang", from: "xAI", to: "Mistral"),
            MoveCase(
                "DeepMind loses AI lead Hana Roth to Runway", nil, .departure, "Hana Roth", from: "DeepMind",
                to: "Runway"),
            MoveCase(
                "OpenAI promotes Jan Pool to head of research", nil, .promotion, "Jan Pool", role: "head of research",
                to: "OpenAI"),
            MoveCase(
                "AI lab chief quits Nvidia", "Rosa Blum, who joined in 2019, told staff.", .departure, "Rosa Blum",
                from: "Nvidia"),
            MoveCase(
                "Rosa Blum, formerly of Tesla, founds Nightjar Labs", "It builds AI agents.", .founding, "Rosa Blum",
                from: "Tesla", to: "Nightjar Labs"),
        ])
    func frames(example: MoveCase) { example.check() }

    @Test func familyNameAloneIsTheSamePerson() {
        let result = ShippedLexicon.extractor.extract(
            title: "Former Baidu AI lead Ostrova joins Waymo", summary: "Mila Ostrova will run perception.",
            content: nil)
        #expect(result.events.count == 1)
        #expect(result.events.first?.person == PersonName(name: "Mila Ostrova", aliases: ["Ostrova"]))
    }
}
