/// A word, term or sign of a text, with what the lexicon and its endings say about it.
struct Token: Sendable {
    /// How the rest of a Korean verb goes on behind its stem.
    enum Ending: Sendable {
        /// The bare stem, as a noun: 영입, or a noun with a particle.
        case nominal
        /// A finite verb: 영입했다.
        case final
        /// A verb before its noun: 영입한, 떠나는.
        case adnominal
        /// A verb that goes on: 떠나고, 나와.
        case connective
    }

    enum Quote: UInt8, Sendable {
        case none, single, double
    }

    /// First scalar in the field.
    var start: Int
    /// Behind the last scalar of the stem, particle and ending left out.
    var end: Int
    /// Behind particle or ending.
    var surfaceEnd: Int
    var classes: TermClass = []
    /// Index into the vocabulary's entries, or −1 for a word that is no term.
    var entry: Int32 = -1
    var wordClass: WordClass = []
    var particle = Particle.none
    /// Whether the particle is 은 or 는, which unlike 만 and 도 are no syllables of foreign names.
    var isTopicMarked = false
    var ending = Ending.nominal
    var isPassive = false
    /// A punctuation mark (folded), or 0.
    var mark: UInt32 = 0
    var quote = Quote.none
    /// Depth of parentheses.
    var depth: UInt8 = 0
    var hasSpaceBefore = false
    var isHangul = false
    var isLatin = false
    var isNumber = false
    /// A number of people: 6명.
    var countsPeople = false
    var isCapitalized = false
    var isAllCapitals = false
    var isPossessive = false
    /// What an English function word does.
    var function = FunctionWord.none
    /// Number of scalars of a Korean role suffix (센터장) at the end of the stem; 0 without.
    var roleSuffix = 0
    /// Whether the stem ends in an organisation's suffix (연구소, Labs).
    var hasOrganizationSuffix = false
    /// Whether the stem ends as the name of a part of an organisation does (연구소, 팀).
    var hasUnitSuffix = false
    /// A break between clauses stands before it.
    var clause: Int32 = 0

    var isWord: Bool { mark == 0 }

    @inline(__always)
    func has(_ termClass: TermClass) -> Bool { !classes.isDisjoint(with: termClass) }
}
