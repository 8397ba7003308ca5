import GRDB

extension ReadingNote {
    /// A row a feed whose last document had to be mended.
    static let table = """
        -- What had to be mended to read the feed's last document as text (ReadingNote); no row where nothing had to.
        CREATE TABLE reading_note (
            feed_id INTEGER PRIMARY KEY REFERENCES feed(id) ON DELETE CASCADE,
            kind INTEGER NOT NULL,
            text TEXT NOT NULL
        );
        """

    /// Those of all feeds, by the feed's number.
    static func all(_ database: Database) throws -> [Int64: ReadingNote] {
        var notes: [Int64: ReadingNote] = [:]
        let rows = try Row.fetchCursor(database, sql: "SELECT feed_id, kind, text FROM reading_note")
        while let row = try rows.next() {
            notes[row[0]] = ReadingNote(kind: Kind(rawValue: row[1]) ?? .slight, text: row[2])
        }
        return notes
    }

    /// Puts `note` in the place of what is known of the feed.
    static func save(_ note: ReadingNote?, feed: Int64, _ database: Database) throws {
        guard let note else {
            try database.cachedStatement(sql: "DELETE FROM reading_note WHERE feed_id = ?").execute(arguments: [feed])
            return
        }
        let insert = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO reading_note (feed_id, kind, text) VALUES (?, ?, ?)")
        try insert.execute(arguments: [feed, note.kind.rawValue, note.text])
    }
}
