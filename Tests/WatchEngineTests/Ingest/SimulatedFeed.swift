import FeedParser
import FoundationEssentials
import TestSupport
import Testing

@testable import WatchEngine

/// A feed whose true items are known, and that gives them the keys, dates and order of its kind.
struct SimulatedFeed {
    enum Guid { case none, own, oneForAll, drawn, place }
    enum Link { case none, own, page, session, counter, token }
    enum Dating { case minute, hour, day, none, asked }

    /// How a feed behaves.
    struct Kind: CustomTestStringConvertible {
        var guid = Guid.own
        var link = Link.own
        var dating = Dating.minute
        /// Whether all items have one title.
        var sharesTitle = false
        /// Whether items have a summary of their own.
        var hasText = true
        /// How many items the document has.
        var window = 6
        /// The most items that come between two polls.
        var arrivals = 2
        /// Whether now and then the document is empty.
        var empties = false
        /// Whether the site changes scheme and host now and then.
        var moves = false
        /// Whether titles are edited now and then.
        var edits = false

        var testDescription: String {
            "guid \(guid), link \(link), date \(dating), window \(window)" + (sharesTitle ? ", one title" : "")
                + (hasText ? "" : ", no text") + (empties ? ", empties" : "") + (moves ? ", moves" : "")
                + (edits ? ", edits" : "")
        }
    }

    private struct Item {
        var number: Int
        var title: String
        var date: Date
    }

    let kind: Kind
    private var random: SeededGenerator
    private var items: [Item] = []
    private var count = 0
    private var site = "http://a.example"
    private let isNewestFirst: Bool
    private var shown: Set<Int> = []
    private(set) var now = Fixtures.now

    init(_ kind: Kind, seed: UInt64) {
        self.kind = kind
        random = SeededGenerator(seed: seed)
        isNewestFirst = Bool.random(using: &random)
    }

    /// The document at the next poll, and how many of its items were in none before.
    mutating func poll() -> (document: ParsedFeed, new: Int) {
        now.addTimeInterval(900)
        let isFirst = count == 0
        for _ in 0..<(isFirst ? kind.window : Int.random(in: 0...kind.arrivals, using: &random)) {
            count += 1
            let title = kind.sharesTitle ? "[인사] 초지능연구소" : "초지능 소식 \(count)"
            // Dates to the minute and never on the hour.
            let date = Date(timeIntervalSince1970: 1_790_000_100 + Double(count) * 25_260)
            items.append(Item(number: count, title: title, date: date))
        }
        items.removeFirst(max(0, items.count - kind.window))
        let isMoved = kind.moves && !isFirst && Int.random(in: 0..<4, using: &random) == 0
        if isMoved {
            site =
                ["http://a.example", "https://a.example", "https://www.b.example"].filter { $0 != site }
                .randomElement(using: &random) ?? site
        } else if kind.edits, let index = items.indices.randomElement(using: &random) {
            items[index].title += "."
        }
        if kind.empties, !isFirst, Int.random(in: 0..<5, using: &random) == 0 { return (Fixtures.feed([]), 0) }
        let new = items.count { !shown.contains($0.number) }
        shown.formUnion(items.map(\.number))
        let listed = isNewestFirst ? Array(items.reversed()) : items
        let document = listed.enumerated().map { place, item in
            parsed(item, place: isNewestFirst ? place : items.count - 1 - place)
        }
        return (Fixtures.feed(document), new)
    }

    private mutating func parsed(_ item: Item, place: Int) -> ParsedItem {
        var parsed = ParsedItem()
        parsed.title = item.title
        parsed.summary = kind.hasText ? "\(item.number)번 소식" : nil
        parsed.guid =
            switch kind.guid {
            case .none: nil
            case .own: kind.moves ? "\(site)/?p=\(item.number)" : "p\(item.number)"
            case .oneForAll: "\(site)/all"
            case .drawn: token()
            case .place: "\(place + 1)"
            }
        parsed.link =
            switch kind.link {
            case .none: nil
            case .own: "\(site)/news/\(item.number)"
            case .page: "\(site)/notice"
            case .session: "\(site)/view.do;jsessionid=\(token()).was1?no=\(item.number)"
            case .counter: "\(site)/view?no=\(item.number)&visit=\(Int.random(in: 0..<1_000_000, using: &random))"
            case .token: "\(site)/view/\(item.number)?key=\(token())"
            }
        let seconds = item.date.timeIntervalSince1970
        parsed.published =
            switch kind.dating {
            case .minute: item.date
            case .hour: Date(timeIntervalSince1970: (seconds / 3600).rounded(.down) * 3600)
            case .day: Date(timeIntervalSince1970: (seconds / 86400).rounded(.down) * 86400)
            case .none: nil
            case .asked: now
            }
        return parsed
    }

    private mutating func token() -> String {
        "a1" + String(UInt64.random(in: .min ... .max, using: &random), radix: 16)
            + String(UInt64.random(in: .min ... .max, using: &random), radix: 16)
    }
}
