import FoundationEssentials

/// The time that retention goes by, in milliseconds since the store began: wall time, but a step of more than `longestStep`
/// counts as that, and one back counts as nothing. A wall clock that is wrong for a while, as after a boot with an empty
/// battery, can so not make old what is not.
struct RetentionClock: Sendable, Equatable {
    /// Twice the longest time between two readings of a daemon that runs.
    static let longestStep = Duration.seconds(2 * 86400)

    var reading: Int64
    /// The wall time of the last reading.
    var readAt: Date

    /// The clock as it is when it is read at `now`.
    func read(at now: Date) -> RetentionClock {
        let step = min(max(0, now.timeIntervalSince(readAt)), Self.longestStep.seconds)
        return RetentionClock(reading: reading + Int64(step * 1000), readAt: now)
    }
}

/// Decides, for the items of one feed, what has been out of its document for so long that it goes. A pure function of what
/// the store knows of them.
struct RetentionSweep: Sendable, Equatable {
    /// A row of what items are known by.
    struct Key: Sendable, Equatable {
        var key: UInt64
        var itemID: Int64
        /// By the retention clock.
        var absentSince: Int64?
    }

    /// An item whose text goes, or that is forgotten, with all of its keys as they were when that was decided.
    struct Departure: Sendable, Equatable {
        var itemID: Int64
        var keys: [Key]
    }

    /// Keys of items that are out of the document, not yet marked so.
    var left: [UInt64] = []
    /// Keys of items that are in it and marked as out.
    var returned: [UInt64] = []
    /// Items whose text goes.
    var outdated: [Departure] = []
    /// Items that are not known any more, their text gone before or with that.
    var forgotten: [Departure] = []

    /// - Parameters:
    ///   - keys: those of whole items.
    ///   - present: the keys of the feed's document; an item of which any key is there is in it.
    ///   - hasText: whether the text of an item of `keys` is still there.
    ///   - reading: the retention clock's.
    init(
        keys: [Key], present: Set<UInt64>, hasText: (Int64) throws -> Bool, reading: Int64,
        retention: RetentionConfiguration
    ) rethrows {
        for (itemID, keys) in Dictionary(grouping: keys, by: \.itemID).sorted(by: { $0.key < $1.key }) {
            if keys.contains(where: { present.contains($0.key) }) {
                returned += keys.filter { $0.absentSince != nil }.map(\.key)
                continue
            }
            let unmarked = keys.filter { $0.absentSince == nil }
            guard unmarked.isEmpty, let since = keys.compactMap(\.absentSince).max() else {
                left += unmarked.map(\.key)
                continue
            }
            let absence = reading - since
            if absence > retention.known.milliseconds {
                forgotten.append(Departure(itemID: itemID, keys: keys))
            } else if absence > retention.items.milliseconds, try hasText(itemID) {
                outdated.append(Departure(itemID: itemID, keys: keys))
            }
        }
    }

    /// A sweep of nothing.
    init() {}

    /// Whether there is nothing to do.
    var isEmpty: Bool { left.isEmpty && returned.isEmpty && outdated.isEmpty && forgotten.isEmpty }

    /// The same in pieces of at most `keys` marks or `items` departures, each for a short transaction.
    func pieces(keys: Int, items: Int) -> [RetentionSweep] {
        func cut<Element>(
            _ elements: [Element], _ count: Int, _ path: WritableKeyPath<RetentionSweep, [Element]>
        ) -> [RetentionSweep] {
            stride(from: 0, to: elements.count, by: count).map { begin in
                var piece = RetentionSweep()
                piece[keyPath: path] = Array(elements[begin..<min(begin + count, elements.count)])
                return piece
            }
        }
        return cut(returned, keys, \.returned) + cut(left, keys, \.left) + cut(outdated, items, \.outdated)
            + cut(forgotten, items, \.forgotten)
    }
}
