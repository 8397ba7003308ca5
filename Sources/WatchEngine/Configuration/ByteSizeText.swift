/// Sizes as people write them: `10 MiB`, `5 MB`, `4096`.
enum ByteSizeText {
    private static let units: [(name: String, bytes: Int)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1000),
        ("B", 1),
    ]

    /// The number of bytes; `nil` when `text` is no size or does not fit.
    static func parse(_ text: String) -> Int? {
        let word = XMLScanner.trimmed(text)
        let digits = word.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let name = XMLScanner.trimmed(String(word.dropFirst(digits.count))).lowercased()
        let unit = name.isEmpty ? 1 : units.first { $0.name.lowercased() == name }?.bytes
        guard let unit, let number = DecimalText.parse(digits) else { return nil }
        let bytes = number * Double(unit)
        return bytes < 9e15 ? Int(bytes.rounded()) : nil
    }

    /// `bytes` in the largest binary unit that divides it.
    static func text(_ bytes: Int) -> String {
        for unit in units.prefix(3) where bytes >= unit.bytes && bytes.isMultiple(of: unit.bytes) {
            return "\(bytes / unit.bytes) \(unit.name)"
        }
        return "\(bytes) B"
    }
}

/// Numbers with an optional fraction, without sign or exponent.
enum DecimalText {
    /// The number; `nil` when `text` has anything but digits and one point between them.
    static func parse(_ text: some StringProtocol) -> Double? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, text.utf8.count <= 32,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(ASCII.isDigit) })
        else { return nil }
        return Double(String(text))
    }
}
