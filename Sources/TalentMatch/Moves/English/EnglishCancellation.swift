/// Marks English move verbs that tell no move: denied, negated, guessed, quoted, nouns of other senses, long past.
struct EnglishCancellation {
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
        if token.quote == .double || (token.quote == .single && verb.isTitle) { return true }
        // In its clause before the verb: not, denies, could.
        for index in range where document.tokens[index].clause == token.clause && index != verb.token {
            let other = document.tokens[index]
            if other.has(.denial) { return true }
            if other.has(.negation), index < verb.token, verb.token - index <= 6, verb.frame != .offers { return true }
            if other.has(.hedge), index < verb.token, verb.token - index <= 3, !hasPlan { return true }
        }
        if endsAsQuestion(token, range), !hasPlan { return true }
        if verb.frame == .goes, isAimless(verb, findings, range) { return true }
        if verb.isTitle, isBehindFunding(verb, range) { return true }
        if !verb.isTitle, isSince(verb, range) { return true }
        if verb.isTitle, explains(verb, range) || isModifier(verb, findings, range) { return true }
        if verb.frame == .leaves, leavesBehind(verb, range) { return true }
        if !verb.isTitle, isPast(token, verb.sentence), namesYear(verb, range) { return true }
        let next = verb.token + 1 < range.upperBound ? document.tokens[verb.token + 1] : nil
        let previous = verb.token > range.lowerBound ? document.tokens[verb.token - 1] : nil
        if let next, next.has(.thing) || next.has(.negation) || isShare(next, verb.token + 2, range) { return true }
        if verb.frame == .appoints, isNaming(token, verb.sentence),
            !namesPost(verb, findings, range) || isHanding(token, verb.sentence) && !handsPost(verb, findings)
        {
            return true
        }
        // "extends leave", "on parental leave"
        if verb.token > range.lowerBound, Self.leaves.contains(document.stem(verb.token - 1).lowercased()),
            document.stem(verb.token).lowercased() == "leave"
        {
            return true
        }
        if isPutting(token, verb.sentence), !putsInCharge(verb, range) { return true }
        if verb.frame == .founds, previous?.function == .pronoun { return true }  // "the startup he co-founded"
        // "Startup founded by …" is background; "who left B in May" too.
        if verb.frame == .founds, next?.function == .by { return true }
        if previous?.function == .who, isPast(token, verb.sentence), verb.frame != .takes { return true }
        if previous?.function == .article, verb.frame != .offers, verb.frame != .leaves, verb.frame != .reforms {
            return true
        }
        if verb.frame == .assumes, isBecoming(token, verb.sentence) {
            return !(verb.token + 1..<min(range.upperBound, verb.token + 8)).contains {
                document.tokens[$0].has(.role) && document.tokens[$0].clause == token.clause
            }
        }
        if verb.frame == .offers { return isOtherOffer(verb, range) }
        return false
    }

    private func isPutting(_ token: Token, _ sentence: Int) -> Bool {
        let text = document.slice(token.start, token.end, in: sentence).lowercased()
        return text == "put" || text == "puts"
    }

    /// "puts X in charge of AI", not "puts AI to work".
    private func putsInCharge(_ verb: FoundVerb, _ range: Range<Int>) -> Bool {
        (verb.token + 1..<min(verb.token + 9, range.upperBound)).contains {
            ["charge", "helm"].contains(document.stem($0).lowercased())
        }
    }

    /// "returns to theme of job losses": a goal in lower case that is no house, post or unit.
    private func isAimless(_ verb: FoundVerb, _ findings: Findings, _ range: Range<Int>) -> Bool {
        guard verb.isTitle,
            document.slice(document.tokens[verb.token].start, document.tokens[verb.token].end, in: verb.sentence)
                .hasSuffix(" to")
        else { return false }
        let end = (verb.token + 1..<min(verb.token + 8, range.upperBound)).first {
            document.tokens[$0].function == .of
        }
        return !(verb.token + 1..<(end ?? min(verb.token + 8, range.upperBound))).contains { index in
            let token = document.tokens[index]
            return token.has([.organization, .role, .people]) || token.function == .company || token.function == .unit
                || token.isCapitalized || token.hasOrganizationSuffix
                || Self.goals.contains(document.stem(index).lowercased())
        }
    }

    private static let leaves: Set<String> = [
        "on", "extends", "extended", "paternity", "maternity", "parental", "medical", "sick", "unpaid", "paid",
        "family",
        "sabbatical", "of", "study", "research",
    ]
    private static let goals: Set<String> = [
        "academia", "university", "school", "government", "industry", "lab", "team", "office", "rival", "startup",
        "competitor", "teaching", "research", "work", "job", "role", "post", "firm", "fund", "nonprofit", "sector",
        "private", "roots",
    ]

    /// "rehires 20% of its engineers": a statistic.
    private func isShare(_ next: Token, _ index: Int, _ range: Range<Int>) -> Bool {
        next.isNumber && range.contains(index) && document.tokens[index].mark == 0x25
    }

    private func isNaming(_ token: Token, _ sentence: Int) -> Bool {
        let folded = document.folded(token, in: sentence)
        return folded.starts(with: [0x6E, 0x61, 0x6D])  // name, names, named, naming
            || isHanding(token, sentence)
    }

    private func isHanding(_ token: Token, _ sentence: Int) -> Bool {
        document.folded(token, in: sentence).starts(with: [0x68, 0x61, 0x6E, 0x64])  // hands, handed
    }

    /// "hands CEO job to X", not the hands of a robot.
    private func handsPost(_ verb: FoundVerb, _ findings: Findings) -> Bool {
        findings.roles.contains {
            $0.sentence == verb.sentence && $0.first > verb.token && $0.first <= verb.token + 3
                && !(verb.token..<$0.first).contains { document.tokens[$0].function == .to }
        }
    }

    /// A robot is named as well; only who is named to a post moves.
    private func namesPost(_ verb: FoundVerb, _ findings: Findings, _ range: Range<Int>) -> Bool {
        findings.roles.contains { range.contains($0.first) && document.tokens[$0.first].clause == verb.clause }
            || findings.verbs.contains { range.contains($0.token) && $0.frame == .assumes }
    }

    /// "will be", "becomes": of a post only when one is named.
    private func isBecoming(_ token: Token, _ sentence: Int) -> Bool {
        let text = document.slice(token.start, token.end, in: sentence).lowercased()
        return text.hasSuffix(" be") || text.contains("becom") || text.contains("became") || text.hasPrefix("assume")
            || text.hasPrefix("replac") || text == "takes on"
    }

    /// "raises $80M after leaving": the money is the news.
    private func isBehindFunding(_ verb: FoundVerb, _ range: Range<Int>) -> Bool {
        range.contains {
            $0 < verb.token && document.tokens[$0].has(.funding) && document.tokens[$0].clause == verb.clause
        }
    }

    /// "since Amazon hired the founders"
    private func isSince(_ verb: FoundVerb, _ range: Range<Int>) -> Bool {
        for index in stride(from: verb.token - 1, through: max(range.lowerBound, verb.token - 5), by: -1) {
            if document.tokens[index].mark != 0 { return false }
            if document.stem(index).lowercased() == "since" { return true }
        }
        return false
    }

    /// "why researchers are moving", "how she left".
    private func explains(_ verb: FoundVerb, _ range: Range<Int>) -> Bool {
        range.contains {
            $0 < verb.token && document.tokens[$0].clause == verb.clause
                && ["why", "how"].contains(document.stem($0).lowercased())
        }
    }

    /// "Ousted OpenAI researcher lands …": a participle before its noun.
    private func isModifier(_ verb: FoundVerb, _ findings: Findings, _ range: Range<Int>) -> Bool {
        let isFirst = verb.token == range.lowerBound || document.tokens[verb.token - 1].clause != verb.clause
        return isFirst && isPast(document.tokens[verb.token], verb.sentence)
            && findings.verbs.contains { range.contains($0.token) && $0.token > verb.token && $0.clause == verb.clause }
    }

    /// "joined from Zoox in 2018"
    private func namesYear(_ verb: FoundVerb, _ range: Range<Int>) -> Bool {
        (verb.token + 1..<min(verb.token + 9, range.upperBound)).contains { index in
            let token = document.tokens[index]
            guard token.isNumber, token.end - token.start == 4, document.tokens[index - 1].function == .in else {
                return false
            }
            let folded = document.folded(of: index)
            return folded[token.start] == 0x31 || folded[token.start] == 0x32
        }
    }

    /// "leaves experts worried": nobody goes.
    private func leavesBehind(_ verb: FoundVerb, _ range: Range<Int>) -> Bool {
        (verb.token + 1..<min(verb.token + 6, range.upperBound)).contains {
            Self.results.contains(document.stem($0).lowercased())
        }
    }

    private static let results: Set<String> = [
        "worried", "rattled", "scrambling", "exposed", "reeling", "stunned", "divided", "unimpressed", "shaken",
        "guessing",
        "behind", "vulnerable", "frustrated", "confused", "cold", "speechless", "empty", "wondering", "puzzled",
        "alarmed",
    ]

    private func endsAsQuestion(_ token: Token, _ range: Range<Int>) -> Bool {
        for index in range
        where document.tokens[index].clause == token.clause + 1 && document.tokens[index].mark == 0x3F { return true }
        return false
    }

    private func isPast(_ token: Token, _ sentence: Int) -> Bool {
        let folded = document.folded(token, in: sentence)
        return folded.last == 0x64 || (folded.last == 0x74 && folded.count == 4)  // -ed, left
    }

    /// Offers are of money to people; a bid for a company is none.
    private func isOtherOffer(_ verb: FoundVerb, _ range: Range<Int>) -> Bool {
        if document.tokens[range].contains(where: { $0.has(.deal) }) { return true }
        let hasPay =
            document.tokens.contains { $0.mark == 0x24 || $0.mark == 0x20AC || $0.mark == 0xA3 }
            || document.tokens.contains { $0.isNumber && $0.end - $0.start >= 3 }
        return !hasPay && !verb.isTitle
    }
}
