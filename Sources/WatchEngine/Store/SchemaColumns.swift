/// The columns of the store's tables as the newest migration leaves them: what a store that is opened must have. Written out,
/// since to make them at each start takes as long as all the rest of it; a test holds them to the migrations.
extension Schema {
    static let columns: [String: Set<String>] = Dictionary(
        uniqueKeysWithValues: list.map { table, columns in
            (table, Set(columns.split(separator: " ").map(String.init)))
        })

    private static let list: KeyValuePairs = [
        "alert": """
        seq type created_at seconds_from_utc story item_id severity rules matches moves feed_name \
        feed_url guid title link published_at
        """,
        "alert_log": "path format first_seq written_seq device inode",
        "feed": """
        id url name entity_tag last_modified validators_since body_hash http_status last_attempt_at \
        last_success_at last_error failures failing_since is_failure_reported next_check_at interval_ms \
        reason mean_gap_ms newest_item_at wish_ms skipped_hours skipped_days moved_to moved_since \
        moved_polls is_staleness_reported gone_at gone_entry
        """,
        "feed_contents": "feed_id entries",
        "feed_habits": "feed_id guid_changes link_changes date_changes",
        "feed_usage": "feed_id day items bytes waiting unread reason first_poll_at",
        "grdb_migrations": "identifier",
        "host_quiet": "host until_at span_ms reason",
        "interrupted_read": "feed_id ends",
        "item": """
        id feed_id guid title link summary content author categories published_at first_seen_at \
        matched_rules edits
        """,
        "item_token": "tokens",
        "item_token_config": "k v",
        "item_token_data": "id block",
        "item_token_docsize": "id sz",
        "item_token_idx": "segid term pgno",
        "person_spelling": "spelling person",
        "reading_note": "feed_id kind text",
        "retention_clock": "id reading read_at",
        "search_progress": "id indexed_to removed",
        "seen": "feed_id key item_id absent_since",
    ]
}
