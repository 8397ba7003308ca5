/// A name reduced to its consonant sounds, so that 셩지아 자오, 성지아 자오 and Shengjia Zhao look alike.
///
/// Vowels, aspiration and tension are what transliterations disagree on; they are left out. Pinyin, Revised Romanization
/// and European spellings are folded to the same few classes.
enum SoundSkeleton {
    private static let k: UInt8 = 1
    private static let n: UInt8 = 2
    private static let t: UInt8 = 3
    private static let l: UInt8 = 4
    private static let m: UInt8 = 5
    private static let p: UInt8 = 6
    private static let s: UInt8 = 7
    private static let h: UInt8 = 8

    /// Classes of the 19 initial consonants ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ.
    private static let initials: [UInt8] = [k, k, n, t, t, l, m, p, p, s, s, 0, s, s, s, k, t, p, h]
    /// Classes of the 28 finals (first: none); ㅇ counts as ㄴ, as "ng" does.
    private static let finals: [UInt8] = [
        0, k, k, k, n, n, n, t, l, l, l, l, l, l, l, l, m, p, p, t, t, n, t, t, k, t, p, 0,
    ]

    /// The classes of a name in Hangul, Latin or both; other scalars are skipped.
    ///
    /// - Parameter isSoft: whether Latin ch and q are read as in Chao and Qian (ㅊ), not as in Michael and Qatar (ㅋ).
    static func classes(_ folded: some Sequence<UInt32>, isSoft: Bool = false) -> [UInt8] {
        var result: [UInt8] = []
        var previous: UInt32 = 0
        func add(_ sound: UInt8) {
            if sound != 0, result.last != sound || !wasConsonant { result.append(sound) }
        }
        var wasConsonant = false
        for scalar in folded {
            if Scalars.isHangul(scalar) {
                let value = Int(scalar - 0xAC00)
                wasConsonant = false
                let initial = initials[value / 588]
                // 으 after a consonant only carries it (루카스 = Lucas).
                add(initial)
                add(finals[value % 28])
                previous = 0
                continue
            }
            var sound = latin(plain(scalar), after: previous)
            if isSoft {
                if scalar == 0x68, previous == 0x63, result.last == k { result[result.count - 1] = s }
                if scalar == 0x71 { sound = s }
            }
            if sound == 0 {
                wasConsonant = false
            } else {
                wasConsonant = result.last == sound && isConsonant(previous)
                if sound != silent { add(sound) }
                wasConsonant = true
            }
            // Behind "ng" an h is a sound of its own (Yonghui).
            previous = sound == silent && plain(scalar) == 0x67 ? 0 : plain(scalar)
        }
        return result
    }

    private static let silent: UInt8 = 255

    private static func latin(_ scalar: UInt32, after previous: UInt32) -> UInt8 {
        switch UInt8(truncatingIfNeeded: scalar) {
        case UInt8(ascii: "g"), UInt8(ascii: "k"): previous == 0x6E ? silent : k  // ng
        case UInt8(ascii: "c"), UInt8(ascii: "q"): k
        case UInt8(ascii: "n"): n
        case UInt8(ascii: "d"), UInt8(ascii: "t"): t
        case UInt8(ascii: "r"), UInt8(ascii: "l"): l
        case UInt8(ascii: "m"): m
        case UInt8(ascii: "b"), UInt8(ascii: "p"), UInt8(ascii: "v"), UInt8(ascii: "f"): p
        case UInt8(ascii: "s"), UInt8(ascii: "z"), UInt8(ascii: "x"), UInt8(ascii: "j"): s
        case UInt8(ascii: "h"): isAspirated(previous) ? silent : h
        default: 0
        }
    }

    /// Consonants that an h only colours: ch, sh, th, ph, zh, kh, gh, rh.
    private static func isAspirated(_ scalar: UInt32) -> Bool {
        "cstpzkgr".utf8.contains(UInt8(truncatingIfNeeded: scalar))
    }

    private static func isConsonant(_ scalar: UInt32) -> Bool {
        guard scalar >= 0x61, scalar <= 0x7A else { return false }
        switch UInt8(truncatingIfNeeded: scalar) {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"), UInt8(ascii: "w"):
            return false
        default: return true
        }
    }

    /// The Latin letter without its accent.
    static func plain(_ scalar: UInt32) -> UInt32 {
        guard scalar >= 0xC0, scalar < 0x250 else { return scalar }
        let letters = Self.accented
        let index = Int(scalar) - 0xC0
        return index < letters.count ? UInt32(letters[index]) : scalar
    }

    private static let accented = Array(
        "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
            .utf8)

    /// How alike two skeletons are, 0…1: twice the longest common subsequence over the sum of lengths.
    static func similarity(_ first: [UInt8], _ second: [UInt8]) -> Double {
        guard !first.isEmpty, !second.isEmpty, first.count < 64, second.count < 64 else { return 0 }
        var row = [Int](repeating: 0, count: second.count + 1)
        for sound in first {
            var diagonal = 0
            for index in 1...second.count {
                let above = row[index]
                row[index] = sound == second[index - 1] ? diagonal + 1 : max(above, row[index - 1])
                diagonal = above
            }
        }
        return 2 * Double(row[second.count]) / Double(first.count + second.count)
    }
}
