/// Organisations of the lexicon with their units, and others by where they stand.
extension KoreanMentions {
    // MARK: Organisations

    mutating func collectOrganizations(_ sentence: Int) {
        let range = document.sentences[sentence].range
        var index = range.lowerBound
        while index < range.upperBound {
            defer { index += 1 }
            let token = document.tokens[index]
            guard token.isWord, !personTokens.contains(index), token.depth == 0 || token.has(.organization) else {
                continue
            }
            if token.has(.organization), let entry = document.entry(index) {
                var last = index
                if token.particle == .none, let unit = unitEnd(after: index, range) {
                    last = unit
                } else if let unit = quotedUnit(after: index, range) {
                    last = unit
                }
                add(sentence, index, last, Int(entry.organization))
                index = last
            } else if let last = unknownOrganization(at: index, range, sentence) {
                add(sentence, index, last, -1)
                index = last
            }
        }
    }

    /// 마이크로소프트 아시아연구소, 메타 초지능 팀: the unit belongs to the organisation before it.
    func unitEnd(after index: Int, _ range: Range<Int>) -> Int? {
        var next = index + 1
        while next < range.upperBound, next - index <= 3 {
            let token = document.tokens[next]
            guard token.isWord, token.isHangul || token.has(.topic), !personTokens.contains(next) else { return nil }
            guard !token.has([.verb, .role, .former, .origin, .number]), !token.isNumber else { return nil }
            // 삼성전자 시스템LSI 출신
            if token.particle == .none, next + 1 < range.upperBound, document.tokens[next + 1].has(.origin),
                token.entry < 0, !token.wordClass.contains(.koreanCommon)
            {
                return next
            }
            if token.has(.organization) {
                return document.entry(next)?.organization == document.entry(index)?.organization ? next : nil
            }
            if token.hasUnitSuffix, token.end - token.start >= 2 || token.has(.topic) { return next }
            if token.wordClass.contains(.koreanCommon), !token.has(.topic) {
                return Self.unitWords.contains(document.stem(next)) ? next : nil
            }
            guard token.particle == .none else { return nil }
            next += 1
        }
        return nil
    }

    /// 메타의 '초지능 연구소'에: the unit's name in quotation marks.
    func quotedUnit(after index: Int, _ range: Range<Int>) -> Int? {
        guard document.tokens[index].particle == .none || document.tokens[index].particle == .genitive,
            index + 1 < range.upperBound, document.tokens[index + 1].mark == 0x27,
            let close = ((index + 2)..<range.upperBound).first(where: { document.tokens[$0].mark == 0x27 }),
            close - index <= 6, close > index + 2
        else { return nil }
        let last = document.tokens[close - 1]
        return last.hasUnitSuffix || last.has(.organization) || document.vocabulary.holdsUnit(document, close - 1)
            ? close - 1 : nil
    }

    static let unitWords: Set<String> = ["조직", "팀", "그룹", "부문", "부서", "본부", "센터", "연구소"]

    mutating func add(_ sentence: Int, _ first: Int, _ last: Int, _ known: Int) {
        let text = document.text(first, last, in: sentence)
        var number = known
        if known < 0 {
            // Unknown ones are the same when they are spelled the same.
            let same = findings.organizations.first { $0.index < 0 && $0.text == text }
            number = same?.index ?? -1 - findings.organizations.count
        }
        findings.organizations.append(
            FoundOrganization(
                sentence: sentence, first: first, last: last, index: number, text: text,
                domain: document.domain(first...last)))
    }

