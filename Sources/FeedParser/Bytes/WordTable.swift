/// Values by ASCII words, found by bytes in any case without making a string of them.
struct WordTable<Value: Sendable>: Sendable {
    private struct Entry {
        let word: StaticString
        let value: Value
    }

    private let slots: [Entry?]

    /// `words` are in lower case.
    init(_ words: [(StaticString, Value)]) {
        var size = 16
        while size < words.count * 3 { size *= 2 }
        var slots = [Entry?](repeating: nil, count: size)
        for (word, value) in words {
            var index = Self.hash(Bytes(start: word.utf8Start, count: word.utf8CodeUnitCount)) & (size - 1)
            while slots[index] != nil { index = (index + 1) & (size - 1) }
            slots[index] = Entry(word: word, value: value)
        }
        self.slots = slots
    }

    /// The value of `word`.
    func find(_ word: Bytes) -> Value? {
        var index = Self.hash(word) & (slots.count - 1)
        while let entry = slots[index] {
            if word.equalsIgnoringCase(entry.word) { return entry.value }
            index = (index + 1) & (slots.count - 1)
        }
        return nil
    }

    /// FNV-1a over the word in lower case, folded so that its low bits serve.
    private static func hash(_ word: Bytes) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word { hash = (hash ^ UInt64(asciiLower(byte))) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ hash >> 32) & Int.max
    }
}
