/// Goes through a date's text once and takes each number by what stands around it, each word by its meaning.
struct DateScanner {
    var parts = DateParts()
    let text: Bytes
    var position = 0
    /// Numbers that nothing around them told the meaning of: a day, a year.
    var loose: (first: Int, second: Int, count: Int) = (0, 0, 0)
    var looseDigits: (first: Int, second: Int) = (0, 0)
    /// The last three of them.
    var looseTail = (0, 0, 0)
    var looseTailDigits = (0, 0, 0)
    var monthIsByName = false
    /// It is written in Korean: 오전, 오후 or 년 월 일 시 분 초.
    var isKorean = false

    init(_ text: Bytes) { self.text = text }

    mutating func run() {
        while position < text.count {
            let byte = text[position]
            if isASCIIDigit(byte) {
                takeNumber()
            } else if isASCIILetter(byte) || byte >= 0x80 {
                takeWord()
            } else if byte == 0x2B || byte == 0x2D, parts.hour != nil, parts.zone == nil, digit(position + 1) {
                takeOffset()
            } else {
                position += 1
            }
        }
        settleLooseNumbers()
        // Who writes a date in Korean means Seoul's time, in a feed of whatever language.
        if isKorean, parts.zone == nil { parts.zone = 9 * 3_600 }
    }

    // MARK: Reading

    func byte(_ index: Int) -> UInt8? { index < text.count ? text[index] : nil }

    func digit(_ index: Int) -> Bool { index < text.count && isASCIIDigit(text[index]) }

    func isBehindT(_ start: Int) -> Bool { start > 0 && text[start - 1] | 0x20 == 0x74 }

    func isDateSeparator(_ byte: UInt8?) -> Bool { byte == 0x2D || byte == 0x2F || byte == 0x2E }

    /// Over a separator and the space that may follow it (2025. 7. 26.).
    mutating func skipSeparator(_ separator: UInt8) {
        position += 1
        if separator == 0x2E, byte(position) == 0x20 { position += 1 }
    }

    /// Longer than any date's numbers, and short enough for what is computed with them.
    private static let greatestNumber = 9_999_999_999_999_999

    mutating func readDigits() -> Int {
        let (value, end) = BoundedNumber.digits(in: text, from: position, upTo: Self.greatestNumber)
        position = end
        return value
    }

    func number(_ start: Int, _ length: Int) -> Int {
        BoundedNumber.digits(in: text, from: start, longest: length, upTo: Self.greatestNumber).value
    }
}
