/// Judges a run of Hangul words as a person's name by what stands around it.
struct NameContext {
    struct Candidate {
        var first: Int
        var last: Int
        var isKorean: Bool
        var hasForeignSurname = false
        /// Behind the last scalar of the name.
        var end = 0

        init(first: Int, last: Int, isKorean: Bool) {
            self.first = first
            self.last = last
            self.isKorean = isKorean
        }
    }

    let document: Document
    let sentence: Int
    let range: Range<Int>

    func score(_ candidate: Candidate) -> Double {
        let left = leftScore(candidate.first)
        let right = rightScore(candidate)
        let shape = shapeScore(candidate)
        let score = shape + left + right + (hasMoveVerb ? 0.3 : 0)
        // Without a post, a house, a particle or a comma beside it only a known name stands for itself.
        if left < 0.8, right < 0.8, shape < 2 { return min(score, KoreanNames.threshold - 0.1) }
        return score
    }

    private func shapeScore(_ candidate: Candidate) -> Double {
        let known = (candidate.first...candidate.last).filter { document.tokens[$0].wordClass.contains(.knownName) }
            .count
        return plainShapeScore(candidate) + (known > 0 ? 1.2 : 0)
    }

    private func plainShapeScore(_ candidate: Candidate) -> Double {
        let token = document.tokens[candidate.last]
        let length = candidate.end - document.tokens[candidate.first].start
        if candidate.isKorean { return token.hasOrganizationSuffix ? 0.8 : 1.4 }
        let shape = NameShape(document: document)
        if candidate.last > candidate.first {
            return (candidate.first...candidate.last).contains { shape.isForeignWord($0) }
                || candidate.hasForeignSurname ? 1.4 : 0.8
        }
        // 박준 리더
        if length == 2, shape.isShortKorean(candidate.first), isTitle(at: candidate.last + 1) { return 1.1 }
        if length < 2 { return -2 }
        if candidate.hasForeignSurname, length <= 4 { return 1.1 }
        return length == 2 ? -0.6 : -0.2
    }

    private var hasMoveVerb: Bool {
        range.contains { document.tokens[$0].has(.verb) }
    }

    private func leftScore(_ first: Int) -> Double {
        guard first > range.lowerBound else { return 0.3 }
        let left = document.tokens[first - 1]
        if left.mark != 0 {
            switch left.mark {
            case 0xB7, 0x25B3, 0x25B2, 0x25C7, 0x25B7: return 0.9
            case 0x2C, 0x2026: return 0.4
            case 0x22, 0x27: return left.quote == .none ? 0.5 : -1.5
            case 0x29: return 0.7
            default: return 0.2
            }
        }
        if left.has(.role) {
            switch left.particle {
            case .none, .being: return 1.2
            case .at, .toward: return 1.2
            default: return 0.3
            }
        }
        if left.has([.origin, .former, .current]) {
            // 이끌던 정차오, …
            let next = first + 1 < range.upperBound ? document.tokens[first + 1].mark : 0x2C
            return left.has(.origin) && (next == 0x2C || next == 0x2026) ? 1.6 : 1.2
        }
        if left.has(.people) { return left.particle == .none || left.particle == .being ? 1.0 : 0.2 }
        if left.has(.organization) { return left.particle == .none ? 0.8 : (left.particle == .genitive ? 0.6 : 0.4) }
        if left.has(.verb) { return left.ending == .adnominal ? 1.0 : 0.2 }
        if left.isHangul, left.particle == .genitive { return 0.3 }
        if left.isHangul, left.entry < 0, left.particle == .none,
            Scalars.finalConsonant(document.fields[document.sentences[sentence].fieldIndex].folded[left.surfaceEnd - 1])
                == 4
        {
            return 0.5  // an adnominal form: 만들던, 이끈
        }
        return left.particle == .none ? 0 : 0.3
    }

