import HTTPFetch
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct BodiesInFlightTests {
    @Test(arguments: [false, true])
    func manyLargeBodiesStayInBounds(_ isBounded: Bool) async throws {
        let size = 4 << 20
        let bound = isBounded ? 1 << 20 : 1 << 30
        let configuration = TransferLoopConfiguration(maximumConcurrentTransfers: 8, maximumBodyBytesInFlight: bound)
        try await withServer(configuration) { server, loop in
            let gate = LoopbackGate()
            let body = [UInt8](repeating: 0x61, count: size)
            let header = LoopbackAnswer.header(200, ["Content-Length": String(size)])
            server.route(
                "/", LoopbackAnswer(steps: [.send(header), .send(Array(body.dropLast())), .wait(gate), .send([0x61])]))
            let request = FetchRequest.local(server.url("/"))
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await loop.fetch(request).body.count } }
                if !isBounded {
                    // Shows that the bound is what holds the others back.
                    while loop.statistics.mostBodyBytesInFlight < 8 * (size - 1) { await Task.yield() }
                }
                gate.open()
                for try await count in group { #expect(count == size) }
            }
            let most = loop.statistics.mostBodyBytesInFlight
            #expect(isBounded ? most <= bound + size + 8 * (16 << 10) : most >= 8 * (size - 1))
        }
    }

    @Test func aPausedTransferThatIsCancelledOrTimedOutEnds() async throws {
        let configuration = TransferLoopConfiguration(maximumConcurrentTransfers: 4, maximumBodyBytesInFlight: 10)
        try await withServer(configuration) { server, loop in
            let gate = LoopbackGate()
            server.route("/first", .halted(by: gate, after: [UInt8](repeating: 1, count: 1 << 20), declaring: 2 << 20))
            server.route("/large", .response(body: [UInt8](repeating: 1, count: 8 << 20)))
            let first = FetchRequest.local(server.url("/first"))
            let holder = Task { await loop.failure(first) }
            while loop.statistics.mostBodyBytesInFlight < 1 << 20 { await Task.yield() }
            let large = FetchRequest.local(server.url("/large"))
            let cancelled = Task { await loop.failure(large) }
            _ = await server.requests(atLeast: 2)
            let limits = FetchLimits(timeout: .milliseconds(1000), stallTimeout: .milliseconds(500))
            let late = await loop.failure(.local(server.url("/large")) { $0.limits = limits })
            // Held back by us, it did not stall.
            #expect(late?.code == .timedOut)
            cancelled.cancel()
            #expect(await cancelled.value?.code == .cancelled)
            holder.cancel()
            #expect(await holder.value?.code == .cancelled)
            let response = try await loop.fetch(large)
            #expect(response.body.count == 8 << 20)
        }
    }

    @Test func compressedBodiesBeyondAllBoundsFail() async throws {
        let configuration = TransferLoopConfiguration(maximumConcurrentTransfers: 16, maximumBodyBytesInFlight: 1 << 20)
        try await withServer(configuration) { server, loop in
            let gate = LoopbackGate()
            // Without its end, so that it neither ends nor is found to be damaged.
            let bomb = Array(LoopbackGzip.bomb(expandingTo: 4 << 20).dropLast(16))
            let header = LoopbackAnswer.header(
                200, ["Content-Length": String(bomb.count + 1), "Content-Encoding": "gzip"])
            server.route("/", LoopbackAnswer(steps: [.send(header), .send(bomb), .wait(gate)], closesConnection: true))
            let request = FetchRequest.local(server.url("/"))
            await withTaskGroup(of: FetchError.Code?.self) { group in
                for _ in 0..<16 { group.addTask { await loop.failure(request)?.code } }
                // One goes on because it has the largest body, and one may be held back with less than the bound's double.
                for _ in 0..<14 {
                    let code = await group.next() ?? nil
                    #expect(code == .overloaded)
                }
                gate.open()
                let last = await group.reduce(into: Set<FetchError.Code?>()) { $0.insert($1) }
                #expect(last.isSubset(of: [.overloaded, .cutShort]))
                #expect(last.contains(.cutShort))
            }
            #expect(loop.statistics.mostBodyBytesInFlight <= 2 * (5 << 20))
        }
    }
}
