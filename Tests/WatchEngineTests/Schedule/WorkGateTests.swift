import Glibc
import Synchronization
import TestSupport
import Testing

@testable import WatchEngine

@Suite struct WorkGateTests {
    private final class Tally: Sendable {
        private let counts = Mutex((now: 0, most: 0, done: 0))

        var most: Int { counts.withLock(\.most) }
        var done: Int { counts.withLock(\.done) }

        func begin() {
            counts.withLock { counts in
                counts.now += 1
                counts.most = max(counts.most, counts.now)
            }
        }

        func end() {
            counts.withLock { counts in
                counts.now -= 1
                counts.done += 1
            }
        }
    }

    private let gate = WorkGate(time: ManualTime())

    private func document(_ feedID: Int64, size: Int = 100_000) -> ReadingOrder.Document {
        ReadingOrder.Document(feedID: feedID, size: size)
    }

    @Test func soManyWorkAtATime() async throws {
        let tally = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for feed in 0..<50 {
                group.addTask {
                    _ = try await gate.run(document(Int64(feed))) { _ in
                        tally.begin()
                        sched_yield()
                        tally.end()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect((1...2).contains(tally.most))
        #expect(tally.done == 50)
    }

    /// Holds both places for documents of any kind until `body` is done.
    private func holdingBoth(_ body: () async throws -> Void) async throws {
        let places = try await [
            gate.run(document(1), holdsPlace: { _ in true }) { _ in }.place,
            gate.run(document(2), holdsPlace: { _ in true }) { _ in }.place,
        ]
        try await body()
        for place in places { try #require(place).end() }
    }

    @Test func whoIsCancelledWhileWaitingGoesAtOnceAndDoesNothing() async throws {
        try await holdingBoth {
            let waiting = Task<Void, any Error> {
                _ = try await gate.run(document(3)) { _ in
                    _ = Issue.record("work was done after the stop")
                }
            }
            while gate.waitingCount == 0 { await Task.yield() }
            waiting.cancel()
            // While both places are still taken.
            await #expect(throws: CancellationError.self) { try await waiting.value }
            #expect(gate.waitingCount == 0)
        }
        // Its place is free again.
        _ = try await gate.run(document(4)) { _ in }
    }

    @Test func whoIsCancelledBeforeItComesDoesNothing() async throws {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            _ = try await gate.run(document(3)) { _ in
                _ = Issue.record("work was done after the stop")
            }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(gate.waitingCount == 0)
    }

    @Test func aSmallDocumentPassesWhenBothPlacesAreTaken() async throws {
        try await holdingBoth {
            _ = try await gate.run(document(3, size: 1000)) { _ in }
        }
    }

    /// What a stop needs: the document goes on by itself, whatever it is worth.
    @Test func aCancelledReaderIsNotWaitedFor() async throws {
        let work = LongWork()
        let task = Task {
            // Work that asks nobody whether it is still wanted.
            _ = try await gate.run(document(1)) { _ in work.run() }
        }
        while work.begun == 0 { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        work.end()
    }

    /// Work that takes until the test says otherwise, without a pause.
    private final class LongWork: Sendable {
        private let state = Mutex((begun: 0, mayEnd: false))

        var begun: Int { state.withLock(\.begun) }

        func run() {
            state.withLock { $0.begun += 1 }
            while !state.withLock(\.mayEnd) {}
        }

        func end() { state.withLock { $0.mayEnd = true } }
    }

    /// As many documents as the machine has processors, and more, leave the cooperative pool to others.
    @Test func readersHoldUpNobodyElse() async throws {
        let work = LongWork()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for place in 0..<ReadingOrder.places {
                let size = place < ReadingOrder.generalPlaces ? 100_000 : 10
                group.addTask {
                    _ = try await gate.run(document(Int64(place), size: size)) { _ in work.run() }
                }
            }
            while work.begun < ReadingOrder.places { await Task.yield() }
            await withTaskGroup(of: Void.self) { others in
                for _ in 0..<100 { others.addTask { await Task.yield() } }
            }
            work.end()
            try await group.waitForAll()
        }
    }

    @Test func cancellationReachesTheWork() async throws {
        let begun = Mutex(false)
        let heard = Mutex(false)
        let task = Task {
            _ = try await gate.run(document(1)) { cancellation in
                begun.withLock { $0 = true }
                while !cancellation.isCancelled {}
                heard.withLock { $0 = true }
            }
        }
        while !begun.withLock({ $0 }) { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        while !heard.withLock({ $0 }) { await Task.yield() }
    }

    @Test func theMarkOfADocumentStandsWhileItIsRead() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("marks")
        let marks = try ReadingMarks(path: path, count: ReadingOrder.places)
        let gate = WorkGate(time: ManualTime(), marks: marks)
        @Sendable func standing() throws -> [Int64] {
            try ReadingMarks(path: path, count: ReadingOrder.places).leftBehind
        }
        let (during, none) = try await gate.run(document(42)) { _ in try standing() }
        #expect(during == [42] && none == nil)
        var after = try standing()
        #expect(after == [])
        await #expect(throws: PollFailure.self) {
            _ = try await gate.run(document(42)) { _ in throw PollFailure("no feed") }
        }
        after = try standing()
        #expect(after == [])

        // A place that stays taken keeps its mark; behind the next document in it, the mark is gone.
        let (_, place) = try await gate.run(document(43), holdsPlace: { _ in true }) { _ in }
        after = try standing()
        #expect(after == [43])
        try #require(place).end()
        var next = try await gate.run(document(44)) { _ in try standing() }.value
        while next != [44] { next = try await gate.run(document(44)) { _ in try standing() }.value }
    }

    /// Nobody is there any more to end what a cancelled poll holds.
    @Test func whatACancelledCallerWouldHoldIsFreeAgain() async throws {
        let work = LongWork()
        let task = Task {
            _ = try await gate.run(document(1), holdsPlace: { _ in true }) { _ in work.run() }
        }
        while work.begun == 0 { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        work.end()
        try await holdingBoth {}
    }
}
