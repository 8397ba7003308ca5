import FeedParser

/// By what an item is looked for in the store, which keeps the keys of each feed's items. `ItemRecognition` decides whether
/// what is found is the same item; docs/identity.md has the rules.
///
/// | key | of |
/// |---|---|
/// | guid | items with a guid of their own, in feeds that do not change guids |
/// | link | other items with a link of their own, in feeds that do not change links |
/// | title and date | items with a date |
/// | place and title | items with a link; the place is its path and query |
/// | title | every item |
///
/// Those without the guid or the link count the items that are alike in them: the second of two items has another key than
/// the first.
struct ItemIdentity: Equatable {
    /// The first is the one that the document's contents are kept by. Never empty. All of them are remembered.
    var keys: [UInt64]
    /// How the item looks, all told: the same key with the same fingerprint means that nothing about it changed.
    var fingerprint: UInt64 = 0
    /// Other keys that tell as much as the first: its address under the other scheme, or with the session id.
    var variants: [UInt64] = []
    /// Keys that hint at the item, the best first: those of `keys` behind a guid or a link, and those of former releases.
    var clues: [Clue] = []
    var traits: ItemTraits?
    /// What `key` is made of.
    var basis = Basis.title
    /// Whether the document shows that its link is its own: there are others.
    var hasOwnLink = false

    /// What a key is made of; the store keeps keys made with these numbers. 3 to 5 are those of former releases.
    enum Basis: UInt64 {
        case guid = 1
        case link = 2
        case formerPlace = 3
        case formerDate = 4
        case formerTitle = 5
        case place = 6
        case date = 7
        case title = 8
        /// The item's number: what is left to an item that another took its keys from.
        case number = 9
    }

    /// A key that other items may have had as well.
    struct Clue: Equatable {
        enum Kind: CaseIterable { case date, place, title }

        var kind: Kind
        var key: UInt64
    }

    /// The key that the document's contents are kept by.
    var key: UInt64 { keys[0] }

    /// Every key under which the store may have the item.
    var everyKey: [UInt64] { keys + variants + clues.lazy.map(\.key).filter { !keys.contains($0) } }

    /// The identities of a document's items, in order; those of one item listed twice have the same key.
    static func identities(of feed: ParsedFeed, habits: FeedHabits = FeedHabits()) -> [ItemIdentity] {
        let document = DocumentTraits(feed)
        var identities: [ItemIdentity] = []
        identities.reserveCapacity(feed.items.count)
        var numbers = Numbers()
        // From the oldest, so that the numbers of those alike stay when another comes.
        for (item, traits) in zip(feed.items, document.items).reversed() {
            identities.append(ItemIdentity(item, traits, document: document, habits: habits, numbers: &numbers))
        }
        identities.reverse()
        return identities
    }

    static func key(_ basis: Basis, _ value: UInt64) -> UInt64 { ItemTraits.combined(basis.rawValue, value) }
}

extension ItemIdentity {
    private init(
        _ item: ParsedItem, _ traits: ItemTraits, document: DocumentTraits, habits: FeedHabits,
        numbers: inout Numbers
    ) {
        self.init(keys: [], traits: traits)
        keys.reserveCapacity(4)
        let guid = habits.guids.isUnstable || !document.hasOwnGuid(traits) ? nil : traits.guid
        let link = habits.links.isUnstable || !document.hasOwnLink(traits) ? nil : traits.link
        hasOwnLink = link != nil && document.linkCount > 1
        if let guid {
            add(.guid, guid)
            addVariants(.guid, item.guid, former: item.guid)
        } else if let link {
            add(.link, link)
            addVariants(.link, item.link, former: item.identityLink)
        }
        // By what items that share a title are told apart.
        let others = ItemTraits.combined(ItemTraits.combined(guid ?? 0, traits.link ?? 0), traits.text)
        if let date = traits.date, !habits.dates.isUnstable {
            let value = ItemTraits.combined(UInt64(bitPattern: date), traits.title)
            add(.date, numbers.numbered(value, .date, others))
        }
        if let place = traits.place, !habits.links.isUnstable {
            add(.place, numbers.numbered(ItemTraits.combined(place, traits.title), .place, others))
        }
        add(.title, numbers.numbered(traits.title, .title, others))
        addFormerClues(item, traits, hasGuid: guid != nil)
        var hash = StableHash()
        for key in keys { hash.combine(Int64(bitPattern: key)) }
        hash.combine(Int64(bitPattern: traits.text))
        fingerprint = hash.value
    }

    private mutating func add(_ basis: Basis, _ value: UInt64) {
        let key = Self.key(basis, value)
        if keys.isEmpty { self.basis = basis }
        keys.append(key)
        switch basis {
        case .date: clues.append(Clue(kind: .date, key: key))
        case .place: clues.append(Clue(kind: .place, key: key))
        case .title: clues.append(Clue(kind: .title, key: key))
        default: break
        }
    }

    private mutating func addVariants(_ basis: Basis, _ address: String?, former: String?) {
        guard let address, let other = ItemAddress.underOtherScheme(address) else { return }
        variants.append(Self.key(basis, ItemTraits.hash(ItemAddress.lasting(other))))
        for text in [former, former.flatMap(ItemAddress.underOtherScheme)] {
            let key = Self.key(basis, ItemTraits.hash(text))
            if key != keys[0], !variants.contains(key) { variants.append(key) }
        }
    }

    private mutating func addFormerClues(_ item: ParsedItem, _ traits: ItemTraits, hasGuid: Bool) {
        if let published = item.published {
            let value = ItemTraits.combined(UInt64(bitPattern: published.unixMilliseconds / 1000), traits.title)
            clues.append(Clue(kind: .date, key: Self.key(.formerDate, value)))
        }
        if let link = item.identityLink {
            for link in [link, ItemAddress.underOtherScheme(link)].compactMap({ $0 }) {
                let value = ItemTraits.combined(ItemTraits.hash(link), traits.title)
                clues.append(Clue(kind: .place, key: Self.key(.formerPlace, value)))
            }
        } else if !hasGuid {
            clues.append(Clue(kind: .title, key: Self.key(.formerTitle, traits.title)))
        }
    }

    /// Numbers the items that are alike in one thing and differ in others.
    private struct Numbers {
        private var numbers: [UInt64: UInt64] = [:]
        private var counts: [UInt64: UInt64] = [:]

        /// `value`, made another for the second of those alike and those behind it.
        mutating func numbered(_ value: UInt64, _ basis: Basis, _ others: UInt64) -> UInt64 {
            let base = key(basis, value)
            let pair = ItemTraits.combined(base, others)
            let number = numbers[pair] ?? counts[base, default: 0]
            if numbers.updateValue(number, forKey: pair) == nil { counts[base] = number + 1 }
            return number == 0 ? value : ItemTraits.combined(value, number)
        }
    }
}
