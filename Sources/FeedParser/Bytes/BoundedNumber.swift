/// Reads whole numbers from text that came from outside, so that no length, sign or size of it can trap or overflow.
///
/// The one place where such text becomes a number: headers, elements of documents and attributes all come here. The form
/// is that of HTTP's delta-seconds (RFC 9111, 1.2.2): decimal digits with nothing else but white space around them.
public enum BoundedNumber {
    /// The number that `text` gives, within `range`: one that is greater counts as the greatest, however many digits it has.
    ///
    /// - Parameter range: not negative; narrow enough that what is computed with the number cannot overflow.
    /// - Returns: nil for anything but digits (no sign, fraction or exponent), and for less than the range's least number.
    public static func whole(_ text: some StringProtocol, in range: ClosedRange<Int>) -> Int? {
        whole(bytes: text.utf8, in: range)
    }

    /// The same, of bytes.
    public static func whole(bytes: some Sequence<UInt8>, in range: ClosedRange<Int>) -> Int? {
        var number = 0
        var hasDigits = false
        var hasEnded = false
        for byte in bytes {
            if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
                hasEnded = hasDigits
                continue
            }
            guard isASCIIDigit(byte), !hasEnded else { return nil }
            hasDigits = true
            let (tens, isTooGreat) = number.multipliedReportingOverflow(by: 10)
            let (sum, isGreater) = tens.addingReportingOverflow(Int(byte - 0x30))
            number = isTooGreat || isGreater ? .max : sum
        }
        guard hasDigits, number >= range.lowerBound else { return nil }
        return min(number, range.upperBound)
    }

    /// The systems whose digits are read.
    public enum Radix: Int, Sendable { case decimal = 10, hexadecimal = 16 }

    /// The number that `bytes`, all of them digits, give; one that is greater than `greatest` counts as that.
    ///
    /// - Parameter greatest: not negative, and so small that sixteen times as much is an `Int`.
    /// - Returns: nil for no bytes, and for anything but digits.
    public static func digits(_ bytes: some Sequence<UInt8>, radix: Radix = .decimal, upTo greatest: Int) -> Int? {
        var number: Int?
        for byte in bytes {
            guard let digit = digit(byte, radix) else { return nil }
            number = min((number ?? 0) * radix.rawValue + digit, greatest)
        }
        return number
    }

    /// The number that the digits from `start` on give, and where they end: behind `longest` of them at the latest. One that
    /// is greater than `greatest` counts as that; 0 where there are none.
    static func digits(
        in bytes: Bytes, from start: Int, radix: Radix = .decimal, longest: Int = .max, upTo greatest: Int
    ) -> (value: Int, end: Int) {
        var value = 0
        var end = start
        while end < bytes.count, end - start < longest, let digit = digit(bytes[end], radix) {
            value = min(value * radix.rawValue + digit, greatest)
            end += 1
        }
        return (value, end)
    }

    @inline(__always)
    private static func digit(_ byte: UInt8, _ radix: Radix) -> Int? {
        if isASCIIDigit(byte) { return Int(byte - 0x30) }
        return radix == .hexadecimal ? hexadecimalValue(byte).map { Int($0) } : nil
    }
}
