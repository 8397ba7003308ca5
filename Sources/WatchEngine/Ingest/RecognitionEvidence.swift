import FeedParser

/// Whether an item whose first key is not known is one that the store had under another: both have the same title, and the
/// other is not in the document any more.
struct RecognitionEvidence {
    /// Seconds.
    static let day: Int64 = 86400

    /// What the feed is known to do.
    var habits = FeedHabits()
    /// How many items of the document are known by their first key, by what it is made of.
    var kept = BasisCounts()
    /// How many of the others have a likely match each.
    var likely = 0
    /// Titles of several items of the document.
    var repeatedTitles: Set<UInt64> = []

    /// - Parameters:
    ///   - item: the one of the document, with its identity.
    ///   - known: the other.
    ///   - clue: by what `known` was found; retention may have left nothing else of it.
    func areOne(
        _ identity: ItemIdentity, _ item: ParsedItem, _ known: KnownItem, by clue: ItemIdentity.Clue.Kind
    ) -> Bool {
        guard let traits = identity.traits else { return false }
        let hasGuid = identity.basis == .guid
        let samePlace =
            clue == .place || known.traits.map { !habits.links.isUnstable && $0.place == traits.place } ?? false
        let sameText = known.traits?.text == traits.text
        // Most of the feed's guids, or links, are what they were: then another one tells of another item.
        let held = kept[hasGuid ? .guid : .link]
        let areStable = held > 0 && held >= likely
        // The document has many of its items under new keys at once.
        let areRemade = likely > 1 && !areStable

        switch difference(traits, known, by: clue) {
        case 0?:
            if let date = traits.date, ItemTraits.isPrecise(date) {
                return samePlace || !hasGuid || !areStable
            }
            fallthrough
        case nil:
            if samePlace {
                if identity.hasOwnLink || !hasGuid { return true }
                return !areStable && (sameText || (areRemade && isAlone(traits)))
            }
            if areStable { return false }
            return areRemade ? sameText || isAlone(traits) : sameText && haveSameShape(item, known)
        case let difference?:
            if hasGuid, isRevision(item, known) { return true }
            if samePlace, identity.hasOwnLink, !hasGuid { return true }
            if samePlace, !hasGuid { return sameText && difference < Self.day }
            if areStable { return false }
            if samePlace, identity.hasOwnLink { return areRemade || sameText }
            return areRemade && sameText && isAlone(traits) && difference < Self.day
        }
    }

    /// Seconds between the dates; nil where one of them is missing or dates mean nothing.
    private func difference(_ traits: ItemTraits, _ known: KnownItem, by clue: ItemIdentity.Clue.Kind) -> Int64? {
        guard !habits.dates.isUnstable else { return nil }
        if clue == .date { return 0 }
        guard let date = traits.date, let before = known.traits?.date else { return nil }
        return abs(date - before)
    }

    private func isAlone(_ traits: ItemTraits) -> Bool { !repeatedTitles.contains(traits.title) }

    /// Some sites count the revisions of an item behind its address: `…/1#2`.
    private func isRevision(_ item: ParsedItem, _ known: KnownItem) -> Bool {
        guard let guid = item.guid, let before = known.stored?.guid else { return false }
        return ItemAddress.differInFragmentAlone(guid, before)
    }

    /// Whether the links differ in nothing but what looks random.
    private func haveSameShape(_ item: ParsedItem, _ known: KnownItem) -> Bool {
        guard let link = item.link, let before = known.stored?.link else { return false }
        return ItemAddress.shape(link) == ItemAddress.shape(before)
    }
}
