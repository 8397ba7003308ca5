/// Collects roles, organisations and move verbs of Korean sentences.
struct KoreanMentions {
    let document: Document
    let persons: [FoundPerson]
    private(set) var findings = Findings()
    private var personTokens: Set<Int> = []

    init(_ document: Document, persons: [FoundPerson]) {
        self.document = document
        self.persons = persons
        findings.persons = persons
        for person in persons {
            for mention in person.mentions { personTokens.formUnion(mention.first...mention.last) }
        }
    }

    mutating func run() {
        for sentence in document.sentences.indices {
            collectRoles(sentence)
            collectVerbs(sentence)
        }
        for sentence in document.sentences.indices {
            collectOrganizations(sentence)
            collectImpliedVerbs(sentence)
        }
    }

    // MARK: Roles

    private mutating func collectRoles(_ sentence: Int) {
        let range = document.sentences[sentence].range
        for index in range where document.tokens[index].has(.role) && !personTokens.contains(index) {
            let token = document.tokens[index]
            guard token.depth == 0, let field = document.roleField(index), token.mark == 0 else { continue }
            // The head of a longer role that goes on (수석 과학자, AI 총괄 사장) is no role of its own.
            if index + 1 < range.upperBound, document.tokens[index + 1].has(.role), token.particle == .none,
                token.surfaceEnd == document.tokens[index + 1].start
            {
                continue
            }
            var first = index
            while first > range.lowerBound, index - first < 4, extendsRole(first - 1) { first -= 1 }
            findings.roles.append(
                FoundRole(
                    sentence: sentence, first: first, last: index, text: document.text(first, index, in: sentence),
                    field: first < index && document.tokens[first].has(.topic) && field != .title ? .ai : field))
        }
    }

    private func extendsRole(_ index: Int) -> Bool {
        let token = document.tokens[index]
        guard token.isWord, token.particle == .none, !personTokens.contains(index), !token.isNumber, token.depth == 0
        else {
            return false
        }
        if token.has([.organization, .origin, .former, .current, .verb, .place, .people, .number, .succession]) {
            return false
        }
        if token.has(.topic) { return true }
        if token.has(.role) { return token.roleSuffix == 0 && document.roleField(index) != .title }
        return Self.roleWords.contains(document.vocabulary.wordText(document, index))
    }

    private static let roleWords: Set<String> = [
        "연구", "공동", "생성", "물류", "기술", "개발", "전략", "사업", "제품", "데이터", "플랫폼", "클라우드", "디지털", "수석", "책임",
        "기초", "응용", "선행", "보안", "안전", "반도체", "설계", "음성", "언어", "영상", "비전", "검색", "인프라", "모델", "서비스", "글로벌",
        "한국", "부문", "미래기획", "혁신", "기획", "총괄", "소프트웨어", "하드웨어", "엔지니어링", "알고리즘", "학습", "추론", "훈련", "번역",
        "국가", "전환", "투자", "광고", "교육", "의료", "금융", "게임", "로봇", "자율주행",
    ]

    // MARK: Organisations

