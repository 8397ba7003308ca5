/// Durations as people write them: `900` (seconds), `15m`, `1h 30m`, `500ms`, `180d`.
public enum DurationText {
    /// The longest duration that is understood; longer ones are slips.
    static let longest: Duration = .seconds(100 * 366 * 86400)

    private static let units: [(name: String, milliseconds: Double)] = [
        ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60000), ("s", 1000), ("ms", 1),
    ]

    /// The duration; `nil` when `text` is none, or longer than `longest`.
    public static func parse(_ text: String) -> Duration? {
        var rest = XMLScanner.trimmed(text)[...]
        guard !rest.isEmpty else { return nil }
        if let seconds = DecimalText.parse(rest) { return duration(milliseconds: seconds * 1000) }
        var total = 0.0
        var smallest = Double.infinity
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let number = DecimalText.parse(digits) else { return nil }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            // Each unit once, from the largest to the smallest, so that a slip such as `1m 30m` is seen.
            guard let unit = units.first(where: { $0.name == name }), unit.milliseconds < smallest else { return nil }
            smallest = unit.milliseconds
            total += number * unit.milliseconds
            rest = rest.dropFirst(name.count).drop { $0 == " " }
        }
        return duration(milliseconds: total)
    }

    /// The duration of a plain number of seconds, as XML and binary lists have it.
    static func duration(seconds: Double) -> Duration? {
        seconds >= 0 ? duration(milliseconds: seconds * 1000) : nil
    }

    private static func duration(milliseconds: Double) -> Duration? {
        guard milliseconds <= longest / .milliseconds(1) else { return nil }
        return .milliseconds(Int64(milliseconds.rounded()))
    }

    /// `duration` as it may be written in a file.
    static func text(_ duration: Duration) -> String {
        var rest = Int64((duration / .milliseconds(1)).rounded())
        guard rest > 0 else { return "0s" }
        var parts: [String] = []
        for unit in units.dropFirst() {
            let count = rest / Int64(unit.milliseconds)
            rest %= Int64(unit.milliseconds)
            if count > 0 { parts.append("\(count)\(unit.name)") }
        }
        return parts.joined(separator: " ")
    }
}
