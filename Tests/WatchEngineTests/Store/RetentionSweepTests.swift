import FoundationEssentials
import TestSupport
import Testing

@testable import WatchEngine

/// What goes when, decided from values.
@Suite struct RetentionSweepTests {
    private static let day: Int64 = 86_400_000
    private static let retention = RetentionConfiguration(
        items: .seconds(10 * 86400), known: .seconds(30 * 86400))

    private func sweep(
        _ keys: [(key: UInt64, item: Int64, absentFor: Int64?)], present: Set<UInt64> = [], hasText: Bool = true
    ) -> RetentionSweep {
        let reading = 1000 * Self.day
        return RetentionSweep(
            keys: keys.map { key in
                .init(key: key.key, itemID: key.item, absentSince: key.absentFor.map { reading - $0 * Self.day })
            }, present: present, hasText: { _ in hasText }, reading: reading, retention: Self.retention)
    }

    @Test func whatIsInTheDocumentStays() {
        #expect(sweep([(1, 1, nil), (2, 1, nil)], present: [2]).isEmpty)
        // Whatever was marked before, by whichever key the document has it.
        let back = sweep([(1, 1, 900), (2, 1, 900), (3, 1, nil)], present: [3])
        #expect(back.returned == [1, 2])
        #expect(back.outdated == [] && back.forgotten == [])
    }

    @Test func whatLeftIsMarkedFirst() {
        let first = sweep([(1, 1, nil), (2, 1, nil), (3, 2, nil)], present: [3])
        #expect(first.left == [1, 2])
        #expect(first.outdated == [] && first.forgotten == [])
        // A key that came with a later version of an item begins its time anew.
        #expect(sweep([(1, 1, 900), (2, 1, nil)]).left == [2])
        #expect(sweep([(1, 1, 900), (2, 1, 3)]).isEmpty)
    }

    @Test(
        arguments: [
            (10, true, 0, 0), (11, true, 1, 0), (11, false, 0, 0), (30, true, 1, 0), (31, true, 0, 1),
            (31, false, 0, 1),
        ]
    )
    func textGoesFirstAndKnowledgeLater(absent: Int64, hasText: Bool, outdated: Int, forgotten: Int) {
        let sweep = sweep([(1, 1, absent), (2, 1, absent)], hasText: hasText)
        #expect(sweep.outdated.count == outdated)
        #expect(sweep.forgotten.count == forgotten)
        #expect((sweep.outdated + sweep.forgotten).allSatisfy { $0.keys.map(\.key) == [1, 2] })
    }

    @Test func piecesHoldAllOfASweepOnce() {
        var keys: [(key: UInt64, item: Int64, absentFor: Int64?)] = []
        for number in 0..<100 {
            keys.append((UInt64(number * 10), Int64(number), [nil, 900, 15, 5][number % 4]))
        }
        let whole = sweep(keys, present: Set(stride(from: 10, to: 500, by: 40).map(UInt64.init)))
        let pieces = whole.pieces(keys: 7, items: 3)
        #expect(
            pieces.allSatisfy { !$0.isEmpty && $0.left.count <= 7 && $0.outdated.count <= 3 && $0.forgotten.count <= 3 }
        )
        #expect(pieces.flatMap(\.left) == whole.left && !whole.left.isEmpty)
        #expect(pieces.flatMap(\.returned) == whole.returned && !whole.returned.isEmpty)
        #expect(pieces.flatMap(\.outdated) == whole.outdated && !whole.outdated.isEmpty)
        #expect(pieces.flatMap(\.forgotten) == whole.forgotten && !whole.forgotten.isEmpty)
    }

    @Test func theClockOutlivesAWrongWallClock() {
        let start = RetentionClock(reading: 0, readAt: Fixtures.now)
        let day = start.read(at: Fixtures.now.addingTimeInterval(86400))
        #expect(day.reading == Self.day)
        // Ten years on, and back again.
        let wrong = day.read(at: Fixtures.now.addingTimeInterval(3650 * 86400))
        #expect(wrong.reading == 3 * Self.day)
        let mended = wrong.read(at: Fixtures.now.addingTimeInterval(86460))
        #expect(mended.reading == wrong.reading)
        #expect(mended.read(at: Fixtures.now.addingTimeInterval(86461)).reading == wrong.reading + 1000)
    }
}
