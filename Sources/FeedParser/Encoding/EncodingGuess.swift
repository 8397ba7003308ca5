/// Which encoding bytes are in that are not UTF-8 and of which nothing true is said, by which pairs of them are common.
struct EncodingGuess {
    /// Pairs both of whose bytes are from A1 on, and how many of these begin as common Hangul, Han and kana do.
    private var pairs = 0
    private var hangul = 0
    private var commonHan = 0
    private var kana = 0
    /// Pairs with a lower second byte, as the extensions have them.
    private var extended = 0
    /// Pairs that begin as Shift_JIS's kana do.
    private var shiftKana = 0
    /// High bytes that pair with nothing.
    private var singles = 0

    init(_ bytes: Bytes) {
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
            count(bytes[position], bytes[position + 1])
            position += 2
        }
    }

    var encoding: TextEncoding {
        if pairs + extended == 0 || singles * 4 > pairs + extended { return .windows1252 }
        if shiftKana * 3 > pairs + extended { return .shiftJIS }
        if kana * 5 > pairs { return .japanese }
        if pairs > extended, hangul * 100 >= pairs * 85 { return .korean }
        if pairs > 0, commonHan * 100 >= pairs * 70 { return .simplifiedChinese }
        return .windows1252
    }

    /// Whether there is enough Hangul to believe it against what is said.
    var isSurelyKorean: Bool { hangul >= 16 && singles * 20 < pairs && encoding == .korean }

    private mutating func count(_ lead: UInt8, _ trail: UInt8) {
        if lead == 0x82 || lead == 0x83 { shiftKana += 1 }
        if lead >= 0xA1, trail >= 0xA1 {
            pairs += 1
            if lead == 0xA4 || lead == 0xA5 { kana += 1 }
            if lead >= 0xB0, lead <= 0xC8 { hangul += 1 }
            if lead >= 0xB0, lead <= 0xD7 { commonHan += 1 }
        } else if lead >= 0x81, lead <= 0xC6 {
            extended += 1
        } else {
            singles += 1
        }
    }
}
