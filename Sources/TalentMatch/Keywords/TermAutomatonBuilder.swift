/// Builds the tables of a `TermAutomaton`, in time linear in the symbols of all patterns but for sorting these.
struct TermAutomatonBuilder {
    private struct Node {
        var state: UInt32
        var patterns: Range<Int>
        var depth: Int
    }

    /// How many free slots are tried for a state with several children before its children go to the end.
    private static let maximumTries = 32

    private let patterns: [[UInt16]]
    private let alphabetSize: Int
    private(set) var slots: [TermAutomaton.Slot] = []
    private(set) var rootChildren: [UInt32]
    private(set) var failures: [UInt32] = []
    private(set) var firstPatterns: [UInt32] = []
    private(set) var outputLinks: [UInt32] = []
    private(set) var nextPatterns: [UInt32]
    /// For each slot, where to look on for a free one.
    private var skips: [UInt32] = []
    /// Below are no free slots worth a look for several children at once.
    private var firstForMany = 1

    init(patterns: [[UInt16]], alphabetSize: Int) {
        self.patterns = patterns
        self.alphabetSize = alphabetSize
        rootChildren = [UInt32](repeating: 0, count: alphabetSize)
        nextPatterns = [UInt32](repeating: TermAutomaton.none, count: patterns.count)
    }

    mutating func build() {
        grow(to: 1 + 2 * alphabetSize)
        slots[0].parent = 0
        let order = patterns.indices.sorted { patterns[$0].lexicographicallyPrecedes(patterns[$1]) }
        var queue = [Node(state: 0, patterns: 0..<order.count, depth: 0)]
        var head = 0
        while head < queue.count {
            let node = queue[head]
            head += 1
            addChildren(of: node, order: order, to: &queue)
        }
    }

    private mutating func addChildren(of node: Node, order: [Int], to queue: inout [Node]) {
        var lower = node.patterns.lowerBound
        while lower < node.patterns.upperBound, patterns[order[lower]].count == node.depth {
            nextPatterns[order[lower]] = firstPatterns[Int(node.state)]
            firstPatterns[Int(node.state)] = UInt32(order[lower])
            lower += 1
        }
        // The failure state is less deep, so it has its patterns already.
        let failure = Int(failures[Int(node.state)])
        if failure != 0 {
            outputLinks[Int(node.state)] =
                firstPatterns[failure] != TermAutomaton.none ? UInt32(failure) : outputLinks[failure]
        }
        if firstPatterns[Int(node.state)] != TermAutomaton.none || outputLinks[Int(node.state)] != TermAutomaton.none {
            slots[Int(node.state)].base |= TermAutomaton.outputFlag
        }
        var children: [(symbol: UInt16, patterns: Range<Int>)] = []
        while lower < node.patterns.upperBound {
            let symbol = patterns[order[lower]][node.depth]
            var upper = lower + 1
            while upper < node.patterns.upperBound, patterns[order[upper]][node.depth] == symbol {
                upper += 1
            }
            children.append((symbol, lower..<upper))
            lower = upper
        }
        guard !children.isEmpty else {
            return
        }
        let base = place(children.map { Int($0.symbol) })
        slots[Int(node.state)].base |= UInt32(base)
        for (symbol, range) in children {
            let child = UInt32(base + Int(symbol))
            slots[Int(child)].parent = node.state
            if node.state == 0 {
                rootChildren[Int(symbol)] = child
            } else {
                failures[Int(child)] = next(failures[Int(node.state)], symbol)
            }
            queue.append(Node(state: child, patterns: range, depth: node.depth + 1))
        }
    }

    /// A base at which all the symbols' slots are free.
    private mutating func place(_ symbols: [Int]) -> Int {
        let first = symbols[0]
        let end = slots.count - 2 * alphabetSize
        var candidate = nextFree(max(symbols.count == 1 ? 1 : firstForMany, first))
        for _ in 0..<Self.maximumTries where candidate < end {
            if symbols.allSatisfy({ isFree(candidate - first + $0) }) {
                return candidate - first
            }
            candidate = nextFree(candidate + 1)
        }
        if symbols.count > 1 {
            firstForMany = candidate
        }
        candidate = nextFree(max(end, first + 1))
        grow(to: candidate + 2 * alphabetSize)
        while !symbols.allSatisfy({ isFree(candidate - first + $0) }) {
            candidate = nextFree(candidate + 1)
            grow(to: candidate + 2 * alphabetSize)
        }
        return candidate - first
    }

    private func isFree(_ slot: Int) -> Bool {
        slots[slot].parent == TermAutomaton.none
    }

    /// The first free slot from one on, or the end; shortens the way for the next look.
    private mutating func nextFree(_ slot: Int) -> Int {
        var free = slot
        while free < slots.count, !isFree(free) {
            free = Int(skips[free])
        }
        var step = slot
        while step < free {
            let next = Int(skips[step])
            skips[step] = UInt32(free)
            step = next
        }
        return free
    }

    /// Keeps two alphabets of room behind every base, so that a step never reads behind the end.
    private mutating func grow(to count: Int) {
        guard count > slots.count else {
            return
        }
        let more = count - slots.count
        skips.append(contentsOf: (slots.count..<count).map { UInt32($0 + 1) })
        slots.append(contentsOf: repeatElement(TermAutomaton.Slot(base: 0, parent: TermAutomaton.none), count: more))
        failures.append(contentsOf: repeatElement(0, count: more))
        firstPatterns.append(contentsOf: repeatElement(TermAutomaton.none, count: more))
        outputLinks.append(contentsOf: repeatElement(TermAutomaton.none, count: more))
    }

    private func next(_ state: UInt32, _ symbol: UInt16) -> UInt32 {
        var state = state
        while state != 0 {
            let child = slots[Int(state)].child(symbol)
            if slots[Int(child)].parent == state {
                return child
            }
            state = failures[Int(state)]
        }
        return rootChildren[Int(symbol)]
    }
}
