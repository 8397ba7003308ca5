/// Makes the tables of a `TermAlphabet`.
struct TermAlphabetTables {
    let count: Int
    let markCount: UInt16
    let continuationCount: UInt16
    let firstHangul: UInt16
    private(set) var bytes: [UInt16]
    private(set) var innerBytes: [UInt16]
    private(set) var syllables: [UInt16]
    private(set) var pages: [UInt16]
    private(set) var paged: [UInt16]

    /// Numbers symbols: for each role one for all scalars that are in no term, then those of the terms.
    init?(symbols: some Sequence<UInt32>) {
        let distinct = Set(symbols).sorted()
        func those(_ roles: SymbolRole...) -> [UInt32] {
            distinct.filter { roles.contains(ScalarAlphabet.role(of: $0)) }
        }
        let (marks, inner) = (those(.mark), those(.wordInner))
        let (others, hangul) = (those(.wordStart, .other), those(.hangul))
        count = distinct.count + 5
        guard count < Int(TermAlphabet.unassigned) else {
            return nil
        }
        markCount = UInt16(marks.count + 1)
        continuationCount = markCount + UInt16(inner.count + 1)
        firstHangul = UInt16(count - hangul.count)
        let (start, other) = (continuationCount, continuationCount + 2)
        bytes = (0..<256).map { FoldTable.shared.unowned.isWordByte(UInt8($0)) ? start : other }
        innerBytes = [UInt16](repeating: markCount, count: 256)
        syllables = [UInt16](repeating: continuationCount + 1, count: HangulSyllable.count)
        pages = [UInt16](repeating: 0, count: 0x110000 / TermAlphabet.pageSize)
        paged = [UInt16](repeating: TermAlphabet.unassigned, count: 2 * TermAlphabet.pageSize)
        assign(marks, from: 1)
        assign(inner, from: markCount + 1)
        assign(others + hangul, from: continuationCount + 3)
    }

    private mutating func assign(_ symbols: [UInt32], from first: UInt16) {
        for (symbol, number) in zip(symbols, first...) {
            let scalar = ScalarAlphabet.scalar(of: symbol)
            let isInside = number < continuationCount
            let syllable = Int(scalar) - Int(HangulSyllable.first)
            if let byte = UInt8(exactly: scalar), byte < 0x80 {
                assign(number, to: byte, isInside: isInside)
            } else if syllable >= 0, syllable < HangulSyllable.count {
                syllables[syllable] = number
            } else {
                paged[pagedPlace(of: scalar) + (isInside ? 1 : 0)] = number
            }
        }
    }

    /// Letters come in lower case; their upper case gets the same number.
    private mutating func assign(_ number: UInt16, to byte: UInt8, isInside: Bool) {
        let isLetter = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
        for byte in isLetter ? [byte, byte ^ 0x20] : [byte] {
            if isInside {
                innerBytes[Int(byte)] = number
            } else {
                bytes[Int(byte)] = number
            }
        }
    }

    private mutating func pagedPlace(of scalar: UInt32) -> Int {
        let size = TermAlphabet.pageSize
        let page = Int(scalar) / size
        if pages[page] == 0 {
            pages[page] = UInt16(paged.count / (2 * size))
            paged.append(contentsOf: repeatElement(TermAlphabet.unassigned, count: 2 * size))
        }
        return 2 * (Int(pages[page]) * size + Int(scalar) % size)
    }
}
