import TalentMatch

/// The spellings of people's names that the news itself has given for one another: 셩지아 자오(Shengjia Zhao).
struct KnownPeople: Sendable {
    /// Spellings of one person at most; no person has as many, and each is compared.
    static let spellingLimit = 16
    /// Spellings that a name stands for at most, its own and learned ones.
    static let expansionLimit = 24

    private var groups: [String: Int] = [:]
    private var spellings: [Int: [String]] = [:]
    private var next = 0

    /// A spelling that is new, and the person it is of.
    struct Learned: Sendable, Equatable {
        var spelling: String
        var group: Int
    }

    /// Learns that these spellings are of one person; family names alone tell nobody.
    ///
    /// - Returns: the spellings that are new.
    mutating func learn(_ given: [String]) -> [Learned] {
        let full = given.filter(Self.isFull)
        guard full.count > 1 else { return [] }
        let group = full.lazy.compactMap { [groups] in groups[Self.key($0)] }.first ?? next
        var learned: [Learned] = []
        for spelling in full where groups[Self.key(spelling)] == nil && add(spelling, group: group) {
            learned.append(Learned(spelling: spelling, group: group))
        }
        return learned
    }

    /// Takes over what was learned before.
    ///
    /// - Returns: whether there was room for it.
    @discardableResult
    mutating func add(_ spelling: String, group: Int) -> Bool {
        guard spellings[group, default: []].count < Self.spellingLimit else { return false }
        groups[Self.key(spelling)] = group
        spellings[group, default: []].append(spelling)
        next = max(next, group + 1)
        return true
    }

    /// Forgets what was learned last.
    mutating func forget(_ learned: Learned) {
        groups[Self.key(learned.spelling)] = nil
        spellings[learned.group]?.removeAll { $0 == learned.spelling }
        if spellings[learned.group]?.isEmpty == true { spellings[learned.group] = nil }
    }

    /// The given spellings, and all that were learned for them.
    func expanded(_ given: [String]) -> [String] {
        if groups.isEmpty { return given }
        var met: Set<Int> = []
        let learned = given.compactMap { groups[Self.key($0)] }.filter { met.insert($0).inserted }
            .flatMap { spellings[$0] ?? [] }
        if learned.isEmpty { return given }
        var texts: Set<String> = []
        return Array((given + learned).filter { texts.insert($0).inserted }.prefix(Self.expansionLimit))
    }

    /// The keys of all spellings of the person of whom just this spelling, whose key is `key`, was learned.
    func keys(learnedWith spelling: String, key: String) -> [String] {
        guard let group = groups[key], let learned = spellings[group], learned.contains(spelling) else { return [] }
        return learned.map(Self.key)
    }

    /// Several words, or a Korean name of three syllables.
    private static func isFull(_ spelling: String) -> Bool {
        spelling.utf8.contains(0x20) || spelling.unicodeScalars.count(where: isSyllable) >= 3
    }

    private static func isSyllable(_ scalar: Unicode.Scalar) -> Bool { (0xAC00..<0xD7A4).contains(scalar.value) }

    /// The letters and digits of a spelling in lower case.
    static func key(_ spelling: String) -> String {
        // Nearly all names are of ASCII and whole syllables, where a scalar is a character.
        guard spelling.unicodeScalars.allSatisfy({ $0.isASCII || isSyllable($0) }) else {
            return spelling.lowercased().filter { $0.isLetter || $0.isNumber }
        }
        var key = String.UnicodeScalarView()
        for scalar in spelling.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A: key.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
            case 0x30...0x39, 0x61...0x7A, 0x80...: key.append(scalar)
            default: break
            }
        }
        return String(key)
    }
}
