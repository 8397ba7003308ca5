/// English move verbs that are passive, or hold a post themselves.
extension EnglishMentions {
    /// Merge in Merge Labs.
    func isNamePart(_ index: Int) -> Bool {
        names.runs.contains { $0.count > 1 && $0.first <= index && index <= $0.last }
    }

    /// "X's new chief executive is Y" names Y.
    mutating func collectCopula(_ sentence: Int, _ range: Range<Int>) {
        for role in findings.roles where role.sentence == sentence {
            let next = role.last + 1
            guard range.contains(next), document.tokens[next].function == .be, role.first > range.lowerBound,
                ["new", "next", "first"].contains(document.stem(role.first - 1).lowercased()),
                (next + 1..<min(next + 7, range.upperBound)).contains(where: { personIndex(at: $0) != nil })
            else { continue }
            findings.verbs.append(
                FoundVerb(
                    sentence: sentence, token: next, kind: .appointment, frame: .appoints, isStrong: true,
                    isTitle: document.sentences[sentence].isTitle, clause: document.tokens[next].clause))
        }
    }

    /// "moves to an advisory role": another post in the same house.
    func takesRole(_ index: Int, _ range: Range<Int>) -> Bool {
        guard document.stem(index).lowercased().hasPrefix("mov") else { return false }
        for next in (index + 1)..<min(index + 6, range.upperBound) {
            let token = document.tokens[next]
            guard token.isWord, !token.has([.organization, .verb]),
                token.function == .none || token.function == .article
            else { return false }
            if token.function == .none, token.isCapitalized, token.entry < 0 { return false }
            if token.has(.role) || ["role", "position", "job", "post"].contains(document.stem(next).lowercased()) {
                return true
            }
        }
        return false
    }

    /// "will head search": head of search.
    mutating func addHeadship(_ index: Int, _ sentence: Int, _ range: Range<Int>) {
        guard document.text(index, index, in: sentence).lowercased().hasSuffix(" head") else { return }
        var last = index
        while last + 1 < range.upperBound, last - index < 5, document.tokens[last + 1].isWord,
            ![.for, .at, .from, .in, .to].contains(document.tokens[last + 1].function)
        {
            last += 1
        }
        guard last > index else { return }
        if document.tokens[index + 1].function == .of {
            findings.roles.append(
                FoundRole(
                    sentence: sentence, first: index + 1, last: last,
                    text: "head " + document.text(index + 1, last, in: sentence), field: .executive))
            return
        }
        let first = document.tokens[index + 1].function == .article && last > index + 1 ? index + 2 : index + 1
        findings.roles.append(
            FoundRole(
                sentence: sentence, first: first, last: last,
                text: "head of " + document.text(first, last, in: sentence),
                field: .executive))
    }

    /// A participle behind "was", before "by", or with a post but nobody behind it: Y named chief scientist.
    func isPassive(_ index: Int, _ range: Range<Int>) -> Bool {
        let sentence = document.sentences.firstIndex { $0.range == range } ?? 0
        let folded = document.folded(document.tokens[index], in: sentence)
        guard let last = folded.last, last == 0x64 || last == 0x6E || folded.count > 4 && last == 0x65 else {
            return false
        }
        if index > range.lowerBound,
            document.tokens[max(range.lowerBound, index - 2)..<index].contains(where: { $0.function == .be })
        {
            return last == 0x64 || last == 0x6E
        }
        guard let next = token(index + 1, range), last == 0x64 || last == 0x6E else {
            return index + 1 >= range.upperBound
        }
        if next.function == .by || next.function == .as || next.function == .to || next.function == .at
            || next.function == .from
        {
            return true
        }
        if next.mark != 0 { return true }
        if document.verb(index + 1)?.frame == .assumes { return true }
        guard document.verb(index)?.frame == .appoints || document.verb(index)?.frame == .promotes else { return false }
        // named chief scientist of X: passive unless a person or another's employee follows.
        var ahead = index + 1
        while ahead < range.upperBound, ahead < index + 8, document.tokens[ahead].isWord,
            !document.tokens[ahead].has(.verb)
        {
            if personIndex(at: ahead) != nil { return false }
            if document.tokens[ahead].function == .of || document.tokens[ahead].function == .at { break }
            ahead += 1
        }
        return personBefore(index, range)
    }

    func personBefore(_ index: Int, _ range: Range<Int>) -> Bool {
        var behind = index - 1
        while behind >= range.lowerBound, index - behind < 8 {
            let token = document.tokens[behind]
            if personIndex(at: behind) != nil || token.has(.people) || token.has(.role) { return true }
            if token.mark != 0 && token.mark != 0x2C { return false }
            behind -= 1
        }
        return false
    }
}
