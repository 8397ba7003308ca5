extension Tokenizer {
    /// Reads how a Korean verb goes on behind its stem: as a noun, finite, before a noun, or joined to another verb.
    func inflect(_ token: inout Token) {
        let last = folded[token.surfaceEnd - 1]
        guard token.surfaceEnd > token.end else {
            token.ending = Self.nounEnds.contains(last) ? .nominal : Self.ending(of: last)
            return
        }
        token.isPassive = Self.passiveStarts.contains(folded[token.end])
        if token.particle != .none, last != 0xB2E4 {
            let isVerbStem = Self.verbStemEnds.contains(folded[token.end - 1])
            if isVerbStem, last == 0xB294 {  // 떠나는
                token.ending = .adnominal
                token.particle = .none
            } else if isVerbStem, token.particle == .from {  // 떠나서
                token.ending = .connective
                token.particle = .none
            } else {
                token.ending = .nominal
            }
        } else {
            token.ending = Self.ending(of: last)
            token.particle = .none
        }
    }

    private static func ending(of last: UInt32) -> Token.Ending {
        if finalEnds.contains(last) { return .final }
        if connectiveEnds.contains(last) { return .connective }
        let consonant = Scalars.finalConsonant(last)
        return consonant == 4 || consonant == 8 ? .adnominal : .nominal
    }

    private static func syllables(_ text: String) -> Set<UInt32> {
        Set(text.unicodeScalars.map(\.value))
    }

    private static let passiveStarts = syllables("됐되된될돼됩받당")
    private static let finalEnds = syllables("다요나까듯")
    private static let connectiveEnds = syllables("고며서자려아어와해져가러돼")
    /// Action nouns (신설, 이탈, 개편) that end in ㄴ or ㄹ as adnominal forms do.
    private static let nounEnds = syllables("설탈별환편선출혈천퇴표직진전산결발")
    /// Last syllables of verb stems (떠나, 옮기, 맡기), which tell 떠나는 from 합류는.
    private static let verbStemEnds = syllables("나두하가오기치리우끄르히타개누와들")
}
