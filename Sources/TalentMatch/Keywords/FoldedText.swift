/// A folded text: symbols, and at which byte of the text what each of them stands for begins. Grows as it is written.
///
/// Owned by one call at a time.
struct FoldedText<Symbol: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>: ~Copyable {
    /// In `starts`: whether a Hangul symbol begins at the border of a word.
    static var borderFlag: UInt32 { 1 << 31 }

    private(set) var symbols: UnsafeMutablePointer<Symbol>
    /// Bytes, with `borderFlag`. Symbols of one scalar have the same.
    private(set) var starts: UnsafeMutablePointer<UInt32>
    private(set) var capacity: Int
    var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        symbols = .allocate(capacity: capacity)
        starts = .allocate(capacity: capacity)
    }

    deinit {
        symbols.deallocate()
        starts.deallocate()
    }

    /// Adds a symbol that begins at a byte. There must be room.
    @inline(__always)
    mutating func append(_ symbol: Symbol, _ start: UInt32) {
        symbols[count] = symbol
        starts[count] = start
        count += 1
    }

    /// The byte at which a symbol's scalar begins.
    func start(_ place: Int) -> Int {
        Int(starts[place] & ~Self.borderFlag)
    }

    /// Makes room for so many more symbols.
    mutating func reserve(_ more: Int) {
        guard count + more > capacity else {
            return
        }
        let larger = max(count + more, capacity + capacity / 2)
        symbols = Self.grown(symbols, count: count, capacity: larger)
        starts = Self.grown(starts, count: count, capacity: larger)
        capacity = larger
    }

    private static func grown<Element: BitwiseCopyable>(
        _ old: UnsafeMutablePointer<Element>, count: Int, capacity: Int
    ) -> UnsafeMutablePointer<Element> {
        let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        new.initialize(from: old, count: count)
        old.deallocate()
        return new
    }
}
