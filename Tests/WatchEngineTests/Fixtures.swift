import FeedParser
import FoundationEssentials
import Logging
import TalentMatch

@testable import WatchEngine

/// Values that several tests begin with.
enum Fixtures {
    static let now = Date(timeIntervalSince1970: 1_795_000_000)

    static let rules = [
        RuleDefinition(name: "초지능", any: [TermGroup("초지능")]),
        RuleDefinition(name: "수석과학자", any: [TermGroup("수석과학자")], severity: .high),
    ]

    static func judge(_ rules: [RuleDefinition] = rules) throws -> ItemJudge {
        try ItemJudge(rules: rules)
    }

    static func item(
        guid: String? = nil, title: String? = nil, link: String? = nil, summary: String? = nil, published: Date? = now
    ) -> ParsedItem {
        var item = ParsedItem()
        item.guid = guid
        item.title = title
        item.link = link
        item.summary = summary
        item.published = published
        return item
    }

    static func feed(_ items: [ParsedItem]) -> ParsedFeed {
        var feed = ParsedFeed(format: .rss2)
        feed.items = items
        return feed
    }

    static func alert(seq: Int64 = 17) -> Alert {
        Alert(
            seq: seq, type: .alert, time: Date(timeIntervalSince1970: 1_795_523_995), secondsFromUTC: 9 * 3600,
            story: seq,
            severity: "high", rules: ["초지능", "수석과학자"],
            matches: [AlertMatch(rule: "초지능", term: "초지능", field: "title", text: "초지능", start: 29, end: 32)],
            moves: [
                AlertMove(
                    kind: "appointment", person: .init(name: "셩지아 자오", aliases: ["Shengjia Zhao"]), role: "수석과학자",
                    from: "오픈AI", to: "메타 초지능연구소")
            ],
            feedName: "AI타임스", feedURL: "https://www.aitimes.com/rss/allArticle.xml", guid: "190423",
            title: "메타, 셩지아 자오를 수석과학자로", link: "https://www.aitimes.com/190423",
            published: Date(timeIntervalSince1970: 1_795_523_000))
    }

    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
