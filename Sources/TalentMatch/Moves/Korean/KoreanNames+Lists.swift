/// Names by their neighbours in lists.
extension KoreanNames {
    // MARK: Lists

    /// A·B, A와 B, A, B: the neighbour of a name in a list is a name.
    mutating func findLists(_ sentence: Int) {
        var changed = true
        var rounds = 0
        while changed, rounds < 4 {
            changed = false
            rounds += 1
            for person in persons {
                for mention in person.mentions where mention.sentence == sentence {
                    if extend(from: mention.last, step: 1, sentence) { changed = true }
                    if extend(from: mention.first, step: -1, sentence) { changed = true }
                }
            }
        }
    }

    mutating func extend(from index: Int, step: Int, _ sentence: Int) -> Bool {
        let range = document.sentences[sentence].range
        var next = index + step
        guard range.contains(next) else { return false }
        var isJoined = step > 0 && document.tokens[index].particle == .with

        if document.tokens[next].mark == 0xB7 || document.tokens[next].mark == 0x2C {
            isJoined = true
            next += step
        } else if step < 0, document.tokens[next].particle == .with {
            isJoined = true
        }
        guard isJoined, range.contains(next), !taken.contains(next), shape.isNameable(next) else { return false }
        var other = next
        if koreanEnd(next, sentence) == nil {
            while range.contains(other + step), shape.isNameable(other + step), !taken.contains(other + step),
                abs(other - next) < 2, step < 0 || document.tokens[other].particle == .none,
                step > 0 || document.tokens[other + step].particle == .none
            {
                other += step
            }
        }
        let first = min(next, other)
        let last = max(next, other)
        guard document.tokens[last].end - document.tokens[first].start >= 2 else { return false }
        let end = koreanEnd(last, sentence) ?? foreignEnd(last, range, isLast: last > first)
        for token in first...last { taken.insert(token) }
        add(document.slice(document.tokens[first].start, end, in: sentence), [], sentence, first, last, Self.threshold)
        return true
    }
}
