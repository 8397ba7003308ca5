/// The lexicon compiled for one pass over a text: tries over folded scalars and flat tables.
struct Vocabulary: Sendable {
    let lexicon: MoveLexicon
    private(set) var entries: [TermEntry] = []
    let terms: TermTrie
    let wordClasses: TermTrie
    /// Reversed: walks a word from its end.
    let organizationSuffixes: TermTrie
    let roleSuffixes: TermTrie
    let housePrefixes: TermTrie
    let unitSuffixes: TermTrie
    let particles: TermTrie
    let domainNames: [String]
    /// Folded full names of people the lexicon knows for their work on AI.
    let knownPeople: Set<[UInt32]>
    /// Folded names and family names of heads of companies, who hire more than they move.
    let executives: Set<[UInt32]>

    init(_ lexicon: MoveLexicon) {
        self.lexicon = lexicon
        domainNames = lexicon.otherDomains.keys.sorted()
        knownPeople = Set((lexicon.words[.knownPeople] ?? []).map { Scalars.fold($0) })
        executives = Set(
            (lexicon.words[.executives] ?? []).flatMap { name in
                [Scalars.fold(name), Scalars.fold(String(name.split(separator: " ").last ?? ""))]
            })
        var builder = VocabularyBuilder()
        for (index, organization) in lexicon.organizations.enumerated() {
            for name in [organization.name] + organization.aliases {
                builder.add(name, isName: true) { entry in
                    entry.classes.insert(.organization)
                    entry.organization = Int32(index)
                }
            }
            for name in organization.units + organization.laboratories {
                let isLaboratory = organization.laboratories.contains(name)
                builder.add(name, isName: true) { entry in
                    entry.classes.insert(.organization)
                    entry.isLaboratory = isLaboratory
                    entry.organization = Int32(index)
                    entry.isUnit = true
                }
            }
        }
        for (index, role) in lexicon.roles.enumerated() {
            for name in [role.name] + role.aliases {
                builder.add(name, isName: false) { entry in
                    entry.classes.insert(.role)
                    entry.role = Int32(index)
                }
            }
        }
        for (index, verb) in lexicon.verbs.enumerated() {
            for form in verb.forms {
                builder.add(form, isName: false) { entry in
                    entry.classes.insert(.verb)
                    // The first listed meaning stands: strong rows come before weak ones.
                    if entry.verb < 0 { entry.verb = Int32(index) }
                }
            }
        }
        for (list, words) in lexicon.words.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let termClass = TermClass(list) else { continue }
            let isName = list == .places || list == .outlets
            for word in words {
                builder.add(word, isName: isName) { $0.classes.insert(termClass) }
            }
        }
        for (index, name) in domainNames.enumerated() {
            for word in lexicon.otherDomains[name] ?? [] {
                builder.add(word, isName: false) { entry in
                    entry.classes.insert(.otherDomain)
                    entry.domain = Int32(index)
                }
            }
        }
        builder.markTopics()
        entries = builder.entries
        terms = TermTrie(builder.keys)
        wordClasses = Self.wordClassTrie(lexicon)
        organizationSuffixes = Self.suffixTrie(lexicon.words[.koreanOrganizationSuffixes] ?? [])
        roleSuffixes = Self.suffixTrie(lexicon.words[.koreanRoleSuffixes] ?? [])
        housePrefixes = TermTrie(
            (lexicon.words[.housePrefixes] ?? []).enumerated().map {
                (scalars: Scalars.fold($0.element), term: Int32($0.offset))
            })
        unitSuffixes = Self.suffixTrie(lexicon.words[.koreanUnitSuffixes] ?? [])
        particles = Particle.trie
    }

    /// Whether a token ends as the name of a part of an organisation does.
    func holdsUnit(_ document: Document, _ index: Int) -> Bool {
        let token = document.tokens[index]
        guard token.isHangul else { return false }
        let folded = document.folded(of: index)
        var node: Int32 = 0
        for position in stride(from: token.end - 1, through: token.start, by: -1) {
            node = unitSuffixes.step(node, folded[position])
            if node == TermTrie.none { return false }
            if unitSuffixes.terms[Int(node)] != TermTrie.none { return true }
        }
        return false
    }

    private static func wordClassTrie(_ lexicon: MoveLexicon) -> TermTrie {
        var classes: [[UInt32]: WordClass] = [:]
        for (list, words) in lexicon.words {
            guard let wordClass = WordClass(list) else { continue }
            for word in words {
                classes[Scalars.fold(word), default: []].formUnion(wordClass)
            }
        }
        for name in (lexicon.words[.knownPeople] ?? []) + (lexicon.words[.executives] ?? []) {
            for word in name.split(separator: " ") where word.unicodeScalars.count > 1 {
                classes[Scalars.fold(String(word)), default: []].insert(.knownName)
            }
        }
        return TermTrie(classes.map { (scalars: $0.key, term: $0.value.rawValue) })
    }

    private static func suffixTrie(_ words: [String]) -> TermTrie {
        TermTrie(words.enumerated().map { (scalars: Scalars.fold($0.element).reversed(), term: Int32($0.offset)) })
    }
}

