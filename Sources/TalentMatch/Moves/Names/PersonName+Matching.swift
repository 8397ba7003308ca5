extension PersonName {
    /// Whether two names are of one person, as far as spelling tells.
    ///
    /// Equal names or aliases are the same in any case and order of words; so is a family name alone beside a full name that
    /// has it. Transliterated names are the same when their consonants agree and their vowels are nearly as many (셩지아 자오,
    /// 성지아 자오, Shengjia Zhao). Korean names of three syllables differ by one syllable between two people, so among
    /// themselves they must be equal.
    public func isSamePerson(as other: PersonName) -> Bool {
        let mine = spellings
        return other.spellings.contains { theirs in mine.contains { NameSpelling.areOne($0, theirs) } }
    }

    private var spellings: [NameSpelling] {
        ([name] + aliases).map { NameSpelling($0) }.filter { !$0.words.isEmpty }
    }
}

/// A name as words of folded scalars without accents.
struct NameSpelling {
    let words: [[UInt32]]
    let isHangul: Bool

    init(_ text: String) {
        var words: [[UInt32]] = []
        var word: [UInt32] = []
        for scalar in Scalars.fold(text) {
            if Scalars.isWord(scalar) {
                word.append(SoundSkeleton.plain(scalar))
            } else if scalar != 0x27 {  // D'Angelo is one word
                if !word.isEmpty { words.append(word) }
                word = []
            }
        }
        if !word.isEmpty { words.append(word) }
        self.words = words
        isHangul = words.first?.first.map(Scalars.isHangul) ?? false
    }

    private var letters: [UInt32] { words.flatMap(\.self) }
    private var sounds: [UInt8] { words.flatMap { SoundSkeleton.classes($0) } }
    private var softSounds: [UInt8] { words.flatMap { SoundSkeleton.classes($0, isSoft: true) } }

    /// How alike the sounds must be, 0…1.
    static let threshold = 0.85

    static func areOne(_ first: NameSpelling, _ second: NameSpelling) -> Bool {
        if first.letters == second.letters { return true }
        if first.isHangul == second.isHangul {
            if Set(first.words) == Set(second.words) { return true }
            let (short, long) = first.words.count < second.words.count ? (first, second) : (second, first)
            if short.words.count == 1, long.words.count > 1, let word = short.words.first, word.count > 1 {
                return long.words.first == word || long.words.last == word
            }
            // Two Korean names, or two Latin spellings of one syllable more or less, are two people.
            if !first.isHangul || (first.letters.count <= 3 && second.letters.count <= 3) { return false }
        }
        return soundAlike(first, second)
    }

    private static func soundAlike(_ first: NameSpelling, _ second: NameSpelling) -> Bool {
        guard first.sounds.count >= 2, second.sounds.count >= 2, vowelsAgree(first, second) else { return false }
        if first.isHangul, second.isHangul {
            let (one, other) = (jamo(first), jamo(second))
            return Double(distance(one, other)) <= 0.25 * Double(max(one.count, other.count))
                && SoundSkeleton.similarity(first.sounds, second.sounds) >= threshold
        }
        if SoundSkeleton.similarity(first.sounds, second.sounds) >= threshold { return true }
        if SoundSkeleton.similarity(first.softSounds, second.softSounds) >= threshold { return true }
        // The family name stands first in one of them and last in the other.
        return SoundSkeleton.similarity(first.turned, second.sounds) >= threshold
            || SoundSkeleton.similarity(first.sounds, second.turned) >= threshold
    }

    private var turned: [UInt8] { words.reversed().flatMap { SoundSkeleton.classes($0) } }

    /// The fewest and the most syllables the name can have: Latin vowels in a row are one syllable or several.
    private var syllables: ClosedRange<Int> {
        if isHangul {
            let count = words.reduce(0) { $0 + $1.count }
            return count...count
        }
        var groups = 0
        var letters = 0
        for word in words {
            var wasVowel = false
            for scalar in word {
                let isVowel = Self.latinVowels.contains(scalar)
                if isVowel, !wasVowel { groups += 1 }
                if isVowel { letters += 1 }
                wasVowel = isVowel
            }
        }
        return groups...max(groups, letters)
    }

    /// One syllable more or less is allowed for 으 between consonants and silent e; two in long names.
    private static func vowelsAgree(_ first: NameSpelling, _ second: NameSpelling) -> Bool {
        let (one, other) = (first.syllables, second.syllables)
        let slack = max(one.upperBound, other.upperBound) > 4 ? 2 : 1
        return one.lowerBound - slack <= other.upperBound && other.lowerBound - slack <= one.upperBound
    }

    private static let latinVowels = Set("aeiouy".unicodeScalars.map(\.value))

    /// Hangul taken apart into initial, vowel and final.
    private static func jamo(_ spelling: NameSpelling) -> [UInt32] {
        spelling.letters.flatMap { scalar -> [UInt32] in
            guard Scalars.isHangul(scalar) else { return [scalar] }
            let index = scalar - 0xAC00
            let final = index % 28
            let open = [0x1100 + index / 588, 0x1161 + index % 588 / 28]
            return final == 0 ? open : open + [0x11A7 + final]
        }
    }

    /// Levenshtein's distance.
    private static func distance(_ first: [UInt32], _ second: [UInt32]) -> Int {
        var row = Array(0...second.count)
        for (line, scalar) in first.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in second.indices {
                let above = row[column + 1]
                row[column + 1] = min(above + 1, row[column] + 1, diagonal + (scalar == second[column] ? 0 : 1))
                diagonal = above
            }
        }
        return row[second.count]
    }
}
