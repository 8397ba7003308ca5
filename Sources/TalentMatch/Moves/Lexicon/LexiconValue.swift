/// A plain value tree: what a property list holds once its file format is forgotten.
public indirect enum LexiconValue: Sendable, Equatable {
    /// A scalar; numbers and booleans of typed formats come as their text.
    case string(String)
    /// An ordered list.
    case array([LexiconValue])
    /// A dictionary with string keys.
    case dictionary([String: LexiconValue])

    /// What the value is, in the words a user of property lists knows.
    var typeName: String {
        switch self {
        case .string: "a string"
        case .array: "a list"
        case .dictionary: "a dictionary"
        }
    }
}

/// One thing that is wrong in a lexicon, and how to mend it.
public struct LexiconFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where it is, as `Lexicon.Verbs[3].Kind`.
    public let keyPath: String
    /// The offending value, when it is short enough to show.
    public let value: String?
    /// What is wrong.
    public let problem: String
    /// What to write instead.
    public let mend: String

    /// Creates a fault.
    public init(keyPath: String, value: String? = nil, problem: String, mend: String) {
        self.keyPath = keyPath
        self.value = value
        self.problem = problem
        self.mend = mend
    }

    /// One line: key path, value, problem and mend.
    public var description: String {
        "\(keyPath): \(value.map { "\"\($0)\" " } ?? "")\(problem); \(mend)"
    }
}

/// Everything that is wrong in a lexicon, reported at once.
public struct LexiconReport: Error, Sendable, Equatable, CustomStringConvertible {
    /// The faults, in the order of the lexicon.
    public let faults: [LexiconFault]

    /// Creates a report.
    public init(faults: [LexiconFault]) {
        self.faults = faults
    }

    /// One line a fault.
    public var description: String {
        faults.map(\.description).joined(separator: "\n")
    }
}
