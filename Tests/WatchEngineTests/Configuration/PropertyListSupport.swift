import Foundation

@testable import WatchEngine

/// A value without its place, to compare trees that were read from different forms.
indirect enum PlainValue: Equatable {
    case string(String), integer(Int64), real(Double), boolean(Bool), date(Double), data([UInt8])
    case array([PlainValue])
    case dictionary([String: PlainValue])

    init(_ node: PropertyListNode) {
        switch node.value {
        case .string(let text): self = .string(text)
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .real(number)
        case .boolean(let flag): self = .boolean(flag)
        case .date(let seconds): self = .date(seconds)
        case .data(let bytes): self = .data(bytes)
        case .array(let nodes): self = .array(nodes.map(PlainValue.init))
        case .dictionary(let entries):
            self = .dictionary(Dictionary(uniqueKeysWithValues: entries.map { ($0.key, PlainValue($0.node)) }))
        }
    }

    /// What Foundation's reader gives; `nil` for a kind that property lists do not have.
    init?(foundation value: Any) {
        switch value {
        case let text as String: self = .string(text)
        case let number as NSNumber where CFNumberKind.isBoolean(number): self = .boolean(number.boolValue)
        case let number as NSNumber where CFNumberKind.isFloatingPoint(number): self = .real(number.doubleValue)
        case let number as NSNumber: self = .integer(number.int64Value)
        case let date as Date: self = .date(date.timeIntervalSinceReferenceDate)
        case let data as Data: self = .data(Array(data))
        case let list as [Any]:
            let values = list.compactMap(PlainValue.init(foundation:))
            guard values.count == list.count else { return nil }
            self = .array(values)
        case let dictionary as [String: Any]:
            let values = dictionary.compactMapValues(PlainValue.init(foundation:))
            guard values.count == dictionary.count else { return nil }
            self = .dictionary(values)
        default: return nil
        }
    }

    /// The value as Foundation's writer takes it.
    var foundation: Any {
        switch self {
        case .string(let text): text
        case .integer(let number): NSNumber(value: number)
        case .real(let number): NSNumber(value: number)
        case .boolean(let flag): NSNumber(value: flag)
        case .date(let seconds): Date(timeIntervalSinceReferenceDate: seconds)
        case .data(let bytes): Data(bytes)
        case .array(let values): values.map(\.foundation)
        case .dictionary(let values): values.mapValues(\.foundation)
        }
    }
}

private enum CFNumberKind {
    static func isBoolean(_ number: NSNumber) -> Bool {
        type(of: number) == type(of: NSNumber(value: true)) && String(cString: number.objCType) == "c"
    }

    static func isFloatingPoint(_ number: NSNumber) -> Bool { ["d", "f"].contains(String(cString: number.objCType)) }
}

/// Reads bytes; gives the tree and the lines of the faults.
func readPropertyList(
    _ bytes: [UInt8], limits: PropertyListReader.Limits = .standard
) -> (node: PropertyListNode?, faults: [String]) {
    let faults = FaultLog()
    let node = PropertyListReader.read(bytes, file: "f", limits: limits, faults: faults)
    return (node, faults.sorted().map(\.description))
}

func readPropertyList(_ text: String) -> (node: PropertyListNode?, faults: [String]) {
    readPropertyList(Array(text.utf8))
}

/// Vigna's SplitMix64: the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
