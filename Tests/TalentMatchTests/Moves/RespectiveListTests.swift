import Testing

@testable import TalentMatch

@Suite struct RespectiveListTests {
    private func moves(_ title: String, _ summary: String?) -> [String: TalentMove] {
        let result = ShippedLexicon.extractor.extract(title: title, summary: summary, content: nil)
        return Dictionary(
            result.events.compactMap { move in move.person.map { ($0.name, move) } },
            uniquingKeysWith: { one, _ in one })
    }

    @Test func eachGoesToItsHouse() {
        let moves = moves("구글 AI 연구자 둘, 동시에 이직", "고은별과 차민석이 각각 앤트로픽과 엔비디아로 자리를 옮겼다.")
        #expect(moves["고은별"]?.to == "앤트로픽")
        #expect(moves["차민석"]?.to == "엔비디아")
    }

    @Test func housesNoLexiconKnowsCountInLists() {
        let moves = moves("구글 AI 연구자 둘, 동시에 이직", "고은별과 차민석이 각각 하늬랩스와 소담로보틱스로 자리를 옮겼다.")
        #expect(moves["고은별"]?.to == "하늬랩스")
        #expect(moves["차민석"]?.to == "소담로보틱스")
    }

    @Test func peopleOfTheHeadlineArePairedWithHousesOfTheText() {
        let moves = moves("고은별·차민석, AI 연구자 나란히 구글 떠난다", "두 사람은 각각 앤트로픽과 엔비디아로 옮긴다.")
        #expect(moves["고은별"]?.to == "앤트로픽")
        #expect(moves["차민석"]?.to == "엔비디아")
    }

    @Test func englishListsEndInRespectively() {
        let moves = moves(
            "Two OpenAI researchers depart",
            "Anna Keller and Paul Brandt are joining Anthropic and Mistral, respectively.")
        #expect(moves["Anna Keller"]?.to == "Anthropic")
        #expect(moves["Paul Brandt"]?.to == "Mistral")
    }
}