    private func rightScore(_ candidate: Candidate) -> Double {
        let token = document.tokens[candidate.last]
        if token.particle == .bound { return -1.5 }
        let hasParticle = candidate.end < token.surfaceEnd
        let next = candidate.last + 1 < range.upperBound ? document.tokens[candidate.last + 1] : nil
        if hasParticle {
            switch token.particle {
            case .topic, .subject, .object: return 1.0
            case .with:
                // A와 B: B may be a name as well.
                let next = candidate.last + 1
                return next < range.upperBound && NameShape(document: document).isNameable(next) ? 0.8 : 0.5
            case .genitive, .receiver: return 0.5
            case .being, .other: return 0
            case .none:
                // one syllable and its particle: 더글러스 천이
                let shape = NameShape(document: document)
                return candidate.last > candidate.first
                    && (shape.hasForeignSurname(token, in: document.field(of: candidate.last))
                        || shape.isForeignWord(candidate.first))
                    ? 1.0 : -1.5
            case .at, .from, .toward, .bound: return -1.5
            }
        }
        guard let next else { return 0.8 }
        if next.mark != 0 {
            switch next.mark {
            case 0x2C, 0xB7: return 0.8
            case 0x28: return document.tokens[min(candidate.last + 2, range.upperBound - 1)].isNumber ? 1.5 : 0.3
            case 0x2026: return candidate.isKorean ? 0.7 : 0.3
            default: return 0.4
            }
        }
        if next.hasSpaceBefore, isTitle(at: candidate.last + 1) {
            // 前 한화비전 연구소장 노승환: the name stands behind the post, a house before it.
            if !candidate.isKorean, isPostToFill(at: candidate.last + 1) { return -1 }
            if !candidate.isKorean, let behind = nameBehindTitle(at: candidate.last + 1), behind { return -1.5 }
            return candidate.isKorean || candidate.last > candidate.first ? 1.8 : 1.3
        }
        if next.has([.former, .current]) { return 1.2 }
        if isAndOthers(next) { return 0.9 }
        if next.has(.verb), next.ending != .adnominal {
            return document.verb(candidate.last + 1)?.isStrong == true ? 0.8 : 0.6
        }
        if next.has(.organization) {
            // 데비 산체스 AWS 부사장
            return isTitle(at: candidate.last + 2) ? 1 : 0.5
        }
        // 김윤성 콕스웨이브 대표
        if candidate.isKorean, candidate.last == candidate.first, next.hasSpaceBefore, next.particle == .none,
            !next.has(.verb), !next.wordClass.contains(.koreanCommon), isTitle(at: candidate.last + 2)
        {
            return 1
        }
        if next.has(.people) { return 0.4 }
        return -0.3
    }

    /// A post, perhaps of several words, that begins here: 최고 데이터 책임자, AI랩장.
    private func isTitle(at index: Int) -> Bool {
        var next = index
        while next < range.upperBound, next - index <= 3 {
            let token = document.tokens[next]
            if token.has(.role) { return true }
            guard token.isWord, token.particle == .none,
                token.has([.topic, .place]) || token.wordClass.contains(.koreanCommon), !token.has(.verb)
            else { return false }
            next += 1
        }
        return false
    }

    /// 우븐 AI 총괄에: what stands before a post with 에 is a house.
    private func isPostToFill(at index: Int) -> Bool {
        (index..<min(index + 4, range.upperBound)).first { document.tokens[$0].has(.role) }
            .map { document.tokens[$0].particle == .at } ?? false
    }

    /// Whether a Korean full name follows the post that begins here.
    private func nameBehindTitle(at index: Int) -> Bool? {
        guard let post = (index..<min(index + 4, range.upperBound)).first(where: { document.tokens[$0].has(.role) }),
            document.tokens[post].particle == .none, post + 1 < range.upperBound
        else { return nil }
        let token = document.tokens[post + 1]
        guard token.isHangul, token.entry < 0, !token.wordClass.contains(.koreanCommon), token.hasSpaceBefore else {
            return nil
        }
        return NameShape(document: document).form(
            token, length: token.end - token.start, in: document.field(of: post + 1)) == .korean
    }

    /// 등, 씨, 외: behind a name and few other words.
    private func isAndOthers(_ token: Token) -> Bool {
        guard token.surfaceEnd - token.start <= 2 else { return false }
        let folded = document.fields[document.sentences[sentence].fieldIndex].folded
        return [0xB4F1, 0xC528, 0xC678].contains(folded[token.start])
    }
}
