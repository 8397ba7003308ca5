import FeedParser
import FoundationEssentials
import TalentMatch
import TestSupport
import Testing

@testable import WatchEngine

/// Many outlets, two languages, any order: one story for each event.
@Suite struct StoryTests {
    /// An outlet's item as the extractor reads it: the event it tells, its title, its move.
    private struct Told: Sendable {
        var event: String
        var title: String
        var move: AlertMove?
    }

    private static func move(
        _ name: String, _ aliases: [String] = [], kind: String = "hire", from: String?, to: String?
    ) -> AlertMove {
        AlertMove(kind: kind, person: .init(name: name, aliases: aliases), role: nil, from: from, to: to)
    }

    /// Twelve outlets tell four moves, of which two are to one lab on one day.
    private static let outlets: [Told] = [
        Told(
            event: "zhao", title: "메타, 오픈AI 출신 셩지아 자오(Shengjia Zhao) 영입",
            move: move("셩지아 자오", ["Shengjia Zhao"], from: "오픈AI", to: "메타")),
        Told(
            event: "zhao", title: "[속보] 메타 초지능연구소 수석과학자에 성지아 자오",
            move: move("성지아 자오", kind: "appointment", from: nil, to: "메타")),
        Told(
            event: "zhao", title: "Meta names Shengjia Zhao chief scientist",
            move: move("Shengjia Zhao", kind: "appointment", from: nil, to: "메타")),
        Told(event: "zhao", title: "메타로 간 자오, 초지능 연구 이끈다", move: move("셩지아 자오", from: "오픈AI", to: "메타")),
        Told(
            event: "bi", title: "메타, 오픈AI 출신 슈차오 비(Shuchao Bi) 영입",
            move: move("슈차오 비", ["Shuchao Bi"], from: "오픈AI", to: "메타")),
        Told(
            event: "bi", title: "Shuchao Bi leaves OpenAI for Meta",
            move: move("Shuchao Bi", kind: "join", from: "오픈AI", to: "메타")),
        Told(event: "bi", title: "슈차오 비도 메타행", move: move("슈차오 비", kind: "join", from: nil, to: "메타")),
        Told(
            event: "vale", title: "Ada Vale quits Northwind Labs",
            move: move("Ada Vale", kind: "departure", from: "Northwind", to: nil)),
        Told(
            event: "vale", title: "노스윈드의 에이다 베일(Ada Vale) 퇴사",
            move: move("에이다 베일", ["Ada Vale"], kind: "departure", from: "Northwind", to: nil)),
        Told(event: "seoul", title: "라온랩, 새 연구소장에 윤서도", move: move("윤서도", kind: "appointment", from: nil, to: "라온랩")),
        Told(event: "seoul", title: "윤서도, 라온랩 연구소장 선임", move: move("윤서도", kind: "appointment", from: nil, to: "라온랩")),
        Told(event: "seoul", title: "윤서도 교수, 한빛대서 라온랩으로", move: move("윤서도", kind: "join", from: "한빛대", to: "라온랩")),
    ]

    /// Commits what the outlets tell, each from a feed of its own; gives the alerts.
    private func tell(_ told: [Told], everyHours hours: Double = 0.1) async throws -> [Alert] {
        let directory = try TemporaryDirectory()
        let store = try Store.open(directory: directory.path)
        for (number, outlet) in told.enumerated() {
            var state = try await store.register(feeds: [("https://\(number).example/f", "\(number)")])[0]
            let now = Fixtures.now.addingTimeInterval(Double(number) * hours * 3600)
            state.lastAttempt = now
            let draft = AlertDraft(
                type: .alert, time: now, secondsFromUTC: 0, severity: .normal, rules: ["r"], matches: [],
                moves: outlet.move.map { [$0] } ?? [])
            let new = FeedChange.NewItem(
                item: Fixtures.item(guid: "1", title: outlet.title), identity: ItemIdentity(keys: [UInt64(number)]),
                matchedRules: ["r"], alert: draft)
            #expect(try await store.commit([FeedChange(state: state, newItems: [new])]) == 1)
        }
        return try await store.alerts()
    }

