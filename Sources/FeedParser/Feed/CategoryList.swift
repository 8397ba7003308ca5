/// An item's categories, each once, in the order they came.
struct CategoryList {
    /// The categories so far.
    private(set) var texts: [String] = []
    /// The same, once they are more than a few, so that a long list is not gone through for each further one.
    private var known: Set<ByteKey> = []

    private static let few = 8

    mutating func add(_ category: String) {
        guard !contains(category) else { return }
        if texts.isEmpty { texts.reserveCapacity(4) }
        texts.append(category)
        if texts.count == Self.few + 1 {
            known = Set(texts.map(ByteKey.init))
        } else if texts.count > Self.few {
            known.insert(ByteKey(text: category))
        }
    }

    private func contains(_ category: String) -> Bool {
        texts.count > Self.few
            ? known.contains(ByteKey(text: category)) : texts.contains { ByteKey.haveSameBytes($0, category) }
    }
}

/// A text that is the same as another if its bytes are: cheaper than `==`, which also compares canonical equivalents.
private struct ByteKey: Hashable {
    let text: String

    static func == (one: ByteKey, other: ByteKey) -> Bool { haveSameBytes(one.text, other.text) }

    func hash(into hasher: inout Hasher) {
        text.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    static func haveSameBytes(_ one: String, _ other: String) -> Bool {
        guard one.utf8.count == other.utf8.count else { return false }
        return one.withBytes { first in other.withBytes { first.equals($0) } }
    }
}
