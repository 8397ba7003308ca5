/// Lists that go in step: "A와 B가 각각 X와 Y로", "A and B join X and Y, respectively".
struct RespectiveLists {
    /// Which person each organisation belongs to, by index into the findings.
    private(set) var organizations: [Int: Int] = [:]
    /// Which person each role belongs to.
    private(set) var roles: [Int: Int] = [:]

    private static let markers: Set<String> = ["각각", "respectively"]

    init(_ document: Document, _ findings: Findings) {
        guard findings.persons.count > 1 else { return }
        for (number, sentence) in document.sentences.enumerated() {
            for index in sentence.range
            where document.tokens[index].end - document.tokens[index].start <= 12
                && (document.tokens[index].wordClass.contains(.koreanCommon) || document.tokens[index].isLatin)
                && Self.markers.contains(document.stem(index).lowercased())
            {
                pair(document, findings, number, marker: index)
            }
        }
    }

    private mutating func pair(_ document: Document, _ findings: Findings, _ sentence: Int, marker: Int) {
        let isBehind = document.tokens[marker].isHangul
        // Before the marker those who are listed first, behind it what belongs to them; in English all stands before.
        let people = Self.inOrder(findings, sentence) { isBehind ? $0 < marker : true }
        let houses = findings.organizations.indices.filter {
            findings.organizations[$0].sentence == sentence && isBehind == (findings.organizations[$0].first > marker)
        }
        let posts = findings.roles.indices.filter {
            findings.roles[$0].sentence == sentence && isBehind == (findings.roles[$0].first > marker)
                && findings.roles[$0].field != .title
        }
        let members = people.isEmpty ? Self.inOrder(findings, nil) { _ in true } : people
        assign(Array(houses.suffix(isBehind ? houses.count : members.count)), to: members, &organizations)
        assign(Array(posts.suffix(isBehind ? posts.count : members.count)), to: members, &roles)
        guard isBehind, organizations.isEmpty else { return }
        // "X와 Y는 각각 A와 B를 영입했다"
        let hirers = findings.organizations.indices.filter {
            findings.organizations[$0].sentence == sentence && findings.organizations[$0].first < marker
        }
        assign(hirers, to: Self.inOrder(findings, sentence) { $0 > marker }, &organizations)
    }

    private func assign(_ parts: [Int], to people: [Int], _ pairs: inout [Int: Int]) {
        guard people.count > 1, parts.count == people.count else { return }
        for (part, person) in zip(parts, people) { pairs[part] = person }
    }

    /// The people of a sentence, or of the item, in the order they are named.
    private static func inOrder(_ findings: Findings, _ sentence: Int?, _ accepts: (Int) -> Bool) -> [Int] {
        findings.persons.indices.compactMap { person -> (person: Int, first: Int)? in
            let firsts = findings.persons[person].mentions
                .filter { (sentence == nil || $0.sentence == sentence) && accepts($0.first) }.map(\.first)
            return firsts.min().map { (person, $0) }
        }
        .sorted { $0.first < $1.first }.map(\.person)
    }
}
