import GRDB

/// The store's tables, as a row of migrations. A migration that has been released is never changed.
///
/// Times are milliseconds since 1970 UTC. Hashes are 64-bit patterns (`StableHash`) in SQLite's signed integers.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: firstTables)
            try database.execute(sql: SearchIndex.tables)
        }
        migrator.registerMigration("2") { database in
            try database.execute(sql: retentionTables)
            try database.execute(sql: SearchIndex.retentionColumn)
        }
        migrator.registerMigration("3") { database in
            try database.execute(sql: usageTables)
            try database.execute(sql: scheduleTables)
            try database.execute(sql: habitTables)
            try database.execute(sql: ReadingNote.table)
        }
        return migrator
    }

    private static let firstTables = """
        CREATE TABLE feed (
            id INTEGER PRIMARY KEY,
            url TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            entity_tag TEXT,
            last_modified TEXT,
            validators_since INTEGER,
            body_hash INTEGER,
            http_status INTEGER,
            last_attempt_at INTEGER,
            last_success_at INTEGER,
            last_error TEXT,
            failures INTEGER NOT NULL DEFAULT 0,
            failing_since INTEGER,
            is_failure_reported INTEGER NOT NULL DEFAULT 0,
            next_check_at INTEGER,
            interval_ms INTEGER,
            reason TEXT,
            mean_gap_ms INTEGER,
            newest_item_at INTEGER,
            wish_ms INTEGER,
            skipped_hours INTEGER NOT NULL DEFAULT 0,
            skipped_days INTEGER NOT NULL DEFAULT 0,
            moved_to TEXT,
            moved_since INTEGER,
            moved_polls INTEGER,
            is_staleness_reported INTEGER NOT NULL DEFAULT 0,
            gone_at INTEGER,
            gone_entry INTEGER
        );
        -- What the feed's document held when last read: 16 bytes an item (FeedContents). Apart from feed, so that an
        -- unchanged feed's next check does not rewrite it.
        CREATE TABLE feed_contents (
            feed_id INTEGER PRIMARY KEY REFERENCES feed(id) ON DELETE CASCADE,
            entries BLOB NOT NULL
        );
        CREATE TABLE item (
            id INTEGER PRIMARY KEY,
            feed_id INTEGER NOT NULL REFERENCES feed(id),
            guid TEXT,
            title TEXT,
            link TEXT,
            summary TEXT,
            content TEXT,
            author TEXT,
            categories TEXT,
            published_at INTEGER,
            first_seen_at INTEGER NOT NULL,
            matched_rules TEXT,
            edits INTEGER NOT NULL DEFAULT 0
        );
        -- By what items are known again; outlives the item's text. item_id may name an item that retention took.
        CREATE TABLE seen (
            feed_id INTEGER NOT NULL,
            key INTEGER NOT NULL,
            item_id INTEGER NOT NULL,
            PRIMARY KEY (feed_id, key)
        ) WITHOUT ROWID;
        -- The alerts, whole, so that their log lines can be made from here alone. seq rises by one.
        CREATE TABLE alert (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            type TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            seconds_from_utc INTEGER NOT NULL,
            story INTEGER NOT NULL,
            item_id INTEGER NOT NULL,
            severity TEXT NOT NULL,
            rules TEXT NOT NULL,
            matches TEXT NOT NULL,
            moves TEXT,
            feed_name TEXT NOT NULL,
            feed_url TEXT NOT NULL,
            guid TEXT,
            title TEXT,
            link TEXT,
            published_at INTEGER
        );
        CREATE INDEX alert_created ON alert(created_at);
        CREATE INDEX alert_item ON alert(item_id);
        -- Spellings that the news gives for one person, by the person's number.
        CREATE TABLE person_spelling (spelling TEXT PRIMARY KEY, person INTEGER NOT NULL) WITHOUT ROWID;
        -- How far each alert log is, and in which file: alerts from first_seq on belong in it.
        CREATE TABLE alert_log (
            path TEXT PRIMARY KEY,
            format TEXT NOT NULL,
            first_seq INTEGER NOT NULL,
            written_seq INTEGER NOT NULL,
            device INTEGER,
            inode INTEGER
        );
        """

    private static let retentionTables = """
        -- Since when the item is no longer in its feed, by the retention clock; NULL while it is, or is not looked for yet.
        ALTER TABLE seen ADD COLUMN absent_since INTEGER;
        -- The retention clock (RetentionClock), and the wall time at which it was read last.
        CREATE TABLE retention_clock (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            reading INTEGER NOT NULL,
            read_at INTEGER NOT NULL
        );
        INSERT INTO retention_clock VALUES (1, 0, 1000 * CAST(strftime('%s', 'now') AS INTEGER));
        """

    private static let usageTables = """
        -- What a feed has brought on the last day (of UTC, since 1970) that it brought anything, and how many items of its
        -- document wait or are not read, and why (FeedUsage).
        CREATE TABLE feed_usage (
            feed_id INTEGER PRIMARY KEY REFERENCES feed(id) ON DELETE CASCADE,
            day INTEGER NOT NULL,
            items INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            waiting INTEGER NOT NULL,
            unread INTEGER NOT NULL,
            reason TEXT,
            first_poll_at INTEGER
        );
        """

    private static let scheduleTables = """
        -- Hosts that are left alone because they asked for that (HostQuiet): until when, and how long it was to be in
        -- milliseconds, so that a wall clock that jumps makes it no longer.
        CREATE TABLE host_quiet (
            host TEXT PRIMARY KEY,
            until_at INTEGER NOT NULL,
            span_ms INTEGER NOT NULL,
            reason TEXT NOT NULL
        ) WITHOUT ROWID;
        -- Feeds that the program ended over (InterruptedRead), and how often, until they are read well again.
        CREATE TABLE interrupted_read (
            feed_id INTEGER PRIMARY KEY REFERENCES feed(id) ON DELETE CASCADE,
            ends INTEGER NOT NULL
        );
        """

    private static let habitTables = """
        -- What a feed does with what its items are known by (FeedHabits): polls in a row at which most of it changed.
        CREATE TABLE feed_habits (
            feed_id INTEGER PRIMARY KEY REFERENCES feed(id) ON DELETE CASCADE,
            guid_changes INTEGER NOT NULL,
            link_changes INTEGER NOT NULL,
            date_changes INTEGER NOT NULL
        );
        """
}