    func unknownOrganization(at index: Int, _ range: Range<Int>, _ sentence: Int) -> Int? {
        let token = document.tokens[index]
        guard token.entry < 0, !token.isNumber, token.wordClass.isDisjoint(with: [.koreanCommon, .knownName]),
            token.roleSuffix == 0,
            token.end - token.start >= 2
        else { return nil }
        let next = index + 1 < range.upperBound ? document.tokens[index + 1] : nil
        let previous = index > range.lowerBound ? document.tokens[index - 1] : nil
        if isCircle(token, sentence) { return nil }
        if let quoted = quotedName(at: index, range, sentence) { return quoted }
        // What stands unmarked behind an organisation is a part or a post of it.
        if let previous, previous.has(.organization), previous.particle == .none, !token.has(.topic) { return nil }
        // 전 X 부사장, 스타트업 X
        if token.particle == .none, previous?.has(.former) == true, let next,
            next.has([.role, .topic]) || next.isWord && takesTitle(index + 1, range)
        {
            return index
        }
        if let previous, previous.isWord, previous.particle == .none,
            Self.companyWords.contains(document.text(index - 1, index - 1, in: sentence))
        {
            return index
        }
        if token.hasOrganizationSuffix || (token.has(.topic) && token.isHangul && endsInAI(token, sentence)) {
            // 자율AI 전문가: a field, no house.
            if token.particle == .none, let next, next.isWord, Self.masters.contains(document.stem(index + 1)) {
                return nil
            }
            // 의료AI 루닛: what sort of house the next one is.
            if token.particle == .none, !token.hasOrganizationSuffix || document.stem(index).hasSuffix("AI"), let next,
                next.has(.organization), next.hasSpaceBefore
            {
                return nil
            }
            return index
        }
        // 도지혁 X 대표
        if index > range.lowerBound, personTokens.contains(index - 1), token.particle == .none,
            previous?.particle == Particle.none,
            previous?.isHangul == true, let next, next.has(.role), next.hasSpaceBefore, token.hasSpaceBefore
        {
            return index
        }
        // 'X'를 세웠다, 스타트업 X
        if previous?.mark == 0x27, token.quote == .single, isFounded(index, range) {
            var last = index
            while last + 1 < range.upperBound, document.tokens[last + 1].isWord,
                document.tokens[last + 1].quote == .single
            { last += 1 }
            return last
        }
        guard token.isHangul || token.isCapitalized else { return nil }
        if token.particle == .bound { return index }
        if token.particle == .toward || token.particle == .at || token.particle == .from {
            let verb = document.tokens[index..<range.upperBound].prefix(token.particle == .at ? 2 : 7).first {
                $0.has(.verb)
            }
            if let verb, let entry = verb.entry >= 0 ? document.vocabulary.entries[Int(verb.entry)] : nil,
                entry.verb >= 0
            {
                let frame = document.vocabulary.lexicon.verbs[Int(entry.verb)].frame
                if frame == .goes || (frame == .leaves && token.particle == .from)
                    || (frame == .takes && token.particle == .from)
                {
                    return index
                }
            }
            if token.particle == .toward, document.sentences[sentence].isTitle, next == nil || next?.mark == 0x2026 {
                return index
            }
        }
        if isListed(index, range, sentence) { return index }
        // "X, …" opens a headline whose subject is X.
        if document.sentences[sentence].isTitle, next?.mark == 0x2C, token.particle == .none,
            index == range.lowerBound || previous?.has(.place) == true || previous?.mark == 0x5D
        {
            return index
        }
        if token.particle == .none, token.isHangul, token.end - token.start >= 3, !isConnective(token, sentence),
            takesPost(behind: index, range)
        {
            return index
        }
        if token.particle == .genitive, let next, next.has(.role) || next.has(.topic), previous?.has(.people) != true {
            return index
        }
        if previous?.has(.origin) == false, next?.has(.origin) == true,
            token.particle == .none || token.particle == .object
        {
            return index
        }
        if token.particle == .subject || token.particle == .topic || token.particle == .genitive {
            let verb = document.tokens[index..<range.upperBound].first { $0.has(.verb) && $0.ending != .adnominal }
            if let verb, verb.entry >= 0 {
                let entry = document.vocabulary.entries[Int(verb.entry)]
                if entry.verb >= 0,
                    [.takes, .appoints, .promotes].contains(document.vocabulary.lexicon.verbs[Int(entry.verb)].frame),
                    index == range.lowerBound || previous?.has([.place, .organization]) == true
                {
                    return index
                }
            }
        }
        return nil
    }

    /// 은행권, 학계, 업계: a circle, no house.
    func isCircle(_ token: Token, _ sentence: Int) -> Bool {
        let folded = document.fields[document.sentences[sentence].fieldIndex].folded
        return [0xAD8C, 0xACC4].contains(folded[token.end - 1]) && token.end - token.start <= 4
    }

