/// What HTML's elements mean for the text around them, by their names' bytes packed into a word. Sharing it is sound: what
/// it points to is written once in `init` and never changed or freed.
struct MarkupElements: @unchecked Sendable {
    enum Element: UInt8 { case inline, block, hidden, anchor }

    static let shared = MarkupElements()

    private struct Slot {
        var key: UInt64
        var element: Element
    }

    private static let bits: UInt64 = 8

    /// Written once in `init` and never freed: safe to read from any thread.
    private let slots: UnsafePointer<Slot>

    private init() {
        let size = 1 << Int(Self.bits)
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: size)
        slots.initialize(repeating: Slot(key: 0, element: .inline), count: size)
        for (names, element) in [(Self.blocks, Element.block), (Self.hidden, .hidden), ("a", .anchor)] {
            for name in names.split(separator: " ") {
                // The longest three differ from all others in their first eight letters.
                let key = name.utf8.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                var index = Self.index(key)
                while slots[index].key != 0, slots[index].key != key { index = (index + 1) % size }
                slots[index] = Slot(key: key, element: element)
            }
        }
        self.slots = UnsafePointer(slots)
    }

    /// The element whose name, in lower case, packs into `key`: its first eight letters, the last lowest.
    @inline(__always)
    func element(_ key: UInt64) -> Element {
        var index = Self.index(key)
        while slots[index].key != key {
            if slots[index].key == 0 { return .inline }
            index = (index + 1) & (1 << Int(Self.bits) - 1)
        }
        return slots[index].element
    }

    @inline(__always)
    private static func index(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
    }

    private static let blocks = """
        address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption \
        figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend li listing main menu nav \
        noframes ol optgroup option p plaintext pre section summary table tbody td tfoot th thead title tr ul xmp
        """

    private static let hidden = "script style noscript template"
}
