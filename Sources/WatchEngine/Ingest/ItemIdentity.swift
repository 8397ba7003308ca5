import FeedParser
import FoundationEssentials

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
    var traits: ItemTraits?
    /// What `key` is made of.
    var basis = Basis.title
    /// Whether the document shows that its link is its own: there are others.
    var hasOwnLink = false
    private var hasDateKey = false
    private var hasPlaceKey = false
    /// What `lookups` is made of.
    private var guid: String?
    private var link: String?
    private var published: Date?

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

    /// Keys beside `keys` under which the store may have the item: made only where it is looked for, since nearly every item
    /// of a document is as it was.
    struct Lookups {
        /// Keys that tell as much as the first: its address under the other scheme, or with the session id.
        var variants: [UInt64] = []
        /// Keys that hint at the item, the best first: those of `keys` behind a guid or a link, and those of former releases.
        var clues: [Clue] = []
    }

    /// The key that the document's contents are kept by.
    var key: UInt64 { keys[0] }

    /// Every key under which the store may have the item.
    var everyKey: [UInt64] {
        let lookups = lookups
        return keys + lookups.variants + lookups.clues.lazy.map(\.key).filter { !keys.contains($0) }
    }

    static func key(_ basis: Basis, _ value: UInt64) -> UInt64 { ItemTraits.combined(basis.rawValue, value) }
}

extension ItemIdentity {
    init(keys: [UInt64]) {
        self.keys = keys
    }

    /// The identities of a document's items, in order; those of one item listed twice have the same key.
    static func identities(of feed: ParsedFeed, habits: FeedHabits = FeedHabits()) -> [ItemIdentity] {
        let document = DocumentTraits(feed)
        let values = document.items.map { SharedValues($0, habits: habits) }
        var numbers = Numbers(values)
        var identities: [ItemIdentity] = []
        identities.reserveCapacity(feed.items.count)
        // From the oldest, so that the numbers of those alike stay when another comes.
        for index in feed.items.indices.reversed() {
            var identity = ItemIdentity(feed.items[index], document.items[index], document: document, habits: habits)
            identity.add(values[index], &numbers)
            identities.append(identity)
        }
        identities.reverse()
        return identities
    }

    /// An identity with the key of its guid or link, if that is its own.
    private init(_ item: ParsedItem, _ traits: ItemTraits, document: DocumentTraits, habits: FeedHabits) {
        self.init(keys: [])
        keys.reserveCapacity(4)
        self.traits = traits
        let ownGuid = habits.guids.isUnstable || !document.hasOwnGuid(traits) ? nil : traits.guid
        let ownLink = habits.links.isUnstable || !document.hasOwnLink(traits) ? nil : traits.link
        hasOwnLink = ownLink != nil && document.linkCount > 1
        if let ownGuid {
            basis = .guid
            keys.append(Self.key(.guid, ownGuid))
        } else if let ownLink {
            basis = .link
            keys.append(Self.key(.link, ownLink))
        }
        guid = item.guid
        link = item.link
        published = item.published
    }

    /// Adds the keys that other items may have as well, and makes the fingerprint.
    private mutating func add(_ values: SharedValues, _ numbers: inout Numbers) {
        guard let traits else { return }
        if keys.isEmpty { basis = values.date != nil ? .date : values.place != nil ? .place : .title }
        // By what items that share a title are told apart.
        let ownGuid = basis == .guid ? traits.guid ?? 0 : 0
        let others = ItemTraits.combined(ItemTraits.combined(ownGuid, traits.link ?? 0), traits.text)
        if let date = values.date { keys.append(Self.key(.date, numbers.numbered(date, .date, others))) }
        if let place = values.place { keys.append(Self.key(.place, numbers.numbered(place, .place, others))) }
        keys.append(Self.key(.title, numbers.numbered(values.title, .title, others)))
        (hasDateKey, hasPlaceKey) = (values.date != nil, values.place != nil)
        var hash = StableHash()
        for key in keys { hash.combine(Int64(bitPattern: key)) }
        hash.combine(Int64(bitPattern: traits.text))
        fingerprint = hash.value
    }

