/// English words that build the sentence around a move verb.
enum FunctionWord: Int32, Sendable {
    case none
    case from
    case to
    case `for`
    case at
    case `as`
    case by
    case of
    case with
    case `in`
    case and
    case who
    case article
    case pronoun
    case be
    case have
    case will
    /// Words that open another clause: after, before, while, amid, because.
    case subordinate
    /// Words that say someone worked somewhere: spent, led, worked, previously.
    case past
    /// startup, company, firm, lab: a name behind it is an organisation's.
    case company
    /// team, unit, division: a part of an organisation.
    case unit

    private static let words: [(FunctionWord, [String])] = [
        (.from, ["from"]), (.to, ["to", "toward", "towards", "into"]), (.for, ["for"]), (.at, ["at", "inside"]),
        (.as, ["as"]),
        (.by, ["by"]), (.of, ["of"]), (.with, ["with"]), (.in, ["in", "on"]), (.and, ["and", "&"]),
        (.who, ["who", "whom", "which", "that"]),
        (.article, ["a", "an", "the", "its", "his", "her", "their", "new", "first", "top"]),
        (.pronoun, ["he", "she", "they", "it"]),
        (.be, ["is", "was", "are", "were", "be", "been", "being", "gets", "got"]), (.have, ["has", "had", "have"]),
        (.will, ["will", "would", "to"]),
        (
            .subordinate,
            ["after", "before", "while", "amid", "because", "since", "despite", "following", "when", "but", "than"]
        ),
        (
            .past,
            [
                "spent", "led", "worked", "previously", "ran", "headed", "earlier", "served", "co-led", "oversaw",
                "managed", "years", "decade", "helped", "built", "once", "stint", "tenure",
            ]
        ),
        (
            .company,
            [
                "startup", "start-up", "company", "firm", "lab", "maker", "rival", "carmaker", "chipmaker", "venture",
                "outfit", "upstart", "giant", "unicorn", "group",
            ]
        ),
        (
            .unit,
            [
                "teams", "groups", "labs", "unit", "units", "division", "divisions", "department", "departments",
                "leadership", "organization", "organisation", "arm", "ranks", "structure", "operations", "research",
            ]
        ),
    ]

    /// The words, for a look-up by spelling; "to" is the preposition.
    static let trie = TermTrie(
        words.reversed().flatMap { entry in
            entry.1.map { (scalars: Scalars.fold($0), term: entry.0.rawValue) }
        })
}