    @Test(arguments: 0..<40)
    func fourMovesAreFourStoriesInAnyOrder(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let told = Self.outlets.shuffled(using: &random)
        let alerts = try await tell(told)
        #expect(Set(alerts.map(\.story)).count == 4, "\(zip(told, alerts).map { "\($0.event) \($1.story)" })")
        #expect(alerts.count { $0.type == .alert } == 4)
        #expect(alerts.count { $0.type == .corroboration } == 8)
        for (outlet, alert) in zip(told, alerts) {
            let first = try #require(alerts.first { $0.seq == alert.story })
            #expect(first.type == .alert)
            #expect(told[Int(first.seq) - 1].event == outlet.event)
        }
    }

    @Test func headlinesDecideWhereNobodyIsNamed() async throws {
        func told(_ title: String) -> Told { Told(event: "", title: title, move: nil) }
        let alerts = try await tell([
            told("오픈AI 초지능팀 전원 이탈…연구 조직 해체"), told("[속보] 오픈AI 초지능팀 전원 이탈, 연구조직 해체 | 가나일보"),
            told("구글, 새 초지능 연구소 세운다"),
        ])
        #expect(alerts.map(\.type) == [.alert, .corroboration, .alert])
    }

    @Test func twoNamedPeopleStayTwoStoriesHoweverAlikeTheHeadlines() async throws {
        let alerts = try await tell([
            Told(event: "", title: "메타, 오픈AI 출신 가나다 영입", move: Self.move("가나다", from: "오픈AI", to: "메타")),
            Told(event: "", title: "메타, 오픈AI 출신 라마바 영입", move: Self.move("라마바", from: "오픈AI", to: "메타")),
        ])
        #expect(alerts.map(\.type) == [.alert, .alert])
    }

    @Test func aSecondMoveOfAPersonIsAnotherStory() async throws {
        let alerts = try await tell([
            Told(event: "", title: "Ada Vale joins Northwind", move: Self.move("Ada Vale", from: nil, to: "Northwind")),
            Told(
                event: "", title: "Ada Vale joins Southwind",
                move: Self.move("Ada Vale", from: "Northwind", to: "Southwind")),
        ])
        #expect(alerts.map(\.type) == [.alert, .alert])
    }

    @Test func whatIsToldLongAfterIsNewsAgain() async throws {
        let told = Told(event: "", title: "윤서도, 라온랩 연구소장 선임", move: Self.move("윤서도", from: nil, to: "라온랩"))
        #expect(try await tell([told, told], everyHours: 80).map(\.type) == [.alert, .alert])
        #expect(try await tell([told, told], everyHours: 70).map(\.type) == [.alert, .corroboration])
    }

    @Test func spellingsLearnedBeforeSurviveARestart() async throws {
        let directory = try TemporaryDirectory()
        func tell(_ title: String, _ move: AlertMove, feed: String) async throws -> Alert? {
            let store = try Store.open(directory: directory.path)
            var state = try await store.register(feeds: [("https://\(feed).example/f", feed)])[0]
            state.lastAttempt = Fixtures.now
            let draft = AlertDraft(
                type: .alert, time: Fixtures.now, secondsFromUTC: 0, severity: .normal, rules: ["r"], matches: [],
                moves: [move])
            let new = FeedChange.NewItem(
                item: Fixtures.item(guid: "1", title: title), identity: ItemIdentity(keys: [1]), matchedRules: ["r"],
                alert: draft)
            _ = try await store.commit([FeedChange(state: state, newItems: [new])])
            let last = try await store.alerts().last
            try store.close()
            return last
        }
        // No distance of sounds would bring these together.
        _ = try await tell("소식", Self.move("왕밍", ["Edward King Ming"], from: nil, to: "A"), feed: "a")
        _ = try await tell("무관한 소식", Self.move("다른 사람", from: nil, to: "B"), feed: "b")
        let later = try await tell(
            "Edward King Ming joins A", Self.move("Edward King Ming", from: nil, to: "A"), feed: "c")
        #expect(later?.type == .corroboration)
        #expect(later?.story == 1)
    }
}
