import Testing

@testable import TalentMatch

/// What looks like a move and is none.
@Suite struct NoMoveTests {
    @Test(arguments: [
        // attribution
        "데이터브릭스 수석과학자 \"초지능은 멀었다\"", "Chief AI scientist says superintelligence is near",
        // denial and negation
        "앤트로픽 \"CEO 사임설 사실무근\"", "\"오픈AI 합류 안 한다\" 못 박은 AI 교수", "Mistral denies its founder is leaving",
        "OpenAI chief scientist is not leaving, company says",
        // speculation
        "AI 석학 마틴 로셀, xAI로 갈까…업계 설왕설래", "Could Apple's AI chief leave for Meta?",
        // sports, shows, politics
        "손흥민, LAFC 합류…AI가 예측한 득점은", "배우 한도윤, AI 드라마 '초지능' 합류", "국민의힘, AI 전문가 영입…인재영입위원장 임명",
        "Striker leaves Ajax for Roma after AI scouting", "Actor joins cast of AI thriller",
        // companies and products
        "엔비디아, 스타게이트 프로젝트 합류", "Nvidia joins OpenAI's data center project", "구글, AI 스타트업 인수 마무리",
        "Hugging Face launches AI robot arm", "오픈AI, 챗GPT 새 모델 출시",
        // layoffs, job advertisements, essays, obituaries
        "인텔, 전 직원 15% 감원", "[채용] 네이버 AI 연구원 모집", "[사설] AI 인재 엑소더스", "[부고] 카이스트 AI대학원장 부친상",
        "Now hiring: AI research scientist", "Opinion: why AI researchers leave",
        // other posts
        "제약사 새날, 최고과학책임자 선임", "WHO 수석과학자 사임", "하나로은행 새 행장에 구본욱 부행장 내정",
        "Drugmaker Helix names chief scientific officer",
        // lawsuits, background
        "경쟁사로 이직한 AI 연구원 기술유출 혐의 기소", "xAI sues engineer who left for OpenAI",
        // things that leave and move
        "토스, 사무실 역삼서 성수로 옮긴다", "코스피 떠난 외국인 돌아왔다…AI 반도체 매수", "챗GPT 유료 가입자 이탈", "",
    ])
    func isNoTalentEvent(title: String) {
        let result = ShippedLexicon.extractor.extract(title: title, summary: nil, content: nil)
        #expect(!result.isTalentEvent)
        #expect(result.events.isEmpty)
        #expect(!result.reason.isEmpty)
    }
}

@Suite struct MoveEvidenceTests {
    @Test func spansCountScalarsOfTheirField() throws {
        let title = "🤖 AI 인재 이동: 네이버 구본하 센터장, 앤트로픽으로 이직"
        let result = ShippedLexicon.extractor.extract(title: title, summary: nil, content: nil)
        let event = try #require(result.events.first)
        let scalars = Array(title.unicodeScalars)
        let texts = event.evidence.map { span in
            String(String.UnicodeScalarView(scalars[span.start..<span.end]))
        }
        #expect(event.evidence.allSatisfy { $0.field == .title })
        #expect(texts.contains { $0.hasPrefix("구본하") })
        #expect(texts.contains { $0.hasPrefix("이직") })
        #expect(texts.contains { $0.hasPrefix("앤트로픽") })
        #expect(event.confidence > 0.5 && event.confidence < 1)
    }

    @Test func contentIsReadWithoutSummary() {
        let result = ShippedLexicon.extractor.extract(
            title: "오픈AI 수석과학자, 회사 떠난다", summary: nil, content: "야코브 린드(Jakob Lind)가 링크드인에 밝혔다.")
        #expect(result.events.first?.person?.name == "야코브 린드")
        #expect(result.events.first?.evidence.contains { $0.field == .content } == true)
    }

    /// Any text is read without a trap, and the same text gives the same answer.
    @Test func anyTextIsRead() {
        var state: UInt64 = 0x5EED
        let pieces = [
            "메타", "오픈AI", "영입", "했다", "(", ")", "'", "\"", "…", "·", ",", ".", "로", "에서", " ", " ", "하정우", "Kim",
            "hires", "as",
            "chief", "scientist", "의", "△", "◇", "[", "]", "👩‍🔬", "\u{0}", "\u{301}", "é", "ﬁ", "ＡＩ", "123명", "$", "떠난",
            "후임", "출신",
        ]
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            let half = text.index(text.startIndex, offsetBy: text.count / 2)
            let (title, summary) = (String(text[..<half]), String(text[half...]))
            let first = ShippedLexicon.extractor.extract(title: title, summary: summary, content: nil)
            #expect(first == ShippedLexicon.extractor.extract(title: title, summary: summary, content: nil))
        }
    }

    @Test func longTextIsBounded() {
        let text = String(repeating: "메타가 오픈AI 출신 하정우를 영입했다. ", count: 20_000)
        let result = ShippedLexicon.extractor.extract(title: text, summary: text, content: nil)
        #expect(result.events.flatMap(\.evidence).allSatisfy { $0.end <= Document.textLimit })
    }
}
