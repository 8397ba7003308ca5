import FeedParser
import FoundationEssentials

/// Which items of a document the store has had before. A pure function of the document and the store's memory of it;
/// docs/identity.md has its rules as a table.
///
/// First the items that are known by their first key; then, for the others, whether one that shares their title and is
/// not in the document any more is the same: a document that has both has two items.
struct ItemRecognition {
    enum Finding: Equatable {
        /// As it was when the document was last read.
        case unchanged
        /// Had before: the same, edited, or known by another key. Few are, and most findings stay small.
        indirect case known(KnownItem)
        case new
        /// Another mention of an item that stands before it.
        case listedTwice
    }

    /// Of the document's items, in order.
    private(set) var findings: [Finding]
    /// The items of the store that are in the document.
    private(set) var present: Set<Int64> = []
    /// What the feed is known to do after this.
    private(set) var habits: FeedHabits

    private let identities: [ItemIdentity]
    private let items: [ParsedItem]
    private let memory: FeedMemory
    private let now: Date
    /// The other keys of items that are not as they were, by their place in the document.
    private var lookups: [Int: ItemIdentity.Lookups] = [:]
    /// How many items have their first key from the time before, by what it is made of.
    private var kept = BasisCounts()
    /// Items under the key of another.
    private var reused = BasisCounts()
    /// Items whose first key is new and that were known all the same.
    private var foundAgain: [Int] = []
    private var evidence = RecognitionEvidence()

    init(_ identities: [ItemIdentity], of items: [ParsedItem], memory: FeedMemory, now: Date) {
        self.identities = identities
        self.items = items
        self.memory = memory
        self.now = now
        habits = memory.habits
        findings = Array(repeating: .new, count: identities.count)
        var open = takeKnownKeys()
        if !memory.known.isEmpty {
            open.sort()
            gatherEvidence(open)
            for kind in ItemIdentity.Clue.Kind.allCases { open = findAgain(open, by: kind) }
        }
        learn()
    }

    // MARK: First keys

    /// Settles the items that are known by their first key; the rest is returned.
    private mutating func takeKnownKeys() -> [Int] {
        let before = memory.contents.fingerprints
        var met: Set<UInt64> = []
        met.reserveCapacity(identities.count)
        var open: [Int] = []
        var doubtful: [(index: Int, known: KnownItem)] = []
        for index in identities.indices {
            let key = identities[index].key
            guard met.insert(key).inserted else {
                findings[index] = .listedTwice
                continue
            }
            if before[key] == identities[index].fingerprint {
                findings[index] = .unchanged
                kept[identities[index].basis] += 1
                if let known = memory.known[key] { present.insert(known.id) }
            } else if let known = memory.known[key] {
                if differs(identities[index], from: known) {
                    doubtful.append((index, known))
                } else {
                    take(index, known)
                }
            } else {
                open.append(index)
            }
        }
        if !memory.known.isEmpty {
            for index in open + doubtful.map(\.index) { lookups[index] = identities[index].lookups }
        }
        takeDoubtful(doubtful, isAlone: met.count == 1, open: &open)
        // Under the other scheme, once those under their own are settled.
        var rest: [Int] = []
        for index in open {
            if let known = knownByVariant(index), !differs(identities[index], from: known) {
                take(index, known)
            } else {
                rest.append(index)
            }
        }
        return rest
    }

    private func knownByVariant(_ index: Int) -> KnownItem? {
        lookups[index]?.variants.lazy.compactMap { memory.known[$0] }.first { !present.contains($0.id) }
    }

    private func clues(_ index: Int) -> [ItemIdentity.Clue] { lookups[index]?.clues ?? [] }

    private mutating func take(_ index: Int, _ known: KnownItem) {
        findings[index] = .known(known)
        present.insert(known.id)
        kept[identities[index].basis] += 1
    }

    /// Whether there is a question if an item is the one that had its first key: the title is another, or it is dated another
    /// day under a link that may be a page.
    private func differs(_ identity: ItemIdentity, from known: KnownItem) -> Bool {
        guard identity.basis == .guid || identity.basis == .link, let traits = identity.traits, let old = known.traits
        else { return false }
        return old.title != traits.title || (identity.basis == .link && isAnotherDay(traits, old))
    }

