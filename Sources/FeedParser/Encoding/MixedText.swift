/// Reads a document that is UTF-8 in some parts and another encoding in others, part by part and, where both stand in one
/// part, word by word.
struct MixedText: ~Copyable {
    struct Outcome {
        /// Characters that could not be read, each replaced by U+FFFD.
        var faults = 0
        /// Texts, or words of texts, that were not in UTF-8.
        var otherParts = 0
    }

    private let other: TextEncoding
    private let work: WorkMeter
    private let survey: EncodingSurvey
    /// Whether Korean is looked for: it is stated, or nothing else is known.
    private let mayBeKorean: Bool
    private let decoder: TextDecoder
    private let korean: TextDecoder
    private let western: TextDecoder
    private var outcome = Outcome()

    /// nil when the C library lacks a decoder.
    init?(_ bytes: Bytes, other: TextEncoding, work: WorkMeter) {
        guard let decoder = TextDecoder(other), let korean = TextDecoder(.korean),
            let western = TextDecoder(.windows1252)
        else { return nil }
        self.other = other
        self.work = work
        self.decoder = decoder
        self.korean = korean
        self.western = western
        survey = EncodingSurvey(bytes)
        mayBeKorean = other == .korean || !other.isDoubleByte && survey.hangul > 0
    }

    /// Appends `bytes` as UTF-8.
    consuming func decode(_ bytes: Bytes, to output: inout ByteBuffer) -> Outcome {
        output.reserve(bytes.count + bytes.count / 2)
        var start = 0
        // Each byte is looked at some times: in its text, its word, and by what it may be.
        work.spend(4 * bytes.count)
        for index in 0...bytes.count where index == bytes.count || TextParts.isBetweenTexts(bytes[index]) {
            if work.isOver { break }
            addText(bytes.part(start, index), to: &output)
            if index < bytes.count { output.append(bytes[index]) }
            start = index + 1
        }
        return outcome
    }

    private mutating func addText(_ part: Bytes, to output: inout ByteBuffer) {
        let census = UTF8Check.census(part)
        if census.malformed == 0 {
            // Mostly nothing is to be asked: it is ASCII or UTF-8.
            if census.twoByte > 0, census.longer == 0, isOtherByContext(part) {
                add(part, mayBeKorean ? .korean : .other, to: &output)
            } else {
                output.append(part)
            }
        } else if mayBeKorean, EncodingGuess.isKorean(part, census) {
            add(part, .korean, to: &output)
        } else if !census.looksLikeUTF8, other.isDoubleByte, !mayBeKorean {
            add(part, .other, to: &output)
        } else {
            addWords(part, isOther: !census.looksLikeUTF8, to: &output)
        }
    }

    private mutating func addWords(_ part: Bytes, isOther: Bool, to output: inout ByteBuffer) {
        var start = 0
        for index in 0...part.count where index == part.count || TextParts.isBetweenWords(part[index]) {
            if index > start { addWord(part.part(start, index), isInOther: isOther, to: &output) }
            if index < part.count { output.append(part[index]) }
            start = index + 1
        }
    }

    private mutating func addWord(_ word: Bytes, isInOther: Bool, to output: inout ByteBuffer) {
        let census = UTF8Check.census(word)
        if census.malformed == 0 {
            let isAmbiguous = census.twoByte > 0 && census.longer == 0
            if isAmbiguous, mayBeKorean, isInOther && EncodingGuess.isKorean(word) || isHangulByContext(word) {
                add(word, .korean, to: &output)
            } else {
                output.append(word)
            }
        } else if mayBeKorean, EncodingGuess.isKorean(word, census) {
            add(word, .korean, to: &output)
        } else if census.looksLikeUTF8 || survey.hangul > 0 && isCut(word) {
            outcome.faults += Transcoder.decodeUTF8(word, to: &output, work: work)
        } else if other.isDoubleByte, mayBeKorean, !isInOther {
            // Not Korean, though the rest is: a stray accent or quotation mark.
            add(word, .western, to: &output)
        } else {
            add(word, .other, to: &output)
        }
    }

    private enum Reading { case other, korean, western }

    private mutating func add(_ part: Bytes, _ reading: Reading, to output: inout ByteBuffer) {
        outcome.otherParts += 1
        switch reading {
        case .other: outcome.faults += decoder.decode(part, to: &output, work: work)
        case .korean: outcome.faults += korean.decode(part, to: &output, work: work)
        case .western: outcome.faults += western.decode(part, to: &output, work: work)
        }
    }

    /// Whether what could be two-byte UTF-8 or double-byte text is the latter, as most of the document is.
    private func isOtherByContext(_ part: Bytes) -> Bool {
        if mayBeKorean, isHangulByContext(part) { return true }
        return other.isDoubleByte && survey.leansToOther && (!mayBeKorean || EncodingGuess.isKorean(part))
    }

    /// Whether what could be two-byte UTF-8 is Hangul in EUC-KR: in a Korean document that has both, the rarer Latin
    /// letters (U+0100 to U+023F) are not meant.
    private func isHangulByContext(_ part: Bytes) -> Bool {
        guard survey.hangul > 0, survey.otherCharacters > 0 else { return false }
        return part.allSatisfy { $0 < 0xC0 || $0 >= 0xC4 && $0 <= 0xC8 }
    }

    /// Whether the word is the beginning of one UTF-8 character of three or four bytes, as a text cut by bytes ends in.
    private func isCut(_ word: Bytes) -> Bool {
        guard let base = word.baseAddress, let lead = word.first, lead >= 0xE0, lead <= 0xF4 else { return false }
        return word.count < 4 && UTF8Check.malformedLength(base, word.count) == word.count
    }
}
