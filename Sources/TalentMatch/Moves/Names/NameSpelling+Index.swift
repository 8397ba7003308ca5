extension NameSpelling {
    /// What others of the same letters or words are found by, once this spelling is stored under `storedKeys`.
    ///
    /// Any two spellings that are of one person by their letters or words have a lookup key of the one among the stored keys
    /// of the other; the reverse does not hold, so what is found is to be compared.
    public var lookupKeys: [UInt64] { wholeKeys + edgeKeys(single: .edge, several: .single) }

    /// See `lookupKeys`.
    public var storedKeys: [UInt64] { wholeKeys + edgeKeys(single: .single, several: .edge) }

    private enum KeyKind: UInt64 {
        case letters = 1
        case words
        case single
        case edge
    }

    private var wholeKeys: [UInt64] {
        guard !words.isEmpty else { return [] }
        let distinct = Set(words).sorted { $0.lexicographicallyPrecedes($1) }
        return [Self.key(.letters, letters), Self.key(.words, distinct.joined(separator: [0x20]))]
    }

    /// A name of one word is found by full names that begin or end with it, but these not by each other: given names are
    /// common.
    private func edgeKeys(single: KeyKind, several: KeyKind) -> [UInt64] {
        guard let first = words.first, let last = words.last else { return [] }
        if words.count == 1 { return [Self.key(single, first)] }
        return first == last ? [Self.key(several, first)] : [Self.key(several, first), Self.key(several, last)]
    }

    /// FNV-1a, a scalar at a time.
    private static func key(_ kind: KeyKind, _ scalars: some Sequence<UInt32>) -> UInt64 {
        var hash = 0xCBF2_9CE4_8422_2325 ^ kind.rawValue
        for scalar in scalars { hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01B3 }
        return hash
    }
}

/// What a name sounds like in a few bytes: tells at little cost that two names cannot sound alike.
public struct SoundProfile: Sendable {
    /// How often each class of sounds occurs.
    private var counts = SIMD8<UInt8>()
    private var softCounts = SIMD8<UInt8>()
    private var total: UInt8 = 0
    private var softTotal: UInt8 = 0
    private var fewestSyllables: UInt16 = 0
    private var mostSyllables: UInt16 = 0
    /// Whether the name is written in Hangul.
    public let isHangul: Bool
    /// Whether it is so short that only a longer one, or one in another script, is compared with it by its sound.
    public let isShort: Bool

    init(sounds: [UInt8], softSounds: [UInt8], syllables: ClosedRange<Int>, isHangul: Bool, isShort: Bool) {
        self.isHangul = isHangul
        self.isShort = isShort
        // Longer ones are like no other (`SoundSkeleton.similarity`).
        guard sounds.count < 64, softSounds.count < 64 else { return }
        for sound in sounds { counts[Int(sound) - 1] += 1 }
        for sound in softSounds { softCounts[Int(sound) - 1] += 1 }
        total = UInt8(sounds.count)
        softTotal = UInt8(softSounds.count)
        fewestSyllables = UInt16(clamping: syllables.lowerBound)
        mostSyllables = UInt16(clamping: syllables.upperBound)
    }

    /// Whether the names may sound alike: no two that do are told apart here.
    public func mayBeAlike(_ other: SoundProfile) -> Bool {
        guard total >= 2, other.total >= 2 else { return false }
        if isHangul == other.isHangul, !isHangul || (isShort && other.isShort) { return false }
        // Of two that differ that much in length, the shorter one is too little of the longer.
        guard Self.mayBeSimilar(total, other.total) || Self.mayBeSimilar(softTotal, other.softTotal) else {
            return false
        }
        guard
            NameSpelling.vowelsAgree(
                Int(fewestSyllables)...Int(mostSyllables), Int(other.fewestSyllables)...Int(other.mostSyllables))
        else { return false }
        return Self.mayBeSimilar(counts, other.counts, Int(total) + Int(other.total))
            || Self.mayBeSimilar(softCounts, other.softCounts, Int(softTotal) + Int(other.softTotal))
    }

    @inline(__always)
    private static func mayBeSimilar(_ one: UInt8, _ other: UInt8) -> Bool {
        NameSpelling.isEnough(Int(min(one, other)), of: Int(one) + Int(other))
    }

    /// The longest common subsequence is no longer than what the two have in common in any order.
    @inline(__always)
    private static func mayBeSimilar(_ one: SIMD8<UInt8>, _ other: SIMD8<UInt8>, _ length: Int) -> Bool {
        // Sound: eight bytes as eight bytes. Their sum, which is below 64, comes out in the highest one.
        let common = (unsafeBitCast(pointwiseMin(one, other), to: UInt64.self) &* 0x0101_0101_0101_0101) >> 56
        return NameSpelling.isEnough(Int(common), of: length)
    }
}

/// The profiles of many names, and which of them may sound like one.
public struct SoundList: Sendable {
    private var profiles: [SoundProfile] = []

    /// No names.
    public init() {}

    /// Adds a name; its place is the number of those before it.
    public mutating func append(_ profile: SoundProfile) { profiles.append(profile) }

    /// Calls `body` with the place of each name that may sound like one, the newest first, until it says to stop.
    public func forEachAlike(to profile: SoundProfile, _ body: (Int) -> Bool) {
        profiles.withUnsafeBufferPointer { profiles in
            var place = profiles.count - 1
            while place >= 0 {
                if profile.mayBeAlike(profiles[place]), !body(place) { return }
                place -= 1
            }
        }
    }
}