    /// An item with another title under a known key is an edit, but for where the feed gives its keys to other items.
    private mutating func takeDoubtful(
        _ doubtful: [(index: Int, known: KnownItem)], isAlone: Bool, open: inout [Int]
    ) {
        guard !doubtful.isEmpty else { return }
        var others = BasisCounts()
        // Before any is taken: whoever is taken is not missing.
        let exchanged = Set(doubtful.filter { looksLikeAnother($0.index, $0.known) }.map(\.index))
        let arePlaces = !exchanged.isEmpty && exchanged.count * 2 >= doubtful.count
        for (index, known) in doubtful where isAnother(index, known) {
            others[identities[index].basis] += 1
        }
        for (index, known) in doubtful {
            let basis = identities[index].basis
            let many = others[basis]
            let areMany = many > 1 && many * 2 >= doubtful.count + kept[basis]
            let isReuse =
                isAlone
                ? isAnotherAlone(index, known)
                : exchanged.contains(index) || (areMany && isAnother(index, known))
                    || (arePlaces && known.traits?.title != identities[index].traits?.title
                        && known.traits?.place != identities[index].traits?.place)
            if isReuse {
                reused[basis] += 1
                open.append(index)
            } else {
                take(index, known)
            }
        }
    }

    /// Whether nothing of an item but its first key is what it was.
    private func isAnother(_ index: Int, _ known: KnownItem) -> Bool {
        guard let traits = identities[index].traits, let old = known.traits, old.title != traits.title else {
            return false
        }
        let date = changed(traits.date, old.date, isUnstable: habits.dates.isUnstable)
        if identities[index].basis == .link { return date == true }
        let place = changed(traits.place, old.place, isUnstable: habits.links.isUnstable)
        return date != false && place != false && (date == true || place == true)
    }

    /// The same where it is the document's only item, so that neither guid nor link is known to be an item's.
    private func isAnotherAlone(_ index: Int, _ known: KnownItem) -> Bool {
        guard let traits = identities[index].traits, let old = known.traits else { return false }
        let date = changed(traits.date, old.date, isUnstable: habits.dates.isUnstable)
        if identities[index].basis == .link {
            return old.title == traits.title ? isAnotherDay(traits, old) : date != false
        }
        guard old.title != traits.title else { return false }
        return date ?? changed(traits.place, old.place, isUnstable: habits.links.isUnstable) ?? false
    }

    /// Whether an item looks just like one that is missing under its own key: keys that are places in the list.
    private func looksLikeAnother(_ index: Int, _ known: KnownItem) -> Bool {
        let identity = identities[index]
        guard known.traits?.title != identity.traits?.title else { return false }
        return clues(index).contains { clue in
            guard clue.kind != .title, let other = memory.known[clue.key], other.id != known.id else { return false }
            return !present.contains(other.id) && other.traits?.title == identity.traits?.title
        }
    }

    private func isAnotherDay(_ traits: ItemTraits, _ old: ItemTraits) -> Bool {
        guard !habits.dates.isUnstable, let date = traits.date, let before = old.date else { return false }
        return abs(date - before) >= RecognitionEvidence.day
    }

    /// nil where one of them is missing or means nothing.
    private func changed<Value: Equatable>(_ value: Value?, _ old: Value?, isUnstable: Bool) -> Bool? {
        guard !isUnstable, let value, let old else { return nil }
        return value != old
    }

    // MARK: Clues

    /// What the document as a whole tells of its feed.
    private mutating func gatherEvidence(_ open: [Int]) {
        evidence.habits = habits
        evidence.kept = kept
        var titles: [UInt64: Int] = [:]
        for (identity, finding) in zip(identities, findings) where finding != .listedTwice {
            if let title = identity.traits?.title { titles[title, default: 0] += 1 }
        }
        evidence.repeatedTitles = Set(titles.lazy.filter { $0.value > 1 }.map(\.key))
        var missing: Set<Int64> = []
        evidence.likely = open.count { index in
            let likely = clues(index).first { clue in
                guard let known = candidate(clue, index) else { return false }
                return clue.kind != .title || known.traits?.text == identities[index].traits?.text
            }
            guard let likely, let known = memory.known[likely.key] else { return false }
            missing.insert(known.id)
            return true
        }
        evidence.likely = min(evidence.likely, missing.count)
    }

