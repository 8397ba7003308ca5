/// A value on its way from the property list into the configuration: the node, and the key path that names it in faults.
///
/// Each reading function returns `nil` after it has reported why; the caller goes on, so that all faults are found.
struct ConfigurationField {
    let node: PropertyListNode
    let keyPath: String
    let faults: FaultLog

    /// Reports a fault of this value.
    func report(_ problem: String, _ mend: String, hidingValue: Bool = false) {
        faults.report(
            ConfigurationFault(
                file: node.file, line: node.line, keyPath: keyPath, value: hidingValue ? nil : node.shownText,
                problem: problem, mend: mend))
    }

    /// Reports what is no fault, but not as it should be; the value is never shown.
    func warn(_ problem: String, _ mend: String) {
        faults.warn(
            ConfigurationFault(
                file: node.file, line: node.line, keyPath: keyPath, value: nil, problem: problem, mend: mend))
    }

    /// Reports a value of the wrong kind.
    func reportKind(_ expected: String, _ mend: String, hidingValue: Bool = false) {
        report("is \(node.kindText), not \(expected)", mend, hidingValue: hidingValue)
    }
}

// MARK: - Plain values

extension ConfigurationField {
    /// A string that is not empty.
    func string(hidingValue: Bool = false) -> String? {
        guard case .string(let text) = node.value else {
            reportKind("a string", "write a string", hidingValue: hidingValue)
            return nil
        }
        guard !XMLScanner.trimmed(text).isEmpty else {
            report("is empty", "write a text, or remove the key", hidingValue: hidingValue)
            return nil
        }
        return text
    }

    /// A string that is one line: no control characters.
    func line(hidingValue: Bool = false) -> String? {
        guard let text = string(hidingValue: hidingValue) else { return nil }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            report("has a line end or another control character", "write it on one line", hidingValue: hidingValue)
            return nil
        }
        return text
    }

    /// `YES` or `NO` in any of their spellings.
    func boolean() -> Bool? {
        switch node.value {
        case .boolean(let flag): return flag
        case .integer(0): return false
        case .integer(1): return true
        case .string(let text):
            switch XMLScanner.trimmed(text).lowercased() {
            case "yes", "true", "1": return true
            case "no", "false", "0": return false
            default: report("is neither YES nor NO", "write YES or NO")
            }
        case .integer: report("is neither YES nor NO", "write YES or NO")
        default: reportKind("YES or NO", "write YES or NO")
        }
        return nil
    }

    /// A whole number within `range`.
    func integer(in range: ClosedRange<Int>) -> Int? {
        let example = "write a whole number from \(range.lowerBound) to \(range.upperBound)"
        let number: Int?
        switch node.value {
        case .integer(let value): number = Int(exactly: value)
        case .real(let value): number = Int(exactly: value)
        case .string(let text): number = Int(XMLScanner.trimmed(text))
        default:
            reportKind("a number", example)
            return nil
        }
        guard let number else {
            report("is not a whole number", example)
            return nil
        }
        guard range.contains(number) else {
            report("is not from \(range.lowerBound) to \(range.upperBound)", example)
            return nil
        }
        return number
    }

    /// A duration within `range`.
    func duration(in range: ClosedRange<Duration>, orElse alternative: String = "") -> Duration? {
        let duration: Duration?
        switch node.value {
        case .integer(let seconds): duration = DurationText.duration(seconds: Double(seconds))
        case .real(let seconds): duration = DurationText.duration(seconds: seconds)
        case .string(let text): duration = DurationText.parse(text)
        default:
            reportKind("a duration", Self.durationMend + alternative)
            return nil
        }
        guard let duration else {
            report("is not a duration", Self.durationMend + alternative)
            return nil
        }
        guard range.contains(duration) else {
            let bounds = "from \(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound))"
            report("is not \(bounds)", "write a duration \(bounds)")
            return nil
        }
        return duration
    }

    /// A number of bytes within `range`.
    func byteCount(in range: ClosedRange<Int>, orElse alternative: String = "") -> Int? {
        let size: Int?
        switch node.value {
        case .integer(let bytes): size = Int(exactly: bytes)
        case .string(let text): size = ByteSizeText.parse(text)
        default:
            reportKind("a size", Self.sizeMend + alternative)
            return nil
        }
        guard let size, size >= 0 else {
            report("is not a size", Self.sizeMend + alternative)
            return nil
        }
        guard range.contains(size) else {
            let bounds = "from \(ByteSizeText.text(range.lowerBound)) to \(ByteSizeText.text(range.upperBound))"
            report("is not \(bounds)", "write a size \(bounds)" + alternative)
            return nil
        }
        return size
    }

    /// A number of bytes within `range`, or `none` for nil. What is neither is reported.
    func byteBound(in range: ClosedRange<Int>) -> Int? {
        if case .string(let text) = node.value, XMLScanner.trimmed(text).lowercased() == "none" { return nil }
        return byteCount(in: range, orElse: ", or none")
    }

    /// A duration, or `forever`.
    func firstPollWindow() -> FirstPollWindow? {
        if case .string(let text) = node.value, XMLScanner.trimmed(text).lowercased() == "forever" { return .forever }
        return duration(in: .zero...DurationText.longest, orElse: ", or forever").map(FirstPollWindow.within)
    }

    private static let durationMend = "write seconds, or a number with ms, s, m, h, d or w, such as 15m or \"1h 30m\""
    private static let sizeMend = "write bytes, or a number with KiB, MiB, GiB, KB, MB or GB, such as \"10 MiB\""
}

// MARK: - Choices and lists

extension ConfigurationField {
    /// One of a closed set of words, without regard to case.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ type: Choice.Type) -> Choice? {
        guard let text = string() else { return nil }
        let word = XMLScanner.trimmed(text).lowercased()
        let words = Choice.allCases.map(\.rawValue)
        if let choice = Choice.allCases.first(where: { $0.rawValue.lowercased() == word }) { return choice }
        let mend = "write \(Self.listing(words))"
        report("is not one of \(words.joined(separator: ", "))", Self.mend(mend, word, among: words))
        return nil
    }

    /// The elements of a list; a value that is no list counts as a list of one.
    func elements() -> [ConfigurationField] {
        guard case .array(let nodes) = node.value else { return [self] }
        return nodes.enumerated().map { index, node in
            ConfigurationField(node: node, keyPath: "\(keyPath)[\(index)]", faults: faults)
        }
    }

    /// The elements of what must be a list.
    func list(of things: String, mend: String) -> [ConfigurationField]? {
        guard case .array = node.value else {
            reportKind("a list of \(things)", mend)
            return nil
        }
        return elements()
    }

    /// `words` as a choice: `a, b or c`.
    static func listing(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.joined() }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }

    /// `did you mean X?` when one of the candidates is near, else `mend`.
    static func mend(_ mend: String, _ word: String, among candidates: some Sequence<String>) -> String {
        Suggestion.nearest(to: word, among: candidates).map { "did you mean \(ShownText.plain($0))?" } ?? mend
    }
}
