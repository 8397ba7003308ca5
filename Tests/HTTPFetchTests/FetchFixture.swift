import HTTPFetch
import TestSupport
import Testing

/// Runs a test with a server and a loop of its own, and ends both.
func withServer(
    _ configuration: TransferLoopConfiguration = TransferLoopConfiguration(),
    _ body: (LoopbackServer, TransferLoop) async throws -> Void
) async throws {
    let server = try LoopbackServer()
    let loop = try TransferLoop(configuration)
    do {
        try await body(server, loop)
    } catch {
        await loop.shutdown()
        server.stop()
        throw error
    }
    await loop.shutdown()
    server.stop()
}

extension FetchRequest {
    /// A request to this machine.
    static func local(_ url: String, _ change: (inout FetchRequest) -> Void = { _ in }) -> FetchRequest {
        var request = FetchRequest(url: url, addressPolicy: .any)
        change(&request)
        return request
    }
}

extension TransferLoop {
    /// `fetch` with untyped errors, which the macros of the tests can take.
    func answer(_ request: FetchRequest) async throws -> FetchResponse {
        try await fetch(request)
    }

    /// The error that a fetch ends with; nil and a recorded issue if it brings an answer.
    func failure(_ request: FetchRequest, sourceLocation: SourceLocation = #_sourceLocation) async -> FetchError? {
        do throws(FetchError) {
            let response = try await fetch(request)
            Issue.record("answered with \(response.status)", sourceLocation: sourceLocation)
            return nil
        } catch {
            return error
        }
    }
}

func text(_ response: FetchResponse) -> String {
    String(decoding: response.body, as: UTF8.self)
}
