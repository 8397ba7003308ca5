import FoundationEssentials
import TalentMatch

/// Finds the alerts that tell of a person, under any spelling, without a look at the others.
///
/// Alerts are numbered in the order they come. Names that have a word in common are found by a hash of it; those that only
/// sound alike by a pass over the profiles of the names in question, which is a few nanoseconds a name.
struct StoryIndex: Sendable {
    /// Names compared with one at most by their letters and by their sounds, the newest first. A name has as many others
    /// like it only where somebody makes them up.
    static let comparisonLimit = 512

    private struct Node {
        var text: String
        var key: String
        var spelling: NameSpelling
        /// The alerts that give this spelling, oldest first.
        var holders: [Holder] = []
    }

    private struct Holder {
        var alert: Int
        var time: Date
        /// Numbers of places, 0 where the alert names none.
        var from: Int
        var to: Int

        /// Two places that are named and differ are two moves.
        func contradicts(from: Int, to: Int) -> Bool {
            (from != 0 && self.from != 0 && from != self.from) || (to != 0 && self.to != 0 && to != self.to)
        }
    }

    /// Names by their sounds, and the node of each.
    private struct Sounds {
        var profiles = SoundList()
        var nodes: [Int] = []

        mutating func append(_ profile: SoundProfile, node: Int) {
            profiles.append(profile)
            nodes.append(node)
        }
    }

    private var nodes: [Node] = []
    private var nodeOfText: [String: Int] = [:]
    private var nodesOfKey: [String: [Int]] = [:]
    private var nodesByLetters: [UInt64: [Int]] = [:]
    // Short Korean names are never compared with one another by their sounds, nor are names in two other scripts.
    private var shortHangul = Sounds()
    private var longHangul = Sounds()
    private var others = Sounds()
    private var places: [String: Int] = [:]

    /// The newest alert behind `bound` that tells `mover`'s move and is not older than `begin`.
    mutating func newest(telling mover: StoryFacts.Mover, people: KnownPeople, behind bound: Int, begin: Date) -> Int? {
        let (from, to) = (place(mover.from), place(mover.to))
        var newest: Int?
        func look(at node: Int) {
            for holder in nodes[node].holders.reversed() {
                guard holder.alert > newest ?? bound else { return }
                if holder.time >= begin, !holder.contradicts(from: from, to: to) { newest = holder.alert }
            }
        }
        var met: Set<Int> = []
        for text in people.expanded(mover.spellings) {
            let asked = node(of: text)
            for hit in alike(nodes[asked].spelling) where met.insert(hit).inserted {
                look(at: hit)
                // Whoever gives another spelling of the person of whom this one was learned tells of that person as well.
                for key in people.keys(learnedWith: nodes[hit].text, key: nodes[hit].key) {
                    for other in nodesOfKey[key] ?? [] { look(at: other) }
                }
            }
        }
        return newest
    }

    /// Takes in an alert; it is the newest one.
    mutating func add(_ facts: StoryFacts, alert: Int, people: KnownPeople) {
        for mover in facts.movers {
            let (from, to) = (place(mover.from), place(mover.to))
            for text in mover.spellings {
                let node = node(of: text)
                nodes[node].holders.append(Holder(alert: alert, time: facts.time, from: from, to: to))
            }
            // What was learned for it finds it too.
            for text in people.expanded(mover.spellings) { _ = node(of: text) }
        }
    }

    /// Takes out the newest alert.
    mutating func removeNewest(_ movers: [StoryFacts.Mover], alert: Int) {
        for text in movers.lazy.flatMap(\.spellings) {
            guard let node = nodeOfText[text] else { continue }
            while nodes[node].holders.last?.alert == alert { nodes[node].holders.removeLast() }
        }
    }

    /// The nodes whose spelling is of one person with `spelling`.
    private func alike(_ spelling: NameSpelling) -> Set<Int> {
        var found: Set<Int> = []
        var comparisons = 0
        for key in spelling.lookupKeys {
            for node in (nodesByLetters[key] ?? []).reversed() where !found.contains(node) {
                comparisons += 1
                if comparisons > Self.comparisonLimit { break }
                if nodes[node].spelling.isOfOnePerson(with: spelling) { found.insert(node) }
            }
        }
        comparisons = 0
        func compare(with sounds: Sounds) {
            sounds.profiles.forEachAlike(to: spelling.profile) { place in
                let node = sounds.nodes[place]
                guard !found.contains(node) else { return true }
                comparisons += 1
                if comparisons > Self.comparisonLimit { return false }
                if nodes[node].spelling.isOfOnePerson(with: spelling) { found.insert(node) }
                return true
            }
        }
        compare(with: longHangul)
        if !spelling.profile.isHangul || !spelling.profile.isShort { compare(with: shortHangul) }
        if spelling.profile.isHangul { compare(with: others) }
        return found
    }

    /// The node of a spelling, made where there is none.
    private mutating func node(of text: String) -> Int {
        if let node = nodeOfText[text] { return node }
        let made = Node(text: text, key: KnownPeople.key(text), spelling: NameSpelling(text))
        let number = nodes.count
        nodes.append(made)
        nodeOfText[text] = number
        nodesOfKey[made.key, default: []].append(number)
        for key in made.spelling.storedKeys { nodesByLetters[key, default: []].append(number) }
        let profile = made.spelling.profile
        if !profile.isHangul {
            others.append(profile, node: number)
        } else if profile.isShort {
            shortHangul.append(profile, node: number)
        } else {
            longHangul.append(profile, node: number)
        }
        return number
    }

    private mutating func place(_ name: String?) -> Int {
        guard let name else { return 0 }
        if let number = places[name] { return number }
        places[name] = places.count + 1
        return places.count
    }
}
