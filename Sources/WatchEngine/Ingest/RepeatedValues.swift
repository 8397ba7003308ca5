/// Which of a list's values stand in it more than once. Found by sorting: linear but for a logarithm, whatever the values,
/// and with nothing to be made where none is repeated.
struct RepeatedValues {
    private var repeated: Set<UInt64> = []
    /// How many different values there are.
    private(set) var distinctCount = 0

    init(_ values: [UInt64]) {
        var values = values
        values.sort()
        var previous: UInt64?
        for value in values {
            if value == previous { repeated.insert(value) } else { distinctCount += 1 }
            previous = value
        }
    }

    var isEmpty: Bool { repeated.isEmpty }

    func contains(_ value: UInt64) -> Bool { !repeated.isEmpty && repeated.contains(value) }
}
