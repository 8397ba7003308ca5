import Testing

@testable import TalentMatch

@Suite struct TokenizerTests {
    private func tokens(_ text: String) -> (Document, [Token]) {
        let document = Document(title: text, text: nil, vocabulary: ShippedLexicon.extractor.vocabulary)
        return (document, document.tokens)
    }

    @Test(arguments: [
        ("오픈AI가", "오픈AI", Particle.subject), ("구글에서", "구글", .from), ("앤트로픽으로", "앤트로픽", .toward),
        ("메타행", "메타", .bound), ("엔비디아의", "엔비디아", .genitive), ("퀄컴에", "퀄컴", .at), ("MS와", "MS", .with),
        ("OpenAI의", "OpenAI", .genitive), ("하정우는", "하정우", .topic), ("딥시크보다", "딥시크", .other),
    ])
    func particlesAreSplitOff(word: String, stem: String, particle: Particle) throws {
        let (document, tokens) = tokens(word)
        let token = try #require(tokens.first)
        #expect(tokens.count == 1)
        #expect(document.text(0, 0, in: 0) == stem)
        #expect(token.particle == particle)
    }

    @Test(arguments: [
        ("영입", Token.Ending.nominal, false), ("영입했다", .final, false), ("영입한", .adnominal, false),
        ("영입됐다", .final, true), ("임명돼", .connective, true), ("떠나는", .adnominal, false), ("떠난다", .final, false),
        ("떠나고", .connective, false), ("합류는", .nominal, false), ("신설", .nominal, false),
        ("옮긴", .adnominal, false), ("데려와", .connective, false), ("선임된", .adnominal, true),
    ])
    func endingsOfVerbs(word: String, ending: Token.Ending, isPassive: Bool) throws {
        let token = try #require(tokens(word).1.first)
        #expect(token.has(.verb))
        #expect(token.ending == ending)
        #expect(token.isPassive == isPassive)
    }

    @Test(arguments: ["이동훈", "제시카", "이탈리아", "메타버스", "애플리케이션", "사임당", "said", "metadata", "leaving's", "SKating"])
    func termsInsideOtherWordsAreNone(word: String) {
        let (_, tokens) = tokens(word)
        #expect(tokens.allSatisfy { !$0.has(.organization) })
        if word != "leaving's" { #expect(tokens.allSatisfy { !$0.has(.verb) }) }
    }

    @Test func spacesInKoreanTermsAreFree() {
        for text in ["수석과학자", "수석 과학자", "최고AI책임자", "최고 AI 책임자"] {
            let (_, tokens) = tokens(text)
            #expect(tokens.count == 1, "\(text)")
            #expect(tokens.first?.has(.role) == true)
        }
    }

    @Test func particlesBehindQuotesAndParenthesesBelongToTheWordBefore() throws {
        let (document, tokens) = tokens("셩지아 자오(Shengjia Zhao)를 'AI본부'로")
        let name = try #require(tokens.indices.first { document.text($0, $0, in: 0) == "자오" })
        #expect(tokens[name].particle == .object)
        #expect(tokens.last { $0.isWord }?.particle == .toward)
    }
}
