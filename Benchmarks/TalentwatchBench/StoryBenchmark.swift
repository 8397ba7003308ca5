import Foundation
import TalentMatch
import WatchEngine

/// What an alert costs the story book when that is full: `stories [ALERTS]` (2,000), in microseconds of CPU, by what the
/// alerts and those in the book are like.
func storyBenchmark(_ arguments: [String]) throws -> String {
    let count = try arguments.first.map { argument in
        guard let count = Int(argument), count > 0 else { throw StoryBenchmarkUsage() }
        return count
    }
    let kinds: [(name: String, facts: (Int) -> StoryFacts)] = [
        ("latin", { .named([latinName($0)], $0) }),
        ("korean", { .named([koreanName($0)], $0) }),
        ("both", { .named([koreanName($0), latinName($0)], $0) }),
        // The worst for what is told apart by its sound and its letters: everybody shares a word, or a syllable.
        ("one family", { .named(["Kim " + latinName($0)], $0) }),
        ("nobody", { StoryFacts(time: time($0), movers: [], headline: HeadlineKey(headline($0))) }),
    ]
    let costs = kinds.map { kind in
        "\"\(kind.name)\": \(String(format: "%.1f", cost(of: kind.facts, count: count ?? 2000)))"
    }
    return "{\"alerts\": \(count ?? 2000), \"book\": \(StoryBook.capacity), \(costs.joined(separator: ", "))}"
}

struct StoryBenchmarkUsage: Error, CustomStringConvertible {
    var description: String { "usage: talentwatch-bench stories [ALERTS]" }
}

/// Microseconds an alert, in commits of a hundred, behind as many as the book holds.
private func cost(of facts: (Int) -> StoryFacts, count: Int) -> Double {
    var book = StoryBook()
    var seq: Int64 = 0
    func tell(_ numbers: Range<Int>) {
        let decision = book.decide(numbers.map { StoryDraft(facts: facts($0), isUpdate: false) })
        book.settle(
            decision.stories.map { story in
                seq += 1
                if case .told(let first) = story { return first }
                return seq
            })
    }
    for start in stride(from: 0, to: StoryBook.capacity, by: 100) { tell(start..<(start + 100)) }
    precondition(book.count == StoryBook.capacity, "the book is not full")
    // Made before, since that is not the book's work.
    let drafts = (0..<count).map { StoryDraft(facts: facts(StoryBook.capacity + $0), isUpdate: false) }
    let before = threadSeconds()
    for start in stride(from: 0, to: count, by: 100) {
        let decision = book.decide(Array(drafts[start..<min(start + 100, count)]))
        book.settle(decision.stories.indices.map { Int64($0) + seq })
        seq += 100
    }
    return (threadSeconds() - before) / Double(count) * 1e6
}

private func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

extension StoryFacts {
    fileprivate static func named(_ spellings: [String], _ number: Int) -> StoryFacts {
        StoryFacts(
            time: time(number), movers: [Mover(spellings: spellings, from: "openai", to: "meta")],
            headline: HeadlineKey(headline(number)))
    }
}

private func time(_ number: Int) -> Date { Date(timeIntervalSince1970: 1_790_000_000 + Double(number)) }

private func headline(_ number: Int) -> String {
    // Few of the words are another headline's.
    let words = ["연구", "model", "투자", "chips", "인재", "lab", "영입", "hires", "조직", "chief", "개편", "team", "발표", "plans"]
    let chosen = (0..<5).map { words[(number / [1, 14, 196, 2744, 7][$0] + $0 * 3) % words.count] }
    return "\(latinName(number)) \(chosen.joined(separator: " ")) \(koreanName(number * 7))"
}

/// Every number another name.
private func latinName(_ number: Int) -> String {
    let syllables = ["ba", "do", "ke", "li", "mu", "na", "po", "ri", "sa", "te", "vo", "zu"]
    let word = (0..<4).map { syllables[(number / [1, 12, 144, 1728][$0] + $0 * 5) % 12] }.joined()
    return "\(word.prefix(4).capitalized) \(word.dropFirst(4).capitalized)son"
}

private func koreanName(_ number: Int) -> String {
    let families = Array("김이박최정강조윤장임")
    let given = Array("가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호")
    return String([families[number % 10], given[number / 10 % 42], given[number / 420 % 42]])
}
