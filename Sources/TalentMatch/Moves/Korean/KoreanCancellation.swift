/// Marks Korean move verbs that tell no move: denied, negated, guessed, quoted or long past.
struct KoreanCancellation {
    let document: Document

    func apply(to findings: inout Findings) {
        let hasPlan = document.tokens.contains { $0.has(.plan) }
        for index in findings.verbs.indices where isCancelled(findings.verbs[index], findings, hasPlan) {
            findings.verbs[index].isCancelled = true
        }
    }

    private func isCancelled(_ verb: FoundVerb, _ findings: Findings, _ hasPlan: Bool) -> Bool {
        let range = document.sentences[verb.sentence].range
        let token = document.tokens[verb.token]
        if token.quote == .double { return true }
        if token.quote == .single, verb.ending == .adnominal, verb.isTitle { return true }
        if verb.isTitle, verb.ending == .adnominal, isBesideFunding(verb, range) { return true }
        if verb.isTitle, endsInDenial(verb, range) { return true }
        if verb.isTitle, !verb.isStrong, verb.ending == .adnominal, !leadsToName(verb, findings, range) { return true }
        let folded = document.fields[document.sentences[verb.sentence].fieldIndex].folded
        let ending = folded[token.end..<token.surfaceEnd]
        // 지 않는다, 하지 못했다
        if let last = ending.last, last == 0xC9C0, verb.token + 1 < range.upperBound {
            if document.tokens[verb.token + 1].has(.negation) { return true }
        }
        for offset in 1...3 {
            let next = verb.token + offset
            guard next < range.upperBound, document.tokens[next].clause == token.clause else { break }
            let other = document.tokens[next]
            if other.mark == 0x2C || other.has(.verb) { break }
            if other.has(.denial) || (other.has(.negation) && verb.frame != .offers) { return true }
        }
        if verb.token > range.lowerBound {
            let previous = document.tokens[verb.token - 1]
            if previous.has(.negation) || isNot(previous, folded) { return true }
        }
        if clauseHas(.denial, verb, range) { return true }
        if verb.frame == .offers, clauseHas(.deal, verb, range) { return true }
        if isRise(verb), !isRiseToPost(verb, range) { return true }
        // …설, …까, …나?
        if ending.first == 0xC124, !hasPlan { return true }
        let next = verb.token + 1 < range.upperBound ? document.tokens[verb.token + 1] : nil
        if let last = ending.last ?? folded[token.end - 1] as UInt32?,
            last == 0xAE4C || (last == 0xB098 && token.surfaceEnd > token.end),
            !hasPlan
        {
            return true
        }
        if next?.mark == 0x3F, !hasPlan,
            !document.tokens[range].contains(where: { $0.has(.verb) && $0.clause > token.clause })
        {
            return true
        }
        if !hasPlan, clauseHas(.hedge, verb, range), verb.frame != .offers { return true }
        if !verb.isTitle, isBackground(verb, range, folded) { return true }
        if verb.isTitle, verb.ending != .final, isFollowedByTime(verb, range, folded),
            document.tokens[range].contains(where: { $0.has(.verb) && $0.start > token.start })
                || !document.tokens[range].contains(where: { $0.has(.verb) && $0.start < token.start })
        {
            return document.tokens[range].contains { $0.has(.verb) && $0.start > token.start }
        }
        return false
    }

    /// 올랐다: prices rise as well; somebody rises to a post or a place.
    private func isRise(_ verb: FoundVerb) -> Bool {
        guard verb.frame == .assumes else { return false }
        let stem = document.stem(verb.token)
        return stem.hasPrefix("올랐") || stem.hasPrefix("오르") || stem.hasPrefix("오른")
    }

    private func isRiseToPost(_ verb: FoundVerb, _ range: Range<Int>) -> Bool {
        (range.lowerBound..<verb.token).contains {
            let token = document.tokens[$0]
            return token.particle == .at && (token.has(.role) || ["자리", "반열", "직", "수장"].contains(document.stem($0)))
                || token.particle == .toward && token.has(.role)
        }
    }

