import Synchronization
import TestSupport
import Testing

@testable import WatchEngine

@Suite struct WorkGateTests {
    private actor Tally {
        private var now = 0
        private(set) var most = 0
        private(set) var done = 0

        func begin() {
            now += 1
            most = max(most, now)
        }

        func end() {
            now -= 1
            done += 1
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
                    try await gate.run(document(Int64(feed))) { reader in
                        try await reader.run {
                            await tally.begin()
                            await Task.yield()
                            await tally.end()
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let most = await tally.most
        let done = await tally.done
        #expect((1...2).contains(most))
        #expect(done == 50)
    }

    /// Holds both places for documents of any kind until `body` is done.
    private func holdingBoth(_ body: () async throws -> Void) async throws {
        let (held, hold) = AsyncStream<Void>.makeStream()
        let (left, leave) = AsyncStream<Void>.makeStream()
        let (alsoLeft, alsoLeave) = AsyncStream<Void>.makeStream()
        async let first: Void = gate.run(document(1)) { _ in
            hold.yield()
            for await _ in left { break }
        }
        async let second: Void = gate.run(document(2)) { _ in
            hold.yield()
            for await _ in alsoLeft { break }
        }
        var places = held.makeAsyncIterator()
        await places.next()
        await places.next()
        try await body()
        leave.yield()
        alsoLeave.yield()
        try await first
        try await second
    }

    @Test func whoIsCancelledWhileWaitingGoesAtOnceAndDoesNothing() async throws {
        try await holdingBoth {
            let waiting = Task<Void, any Error> {
                try await gate.run(document(3)) { _ in
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
        try await gate.run(document(4)) { _ in }
    }

    @Test func whoIsCancelledBeforeItComesDoesNothing() async throws {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await gate.run(document(3)) { _ in
                _ = Issue.record("work was done after the stop")
            }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(gate.waitingCount == 0)
    }

    @Test func aSmallDocumentPassesWhenBothPlacesAreTaken() async throws {
        try await holdingBoth {
            try await gate.run(document(3, size: 1000)) { _ in }
        }
    }

    /// What a stop needs: the document goes on by itself, whatever it is worth.
    @Test func aCancelledReaderIsNotWaitedFor() async throws {
        let work = LongWork()
        let task = Task {
            // Work that asks nobody whether it is still wanted.
            try await gate.run(document(1)) { reader in try await reader.run { work.run() } }
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
                    try await gate.run(document(Int64(place), size: size)) { reader in
                        try await reader.run { work.run() }
                    }
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
            try await gate.run(document(1)) { reader in
                try await reader.run {
                    begun.withLock { $0 = true }
                    while !Task.isCancelled {}
                    heard.withLock { $0 = true }
                }
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
        @Sendable func standing() async throws -> [Int64] {
            await marks.settle()
            return try ReadingMarks(path: path, count: ReadingOrder.places).leftBehind
        }
        try await gate.run(document(42)) { _ in
            let during = try await standing()
            #expect(during == [42])
        }
        var after = try await standing()
        #expect(after == [])
        await #expect(throws: PollFailure.self) {
            try await gate.run(document(42)) { _ in throw PollFailure("no feed") }
        }
        after = try await standing()
        #expect(after == [])
    }
}
