import FeedParser

/// The decision on one document, item by item, so that whoever does it can stop in between: judging is most of the work.
/// A value; pure.
struct IngestWork {
    private let decision: IngestDecision
    private let feed: ParsedFeed
    private let identities: [ItemIdentity]
    private let memory: FeedMemory
    private let recognition: ItemRecognition
    private var contents = FeedContents()
    private var budget: DailyBudget
    private var judged: FeedChange
    private var next = 0

    /// The work on `feed`, given its `state` after the poll. The identities are those of its items, in order.
    init(
        _ decision: IngestDecision, state: FeedState, feed: ParsedFeed, identities: [ItemIdentity], memory: FeedMemory
    ) {
        self.decision = decision
        self.feed = feed
        self.identities = identities
        self.memory = memory
        recognition = ItemRecognition(identities, of: feed.items, memory: memory, now: decision.now)
        contents.entries.reserveCapacity(feed.items.count)
        budget = DailyBudget(after: state.usage, limits: decision.limits, now: decision.now)
        budget.pass(unread: feed.itemsLeftOut, read: feed.items.count)
        judged = FeedChange(state: state)
    }

    /// Judges the next item; false when there is none.
    mutating func judgeNext() -> Bool {
        guard next < feed.items.count else { return false }
        let index = next
        next += 1
        let finding = recognition.findings[index]
        switch finding {
        case .listedTwice: return true
        case .unchanged:
            note(index)
            return true
        case .known, .new: break
        }
        let waits = !budget.hasRoom && needsRoom(finding, identities[index])
        if waits { budget.hold() }
        switch finding {
        case .known(let known):
            // An edit that waits is looked at again, since this is not how the item is.
            note(index, isAsItIs: !waits)
            takeKnown(known, feed.items[index], identities[index], waits: waits)
        case .new where !waits:
            note(index)
            takeNew(feed.items[index], identities[index])
        case .new, .unchanged, .listedTwice: break
        }
        return true
    }

    /// What changes by all that was judged.
    var change: FeedChange {
        var change = judged
        change.usage = budget.outcome(firstPoll: decision.firstPoll)
        if let usage = change.usage { change.state.usage = usage }
        // Feeds list the newest first; alerts come in the order of events.
        change.newItems.reverse()
        change.contents = contents == memory.contents ? nil : contents
        change.habits = recognition.habits == memory.habits ? nil : recognition.habits
        return change
    }

    private mutating func note(_ index: Int, isAsItIs: Bool = true) {
        let (key, fingerprint) = (identities[index].key, identities[index].fingerprint)
        contents.entries.append(FeedContents.Entry(key: key, fingerprint: isAsItIs ? fingerprint : ~fingerprint))
    }

    private mutating func takeKnown(_ known: KnownItem, _ item: ParsedItem, _ identity: ItemIdentity, waits: Bool) {
        if known.isMarkedAbsent { judged.returned += identity.keys }
        judged.aliases += keys(of: identity, for: known.id).map { ($0, known.id) }
        if waits { return }
        if let edit = decision.edit(of: known, to: item, text: identity.traits?.text, feed: feed) {
            judged.edits.append(edit)
            let before = known.stored.map(StoredBounds.sizeOfTexts) ?? 0
            let growth = max(0, StoredBounds.sizeOfTexts(of: edit.item) - before)
            budget.take(items: 0, bytes: growth + StoredBounds.size(of: edit.alert, on: edit.item))
        } else if let old = known.stored, isMoved(old, to: item.kept) {
            judged.moves.append(FeedChange.ItemMove(id: known.id, item: item.kept))
        }
    }

    private mutating func takeNew(_ item: ParsedItem, _ identity: ItemIdentity) {
        var new = decision.newItem(item, identity: identity, feed: feed)
        new.identity.keys = keys(of: identity, for: nil)
        judged.newItems.append(new)
        budget.take(items: 1, bytes: StoredBounds.size(of: new.item) + StoredBounds.size(of: new.alert, on: new.item))
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
    private func keys(of identity: ItemIdentity, for id: Int64?) -> [UInt64] {
        identity.keys.filter { key in
            guard let holder = memory.known[key]?.id else { return true }
            return holder != id && (key == identity.key || !recognition.present.contains(holder))
        }
    }

    private func isMoved(_ old: ParsedItem, to item: ParsedItem) -> Bool {
        old.guid != item.guid || old.link != item.link
            || old.published?.unixMilliseconds != (item.published ?? item.updated)?.unixMilliseconds
    }
}
