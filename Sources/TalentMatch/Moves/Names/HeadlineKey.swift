/// A headline reduced to what two outlets share when they print the same one: no tags, no outlet's name, no signs.
///
/// Headlines are compared by their bigrams of syllables and letters (Dice's coefficient), which endings and small
/// changes disturb little.
public struct HeadlineKey: Sendable, Equatable {
    /// Bigrams of scalars, sorted, without repetition.
    fileprivate let bigrams: [UInt64]
    /// A bit for each bigram, by its hash: tells most headlines apart without a look at the bigrams.
    fileprivate let signature: SIMD8<UInt64>

    /// How alike two headlines must be to tell one story, 0…1.
    public static let threshold = 0.7
    /// Scalars of a headline that count; what a feed gives beyond that is no headline.
    static let limit = 300

    /// Reduces a headline.
    public init(_ headline: String) {
        let folded = headline.unicodeScalars.prefix(Self.limit).map { Scalars.fold($0.value) }
        let scalars = Self.stripped(folded).filter(Scalars.isWord)
        bigrams = Array(Set(zip(scalars, scalars.dropFirst()).map { UInt64($0) << 32 | UInt64($1) })).sorted()
        var signature = SIMD8<UInt64>()
        for bigram in bigrams {
            let bit = (bigram &* 0x9E37_79B9_7F4A_7C15) >> 55
            signature[Int(bit >> 6)] |= 1 << (bit & 63)
        }
        self.signature = signature
    }

    /// Dice's coefficient of the bigrams: 1 for equal headlines, 0 for headlines without a common pair.
    public func similarity(to other: HeadlineKey) -> Double {
        guard !bigrams.isEmpty, !other.bigrams.isEmpty else { return 0 }
        var common = 0
        var (mine, theirs) = (0, 0)
        while mine < bigrams.count, theirs < other.bigrams.count {
            if bigrams[mine] == other.bigrams[theirs] {
                common += 1
                mine += 1
                theirs += 1
            } else if bigrams[mine] < other.bigrams[theirs] {
                mine += 1
            } else {
                theirs += 1
            }
        }
        return 2 * Double(common) / Double(bigrams.count + other.bigrams.count)
    }

    /// Whether two headlines are near enough to be one story.
    public func isNearlyEqual(to other: HeadlineKey) -> Bool {
        similarity(to: other) >= Self.threshold
    }

    // MARK: Tags and outlets

    private static let openers: [UInt32: UInt32] = [0x5B: 0x5D, 0x3C: 0x3E, 0x3010: 0x3011, 0x28: 0x29]

    /// Without bracketed tags at both ends ([속보], (종합2보)) and without the outlet's name behind the last separator.
    private static func stripped(_ scalars: [UInt32]) -> ArraySlice<UInt32> {
        var rest = trimmed(scalars[...])
        while let first = rest.first, let closer = openers[first], let end = rest.firstIndex(of: closer),
            end - rest.startIndex <= 12, end + 1 < rest.endIndex
        {
            rest = trimmed(rest[(end + 1)...])
        }
        while let last = rest.last, let opener = openers.first(where: { $0.value == last })?.key,
            let start = rest.lastIndex(of: opener), rest.endIndex - start <= 12, start > rest.startIndex
        {
            rest = trimmed(rest[..<start])
        }
        return withoutOutlet(rest)
    }

    private static func trimmed(_ scalars: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
        var rest = scalars
        while rest.first == 0x20 { rest.removeFirst() }
        while rest.last == 0x20 { rest.removeLast() }
        return rest
    }

    /// The outlet is short, stands behind " - ", " | " or " : ", and leaves most of the headline.
    private static func withoutOutlet(_ scalars: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
        for index in scalars.indices.reversed() where index > scalars.startIndex && index + 1 < scalars.endIndex {
            let isSeparator = [0x2D, 0x7C, 0x3A, 0x2013, 0x2014, 0xB7].contains(scalars[index])
            guard isSeparator, scalars[index - 1] == 0x20, scalars[index + 1] == 0x20 else { continue }
            let tail = scalars.endIndex - index
            return tail <= 24 && tail * 2 < scalars.count ? trimmed(scalars[..<index]) : scalars
        }
        return scalars
    }
}

/// Many headlines, and which of them may be nearly equal to one: a pass over a few bytes of each.
public struct HeadlineList: Sendable {
    /// The headlines in the order they were added.
    public private(set) var keys: [HeadlineKey] = []
    private var counts: [Int] = []
    private var signatures: [SIMD8<UInt64>] = []

    /// No headlines.
    public init() {}

    /// Adds a headline; its place is the number of those before it.
    public mutating func append(_ key: HeadlineKey) {
        keys.append(key)
        counts.append(key.bigrams.count)
        signatures.append(key.signature)
    }

    /// Takes out all from a place on.
    public mutating func removeAll(from place: Int) {
        keys.removeSubrange(place...)
        counts.removeSubrange(place...)
        signatures.removeSubrange(place...)
    }

    /// Calls `body` with the places behind `bound` of headlines that may be nearly equal to `key`, the newest first, until it
    /// says to stop. No headline that is nearly equal is left out.
    ///
    /// - Parameter places: the places to look at, in rising order; nil for all.
    public func forEachNear(_ key: HeadlineKey, places: [Int]?, behind bound: Int, _ body: (Int) -> Bool) {
        var next = (places?.count ?? keys.count) - 1
        while next >= 0 {
            let place = places?[next] ?? next
            guard place > bound else { return }
            if mayBeNearlyEqual(key, place), !body(place) { return }
            next -= 1
        }
    }

    @inline(__always)
    private func mayBeNearlyEqual(_ key: HeadlineKey, _ place: Int) -> Bool {
        // What Dice's coefficient asks for; each bit that only `key` has stands for a bigram at least that the other lacks.
        let needed = Int(HeadlineKey.threshold / 2 * Double(key.bigrams.count + counts[place]))
        let room = key.bigrams.count - needed
        guard room >= 0, counts[place] >= needed else { return false }
        let missing = key.signature & ~signatures[place]
        var count = 0
        for word in 0..<8 {
            count += missing[word].nonzeroBitCount
            if count > room { return false }
        }
        return true
    }
}
