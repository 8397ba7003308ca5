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
        var change = FeedChange(state: state)
        let recognition = ItemRecognition(identities, of: feed.items, memory: memory)
        var contents = FeedContents()
        contents.entries.reserveCapacity(feed.items.count)
        var budget = DailyBudget(after: state.usage, limits: limits, now: now)
        for (index, item) in feed.items.enumerated() {
            let identity = identities[index]
            let finding = recognition.findings[index]
            let waits = !budget.hasRoom && needsRoom(finding, identity)
            if waits { budget.hold() }
            if finding == .listedTwice || (waits && finding == .new) { continue }
            contents.entries.append(
                FeedContents.Entry(
                    key: identity.key,
                    // An edit that waits is looked at again, since this is not how the item is.
                    fingerprint: waits ? ~identity.fingerprint : identity.fingerprint))
            switch finding {
            case .unchanged, .listedTwice: break
            case .known(let known):
                if known.isMarkedAbsent { change.returned += identity.keys }
                change.aliases += keys(of: identity, for: known.id, in: recognition, memory: memory)
                    .map { ($0, known.id) }
                if waits { continue }
                if let edit = edit(of: known, to: item, text: identity.traits?.text, feed: feed) {
                    change.edits.append(edit)
                    let growth = max(
                        0, StoredBounds.sizeOfTexts(of: edit.item) - (known.stored.map(StoredBounds.sizeOfTexts) ?? 0))
                    budget.take(items: 0, bytes: growth + StoredBounds.size(of: edit.alert, on: edit.item))
                } else if let old = known.stored, isMoved(old, to: item.kept) {
                    change.moves.append(FeedChange.ItemMove(id: known.id, item: item.kept))
                }
            case .new:
                var new = newItem(item, identity: identity, feed: feed)
                new.identity.keys = keys(of: identity, for: nil, in: recognition, memory: memory)
                change.newItems.append(new)
                budget.take(
                    items: 1, bytes: StoredBounds.size(of: new.item) + StoredBounds.size(of: new.alert, on: new.item))
            }
        }
        change.usage = budget.outcome(firstPoll: firstPoll)
        if let usage = change.usage { change.state.usage = usage }
        // Feeds list the newest first; alerts come in the order of events.
        change.newItems.reverse()
        change.contents = contents == memory.contents ? nil : contents
        var habits = recognition.habits
        habits.isCut = feed.itemsLeftOut > 0
        change.habits = habits == memory.habits ? nil : habits
        return change
    }

    /// Whether an item takes room in the store.
    private func needsRoom(_ finding: ItemRecognition.Finding, _ identity: ItemIdentity) -> Bool {
        switch finding {
        case .new: true
        case .known(let known): known.traits.map { $0.text != identity.traits?.text } ?? false
        case .unchanged, .listedTwice: false
        }
    }

    /// The keys by which an item is to be known that it is not known by yet: its first key whoever has it, the others unless
    /// an item of the document has them.
    private func keys(
        of identity: ItemIdentity, for id: Int64?, in recognition: ItemRecognition, memory: FeedMemory
    ) -> [UInt64] {
        identity.keys.filter { key in
            guard let holder = memory.known[key]?.id else { return true }
            return holder != id && (key == identity.key || !recognition.present.contains(holder))
        }
    }

    private func isMoved(_ old: ParsedItem, to item: ParsedItem) -> Bool {
        old.guid != item.guid || old.link != item.link
            || old.published?.unixMilliseconds != (item.published ?? item.updated)?.unixMilliseconds
    }

    private func newItem(_ item: ParsedItem, identity: ItemIdentity, feed: ParsedFeed) -> FeedChange.NewItem {
        let judgement = judge.judge(text(of: item, feed: feed))
        let isOld = isFirstPoll && (item.published ?? item.updated ?? now) < oldestAlert
        return FeedChange.NewItem(
            item: item.kept, identity: identity, matchedRules: judgement.rules.map(\.rule),
            alert: isOld ? nil : draft(.alert, judgement))
    }

    /// nil when the text is what it was. Rules that the old text matched, by the record or by today's rules, stay quiet:
    /// neither an edit nor a new rule makes old text news.
    private func edit(
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
    fileprivate var kept: ParsedItem { bounded.withSafeLink }

    /// The item without a link that is no page of the web: readers open links, and what `javascript:`, `data:` or `file:`
    /// would do then is not for a feed to choose. The item is still known by it.
    private var withSafeLink: ParsedItem {
        let start = link?.prefix(8).lowercased() ?? "http://"
        guard !start.hasPrefix("http://"), start != "https://" else { return self }
        var item = self
        item.link = nil
        return item
    }
}
