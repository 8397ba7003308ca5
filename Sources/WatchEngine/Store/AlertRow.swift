import FeedParser
import FoundationEssentials
import GRDB
import TalentMatch

extension AlertDraft {
    /// Gives the alert its seq and its story, and stores it.
    ///
    /// An alert that tells an event which another one told within the last days is its corroboration. An update belongs
    /// to the story of its item's first alert.
    func insert(
        _ database: Database, itemID: Int64, item: ParsedItem, feed: FeedState, stories: inout StoryTelling
    ) throws {
        let earlier =
            type == .update
            ? try Int64.fetchOne(
                try database.cachedStatement(sql: "SELECT story FROM alert WHERE item_id = ? ORDER BY seq LIMIT 1"),
                arguments: [itemID]) : nil
        let told = earlier ?? stories.next
        let kept: AlertType = type == .alert && told != nil ? .corroboration : type
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO alert (type, created_at, seconds_from_utc, story, item_id, severity, rules, matches, moves,
                    feed_name, feed_url, guid, title, link, published_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try insert.execute(arguments: [
            kept.rawValue, time.unixMilliseconds, secondsFromUTC, told ?? 0, itemID, severity.rawValue,
            StoredJSON.text(rules), StoredJSON.text(matches), moves.isEmpty ? nil : StoredJSON.text(moves), feed.name,
            feed.url, item.guid, item.title,
            item.link,
            (item.published ?? item.updated)?.unixMilliseconds,
        ])
        let seq = database.lastInsertedRowID
        if told == nil {
            let begin = try database.cachedStatement(sql: "UPDATE alert SET story = seq WHERE seq = ?")
            try begin.execute(arguments: [seq])
        }
        stories.note(told ?? seq)
    }

    /// The alert as far as stories are concerned.
    func storyDraft(title: String?) -> StoryDraft {
        StoryDraft(facts: StoryFacts(time: time, moves: moves, title: title), isUpdate: type == .update)
    }
}

extension Alert {
    init(row: Row) throws {
        self.init(
            seq: row["seq"], type: AlertType(rawValue: row["type"]) ?? .alert,
            time: Date(unixMilliseconds: row["created_at"]), secondsFromUTC: row["seconds_from_utc"],
            story: row["story"],
            severity: row["severity"], rules: try StoredJSON.texts(row["rules"]),
            matches: try AlertMatch.decode(row["matches"]),
            moves: try AlertMove.decode(row["moves"]),
            feedName: row["feed_name"], feedURL: row["feed_url"], guid: row["guid"], title: row["title"],
            link: row["link"], published: (row["published_at"] as Int64?).map(Date.init(unixMilliseconds:)))
    }
}
