/// Finds what a misspelt word was meant to be.
enum Suggestion {
    /// The candidate nearest to `word`, when it is near enough to be meant; the first of equals.
    ///
    /// Distance is that of optimal string alignment (insertion, deletion, substitution, neighbours swapped), without
    /// regard to case; at most a third of the word may differ. A word that leaves letters out (`MinInterval`) is as near as
    /// one slip.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(word.lowercased())
        guard wanted.count <= 100 else { return nil }
        let limit = max(1, wanted.count / 3)
        var best: (rank: (distance: Int, lengthDifference: Int), candidate: String)?
        for candidate in candidates {
            let other = Array(candidate.lowercased())
            let lengthDifference = abs(other.count - wanted.count)
            let isShortened = isShortened(wanted, of: other)
            guard isShortened || lengthDifference <= limit else { continue }
            let distance = isShortened ? 1 : distance(wanted, other)
            // A word of one or two characters is near to any other of its length.
            guard distance <= limit, distance * 2 < max(wanted.count, other.count) || distance == 0 else { continue }
            let rank = (distance, lengthDifference)
            if let rival = best?.rank, rank >= rival { continue }
            best = (rank, candidate)
        }
        return best?.candidate
    }

    /// Whether `word` is `whole` without some of its later letters; very short words say nothing.
    private static func isShortened(_ word: [Character], of whole: [Character]) -> Bool {
        guard word.count >= 4, word.count < whole.count, word.first == whole.first else { return false }
        var rest = whole[...]
        for character in word {
            guard let place = rest.firstIndex(of: character) else { return false }
            rest = rest[(place + 1)...]
        }
        return true
    }

    private static func distance(_ first: [Character], _ second: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for i in 0..<first.count {
            var row = [i + 1]
            for j in 0..<second.count {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (first[i] == second[j] ? 0 : 1))
                if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[second.count]
    }
}
