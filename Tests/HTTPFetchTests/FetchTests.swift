import HTTPFetch
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FetchTests {
    @Test func bringsStatusHeadersAndBody() async throws {
        try await withServer { server, loop in
            server.route(
                "/feed", .response(headers: ["Content-Type": "application/rss+xml; charset=EUC-KR"], text: "<rss/>"))
            let response = try await loop.fetch(.local(server.url("/feed")))
            #expect(response.status == 200)
            #expect(text(response) == "<rss/>")
            #expect(response.url == server.url("/feed"))
            #expect(response.redirects.isEmpty)
            #expect(response.headers["content-type"] == "application/rss+xml; charset=EUC-KR")
            #expect(response.headers["Content-Type"] == response.headers["CONTENT-TYPE"])
            #expect(response.headers["x-absent"] == nil)
        }
    }

    @Test func sendsWhatTheRequestSays() async throws {
        try await withServer { server, loop in
            let request = FetchRequest.local(server.url("/a?b=c#d")) {
                $0.userAgent = "talentwatch/1 (+https://example.org)"
                $0.headers = [HTTPField(name: "X-Key", value: "k1"), HTTPField(name: "X-Empty", value: "")]
                $0.credentials = Credentials(username: "u", password: "p")
            }
            let response = try await loop.fetch(request)
            #expect(response.url == server.url("/a?b=c"))
            let sent = try #require(server.requests.first)
            #expect(sent.method == "GET")
            #expect(sent.path == "/a?b=c")
            #expect(sent.headers["user-agent"] == "talentwatch/1 (+https://example.org)")
            #expect(sent.headers["x-key"] == "k1")
            #expect(sent.headers["x-empty"]?.isEmpty == true)
            #expect(sent.headers["authorization"] == "Basic dTpw")
            #expect(sent.headers["accept-encoding"]?.contains("gzip") == true)
            #expect(sent.headers["accept"] == "*/*")
            #expect(sent.headers["if-none-match"] == nil)
            #expect(sent.headers["if-modified-since"] == nil)
        }
    }

    @Test func nothingOfOneRequestStaysForTheNext() async throws {
        try await withServer(TransferLoopConfiguration(maximumConcurrentTransfers: 1)) { server, loop in
            _ = try await loop.fetch(
                .local(server.url("/first")) {
                    $0.headers = [HTTPField(name: "X-Key", value: "k1")]
                    $0.credentials = Credentials(username: "u", password: "p")
                    $0.entityTag = "\"1\""
                })
            _ = try await loop.fetch(.local(server.url("/second")))
            let second = try #require(server.requests.last)
            #expect(second.path == "/second")
            #expect(second.headers["x-key"] == nil)
            #expect(second.headers["authorization"] == nil)
            #expect(second.headers["if-none-match"] == nil)
            #expect(second.connection == 0)
        }
    }

    @Test(arguments: [(true, 1), (false, 3)])
    func connectionsAreKeptOnWish(_ keeps: Bool, _ expected: Int) async throws {
        try await withServer { server, loop in
            for _ in 0..<3 { _ = try await loop.fetch(.local(server.url("/")) { $0.keepsConnection = keeps }) }
            #expect(Set(server.requests.map(\.connection)).count == expected)
            #expect(loop.statistics.connectionsOpened == expected)
        }
    }

    @Test func unchangedFeedAnswers304WithItsValidators() async throws {
        try await withServer { server, loop in
            server.routeFeed(
                "/feed", body: Array("<rss/>".utf8), entityTag: "W/\"a1\"",
                lastModified: "Tue, 24 Nov 2026 12:00:00 GMT")
            let first = try await loop.fetch(.local(server.url("/feed")))
            #expect(first.status == 200)
            let again = try await loop.fetch(
                .local(server.url("/feed")) {
                    $0.entityTag = first.headers["ETag"]
                    $0.lastModified = first.headers["Last-Modified"]
                })
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
            #expect(again.headers["etag"] == "W/\"a1\"")
            #expect(again.headers["last-modified"] == "Tue, 24 Nov 2026 12:00:00 GMT")
            #expect(server.requests.last?.headers["if-none-match"] == "W/\"a1\"")
            #expect(server.requests.last?.headers["if-modified-since"] == "Tue, 24 Nov 2026 12:00:00 GMT")
        }
    }

    @Test(arguments: ["\"caf\u{E9}\"", "bare", "W/\"a b\"", "\"a\tb\"", "\"\"", "\u{ED}\u{95}\u{9C}", "'x'"])
    func validatorsGoBackByteForByte(_ tag: String) async throws {
        let bytes = tag.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        try await withServer { server, loop in
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nLast-Modified: 2026-11-28 12:00\r\nETag: "
            server.route("/", .raw(Array(head.utf8) + bytes + Array("\r\n\r\n".utf8)))
            let first = try await loop.fetch(.local(server.url("/")))
            #expect(first.headers.opaque("etag") == tag)
            _ = try await loop.fetch(
                .local(server.url("/")) {
                    $0.entityTag = first.headers.opaque("ETag")
                    $0.lastModified = first.headers.opaque("Last-Modified")
                })
            let line = Array("\r\nIf-None-Match: ".utf8) + bytes + Array("\r\n".utf8)
            #expect(server.requests.last?.bytes.firstRange(of: line) != nil)
            #expect(server.requests.last?.headers["if-modified-since"] == "2026-11-28 12:00")
        }
    }

    @Test(arguments: [401, 404, 410, 429, 500, 503])
    func errorStatusesAreAnswers(_ status: Int) async throws {
        try await withServer { server, loop in
            server.route("/", .response(status, headers: ["Retry-After": "120"], text: "no"))
            let response = try await loop.fetch(.local(server.url("/")))
            #expect(response.status == status)
            #expect(response.headers["retry-after"] == "120")
            #expect(text(response) == "no")
        }
    }

    @Test func compressedBodyIsUnpacked() async throws {
        try await withServer { server, loop in
            let plain = Array(String(repeating: "초지능 ", count: 20_000).utf8)
            server.route("/", .response(headers: ["Content-Encoding": "gzip"], body: LoopbackGzip.stored(plain)))
            let answer = try await loop.answer(.local(server.url("/")))
            #expect(answer.body == plain)
        }
    }

    @Test func interimAnswerIsPassedOver() async throws {
        try await withServer { server, loop in
            let bytes =
                "HTTP/1.1 103 Early\r\nLink: </a>\r\nETag: \"early\"\r\n\r\nHTTP/1.1 200 OK\r\nETag: \"2\"\r\nContent-Length: 2\r\n\r\nhi"
            server.route("/", .raw(Array(bytes.utf8)))
            let response = try await loop.fetch(.local(server.url("/")))
            #expect(response.status == 200)
            #expect(response.headers["etag"] == "\"2\"")
            #expect(response.headers["link"] == nil)
            #expect(text(response) == "hi")
        }
    }

    @Test func headerThatLooksLikeAStatusLineChangesNothing() async throws {
        try await withServer { server, loop in
            let bytes = "HTTP/1.1 200 OK\r\nHTTP/1.1 302: x\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\nhi"
            server.route("/", .raw(Array(bytes.utf8)))
            let response = try await loop.fetch(.local(server.url("/")))
            #expect(response.status == 200)
            #expect(server.requests.count == 1)
        }
    }

    @Test func manyAtATime() async throws {
        try await withServer { server, loop in
            let gate = LoopbackGate()
            server.routeOthers { request in .held(by: gate, .response(text: request.path)) }
            let addresses = (0..<200).map { server.url("/\($0)") }
            let paths = try await withThrowingTaskGroup(of: String.self) { group in
                for address in addresses {
                    group.addTask { text(try await loop.fetch(.local(address))) }
                }
                // No more than the bound on transfers gets through before one is done.
                _ = await server.requests(atLeast: 64)
                #expect(server.requests.count == 64)
                gate.open()
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(paths.count == 200)
            #expect(server.requests.count == 200)
        }
    }

    @Test func spacesAndHangulInAURLAreEncoded() async throws {
        try await withServer { server, loop in
            let response = try await loop.fetch(.local(server.url("/초 지능?q=é")))
            #expect(server.requests.first?.path == "/%EC%B4%88%20%EC%A7%80%EB%8A%A5?q=%C3%A9")
            #expect(response.url == server.url("/%EC%B4%88%20%EC%A7%80%EB%8A%A5?q=%C3%A9"))
        }
    }

    @Test func userInfoOfAURLBecomesCredentials() async throws {
        try await withServer { server, loop in
            let address = "http://us%40er:p:w@\(server.address):\(server.port)/x"
            let response = try await loop.fetch(.local(address))
            #expect(response.url == server.url("/x"))
            #expect(server.requests.first?.headers["authorization"] == "Basic dXNAZXI6cDp3")
        }
    }
}
