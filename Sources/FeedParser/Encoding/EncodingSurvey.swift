/// What the parts of a document are in that is not UTF-8 throughout, each part looked at for itself.
struct EncodingSurvey {
    /// Characters of more than two bytes in parts that are UTF-8 throughout: hardly ever anything else.
    private(set) var certainCharacters = 0
    /// Characters beyond ASCII in the parts that look like UTF-8, and in the others.
    private(set) var utf8Characters = 0
    private(set) var otherCharacters = 0
    /// Hangul in UTF-8.
    private(set) var hangul = 0
    /// Of the parts that are not UTF-8.
    private(set) var guess = EncodingGuess()

    init(_ bytes: Bytes) {
        TextParts.forEach(in: bytes, at: TextParts.isBetweenTexts) { part in
            let census = UTF8Check.census(part)
            if census.malformed == 0 {
                utf8Characters += census.wellFormed
                certainCharacters += census.longer
            } else if census.looksLikeUTF8, !EncodingGuess.isKorean(part, census) {
                utf8Characters += census.wellFormed
            } else {
                otherCharacters += max(1, part.reduce(into: 0) { $0 += $1 >= 0x80 ? 1 : 0 } / 2)
                guess.add(part)
            }
            hangul += census.hangul
        }
    }

    /// Whether more is in another encoding than in UTF-8, so that a part which could be either is taken for the other.
    var leansToOther: Bool { otherCharacters > utf8Characters }
}

/// Cuts bytes into parts that are each in one encoding, at bytes which mean themselves in every encoding that has ASCII.
enum TextParts {
    /// Around texts and lines: what is between two of them was written in one go.
    static func isBetweenTexts(_ byte: UInt8) -> Bool { byte == 0x3C || byte == 0x3E || byte == 0x22 || byte == 0x0A }

    /// Around words. A letter may be the second byte of a Korean character.
    static func isBetweenWords(_ byte: UInt8) -> Bool { byte < 0x80 && !isASCIILetter(byte) }

    /// Calls `body` with each part that has a byte beyond ASCII.
    static func forEach(in bytes: Bytes, at isBorder: (UInt8) -> Bool, _ body: (Bytes) -> Void) {
        var start = 0
        var hasHigh = false
        for index in 0...bytes.count {
            if index < bytes.count, !isBorder(bytes[index]) {
                hasHigh = hasHigh || bytes[index] >= 0x80
                continue
            }
            if hasHigh { body(bytes.part(start, index)) }
            start = index + 1
            hasHigh = false
        }
    }
}

extension UTF8Check.Census {
    /// Whether most of it can be nothing but UTF-8: a sequence of three or four bytes hardly comes about by chance.
    var looksLikeUTF8: Bool { wellFormed > 0 && longer * 2 + twoByte >= malformed }
}
