import HTTPFetch
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AddressPolicyTests {
    @Test func loopbackIsRefusedBeforeAConnection() async throws {
        try await withServer { server, loop in
            let error = await loop.failure(FetchRequest(url: server.url("/")))
            #expect(error?.code == .addressRefused)
            #expect(error?.description == "the host's address is not on the public Internet (loopback)")
            #expect(server.requests.isEmpty)
            #expect(loop.statistics.connectionsOpened == 0)
        }
    }

    @Test(arguments: [
        "http://localhost:1/", "http://127.1:1/", "http://2130706433:1/", "http://[::1]:1/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://[fe80::1]:1/", "http://[fd00::1]:1/", "http://10.0.0.1:1/", "http://169.254.169.254/",
        "http://0.0.0.0:1/",
        "http://[64:ff9b::10.0.0.1]:1/", "http://[2002:7f00:1::]:1/", "http://100.64.0.1:1/", "http://224.0.0.1:1/",
    ])
    func namesAndFormsOfItAreRefused(_ url: String) async throws {
        try await withServer { _, loop in
            #expect(await loop.failure(FetchRequest(url: url))?.code == .addressRefused)
        }
    }

    @Test func aConnectionLeftOpenByAnotherPolicyIsNotUsed() async throws {
        try await withServer(TransferLoopConfiguration(maximumConcurrentTransfers: 1)) { server, loop in
            server.route("/", .response())
            _ = try await loop.fetch(.local(server.url("/")))
            #expect(await loop.failure(FetchRequest(url: server.url("/")))?.code == .addressRefused)
            #expect(server.requests.count == 1)
        }
    }

    @Test func aProxyIsNotJudgedButWhatItIsAskedForIs() async throws {
        try await withServer { proxy, loop in
            proxy.routeOthers { _ in .response(text: "by proxy") }
            var request = FetchRequest(url: "http://feeds.invalid/x", proxy: proxy.url(""))
            let response = try await loop.fetch(request)
            #expect(text(response) == "by proxy")
            for host in ["localhost", "a.localhost.", "127.0.0.1", "[::1]", "0x7f.1"] {
                request.url = "http://\(host)/x"
                #expect(await loop.failure(request)?.code == .addressRefused)
            }
            #expect(proxy.requests.count == 1)
        }
    }
}
