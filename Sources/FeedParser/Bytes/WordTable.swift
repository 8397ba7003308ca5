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
            var index = Self.index(Bytes(start: word.utf8Start, count: word.utf8CodeUnitCount), size)
            while slots[index] != nil { index = (index + 1) & (size - 1) }
            slots[index] = Entry(word: word, value: value)
        }
        self.slots = slots
    }

    /// The value of `word`.
    func find(_ word: Bytes) -> Value? {
        var index = Self.index(word, slots.count)
        while let entry = slots[index] {
            if word.equalsIgnoringCase(entry.word) { return entry.value }
            index = (index + 1) & (slots.count - 1)
        }
        return nil
    }

    private static func index(_ word: Bytes, _ size: Int) -> Int {
        Int(truncatingIfNeeded: wordHash(word)) & (size - 1)
    }
}

/// FNV-1a over the word in lower case, folded so that its low bits serve.
func wordHash(_ word: Bytes) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in word { hash = (hash ^ UInt64(asciiLower(byte))) &* 0x100_0000_01B3 }
    return hash ^ hash >> 32
}
