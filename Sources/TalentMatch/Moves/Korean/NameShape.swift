/// How much a Hangul word looks like a person's name, before its neighbours are asked.
struct NameShape {
    enum Form {
        /// Family name and given name in one word: 하정우, 남궁현.
        case korean
        /// A word that may be one part of a transliterated name: 오스터만.
        case part
        /// No name.
        case none
    }

    let document: Document

    /// Whether the word can belong to a name at all.
    func isNameable(_ index: Int) -> Bool {
        let token = document.tokens[index]
        guard token.isWord, token.isHangul, !token.isNumber, token.entry < 0, token.quote != .double,
            token.depth == 0
        else {
            return false
        }
        let length = token.end - token.start
        guard document.folded(of: index)[token.start..<token.end].allSatisfy(Scalars.isHangul) else { return false }
        guard length >= 1, length <= 7, token.roleSuffix == 0 || length <= 2 else { return false }
        if token.has(.topic) || isVerbal(token, index) { return false }
        if token.wordClass.contains(.koreanCommon), !isFamilyNameBehind(index) { return false }
        if token.hasOrganizationSuffix, length > 3 { return false }
        return true
    }

    /// Endings that verbs have and names have not: 했, 됐다, 하는, 한다.
    private func isVerbal(_ token: Token, _ index: Int) -> Bool {
        let folded = document.folded(of: index)
        for scalar in folded[token.start..<token.surfaceEnd] where Scalars.isHangul(scalar) {
            switch Scalars.finalConsonant(scalar) {
            case 2, 3, 5, 6, 9, 10, 11, 12, 13, 14, 15, 18, 20: return true
            default: break
            }
        }
        if Self.nounEnds.contains(folded[token.end - 1]), token.end - token.start >= 2,
            form(token, length: token.end - token.start, in: document.field(of: index)) != .korean
        {
            return true  // 통계학, 경쟁력
        }
        if folded[token.end - 1] == 0xBA85, token.end - token.start >= 2 { return true }  // 수백명
        let last = folded[token.surfaceEnd - 1]
        let length = token.surfaceEnd - token.start
        guard length >= 2 else { return false }
        let before = folded[token.surfaceEnd - 2]
        if Self.adnominalSyllables.contains(last), length >= 3,
            !(length <= 4 && hasForeignSurname(token, in: document.field(of: index)))
        {
            // 참여한, 설계한: an action noun with its ending.
            let stem = document.vocabulary.wordClasses.lookUp(folded, token.start..<(token.surfaceEnd - 1))
            if stem != TermTrie.none, WordClass(rawValue: stem).contains(.koreanCommon), !isBeforePost(index) {
                return true
            }
            if form(token, length: length, in: document.field(of: index)) != .korean { return true }
        }
        if last == 0xB2E4, Scalars.isHangul(before) {  // 한다, 이다
            return Scalars.finalConsonant(before) == 4 || Self.verbSyllables.contains(before)
        }
        if last == 0xACE0, index + 1 < document.tokens.count, document.tokens[index + 1].has(.verb) { return true }
        if last == 0xB294 || last == 0xB358 || last == 0xACE0 || last == 0xBA70, length >= 3 {  // 는 던 고 며
            return Self.verbSyllables.contains(before) && before != 0xC774 && before != 0xC2DC && before != 0xD0A4
        }
        return false
    }

    /// 배경한 LG AI연구원장: a name although 배경 is a noun.
    private func isBeforePost(_ index: Int) -> Bool {
        guard index + 1 < document.tokens.count else { return true }
        let next = document.tokens[index + 1]
        return next.mark != 0 || next.has([.role, .organization])
    }

