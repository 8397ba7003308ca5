/// One spelling of a person's name, made ready to be compared: folded once, however many others it meets.
public struct NameSpelling: Sendable {
    /// Folded scalars without accents.
    let words: [[UInt32]]
    let letters: [UInt32]
    let isHangul: Bool
    private let sounds: [UInt8]
    /// With Latin ch and q read as ㅊ.
    private let softSounds: [UInt8]
    /// Of the words in reverse order.
    private let turned: [UInt8]
    /// The fewest and the most syllables the name can have: Latin vowels in a row are one syllable or several.
    private let syllables: ClosedRange<Int>
    /// What it sounds like, in short.
    public let profile: SoundProfile

    /// Folds a name; one without letters or digits is like no other.
    public init(_ text: String) {
        words = Self.words(text)
        letters = words.flatMap(\.self)
        isHangul = words.first?.first.map(Scalars.isHangul) ?? false
        sounds = words.flatMap { SoundSkeleton.classes($0) }
        softSounds = words.flatMap { SoundSkeleton.classes($0, isSoft: true) }
        turned = words.reversed().flatMap { SoundSkeleton.classes($0) }
        syllables = isHangul ? letters.count...letters.count : Self.latinSyllables(words)
        profile = SoundProfile(
            sounds: sounds, softSounds: softSounds, syllables: syllables, isHangul: isHangul,
            isShort: letters.count <= Self.shortName)
    }

    private static func words(_ text: String) -> [[UInt32]] {
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
        return words
    }

    /// How alike the sounds must be, 0…1.
    static let threshold = 0.85

    /// Whether so many sounds in common are enough of two lengths together: twice the common ones over both lengths is the
    /// threshold or more, in whole numbers.
    @inline(__always)
    static func isEnough(_ common: Int, of lengths: Int) -> Bool { 40 * common >= 17 * lengths }

    /// Letters of a Hangul name that must be equal to another such name.
    static let shortName = 3
    /// Hangul names of more letters are not compared by their sounds: no name is as long.
    private static let longestHangulName = 32

    /// Whether two spellings are of one person (see `PersonName.isSamePerson`).
    public func isOfOnePerson(with other: NameSpelling) -> Bool {
        guard !words.isEmpty, !other.words.isEmpty else { return false }
        if letters == other.letters { return true }
        if isHangul == other.isHangul {
            if Set(words) == Set(other.words) { return true }
            let (short, long) = words.count < other.words.count ? (self, other) : (other, self)
            if short.words.count == 1, long.words.count > 1, let word = short.words.first, word.count > 1 {
                return long.words.first == word || long.words.last == word
            }
            // Two Korean names, or two Latin spellings of one syllable more or less, are two people.
            if !isHangul || (letters.count <= Self.shortName && other.letters.count <= Self.shortName) { return false }
        }
        return Self.soundAlike(self, other)
    }

    private static func soundAlike(_ first: NameSpelling, _ second: NameSpelling) -> Bool {
        guard first.sounds.count >= 2, second.sounds.count >= 2, vowelsAgree(first.syllables, second.syllables) else {
            return false
        }
        if first.isHangul, second.isHangul {
            guard max(first.letters.count, second.letters.count) <= longestHangulName,
                SoundSkeleton.similarity(first.sounds, second.sounds) >= threshold
            else { return false }
            let (one, other) = (jamo(first), jamo(second))
            return Double(distance(one, other)) <= 0.25 * Double(max(one.count, other.count))
        }
        if SoundSkeleton.similarity(first.sounds, second.sounds) >= threshold { return true }
        if SoundSkeleton.similarity(first.softSounds, second.softSounds) >= threshold { return true }
        // The family name stands first in one of them and last in the other.
        return SoundSkeleton.similarity(first.turned, second.sounds) >= threshold
            || SoundSkeleton.similarity(first.sounds, second.turned) >= threshold
    }

    private static func latinSyllables(_ words: [[UInt32]]) -> ClosedRange<Int> {
        var groups = 0
        var letters = 0
        for word in words {
            var wasVowel = false
            for scalar in word {
                let isVowel = latinVowels.contains(scalar)
                if isVowel, !wasVowel { groups += 1 }
                if isVowel { letters += 1 }
                wasVowel = isVowel
            }
        }
        return groups...max(groups, letters)
    }

    /// One syllable more or less is allowed for 으 between consonants and silent e; two in long names.
    static func vowelsAgree(_ one: ClosedRange<Int>, _ other: ClosedRange<Int>) -> Bool {
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