/// Collects the spellings of all terms, merging those that are equal.
private struct VocabularyBuilder {
    private(set) var entries: [TermEntry] = []
    private var index: [[UInt32]: Int32] = [:]

    var keys: [(scalars: [UInt32], term: Int32)] {
        index.map { (scalars: $0.key, term: $0.value) }
    }

    /// An organisation or role with AI in its name is a topic word as well.
    mutating func markTopics() {
        for (scalars, position) in index where !entries[Int(position)].classes.isDisjoint(with: [.organization, .role])
        {
            let text = String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
            let isAI = text.contains("인공지능") || text.contains("초지능") || Self.holdsAI(scalars)
            if isAI { entries[Int(position)].classes.insert(.topic) }
        }
    }

    private static func holdsAI(_ scalars: [UInt32]) -> Bool {
        scalars.indices.dropLast().contains { index in
            scalars[index] == 0x61 && scalars[index + 1] == 0x69
                && (index == 0 || !Scalars.isLatinLetter(scalars[index - 1]))
                && (index + 2 == scalars.count || !Scalars.isLatinLetter(scalars[index + 2]))
        }
    }

    mutating func add(_ spelling: String, isName: Bool, _ fill: (inout TermEntry) -> Void) {
        let original = spelling.unicodeScalars.map(\.value)
        for variant in Self.variants(original) {
            let folded = variant.map(Scalars.fold)
            let position: Int32
            if let known = index[folded] {
                position = known
            } else {
                position = Int32(entries.count)
                index[folded] = position
                var entry = TermEntry(classes: [])
                entry.caseRule = Self.caseRule(variant, isName: isName)
                entry.exact = entry.caseRule == .exact ? variant : []
                entries.append(entry)
            }
            fill(&entries[Int(position)])
        }
    }

    /// The spelling itself; with Hangul also without its spaces; in Latin also with hyphens for spaces.
    private static func variants(_ scalars: [UInt32]) -> [[UInt32]] {
        let space: UInt32 = 0x20
        guard scalars.contains(space) else { return [scalars] }
        if scalars.contains(where: Scalars.isHangul) {
            return [scalars, scalars.filter { $0 != space }]
        }
        return [scalars, scalars.map { $0 == space ? 0x2D : $0 }]
    }

    private static func caseRule(_ scalars: [UInt32], isName: Bool) -> CaseRule {
        let letters = scalars.filter(Scalars.isLatinLetter)
        guard let first = letters.first, letters.count == scalars.filter({ !Scalars.isDigit($0) }).count || isName
        else {
            return .any
        }
        if letters.allSatisfy(Scalars.isUppercase), letters.count <= 5 { return .exact }
        return isName && Scalars.isUppercase(first) ? .initial : .any
    }
}
