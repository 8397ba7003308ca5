/// Which encoding bytes are in that are not UTF-8 and of which nothing true is said: by which pairs of them are common
/// where characters are pairs, else by how letters make words.
struct EncodingGuess {
    private var pairs = PairCount()
    private var words = WordCount()

    init() {}

    init(_ bytes: Bytes) { add(bytes) }

    /// Counts `bytes`, which end in no character's middle.
    mutating func add(_ bytes: Bytes) {
        words.add(bytes)
        pairs.add(bytes)
    }

    var encoding: TextEncoding { words.encoding ?? pairs.encoding ?? .windows1252 }

    /// Whether there is enough Hangul to believe it against what is said.
    var isSurelyKorean: Bool { pairs.hangul >= 16 && pairs.singles * 20 < pairs.full && encoding == .korean }

    /// Whether a text or word is Korean in EUC-KR, be it cut in the middle of a syllable.
    var looksKorean: Bool { pairs.areKorean }

    /// The same of `part` alone.
    static func isKorean(_ part: Bytes) -> Bool {
        var pairs = PairCount()
        pairs.add(part)
        return pairs.areKorean
    }

    /// Whether bytes that are not UTF-8 throughout are such a text: accented letters in UTF-8 look like it, but little of
    /// Korean can be read as UTF-8.
    static func isKorean(_ part: Bytes, _ census: UTF8Check.Census) -> Bool {
        census.malformed >= census.wellFormed && isKorean(part)
    }
}

/// Pairs of bytes, as the encodings of East Asia have them.
private struct PairCount {
    /// Pairs both of whose bytes are from A1 on, and how many of these begin as symbols and common Hangul, Han and kana do.
    var full = 0
    var symbols = 0
    var hangul = 0
    var commonHan = 0
    var kana = 0
    /// Pairs with a lower second byte, as the extensions have them.
    var extended = 0
    /// Pairs that begin as Shift_JIS's kana do.
    var shiftKana = 0
    /// Pairs that begin as Big5's common characters do, those that begin as its symbols do, and those with an ASCII byte.
    var big5 = 0
    var big5Symbols = 0
    var withASCII = 0
    /// High bytes that pair with nothing.
    var singles = 0

    mutating func add(_ bytes: Bytes) {
        var position = 0
        while position < bytes.count {
            guard bytes[position] >= 0x80 else {
                position += 1
                continue
            }
            guard position + 1 < bytes.count, bytes[position + 1] >= 0x40 else {
                singles += 1
                position += 1
                continue
            }
            add(bytes[position], bytes[position + 1])
            position += 2
        }
    }

    var areKorean: Bool {
        let letters = full - symbols
        return hangul > 0 && hangul * 10 >= letters * 7 && extended <= hangul
            && singles <= (full > 1 ? 1 : 0) + full / 8
    }

    private mutating func add(_ lead: UInt8, _ trail: UInt8) {
        if lead == 0x82 || lead == 0x83 { shiftKana += 1 }
        if lead >= 0xA4, lead <= 0xC6 { big5 += 1 }
        if lead >= 0xA1, lead <= 0xA3 { big5Symbols += 1 }
        if trail < 0x80 { withASCII += 1 }
        if lead >= 0xA1, trail >= 0xA1 {
            full += 1
            if lead <= 0xAC { symbols += 1 }
            if lead == 0xA4 || lead == 0xA5 { kana += 1 }
            if lead >= 0xB0, lead <= 0xC8 { hangul += 1 }
            if lead >= 0xB0, lead <= 0xD7 { commonHan += 1 }
        } else if lead >= 0x81, lead <= 0xC6 {
            extended += 1
        } else {
            singles += 1
        }
    }

    var encoding: TextEncoding? {
        let all = full + extended
        if isBig5 { return .traditionalChinese }
        if all == 0 || singles * 4 > all { return nil }
        if shiftKana * 3 > all { return .shiftJIS }
        if kana * 5 > full { return .japanese }
        if full > extended, hangul > 0, hangul * 100 >= (full - symbols) * 85 { return .korean }
        if full > 0, commonHan * 100 >= full * 70 { return .simplifiedChinese }
        return nil
    }

    /// Four in ten of Big5's characters end in an ASCII byte, and all common ones begin with A4 to C6.
    private var isBig5: Bool {
        let all = full + extended + singles
        return all >= 6 && big5 * 100 >= (all - big5Symbols) * 85 && withASCII * 100 >= all * 15
            && full * 100 >= all * 30
    }
}

/// Runs of high bytes, as the words of alphabets are that have one byte to a letter.
private struct WordCount {
    private var runs = 0
    private var oddRuns = 0
    /// Runs beside an ASCII letter: the accented letters of Latin words.
    private var besideLatin = 0
    private var high = 0
    /// High bytes from C0 and from E0 on, and the letters among the latter that Hebrew has not.
    private var upper = 0
    private var lower = 0
    private var notHebrew = 0

    mutating func add(_ bytes: Bytes) {
        var start: Int?
        for index in 0...bytes.count {
            if index < bytes.count, bytes[index] >= 0x80 {
                count(bytes[index])
                start = start ?? index
            } else if let first = start {
                runs += 1
                oddRuns += (index - first) & 1
                let isBesideLatin =
                    first > 0 && isASCIILetter(bytes[first - 1]) || index < bytes.count && isASCIILetter(bytes[index])
                besideLatin += isBesideLatin ? 1 : 0
                start = nil
            }
        }
    }

    private mutating func count(_ byte: UInt8) {
        high += 1
        if byte >= 0xE0 {
            lower += 1
            if byte >= 0xFB { notHebrew += 1 }
        } else if byte >= 0xC0 {
            upper += 1
        }
    }

    var encoding: TextEncoding? {
        let letters = upper + lower
        // Pairs make even runs; letters beside Latin ones are accented Latin; words have several letters.
        guard letters >= 8, oddRuns * 5 >= runs, besideLatin * 10 <= runs, letters >= runs * 2,
            letters * 100 >= high * 85
        else { return nil }
        // Small letters are the common ones: KOI8-R has them below its capitals.
        if upper * 100 >= letters * 70 { return .russian }
        guard lower * 100 >= letters * 70 else { return nil }
        return upper == 0 && notHebrew == 0 ? .hebrew : .cyrillic
    }
}
