/// With several people in one sentence, what stands between a name and the next one belongs to the first.
enum MoveLocality {
    static func factor(_ document: Document, _ findings: Findings, sentence: Int, token: Int, mover: Int) -> Double {
        let clause = document.tokens[token].clause
        var before: (person: Int, last: Int)?
        var people: Set<Int> = []
        var others: Set<Int> = []
        for (number, person) in findings.persons.enumerated() {
            for mention in person.mentions where mention.sentence == sentence {
                guard document.tokens[mention.first].clause == clause else {
                    others.insert(number)
                    continue
                }
                people.insert(number)
                let nearest = before?.last ?? -1
                if mention.last < token, nearest < mention.last { before = (number, mention.last) }
            }
        }
        if !people.isEmpty, !people.contains(mover), others.contains(mover) { return 0.5 }
        guard people.contains(mover), people.count > 1, let before else { return 1 }
        return before.person == mover ? 1.4 : 0.7
    }
}