    /// Settles those of `open` that a clue of a kind tells; the rest is returned.
    private mutating func findAgain(_ open: [Int], by kind: ItemIdentity.Clue.Kind) -> [Int] {
        var rest: [Int] = []
        for index in open {
            if let known = match(index, by: kind) {
                findings[index] = .known(known)
                present.insert(known.id)
                foundAgain.append(index)
            } else {
                rest.append(index)
            }
        }
        return rest
    }

    private func match(_ index: Int, by kind: ItemIdentity.Clue.Kind) -> KnownItem? {
        let identity = identities[index]
        return clues(index).lazy.filter { $0.kind == kind }.compactMap { candidate($0, index) }.first {
            evidence.areOne(identity, items[index], $0, by: kind)
        }
    }

    /// The item that a clue leads to, unless it is in the document already or has got another title since.
    private func candidate(_ clue: ItemIdentity.Clue, _ index: Int) -> KnownItem? {
        guard let known = memory.known[clue.key], !present.contains(known.id) else { return nil }
        guard known.traits == nil || known.traits?.title == identities[index].traits?.title else { return nil }
        return known
    }

    // MARK: Habits

    /// Seconds between the making of an item and its poll that tell of an item made for the poll.
    private static let freshness: Double = 30

    /// Whether the item has the text and the link of one that is gone, and the date of this very poll.
    private func replacesItsLike(_ index: Int) -> Bool {
        let identity = identities[index]
        guard let date = identity.traits?.date, abs(Double(date) - now.timeIntervalSince1970) <= Self.freshness else {
            return false
        }
        return clues(index).contains { clue in
            guard let known = candidate(clue, index), let old = known.traits, let traits = identity.traits else {
                return false
            }
            return old.text == traits.text && old.place == traits.place && traits.place != nil
        }
    }

    private mutating func learn() {
        var guids = (changed: reused[.guid], kept: kept[.guid])
        var links = (changed: reused[.link], kept: 0)
        var dates = (changed: 0, kept: 0)
        for index in foundAgain where identities[index].basis == .guid {
            if case .known(let known) = findings[index], known.traits?.guid != nil { guids.changed += 1 }
        }
        for index in identities.indices {
            guard let traits = identities[index].traits else { continue }
            switch findings[index] {
            case .new where identities[index].basis == .guid && replacesItsLike(index):
                // Told as another item, as it may be one. Where it goes on so, it was the guid that changed.
                guids.changed += 1
                dates.changed += 1
            case .unchanged:
                if traits.link != nil { links.kept += 1 }
                if traits.date != nil { dates.kept += 1 }
            case .known(let known):
                guard let old = known.traits else { continue }
                if let place = traits.place, let before = old.place {
                    if place == before { links.kept += 1 } else { links.changed += 1 }
                }
                // An edit may well change the date.
                if let date = traits.date, let before = old.date, old.text == traits.text {
                    if date == before { dates.kept += 1 } else { dates.changed += 1 }
                }
            case .new, .listedTwice: break
            }
        }
        habits.guids.note(changed: guids.changed, kept: guids.kept)
        habits.links.note(changed: links.changed, kept: links.kept)
        habits.dates.note(changed: dates.changed, kept: dates.kept)
        // Places in a list stay places in a list.
        if reused[.guid] > 1 { habits.guids.changes = FeedHabits.Habit.limit }
        if reused[.link] > 1 { habits.links.changes = FeedHabits.Habit.limit }
    }
}

/// Counts by what a key is made of.
struct BasisCounts {
    private var counts = [Int](repeating: 0, count: 10)

    subscript(basis: ItemIdentity.Basis) -> Int {
        get { counts[Int(basis.rawValue)] }
        set { counts[Int(basis.rawValue)] = newValue }
    }
}
