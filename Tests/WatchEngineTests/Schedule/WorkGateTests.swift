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

    @Test func soManyWorkAtATime() async throws {
        let gate = WorkGate(width: 2)
        let tally = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await gate.run {
                        await tally.begin()
                        await Task.yield()
                        await tally.end()
                    }
                }
            }
            try await group.waitForAll()
        }
        let most = await tally.most
        let done = await tally.done
        #expect(most == 2)
        #expect(done == 50)
    }

    @Test func whoIsCancelledWhileWaitingDoesNothing() async throws {
        let gate = WorkGate(width: 1)
        let (held, hold) = AsyncStream<Void>.makeStream()
        let (left, leave) = AsyncStream<Void>.makeStream()
        async let holder: Void = gate.run {
            hold.yield()
            for await _ in left { break }
        }
        for await _ in held { break }
        let waiting = Task { try await gate.run { Issue.record("work was done after the stop") } }
        waiting.cancel()
        leave.yield()
        try await holder
        await #expect(throws: CancellationError.self) { try await waiting.value }
        // Its place is free again.
        try await gate.run {}
    }
}
