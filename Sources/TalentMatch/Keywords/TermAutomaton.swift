/// An Aho-Corasick automaton (Aho and Corasick, 1975) over symbols, in a double array (Aoe, 1989): a step is one load.
///
/// A state is its place in `slots`; 0 is the root. The tables are written in `init` only and freed in `deinit`, so it is
/// sound to share them. A step costs the same however many patterns there are; a text costs at most two steps a symbol.
final class TermAutomaton: @unchecked Sendable {
    struct Slot: BitwiseCopyable {
        /// Where the state's children are: at `base` + symbol. The top bit says that patterns end here.
        var base: UInt32
        /// The parent; `nobody` when the slot is free.
        var parent: UInt32
    }

    static let outputFlag: UInt32 = 1 << 31
    static let none = UInt32.max

    let slots: UnsafeMutablePointer<Slot>
    let slotCount: Int
    /// The root's child for each symbol, or the root.
    let rootChildren: UnsafeMutablePointer<UInt32>
    /// The state of the longest proper suffix.
    let failures: UnsafeMutablePointer<UInt32>
    /// The first pattern that ends at a state, or `none`.
    let firstPatterns: UnsafeMutablePointer<UInt32>
    /// The next shorter suffix at which a pattern ends, or `none`.
    let outputLinks: UnsafeMutablePointer<UInt32>
    /// For each pattern, the next one with the same symbols, or `none`.
    let nextPatterns: [UInt32]

    /// Builds the automaton of patterns over symbols below `alphabetSize`. No pattern may be empty.
    init(patterns: [[UInt16]], alphabetSize: Int) {
        var builder = TermAutomatonBuilder(patterns: patterns, alphabetSize: alphabetSize)
        builder.build()
        slotCount = builder.slots.count
        slots = .allocate(capacity: slotCount)
        slots.initialize(from: builder.slots, count: slotCount)
        rootChildren = .allocate(capacity: alphabetSize)
        rootChildren.initialize(from: builder.rootChildren, count: alphabetSize)
        failures = .allocate(capacity: slotCount)
        failures.initialize(from: builder.failures, count: slotCount)
        firstPatterns = .allocate(capacity: slotCount)
        firstPatterns.initialize(from: builder.firstPatterns, count: slotCount)
        outputLinks = .allocate(capacity: slotCount)
        outputLinks.initialize(from: builder.outputLinks, count: slotCount)
        nextPatterns = builder.nextPatterns
    }

    deinit {
        slots.deallocate()
        rootChildren.deallocate()
        failures.deallocate()
        firstPatterns.deallocate()
        outputLinks.deallocate()
    }

    /// The state after a symbol.
    @inline(__always)
    func next(_ state: UInt32, _ symbol: UInt16) -> UInt32 {
        var state = state
        while state != 0 {
            let child = slots[Int(state)].base & ~Self.outputFlag + UInt32(symbol)
            if slots[Int(child)].parent == state {
                return child
            }
            state = failures[Int(state)]
        }
        return rootChildren[Int(symbol)]
    }
}
