/// A trie over folded Unicode scalars with all edges in one open-addressing table: a step costs one probe or two.
struct TermTrie: Sendable {
    /// Marks a missing edge or a node where no term ends.
    static let none: Int32 = -1

    private var keys: [UInt64]
    private var targets: [Int32]
    private var mask: Int
    /// For each node the index of the term that ends there, or `none`.
    private(set) var terms: [Int32]

    /// Builds the trie; of equal terms the last index wins.
    init(_ entries: [(scalars: [UInt32], term: Int32)]) {
        var edges: [UInt64: Int32] = [:]
        var terms: [Int32] = [Self.none]
        for entry in entries where !entry.scalars.isEmpty {
            var node: Int32 = 0
            for scalar in entry.scalars {
                let key = Self.key(node, scalar)
                if let next = edges[key] {
                    node = next
                } else {
                    let next = Int32(terms.count)
                    terms.append(Self.none)
                    edges[key] = next
                    node = next
                }
            }
            terms[Int(node)] = entry.term
        }
        var capacity = 16
        while capacity < edges.count * 2 { capacity *= 2 }
        keys = Array(repeating: .max, count: capacity)
        targets = Array(repeating: Self.none, count: capacity)
        mask = capacity - 1
        self.terms = terms
        for (key, target) in edges {
            var slot = Self.hash(key) & mask
            while keys[slot] != .max { slot = (slot + 1) & mask }
            keys[slot] = key
            targets[slot] = target
        }
    }

    /// The node behind `scalar`, or `none`.
    @inline(__always)
    func step(_ node: Int32, _ scalar: UInt32) -> Int32 {
        let key = Self.key(node, scalar)
        var slot = Self.hash(key) & mask
        while true {
            let found = keys[slot]
            if found == key { return targets[slot] }
            if found == .max { return Self.none }
            slot = (slot + 1) & mask
        }
    }

    /// The term that is exactly `scalars[range]`, or `none`.
    func lookUp(_ scalars: [UInt32], _ range: Range<Int>) -> Int32 {
        var node: Int32 = 0
        for index in range {
            node = step(node, scalars[index])
            if node == Self.none { return Self.none }
        }
        return terms[Int(node)]
    }

    @inline(__always)
    private static func key(_ node: Int32, _ scalar: UInt32) -> UInt64 {
        UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar)
    }

    @inline(__always)
    private static func hash(_ key: UInt64) -> Int {
        // Fibonacci hashing; the high bits are the mixed ones.
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24)
    }
}