    /// 돌아온 A, 품은 C: somebody or a house stands behind; 돌아온 유학파 says nothing.
    private func leadsToName(_ verb: FoundVerb, _ findings: Findings, _ range: Range<Int>) -> Bool {
        let behind = (verb.token + 1)...(verb.token + 4)
        return findings.persons.contains {
            $0.mentions.contains { behind.contains($0.first) && range.contains($0.first) }
        }
            || findings.organizations.contains { behind.contains($0.first) && range.contains($0.first) }
            || findings.roles.contains { behind.contains($0.first) && range.contains($0.first) }
            || document.tokens[range].contains { $0.has(.verb) && $0.start > document.tokens[verb.token].start }
    }

    /// "퇴직 후 창업한 A, 40억 유치": the money is the news.
    private func isBesideFunding(_ verb: FoundVerb, _ range: Range<Int>) -> Bool {
        let behind = range.suffix(from: verb.token + 1)
        return behind.contains { document.tokens[$0].has(.funding) }
            && !behind.contains { document.tokens[$0].has(.verb) && document.tokens[$0].ending != .adnominal }
    }

    /// "…이적설…회사는 부인": the headline takes back what it said.
    private func endsInDenial(_ verb: FoundVerb, _ range: Range<Int>) -> Bool {
        let last = document.tokens[range.upperBound - 1].clause
        return document.tokens[verb.token].clause < last
            && range.contains {
                document.tokens[$0].has(.denial) && document.tokens[$0].clause == last
                    && document.tokens[$0].quote == .none
            }
    }

    /// 안, 못 before the verb.
    private func isNot(_ token: Token, _ folded: [UInt32]) -> Bool {
        token.surfaceEnd - token.start == 1 && (folded[token.start] == 0xC548 || folded[token.start] == 0xBABB)
    }

    private func clauseHas(_ termClass: TermClass, _ verb: FoundVerb, _ range: Range<Int>) -> Bool {
        range.contains {
            document.tokens[$0].has(termClass) && document.tokens[$0].clause == document.tokens[verb.token].clause
                && document.tokens[$0].quote != .double
                || (document.tokens[$0].has(termClass) && termClass == .denial
                    && document.tokens[$0].clause == document.tokens[verb.token].clause)
        }
    }

    /// 퇴사 석 달 만에 … 합류: the first is background of the second.
    private func isFollowedByTime(_ verb: FoundVerb, _ range: Range<Int>, _ folded: [UInt32]) -> Bool {
        for offset in 1...4 where verb.token + offset < range.upperBound {
            let token = document.tokens[verb.token + offset]
            if token.mark != 0 || token.has(.verb) { return false }
            let stem = String(
                String.UnicodeScalarView(folded[token.start..<token.surfaceEnd].compactMap(Unicode.Scalar.init)))
            if stem.hasSuffix("만에") || (offset == 1 && ["뒤", "후", "이후", "지"].contains(stem)) { return true }
        }
        return false
    }

    /// In the text, not in the headline: 창업한 회사, 떠난 뒤, 옮긴 바 있다.
    private func isBackground(_ verb: FoundVerb, _ range: Range<Int>, _ folded: [UInt32]) -> Bool {
        guard verb.ending == .adnominal || verb.ending == .nominal, verb.token + 1 < range.upperBound else {
            return false
        }
        let next = document.tokens[verb.token + 1]
        let stem = String(
            String.UnicodeScalarView(folded[next.start..<next.surfaceEnd].compactMap(Unicode.Scalar.init)))
        if verb.frame == .founds, verb.ending == .adnominal {
            if Self.companies.contains(where: { stem.hasPrefix($0) }) || next.has(.organization) { return true }
            return (verb.token + 1..<min(verb.token + 6, range.upperBound)).contains { index in
                Self.companies.contains { document.stem(index).hasPrefix($0) }
            }
        }
        if verb.ending == .adnominal, stem.hasPrefix("바") || stem.hasPrefix("적"), next.end - next.start == 1 {
            return true
        }
        return verb.ending == .adnominal && Self.afterwards.contains { stem.hasPrefix($0) }
            && next.end - next.start <= 2
    }

    private static let companies = ["회사", "스타트업", "기업", "업체", "벤처", "곳", "연구소", "법인", "서비스"]
    private static let afterwards = ["뒤", "후", "이후", "직후", "바"]
}
