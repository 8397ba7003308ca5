/// An Aho-Corasick automaton (Aho and Corasick, 1975) over symbols, in a double array (Aoe, 1989): a step is one load.
///
/// A state is its place in `slots`; 0 is the root. A step costs the same however many patterns there are; a text costs at
/// most two steps a symbol. Points into the `TableMemory` it was made with, and is to be used only as long as that lives;
/// nothing changes there, so sharing is sound.
struct TermAutomaton: @unchecked Sendable {
    struct Slot: BitwiseCopyable {
        /// Where the state's children are: at `base` + symbol. The top bit says that patterns end here.
        var base: UInt32
        /// The parent; `nobody` when the slot is free.
        var parent: UInt32

        @inline(__always)
        var hasOutput: Bool { base & TermAutomaton.outputFlag != 0 }

        /// Where the child for a symbol is, if there is one.
        @inline(__always)
        func child(_ symbol: UInt16) -> UInt32 {
            base & ~TermAutomaton.outputFlag &+ UInt32(symbol)
        }
    }

    static let outputFlag: UInt32 = 1 << 31
    static let none = UInt32.max

    let slots: UnsafePointer<Slot>
    let slotCount: Int
    /// The root's child for each symbol, or the root.
    let rootChildren: UnsafePointer<UInt32>
    /// The state of the longest proper suffix.
    let failures: UnsafePointer<UInt32>
    /// The first pattern that ends at a state, or `none`.
    let firstPatterns: UnsafePointer<UInt32>
    /// The next shorter suffix at which a pattern ends, or `none`.
    let outputLinks: UnsafePointer<UInt32>
    /// For each pattern, the next one with the same symbols, or `none`.
    let nextPatterns: UnsafePointer<UInt32>

    /// Builds the automaton of patterns over symbols below `alphabetSize`. No pattern may be empty.
    init(patterns: [[UInt16]], alphabetSize: Int, memory: TableMemory) {
        var builder = TermAutomatonBuilder(patterns: patterns, alphabetSize: alphabetSize)
        builder.build()
        slots = memory.copy(builder.slots)
        slotCount = builder.slots.count
        rootChildren = memory.copy(builder.rootChildren)
        failures = memory.copy(builder.failures)
        firstPatterns = memory.copy(builder.firstPatterns)
        outputLinks = memory.copy(builder.outputLinks)
        nextPatterns = memory.copy(builder.nextPatterns)
    }

    /// Whether patterns end at a state.
    @inline(__always)
    func hasOutput(_ state: UInt32) -> Bool {
        slots[Int(state)].hasOutput
    }

    /// Goes from a state, whose slot is `slot`, to the one after a symbol.
    @inline(__always)
    func step(_ state: inout UInt32, _ slot: inout Slot, _ symbol: UInt16) {
        while state != 0 {
            let child = slot.child(symbol)
            let childSlot = slots[Int(child)]
            if childSlot.parent == state {
                state = child
                slot = childSlot
                return
            }
            state = failures[Int(state)]
            slot = slots[Int(state)]
        }
        state = rootChildren[Int(symbol)]
        slot = slots[Int(state)]
    }
}