    private mutating func collectOrganizations(_ sentence: Int) {
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
    private func unitEnd(after index: Int, _ range: Range<Int>) -> Int? {
        var next = index + 1
        while next < range.upperBound, next - index <= 3 {
            let token = document.tokens[next]
            guard token.isWord, token.isHangul || token.has(.topic), !personTokens.contains(next) else { return nil }
            guard !token.has([.verb, .role, .former, .origin, .number]), !token.isNumber else { return nil }
            if token.has(.organization) {
                return document.entry(next)?.organization == document.entry(index)?.organization ? next : nil
            }
            if token.hasUnitSuffix, token.end - token.start >= 2 || token.has(.topic) { return next }
            if token.wordClass.contains(.koreanCommon), !token.has(.topic) {
                return Self.unitWords.contains(document.vocabulary.wordText(document, next)) ? next : nil
            }
            guard token.particle == .none else { return nil }
            next += 1
        }
        return nil
    }

    /// 메타의 '초지능 연구소'에: the unit's name in quotation marks.
    private func quotedUnit(after index: Int, _ range: Range<Int>) -> Int? {
        guard document.tokens[index].particle == .none || document.tokens[index].particle == .genitive,
            index + 1 < range.upperBound, document.tokens[index + 1].mark == 0x27,
            let close = ((index + 2)..<range.upperBound).first(where: { document.tokens[$0].mark == 0x27 }),
            close - index <= 6, close > index + 2
        else { return nil }
        let last = document.tokens[close - 1]
        return last.hasUnitSuffix || last.has(.organization) || document.vocabulary.holdsUnit(document, close - 1)
            ? close - 1 : nil
    }

    private static let unitWords: Set<String> = ["조직", "팀", "그룹", "부문", "부서", "본부", "센터", "연구소"]

    private mutating func add(_ sentence: Int, _ first: Int, _ last: Int, _ known: Int) {
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

    private func unknownOrganization(at index: Int, _ range: Range<Int>, _ sentence: Int) -> Int? {
        let token = document.tokens[index]
        guard token.entry < 0, !token.isNumber, token.wordClass.isDisjoint(with: [.koreanCommon, .knownName]),
            token.roleSuffix == 0,
            token.end - token.start >= 2
        else { return nil }
        let next = index + 1 < range.upperBound ? document.tokens[index + 1] : nil
        let previous = index > range.lowerBound ? document.tokens[index - 1] : nil
        if token.hasOrganizationSuffix || (token.has(.topic) && token.isHangul && endsInAI(token, sentence)) {
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
        // "X, …" opens a headline whose subject is X.
        if document.sentences[sentence].isTitle, next?.mark == 0x2C, token.particle == .none,
            index == range.lowerBound || previous?.has(.place) == true || previous?.mark == 0x5D
        {
            return index
        }
        if token.particle == .none, token.isHangul, token.end - token.start >= 3, takesPost(behind: index, range) {
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

    /// X in "X CTO를 맡게", "X AI 분과장에": what stands before a new post is the house it is in.
    private func takesPost(behind index: Int, _ range: Range<Int>) -> Bool {
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
    private func isFounded(_ index: Int, _ range: Range<Int>) -> Bool {
        guard let close = (index..<range.upperBound).first(where: { document.tokens[$0].mark == 0x27 }) else {
            return false
        }
        return document.tokens[close..<range.upperBound].prefix(4).first { $0.isWord && $0.entry >= 0 }.map(isFounding)
            ?? false
    }

    private func endsInAI(_ token: Token, _ sentence: Int) -> Bool {
        let folded = document.fields[document.sentences[sentence].fieldIndex].folded
        return token.end - token.start > 3 && folded[token.end - 1] == 0x69 && folded[token.end - 2] == 0x61
    }

    private func isFounding(_ token: Token) -> Bool {
        guard token.entry >= 0 else { return false }
        let entry = document.vocabulary.entries[Int(token.entry)]
        return entry.verb >= 0 && document.vocabulary.lexicon.verbs[Int(entry.verb)].frame == .founds
    }

    // MARK: Verbs

    private mutating func collectVerbs(_ sentence: Int) {
        let range = document.sentences[sentence].range
        for index in range where document.tokens[index].has(.verb) && !personTokens.contains(index) {
            guard let verb = document.verb(index) else { continue }
            let token = document.tokens[index]
            // 공동창업 A: the post of the one named behind it.
            if token.has(.role), personTokens.contains(index + 1) { continue }
            findings.verbs.append(
                FoundVerb(
                    sentence: sentence, token: index, kind: verb.kind, frame: verb.frame, isStrong: verb.isStrong,
                    isPassive: token.isPassive, ending: token.ending,
                    isTitle: document.sentences[sentence].isTitle, clause: token.clause))
        }
    }

    /// Headlines without a verb: 수석과학자로, 앤트로픽으로, 연구소장에 A, 메타행.
    private mutating func collectImpliedVerbs(_ sentence: Int) {
        let range = document.sentences[sentence].range
        let isTitle = document.sentences[sentence].isTitle
        func add(_ token: Int, _ kind: MoveKind, _ frame: MoveLexicon.Frame, _ isStrong: Bool) {
            findings.verbs.append(
                FoundVerb(
                    sentence: sentence, token: token, kind: kind, frame: frame, isStrong: isStrong, ending: .final,
                    isImplied: true, isTitle: isTitle, clause: document.tokens[token].clause))
        }
        for role in findings.roles where role.sentence == sentence {
            let token = document.tokens[role.last]
            guard token.quote != .double else { continue }
            if token.particle == .at, isTitle, let last = unnamedAppointee(behind: role.last, range) {
                add(last, .appointment, .appoints, true)
            } else if token.particle == .toward, isTitle, endsClause(role.last, range) {
                add(role.last, .appointment, .appoints, role.field != .title)
            } else if token.particle == .at, isTitle,
                let person = persons.first(where: {
                    $0.mentions.contains {
                        $0.first > role.last && $0.first <= role.last + 6 && sameClause($0.first, role.last)
                            && $0.sentence == sentence
                    }
                }),
                let mention = person.mentions.first(where: { $0.first > role.last && $0.sentence == sentence }),
                !document.tokens[role.last..<range.upperBound].contains(where: {
                    $0.has(.verb) && $0.clause == token.clause
                })
            {
                add(mention.last, .appointment, .appoints, true)
            }
        }
        for organization in findings.organizations where organization.sentence == sentence {
            let token = document.tokens[organization.last]
            guard token.quote != .double else { continue }
            if token.particle == .bound {
                add(organization.last, .join, .goes, organization.index >= 0 || hasSubject(organization, range))
            } else if token.particle == .toward, isTitle, endsClause(organization.last, range),
                organization.index >= 0 || hasSubject(organization, range)
            {
                add(organization.last, .join, .goes, true)
            }
        }
    }

    /// Whether somebody who could go stands before an organisation that only its place makes one.
    private func hasSubject(_ organization: FoundOrganization, _ range: Range<Int>) -> Bool {
        (range.lowerBound..<organization.first).contains {
            personTokens.contains($0) || document.tokens[$0].has([.role, .people]) || document.tokens[$0].countsPeople
        }
    }

    /// 책임자에 B 출신, 수석에 민간 전문가: nobody is named and no verb is there.
    private func unnamedAppointee(behind role: Int, _ range: Range<Int>) -> Int? {
        var last: Int?
        for index in (role + 1)..<max(role + 1, range.upperBound) {
            let token = document.tokens[index]
            guard token.clause == document.tokens[role].clause else { break }
            if token.has(.verb) || personTokens.contains(index) { return nil }
            if token.has([.origin, .people, .former]) || (token.has(.role) && token.particle == .none) { last = index }
        }
        return last
    }

    private func sameClause(_ first: Int, _ second: Int) -> Bool {
        document.tokens[first].clause == document.tokens[second].clause
    }

    private func endsClause(_ index: Int, _ range: Range<Int>) -> Bool {
        guard index + 1 < range.upperBound else { return true }
        let next = document.tokens[index + 1]
        return next.mark != 0 && next.mark != 0x27 && next.mark != 0x28 && next.mark != 0xB7
    }
}

extension Vocabulary {
    /// The stem of a token as folded text, for looking it up in small fixed sets.
    func wordText(_ document: Document, _ index: Int) -> String {
        guard let sentence = document.sentences.firstIndex(where: { $0.range.contains(index) }) else { return "" }
        return document.text(index, index, in: sentence)
    }
}
