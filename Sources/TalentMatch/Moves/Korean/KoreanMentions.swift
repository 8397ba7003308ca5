/// Collects roles, organisations and move verbs of Korean sentences.
struct KoreanMentions {
    let document: Document
    let persons: [FoundPerson]
    var findings = Findings()
    var personTokens: Set<Int> = []

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

    mutating func collectRoles(_ sentence: Int) {
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

    func extendsRole(_ index: Int) -> Bool {
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
        return Self.roleWords.contains(document.stem(index))
    }

    static let roleWords: Set<String> = [
        "연구", "공동", "생성", "물류", "기술", "개발", "전략", "사업", "제품", "데이터", "플랫폼", "클라우드", "디지털", "수석", "책임",
        "기초", "응용", "선행", "보안", "안전", "반도체", "설계", "음성", "언어", "영상", "비전", "검색", "인프라", "모델", "서비스", "글로벌",
        "한국", "부문", "미래기획", "혁신", "기획", "총괄", "소프트웨어", "하드웨어", "엔지니어링", "알고리즘", "학습", "추론", "훈련", "번역",
        "국가", "전환", "투자", "광고", "교육", "의료", "금융", "게임", "로봇", "자율주행",
    ]

    // MARK: Verbs

    mutating func collectVerbs(_ sentence: Int) {
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
    mutating func collectImpliedVerbs(_ sentence: Int) {
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
            } else if token.particle == .none, becomes(role.last + 1, range) {
                add(role.last, .appointment, .appoints, role.field != .title || isTitle)
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
        if isNotice {
            // [인사] C △R A
            for role in findings.roles where role.sentence == sentence && role.first > range.lowerBound {
                guard [0x25B3, 0x25B2, 0x25B7, 0x25C7].contains(document.tokens[role.first - 1].mark),
                    let mention = persons.lazy.flatMap(\.mentions).first(where: {
                        $0.sentence == sentence && $0.first == role.last + 1
                    })
                else { continue }
                add(mention.last, .appointment, .appoints, true)
            }
        }
        for organization in findings.organizations where organization.sentence == sentence {
            let token = document.tokens[organization.last]
            guard token.quote != .double else { continue }
            if token.particle == .bound {
                add(organization.last, .join, .goes, organization.index >= 0 || hasSubject(organization, range))
            } else if token.particle == .at, isTitle, endsClause(organization.last, range),
                organization.index >= 0, hasSubject(organization, range)
            {
                add(organization.last, .join, .goes, true)
            } else if token.particle == .toward, isTitle, endsClause(organization.last, range),
                organization.index >= 0 || hasSubject(organization, range)
            {
                add(organization.last, .join, .goes, true)
            }
        }
    }

    /// A notice of appointments: [인사] opens the headline.
    private var isNotice: Bool {
        guard let title = document.sentences.first?.range, title.count > 3,
            document.tokens[title.lowerBound].mark == 0x5B
        else { return false }
        return document.stem(title.lowerBound + 1).hasPrefix("인사") && document.tokens[title.lowerBound + 2].mark == 0x5D
    }

    /// Whether somebody who could go stands before an organisation that only its place makes one.
    func hasSubject(_ organization: FoundOrganization, _ range: Range<Int>) -> Bool {
        (range.lowerBound..<organization.first).contains {
            personTokens.contains($0) || document.tokens[$0].has([.role, .people]) || document.tokens[$0].countsPeople
                || document.tokens[$0].hasUnitSuffix
        }
    }

    /// 교수 됐다, 대표 된다
    private func becomes(_ index: Int, _ range: Range<Int>) -> Bool {
        guard range.contains(index), document.tokens[index].isWord else { return false }
        let token = document.tokens[index]
        return token.surfaceEnd - token.start <= 3
            && [0xB410, 0xB41C, 0xB418].contains(document.folded(of: index)[token.start])
    }

    /// 책임자에 B 출신, 수석에 민간 전문가: nobody is named and no verb is there.
    func unnamedAppointee(behind role: Int, _ range: Range<Int>) -> Int? {
        var last: Int?
        for index in (role + 1)..<max(role + 1, range.upperBound) {
            let token = document.tokens[index]
            guard token.clause == document.tokens[role].clause else { break }
            if token.has(.verb) || personTokens.contains(index) { return nil }
            if token.has([.origin, .people, .former]) || (token.has(.role) && token.particle == .none) { last = index }
        }
        return last
    }

    func sameClause(_ first: Int, _ second: Int) -> Bool {
        document.tokens[first].clause == document.tokens[second].clause
    }

    func endsClause(_ index: Int, _ range: Range<Int>) -> Bool {
        guard index + 1 < range.upperBound else { return true }
        let next = document.tokens[index + 1]
        return next.mark != 0 && next.mark != 0x27 && next.mark != 0x28 && next.mark != 0xB7
    }
}