    /// 스타트업 'X': the name in quotation marks behind what it is.
    func quotedName(at index: Int, _ range: Range<Int>, _ sentence: Int) -> Int? {
        guard document.tokens[index].quote == .single, index - 2 >= range.lowerBound,
            document.tokens[index - 1].mark == 0x27, document.tokens[index - 2].particle == .none,
            Self.companyWords.contains(document.stem(index - 2)),
            let close = (index..<min(index + 5, range.upperBound)).first(where: { document.tokens[$0].mark == 0x27 })
        else { return nil }
        return close - 1
    }

    /// Those who are masters of a field, not staff of a house.
    static let masters: Set<String> = ["전문가", "권위자", "석학", "대가", "인재", "거물", "선구자", "연구자", "개척자"]

    /// 만들고, 세우며: a common word with the ending of a verb that goes on.
    func isConnective(_ token: Token, _ sentence: Int) -> Bool {
        let folded = document.fields[document.sentences[sentence].fieldIndex].folded
        guard [0xACE0, 0xBA70, 0xC11C, 0xD574, 0xBA74].contains(folded[token.surfaceEnd - 1]) else { return false }
        let stem = document.vocabulary.wordClasses.lookUp(folded, token.start..<(token.surfaceEnd - 1))
        return stem != TermTrie.none && WordClass(rawValue: stem).contains(.koreanCommon)
    }

    /// X in "X와 Y로 옮겼다": a member of a list whose last one stands in an organisation's place.
    func isListed(_ index: Int, _ range: Range<Int>, _ sentence: Int) -> Bool {
        let token = document.tokens[index]
        guard token.isHangul || token.isCapitalized else { return false }
        let isMarked = index + 1 < range.upperBound && document.tokens[index + 1].mark == 0xB7
        let next = index + (isMarked ? 2 : 1)
        guard token.particle == .with || isMarked && token.particle == .none, next < range.upperBound,
            [.toward, .from].contains(document.tokens[next].particle),
            !personTokens.contains(next), !document.tokens[next].has(.role)
        else { return false }
        return document.tokens[next].has(.organization) || unknownOrganization(at: next, range, sentence) != nil
    }

    static let companyWords: Set<String> = [
        "스타트업", "기업", "회사", "업체", "개발사", "제조사", "경쟁사", "자회사", "손자회사", "계열사", "관계사", "운영사",
    ]

    /// Whether a post begins within two words.
    func takesTitle(_ index: Int, _ range: Range<Int>) -> Bool {
        (index..<min(index + 3, range.upperBound)).contains {
            document.tokens[$0].has(.role) && document.tokens[$0].depth == 0
        }
            && document.tokens[index].particle == .none
    }

    /// X in "X CTO를 맡게", "X AI 분과장에": what stands before a new post is the house it is in.
    func takesPost(behind index: Int, _ range: Range<Int>) -> Bool {
        var next = index + 1
        while next < range.upperBound, next - index <= 4 {
            let token = document.tokens[next]
            guard token.isWord, !token.has([.organization, .verb, .people, .former, .origin]),
                !personTokens.contains(next)
            else {
                return false
            }
            if token.has(.role), token.particle != .none {
                return token.particle == .toward || token.particle == .at || token.particle == .object
            }
            guard token.particle == .none, token.has([.role, .topic]) || extendsRole(next) else { return false }
            next += 1
        }
        return false
    }

    /// 'X' 설립, 'X'를 세웠다: the verb stands right behind the quotation.
    func isFounded(_ index: Int, _ range: Range<Int>) -> Bool {
        guard let close = (index..<range.upperBound).first(where: { document.tokens[$0].mark == 0x27 }) else {
            return false
        }
        return document.tokens[close..<range.upperBound].prefix(4).first { $0.isWord && $0.entry >= 0 }.map(isFounding)
            ?? false
    }

    func endsInAI(_ token: Token, _ sentence: Int) -> Bool {
        let folded = document.fields[document.sentences[sentence].fieldIndex].folded
        return token.end - token.start > 3 && folded[token.end - 1] == 0x69 && folded[token.end - 2] == 0x61
    }

    func isFounding(_ token: Token) -> Bool {
        guard token.entry >= 0 else { return false }
        let entry = document.vocabulary.entries[Int(token.entry)]
        return entry.verb >= 0 && document.vocabulary.lexicon.verbs[Int(entry.verb)].frame == .founds
    }
}
