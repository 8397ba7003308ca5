/// What stands beside an English organisation: heads, marks of former employers, owners, media.
extension EnglishVotes {
    /// What an organisation's name qualifies: OpenAI researchers, Apple's AI chief John.
    struct Head {
        var hasHead = false
        var person: Int?
    }

    func head(of organization: FoundOrganization, _ range: Range<Int>) -> Head {
        var result = Head()
        var index = organization.last + 1
        while index < range.upperBound, index - organization.last <= 7 {
            let token = document.tokens[index]
            if let person = findings.persons.firstIndex(where: {
                $0.mentions.contains { $0.first == index && $0.sentence == organization.sentence }
            }) {
                // "Meta hires": no; "Meta's Ruoming Pang", "Meta AI lead Pang": yes.
                if index == organization.last + 1, !document.tokens[organization.last].isPossessive { return result }
                result.hasHead = true
                result.person = person
                return result
            }
            if !token.isWord || token.has(.verb) || token.has(.organization)
                || (token.function != .none && token.function != .article && token.function != .company)
            {
                break
            }
            if token.has([.role, .people, .origin]), !Self.parts.contains(document.stem(index).lowercased()) {
                result.hasHead = true
            }
            if token.function == .article, index == organization.last + 1 { break }
            index += 1
        }
        return result
    }

    /// ex-B, former B, formerly of B, B alum, B veteran.
    func isFormer(_ organization: FoundOrganization, _ range: Range<Int>) -> Bool {
        var index = organization.first - 1
        while index >= range.lowerBound, organization.first - index <= 4 {
            let token = document.tokens[index]
            if token.has(.former) { return true }
            if token.mark == 0x2D || token.function == .of || token.function == .at || token.function == .article
                || token.has(.role) || token.has(.topic) || token.has(.number)
            {
                index -= 1
                continue
            }
            break
        }
        for ahead in 1...3 where organization.last + ahead < range.upperBound {
            let token = document.tokens[organization.last + ahead]
            if token.has(.origin) { return true }
            if token.function == .company || !token.isWord || token.has(.verb) { break }
        }
        return false
    }

    func founder(before organization: FoundOrganization) -> Int? {
        guard findings.verbs.contains(where: { $0.frame == .founds && !$0.isCancelled }) else { return nil }
        return findings.persons.firstIndex {
            $0.mentions.contains {
                $0.sentence == organization.sentence && $0.last == organization.first - 1
                    && document.tokens[$0.last].isPossessive
            }
        }
    }

    /// The person an apposition belongs to: "Clarke, a former Stability AI researcher, …".
    func personBefore(_ organization: FoundOrganization, _ range: Range<Int>) -> Int? {
        var best: (person: Int, last: Int)?
        for (number, person) in findings.persons.enumerated() {
            for mention in person.mentions where range.contains(mention.last) && mention.last < organization.first {
                if let known = best, known.last >= mention.last { continue }
                if document.tokens[mention.last + 1].mark == 0x2C { best = (number, mention.last) }
            }
        }
        return best?.person
    }

    /// "wrote on LinkedIn": where it is said.
    func isMedium(_ organization: FoundOrganization, _ range: Range<Int>) -> Bool {
        guard organization.first > range.lowerBound,
            document.stem(organization.first - 1).lowercased() == "on"
        else { return false }
        return ["linkedin", "twitter", "facebook", "x", "threads", "reddit", "bluesky", "instagram", "tiktok", "slack"]
            .contains(organization.text.lowercased())
    }

    /// Heads that are parts of the house, not people of it.
    static let parts: Set<String> = ["team", "staff", "leadership", "board", "members"]

    /// Those who make things: what stands behind their "of" is a thing.
    static let makers: Set<String> = [
        "creator", "co-creator", "author", "co-author", "inventor", "co-inventor", "pioneer", "architect", "designer",
        "co-authors", "creators", "father", "godfather", "star",
    ]

    /// "co-creator of Sora"
    func isWork(_ organization: FoundOrganization, _ range: Range<Int>) -> Bool {
        guard organization.index < 0, organization.first - 2 >= range.lowerBound,
            document.tokens[organization.first - 1].function == .of
        else { return false }
        return Self.makers.contains(document.stem(organization.first - 2).lowercased())
    }

    /// "ex-Twitter CEO's startup": the house before, of whose startup it is.
    func isPossessors(_ organization: FoundOrganization, _ range: Range<Int>) -> Bool {
        guard !document.tokens[organization.last].isPossessive else { return false }
        for ahead in 1...3 where organization.last + ahead + 1 < range.upperBound {
            let token = document.tokens[organization.last + ahead]
            guard token.isWord, !token.has(.verb) else { return false }
            guard token.has([.role, .people]), token.isPossessive else { continue }
            return (1...3).contains { step in
                let next = organization.last + ahead + step
                return next < range.upperBound && document.tokens[next].function == .company
            }
        }
        return false
    }

    func isPresent(_ organization: FoundOrganization, _ range: Range<Int>) -> Bool {
        (max(range.lowerBound, organization.first - 3)..<organization.first).contains {
            ["now", "currently"].contains(document.stem($0).lowercased())
        }
    }
}