    private static let nounEnds = Set("학력률권급별팀측품점곳뿐쪽쯤씩".unicodeScalars.map(\.value))
    /// Syllables that transliterations have and Sino-Korean nouns have not.
    private static let foreignSyllables = Set(
        "르스트드크프브즈츠톤슨켈콜쿠키케카코타테토투티파페포푸피퍼커터러레버베쉬셰쥬류슈셔퀘웨렌벨웰멜밀슐먼맥앤옌샤릴넬셀델벤젠헨샘잭닉릭믹웬얀얍쟈챠첸첼훌흐힐헬핸햄펭핑팽쑨쑤쩡쓰밥톰팀짐킨틴핀딘빈칸탄판판쩌쯔쉐뤄췌"
            .unicodeScalars.map(\.value))

    /// Whether a word can only be transliterated.
    func isForeignWord(_ index: Int) -> Bool {
        let token = document.tokens[index]
        return document.folded(of: index)[token.start..<token.end].contains { Self.foreignSyllables.contains($0) }
    }

    /// 박준: a family name and one syllable.
    func isShortKorean(_ index: Int) -> Bool {
        let token = document.tokens[index]
        let folded = document.folded(of: index)
        guard token.end - token.start == 2, token.surfaceEnd == token.end, token.wordClass.isEmpty else { return false }
        return wordClass(folded, token.start..<(token.start + 1)).contains(.koreanSurname)
            && Self.oneSyllableGiven.contains(folded[token.start + 1])
    }

    /// Given names of one syllable.
    private static let oneSyllableGiven = Set("준훈민진현혁빈솔찬율건윤석철웅욱황은별".unicodeScalars.map(\.value))

    private static let adnominalSyllables = Set("한된할될".unicodeScalars.map(\.value))
    private static let verbSyllables = Set("하되이시키있없같".unicodeScalars.map(\.value))

    /// 위 in 지아후이 위: a common word that is a family name behind another word of a name.
    private func isFamilyNameBehind(_ index: Int) -> Bool {
        let token = document.tokens[index]
        guard token.end - token.start == 1, token.hasSpaceBefore, index > 0,
            token.wordClass.contains(.foreignSurname) || token.wordClass.contains(.koreanSurname)
        else { return false }
        let before = document.tokens[index - 1]
        return before.isHangul && before.entry < 0 && before.particle == .none && before.end - before.start >= 2
            && !before.wordClass.contains(.koreanCommon) && before.roleSuffix == 0
    }

    /// The form of the first `length` scalars of the word.
    func form(_ token: Token, length: Int, in field: Document.Field) -> Form {
        guard length >= 2, length <= 6 else { return .none }
        let folded = field.folded
        for index in token.start..<(token.start + length) where !Scalars.isHangul(folded[index]) { return .none }
        let one = wordClass(folded, token.start..<(token.start + 1))
        let two = wordClass(folded, token.start..<(token.start + 2))
        if length == 3, one.contains(.koreanSurname), isGiven(folded, (token.start + 1)..<(token.start + 3)) {
            return .korean
        }
        if length >= 3, length <= 4, two.contains(.koreanSurname),
            isGiven(folded, (token.start + 2)..<(token.start + length))
        {
            return .korean
        }
        return .part
    }

    /// Whether the word starts with a Chinese or Japanese family name as Korean news spells it.
    func hasForeignSurname(_ token: Token, in field: Document.Field) -> Bool {
        for length in 1...2 where token.end - token.start > length {
            if wordClass(field.folded, token.start..<(token.start + length)).contains(.foreignSurname) { return true }
        }
        return false
    }

    /// Whether all syllables occur in Korean given names, which those of transliterated names seldom do.
    private func isGiven(_ folded: [UInt32], _ range: Range<Int>) -> Bool {
        range.allSatisfy { wordClass(folded, $0..<($0 + 1)).contains(.koreanNameSyllable) }
    }

    private func wordClass(_ folded: [UInt32], _ range: Range<Int>) -> WordClass {
        let found = document.vocabulary.wordClasses.lookUp(folded, range)
        return found == TermTrie.none ? [] : WordClass(rawValue: found)
    }
}