    /// The other keys to look for.
    var lookups: Lookups {
        var lookups = Lookups()
        switch basis {
        case .guid: addVariants(of: guid, former: guid, to: &lookups)
        case .link: addVariants(of: link, former: formerLink, to: &lookups)
        default: break
        }
        let title = keys.count - 1
        let place = hasPlaceKey ? title - 1 : title
        if hasDateKey { lookups.clues.append(Clue(kind: .date, key: keys[place - 1])) }
        if hasPlaceKey { lookups.clues.append(Clue(kind: .place, key: keys[place])) }
        lookups.clues.append(Clue(kind: .title, key: keys[title]))
        addFormerClues(to: &lookups)
        return lookups
    }

    /// The link that former releases knew items by.
    private var formerLink: String? { link.map(ItemAddress.withoutTracking) }

    private func addVariants(of address: String?, former: String?, to lookups: inout Lookups) {
        guard let address, let other = ItemAddress.underOtherScheme(address) else { return }
        lookups.variants.append(Self.key(basis, ItemTraits.hash(ItemAddress.lasting(other))))
        for text in [former, former.flatMap(ItemAddress.underOtherScheme)] {
            let key = Self.key(basis, ItemTraits.hash(text))
            if key != keys[0], !lookups.variants.contains(key) { lookups.variants.append(key) }
        }
    }

    private func addFormerClues(to lookups: inout Lookups) {
        guard let traits else { return }
        if let published {
            let value = ItemTraits.combined(UInt64(bitPattern: published.unixMilliseconds / 1000), traits.title)
            lookups.clues.append(Clue(kind: .date, key: Self.key(.formerDate, value)))
        }
        if let link = formerLink {
            for link in [link, ItemAddress.underOtherScheme(link)].compactMap({ $0 }) {
                let value = ItemTraits.combined(ItemTraits.hash(link), traits.title)
                lookups.clues.append(Clue(kind: .place, key: Self.key(.formerPlace, value)))
            }
        } else if basis != .guid {
            lookups.clues.append(Clue(kind: .title, key: Self.key(.formerTitle, traits.title)))
        }
    }

    /// What makes the keys that items can share.
    private struct SharedValues {
        var date: UInt64?
        var place: UInt64?
        var title: UInt64

        init(_ traits: ItemTraits, habits: FeedHabits) {
            title = traits.title
            if let date = traits.date, !habits.dates.isUnstable {
                self.date = ItemTraits.combined(UInt64(bitPattern: date), title)
            }
            if let place = traits.place, !habits.links.isUnstable { self.place = ItemTraits.combined(place, title) }
        }
    }

    /// Numbers the items that are alike in one thing and differ in others.
    private struct Numbers {
        private let repeated: RepeatedValues
        private var numbers: [UInt64: UInt64] = [:]
        private var counts: [UInt64: UInt64] = [:]

        init(_ values: [SharedValues]) {
            var all: [UInt64] = []
            all.reserveCapacity(values.count * 3)
            for value in values {
                if let date = value.date { all.append(date) }
                if let place = value.place { all.append(place) }
                all.append(value.title)
            }
            repeated = RepeatedValues(all)
        }

        /// `value`, made another for the second of those alike and those behind it.
        mutating func numbered(_ value: UInt64, _ basis: Basis, _ others: UInt64) -> UInt64 {
            guard repeated.contains(value) else { return value }
            let base = key(basis, value)
            let pair = ItemTraits.combined(base, others)
            let number = numbers[pair] ?? counts[base, default: 0]
            if numbers.updateValue(number, forKey: pair) == nil { counts[base] = number + 1 }
            return number == 0 ? value : ItemTraits.combined(value, number)
        }
    }
}
