/// What the sentence around a Korean name says of it: headings, successions, companions, speakers.
extension KoreanVotes {
    /// In a notice (◇승진 △랩장 A) the heading's verb is that of all names below it.
    func heading(of mention: FoundPerson.Mention) -> Int? {
        let range = document.sentences[mention.sentence].range
        guard range.lowerBound < mention.first,
            (range.lowerBound..<mention.first).contains(where: {
                [0x25B3, 0x25B2, 0x25B7].contains(document.tokens[$0].mark)
            })
        else { return nil }
        return findings.verbs.indices.last {
            findings.verbs[$0].sentence == mention.sentence && findings.verbs[$0].token < mention.first
                && findings.verbs[$0].clause == document.tokens[mention.first].clause && !findings.verbs[$0].isCancelled
        }
    }

    /// "후임에 A": the headline needs no verb behind.
    func succession(before mention: FoundPerson.Mention) -> Int? {
        findings.verbs.indices.last {
            let verb = findings.verbs[$0]
            return verb.sentence == mention.sentence && verb.token < mention.first && verb.frame == .assumes
                && document.tokens[verb.token].has(.succession) && document.tokens[verb.token].particle == .at
                && verb.clause == document.tokens[mention.first].clause && !verb.isCancelled
        }
    }

    func isCompanion(_ mention: FoundPerson.Mention, _ last: Int, _ range: Range<Int>) -> Bool {
        // "A, B와 … 이끈다"
        let isBehindComma = mention.first > range.lowerBound && document.tokens[mention.first - 1].mark == 0x2C
        return !findings.persons.contains {
            $0.mentions.contains { $0.first > last && $0.first <= last + 8 && range.contains($0.first) }
        }
            && (isBehindComma
                || ((last + 1)..<min(last + 3, range.upperBound)).contains {
                    ["각자", "함께", "나란히", "같이"].contains(document.stem($0))
                })
    }

    func adnominalBefore(_ mention: FoundPerson.Mention) -> Int? {
        guard let before = verbBefore(mention.first, in: mention.sentence) else { return nil }
        let verb = findings.verbs[before]
        guard verb.ending == .adnominal, verb.clause == document.tokens[mention.first].clause,
            mention.first - verb.token <= 5
        else { return nil }
        for index in (verb.token + 1)..<max(verb.token + 1, mention.first) {
            let token = document.tokens[index]
            if token.mark != 0 && token.mark != 0x27 || token.particle == .subject || token.particle == .topic
                || token.particle == .object
            {
                return nil
            }
        }
        return before
    }

    /// The last subject before a word of speech speaks.
    func isSpeaker(_ mention: FoundPerson.Mention, _ particle: Particle, _ range: Range<Int>) -> Bool {
        guard particle == .subject || particle == .topic,
            let speech = range.last(where: { document.tokens[$0].has(.speech) }), speech > mention.last
        else { return false }
        return !((mention.last + 1)..<speech).contains { index in
            let token = document.tokens[index]
            return token.particle == .subject && !token.has(.role) && token.depth == 0
        }
    }

    /// A는 남는다.
    func saysStay(_ mention: FoundPerson.Mention, _ range: Range<Int>) -> Bool {
        (mention.last..<range.upperBound).prefix(6).contains {
            document.tokens[$0].has(.denial) && document.tokens[$0].clause == document.tokens[mention.first].clause
        }
    }
}
