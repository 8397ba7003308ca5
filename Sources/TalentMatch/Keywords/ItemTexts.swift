/// The texts of an item's fields as bytes, made once for all rules.
struct ItemTexts {
    private var texts: [ItemField: FieldText] = [:]

    init(_ item: ItemText) {
        for field in ItemField.allCases {
            if let text = item.text(of: field) {
                texts[field] = FieldText(text)
            }
        }
    }

    subscript(field: ItemField) -> FieldText? {
        texts[field]
    }
}

/// The text of one field, in UTF-8.
struct FieldText {
    let bytes: ContiguousArray<UInt8>

    init(_ text: String) {
        bytes = ContiguousArray(text.utf8)
    }

    func slice(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// Up to so many scalars before a byte, after an ellipsis where more stand before.
    func context(before end: Int, scalars: Int) -> String {
        var start = end
        var count = 0
        while start > 0, count < scalars {
            start -= 1
            count += isScalarStart(start) ? 1 : 0
        }
        return (start > 0 ? "…" : "") + slice(start..<end)
    }

    /// Up to so many scalars from a byte on, before an ellipsis where more follow.
    func context(from start: Int, scalars: Int) -> String {
        var end = start
        var count = 0
        while end < bytes.count, count < scalars || !isScalarStart(end) {
            count += isScalarStart(end) ? 1 : 0
            end += 1
        }
        return slice(start..<end) + (end < bytes.count ? "…" : "")
    }

    private func isScalarStart(_ position: Int) -> Bool {
        bytes[position] & 0xC0 != 0x80
    }

    /// How many scalars stand before each of some bytes, in one pass.
    func scalarOffsets(of positions: some Sequence<Int>) -> [Int: Int] {
        var offsets: [Int: Int] = [:]
        var scalars = 0
        var byte = 0
        for position in Set(positions).sorted() {
            while byte < position {
                scalars += isScalarStart(byte) ? 1 : 0
                byte += 1
            }
            offsets[position] = scalars
        }
        return offsets
    }

    /// Whether places of two different groups are at most so many words apart. Words are what white space parts;
    /// the distance is from the end of the one to the start of the other, 0 in one word, 1 for neighbours.
    func hasNeighbours(_ places: [(group: Int, hit: FieldHit)], within distance: Int) -> Bool {
        guard let first = places.first, places.contains(where: { $0.group != first.group }) else {
            return false
        }
        let words = wordNumbers(of: places.flatMap { [$0.hit.bytes.lowerBound, $0.hit.bytes.upperBound - 1] })
        let sorted = places.sorted { $0.hit.bytes.lowerBound < $1.hit.bytes.lowerBound }
        // Of the places before, the latest end of any group, and the latest of any other group than that.
        var latest: (group: Int, word: Int)?
        var second: (group: Int, word: Int)?
        for place in sorted {
            let start = words[place.hit.bytes.lowerBound] ?? 0
            let end = words[place.hit.bytes.upperBound - 1] ?? 0
            for other in [latest, second].compactMap({ $0 }) where other.group != place.group {
                if start - other.word <= distance {
                    return true
                }
            }
            if let known = latest, known.group != place.group {
                if end >= known.word {
                    second = known
                    latest = (place.group, end)
                } else if end >= second?.word ?? -1 || second?.group == place.group {
                    second = (place.group, max(end, second?.group == place.group ? second?.word ?? end : end))
                }
            } else {
                latest = (place.group, max(end, latest?.word ?? end))
            }
        }
        return false
    }

    /// The number of white-space-separated words before each byte's own.
    private func wordNumbers(of positions: [Int]) -> [Int: Int] {
        var numbers: [Int: Int] = [:]
        var words = 0
        var isInSpace = false
        var byte = 0
        for position in Set(positions).sorted() {
            while byte <= position {
                let (isSpace, length) = spaceOrLength(at: byte)
                if isSpace {
                    isInSpace = true
                } else if isInSpace {
                    isInSpace = false
                    words += 1
                }
                byte += length
            }
            numbers[position] = words
        }
        return numbers
    }

    private func spaceOrLength(at position: Int) -> (isSpace: Bool, length: Int) {
        let first = bytes[position]
        if first < 0x80 {
            return (first == 0x20 || (first >= 0x09 && first <= 0x0D), 1)
        }
        let length = min(first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2, bytes.count - position)
        guard length < 4, let scalar = slice(position..<position + length).unicodeScalars.first else {
            return (false, length)
        }
        return (scalar.properties.isWhitespace, length)
    }
}
