/// Which encoding a document's bytes are in: what is said (`EncodingStatement`) and, where the bytes contradict it, by the
/// bytes.
struct EncodingDecision {
    /// What to read the bytes as.
    let encoding: TextEncoding
    /// What parts of the bytes are in that are not UTF-8, where some are and some are not; `encoding` is then that of most.
    let other: TextEncoding?
    /// What was said and proved wrong.
    let contradicted: String?

    private init(_ encoding: TextEncoding, other: TextEncoding? = nil, contradicted: TextEncoding? = nil) {
        self.encoding = encoding
        self.other = other
        self.contradicted = contradicted == encoding ? nil : contradicted?.name
    }

    /// Decides by the whole of the bytes.
    init(_ bytes: Bytes, statement: EncodingStatement, work: WorkMeter) {
        if let certain = statement.certain, certain != .utf8 {
            self.init(certain)
            return
        }
        let said = statement.certain ?? statement.candidates.first ?? .utf8
        let census = UTF8Check.census(bytes)
        if census.isASCII || said.isEBCDIC {
            self.init(said)
        } else if census.malformed == 0 {
            // Well-formed UTF-8 is hardly ever anything else, save for a character or two.
            let isUTF8 = census.longer > 0 || census.twoByte > 3 || said == .windows1252
            self.init(isUTF8 ? .utf8 : said, contradicted: said)
        } else if said.isStateful {
            self.init(said)
        } else if let mixed = Self.mixed(bytes, census, statement) {
            self = mixed
        } else {
            self = Self.single(bytes, statement, work)
        }
    }

    /// Some of it in UTF-8 and some in another encoding, or cut in the middle of a character; nil when UTF-8 is not
    /// beyond doubt in any part.
    private static func mixed(
        _ bytes: Bytes, _ census: UTF8Check.Census, _ statement: EncodingStatement
    ) -> EncodingDecision? {
        let survey = EncodingSurvey(bytes)
        let stated = statement.candidates.first { $0 != .utf8 && $0 != .windows1252 }
        let isMostlyUTF8 =
            census.wellFormed > census.malformed * 3 || survey.hangul > census.malformed || statement.certain == .utf8
        let isKorean = survey.hangul > 0 && survey.guess.looksKorean
        let other = stated ?? (isKorean ? .korean : survey.guess.encoding)
        let least = other == .korean ? 1 : 6
        guard isMostlyUTF8 || other.isDoubleByte && survey.certainCharacters >= least else { return nil }
        let said = statement.candidates.first
        return EncodingDecision(
            survey.otherCharacters > survey.utf8Characters ? other : .utf8, other: other, contradicted: said)
    }

    /// One encoding that is not UTF-8.
    private static func single(
        _ bytes: Bytes, _ statement: EncodingStatement, _ work: WorkMeter
    ) -> EncodingDecision {
        let stated = statement.candidates.first
        let said = stated ?? .utf8
        let isKorean = said == .windows1252 && EncodingGuess(bytes).isSurelyKorean
        if isKorean { return EncodingDecision(.korean, contradicted: said) }
        if said != .utf8, isPlausible(said, bytes, work) { return EncodingDecision(said) }
        if let other = statement.candidates.dropFirst().first(where: { $0 != .utf8 && isPlausible($0, bytes, work) }) {
            return EncodingDecision(other, contradicted: said)
        }
        return said == .utf8
            ? EncodingDecision(EncodingGuess(bytes).encoding, contradicted: stated) : EncodingDecision(said)
    }

    /// Whether the bytes can be read so with next to no faults.
    private static func isPlausible(_ encoding: TextEncoding, _ bytes: Bytes, _ work: WorkMeter) -> Bool {
        var text = ByteBuffer(capacity: bytes.count)
        guard let faults = Transcoder.decode(bytes, as: encoding, to: &text, work: work) else { return false }
        let high = bytes.reduce(into: 0) { $0 += $1 >= 0x80 ? 1 : 0 }
        return faults * 10 <= high
    }
}
