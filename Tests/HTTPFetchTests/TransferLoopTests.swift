import Foundation
import HTTPFetch
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(1)))
struct TransferLoopTests {
    @Test func cancellingEndsATransferUnderWay() async throws {
        try await withServer { server, loop in
            let gate = LoopbackGate()
            server.route("/", .halted(by: gate, after: [1], declaring: 10))
            let request = FetchRequest.local(server.url("/"))
            let task = Task { await loop.failure(request) }
            _ = await server.requests(atLeast: 1)
            task.cancel()
            #expect(await task.value?.code == .cancelled)
        }
    }

    @Test func cancellingEndsAWaitingRequest() async throws {
        try await withServer(TransferLoopConfiguration(maximumConcurrentTransfers: 1)) { server, loop in
            let gate = LoopbackGate()
            server.route("/", .held(by: gate, .response()))
            let request = FetchRequest.local(server.url("/"))
            let first = Task { try await loop.answer(request) }
            _ = await server.requests(atLeast: 1)
            let second = Task { await loop.failure(request) }
            let third = Task { try await loop.answer(request) }
            second.cancel()
            #expect(await second.value?.code == .cancelled)
            gate.open()
            let answer = try await first.value
            #expect(answer.status == 200)
            let answer2 = try await third.value
            #expect(answer2.status == 200)
            #expect(server.requests.count == 2)
        }
    }

    @Test func boundsChangeWhileTheLoopRuns() async throws {
        try await withServer(TransferLoopConfiguration(maximumConcurrentTransfers: 1)) { server, loop in
            let gate = LoopbackGate()
            server.route("/", .held(by: gate, .response()))
            let request = FetchRequest.local(server.url("/"))
            let fetches = (0..<3).map { _ in Task { try await loop.answer(request).status } }
            _ = await server.requests(atLeast: 1)
            loop.setBounds(TransferBounds(transfers: 3, socketDescriptorLimit: .max))
            #expect(await server.requests(atLeast: 3).count == 3)
            gate.open()
            for fetch in fetches {
                let status = try await fetch.value
                #expect(status == 200)
            }
        }
    }

    @Test func socketsLeaveTheLastDescriptors() async throws {
        try await withServer(TransferLoopConfiguration(socketDescriptorLimit: 3)) { server, loop in
            let error = await loop.failure(.local(server.url("/")))
            #expect(error == FetchError(.cannotConnect, "cannot connect: too many open files"))
            loop.setBounds(TransferBounds(transfers: 1, socketDescriptorLimit: .max))
            let answer = try await loop.answer(.local(server.url("/")))
            #expect(answer.status == 404)
        }
    }

    @Test func aCancelledTaskFetchesNothing() async throws {
        try await withServer { server, loop in
            let request = FetchRequest.local(server.url("/"))
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return await loop.failure(request)
            }
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            let answer3 = try await loop.answer(request)
            #expect(answer3.status == 404)
            #expect(server.requests.count == 1)
        }
    }

    @Test func shutdownEndsWhatIsUnderWayAndWhatWaits() async throws {
        try await withServer(TransferLoopConfiguration(maximumConcurrentTransfers: 4)) { server, loop in
            let gate = LoopbackGate()
            server.route("/", .held(by: gate, .response()))
            let request = FetchRequest.local(server.url("/"))
            let tasks = (0..<20).map { _ in Task { await loop.failure(request)?.code } }
            _ = await server.requests(atLeast: 4)
            await loop.shutdown()
            for task in tasks { #expect(await task.value == .shutDown) }
            #expect(await loop.failure(request)?.code == .shutDown)
            await loop.shutdown()
        }
    }

    @Test func aFullQueueRefuses() async throws {
        let configuration = TransferLoopConfiguration(maximumConcurrentTransfers: 1, maximumWaitingRequests: 2)
        try await withServer(configuration) { server, loop in
            let gate = LoopbackGate()
            server.route("/", .held(by: gate, .response()))
            let request = FetchRequest.local(server.url("/"))
            let first = Task { try await loop.answer(request) }
            _ = await server.requests(atLeast: 1)
            let codes = await withTaskGroup(of: FetchError.Code?.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        do throws(FetchError) {
                            _ = try await loop.fetch(request)
                            return nil
                        } catch {
                            return error.code
                        }
                    }
                }
                let refused = await group.next() ?? nil
                gate.open()
                var codes = [refused]
                for await code in group { codes.append(code) }
                return codes
            }
            #expect(codes == [.queueFull, nil, nil])
            let answer4 = try await first.value
            #expect(answer4.status == 200)
        }
    }

    @Test func aLoopNobodyHoldsEnds() async throws {
        let server = try LoopbackServer()
        weak var gone: TransferLoop?
        do {
            let loop = try TransferLoop()
            gone = loop
            server.route("/", .response())
            _ = try await loop.fetch(.local(server.url("/")))
        }
        #expect(gone == nil)
        server.stop()
    }

    /// In a process of its own, since the tests beside it open descriptors too.
    @Test func noDescriptorStaysOpen() async {
        await #expect(processExitsWith: .success) {
            try await useManyConnections()
            let before = try openDescriptors()
            for _ in 0..<5 { try await useManyConnections() }
            let after = try openDescriptors()
            try #require(after == before)
        }
    }
}

private func useManyConnections() async throws {
    try await withServer { server, loop in
        server.route("/", .response(text: "x"))
        server.route("/cut", .cut([1], declaring: 2))
        let good = FetchRequest.local(server.url("/"))
        let bad = FetchRequest.local(server.url("/cut"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask { _ = try await loop.fetch(good) }
                group.addTask { _ = await loop.failure(bad) }
            }
            try await group.waitForAll()
        }
    }
}

private func openDescriptors() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
}
