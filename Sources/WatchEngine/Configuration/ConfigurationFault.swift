/// One thing that is wrong in the configuration.
public struct ConfigurationFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file, as its path was given or derived from the including file.
    public var file: String
    /// The line, counted from 1; `nil` where the file has no lines (binary) or the fault concerns all of it.
    public var line: Int?
    /// The way to the value, such as `Feeds[2].URL`; empty when the fault concerns the file.
    public var keyPath: String
    /// The value as it may be shown; `nil` for lists, dictionaries, missing values and secrets.
    public var value: String?
    /// What is wrong, as the rest of a sentence that begins with the value or the file.
    public var problem: String
    /// What the user can do about it, as an order.
    public var mend: String

    /// Makes a fault.
    public init(file: String, line: Int?, keyPath: String, value: String?, problem: String, mend: String) {
        self.file = file
        self.line = line
        self.keyPath = keyPath
        self.value = value
        self.problem = problem
        self.mend = mend
    }

    /// `feeds.plist:12: Feeds[2].URL = "ftp://x": is not an http or https URL; write https://… or http://…`
    public var description: String {
        var text = ShownText.path(file)
        if let line { text += ":\(line)" }
        text += ": "
        if !keyPath.isEmpty {
            text += keyPath
            if let value { text += " = \(value)" }
            text += ": "
        }
        return text + problem + "; " + mend
    }
}

/// All that is wrong in a configuration, in the order of its files and lines.
public struct ConfigurationReport: Error, Sendable, Equatable, CustomStringConvertible {
    /// The faults; never empty.
    public let faults: [ConfigurationFault]

    /// Makes a report of `faults`, which are kept in their order.
    public init(faults: [ConfigurationFault]) {
        self.faults = faults
    }

    /// One line for each fault, then their count.
    public var description: String {
        let files = Set(faults.map(\.file)).count
        let count =
            "\(faults.count) \(faults.count == 1 ? "fault" : "faults") in \(files) \(files == 1 ? "file" : "files")"
        return (faults.map(\.description) + [count]).joined(separator: "\n")
    }
}

/// Gathers the faults of one load. Confined to the call that loads; not Sendable.
final class FaultLog {
    private var faults: [ConfigurationFault] = []
    private var fileOrder: [String: Int] = [:]
    /// What is no fault, but not as it should be, in the order it was found in.
    private(set) var warnings: [ConfigurationFault] = []

    /// Whether a file could not be read at all, so that what it would have named is unknown.
    private(set) var isIncomplete = false

    var isEmpty: Bool { faults.isEmpty }

    var count: Int { faults.count }

    /// Notes that `file` is the next one of the configuration.
    func begin(file: String) {
        if fileOrder[file] == nil { fileOrder[file] = fileOrder.count }
    }

    /// Notes that a part of the configuration could not be read.
    func markIncomplete() { isIncomplete = true }

    func report(_ fault: ConfigurationFault) { faults.append(fault) }

    func warn(_ warning: ConfigurationFault) { warnings.append(warning) }

    func report(file: String, line: Int?, problem: String, mend: String) {
        faults.append(
            ConfigurationFault(file: file, line: line, keyPath: "", value: nil, problem: problem, mend: mend))
    }

    func report(_ fault: PropertyListFault, file: String) {
        report(file: file, line: fault.line, problem: fault.problem, mend: fault.mend)
    }

    /// The faults by file (in the order the files were read), then line, then the order they were found in.
    func sorted() -> [ConfigurationFault] {
        let keyed = faults.enumerated().map { index, fault in
            (order: (fileOrder[fault.file] ?? .max, fault.line ?? 0, index), fault: fault)
        }
        return keyed.sorted { $0.order < $1.order }.map(\.fault)
    }
}

@available(*, unavailable)
extension FaultLog: Sendable {}
