import FeedParser
import FoundationEssentials
import TalentMatch

/// Decides what a document that was just read means: which items are new, edited or back, which are flagged, which of
/// those alert. A pure function of the document, the store's memory of it, the rules and the time.
struct IngestDecision {
    var judge: ItemJudge
    /// The feed's name and language, for rules that ask.
    var feedName: String
    var language: String?
    /// Whether the feed has been read before; on the first poll only items newer than `oldestAlert` alert.
    var isFirstPoll: Bool
    /// Items dated before this do not alert on the first poll. Items without a date always may: none is to be missed.
    var oldestAlert: Date
    var now: Date
    var secondsFromUTC: Int
    /// What the feed may bring in a day. Items beyond that stay unseen, the first of the document going first.
    var limits = DailyLimits.none
    /// When the first poll was, where items of it may still wait.
    var firstPoll: Date?

    /// What changes, given the feed's `state` after the poll. The identities are those of `feed`'s items, in order.
    func change(state: FeedState, feed: ParsedFeed, identities: [ItemIdentity], memory: FeedMemory) -> FeedChange {
        var work = IngestWork(self, state: state, feed: feed, identities: identities, memory: memory)
        while work.judgeNext() {}
        return work.change
    }

    func newItem(_ item: ParsedItem, identity: ItemIdentity, feed: ParsedFeed) -> FeedChange.NewItem {
        let judgement = judge.judge(text(of: item, feed: feed))
        let isOld = isFirstPoll && (item.published ?? item.updated ?? now) < oldestAlert
        return FeedChange.NewItem(
            item: item.kept, identity: identity, matchedRules: judgement.rules.map(\.rule),
            alert: isOld ? nil : draft(.alert, judgement))
    }

    /// What changes of an item that is known; nil when its text is what it was. Rules that the old text matched, by the record or by today's rules, stay quiet:
    /// neither an edit nor a new rule makes old text news.
    func edit(
        of known: KnownItem, to item: ParsedItem, text hash: UInt64?, feed: ParsedFeed
    ) -> FeedChange.ItemEdit? {
        guard let old = known.stored, let traits = known.traits, traits.text != hash else { return nil }
        var judgement = judge.judge(text(of: item, feed: feed))
        var before = item
        before.title = old.title
        before.summary = old.summary
        before.content = old.content
        before.author = old.author
        before.categories = old.categories
        var matchedBefore = Set(known.matchedRules)
        if !judgement.rules.isEmpty {
            matchedBefore.formUnion(judge.judge(text(of: before, feed: feed)).rules.map(\.rule))
        }
        judgement.rules.removeAll { matchedBefore.contains($0.rule) }
        return FeedChange.ItemEdit(
            id: known.id, item: item.kept, matchedRules: known.matchedRules + judgement.rules.map(\.rule),
            alert: draft(.update, judgement))
    }

    private func text(of item: ParsedItem, feed: ParsedFeed) -> ItemText {
        ItemText(
            title: item.title, summary: item.summary, content: item.content, author: item.author,
            categories: item.categories, feedName: feedName, language: language ?? feed.language)
    }

    private func draft(_ type: AlertType, _ judgement: Judgement) -> AlertDraft? {
        guard let severity = judgement.rules.map(\.severity).max() else { return nil }
        return AlertDraft(
            type: type, time: now, secondsFromUTC: secondsFromUTC, severity: severity,
            rules: judgement.rules.map(\.rule), matches: judgement.alertMatches,
            moves: judgement.moves.map(judge.alertMove))
    }
}

extension ParsedItem {
    /// The item as the store keeps it.
    var kept: ParsedItem { bounded.withSafeLink }

    /// The item without a link that is no page of the web: readers open links, and what `javascript:`, `data:` or `file:`
    /// would do then is not for a feed to choose. The item is still known by it.
    private var withSafeLink: ParsedItem {
        guard let link, !ItemAddress.isPage(link) else { return self }
        var item = self
        item.link = nil
        return item
    }
}
