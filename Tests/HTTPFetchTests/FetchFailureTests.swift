import HTTPFetch
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FetchFailureTests {
    @Test(arguments: [
        "ftp://example.org/x", "file:///etc/passwd", "example.org/feed", "", "http://", "http:///x", "http://a b/",
        "http://u:secret@/x", "http://e.org/\u{7}",
    ])
    func badURLsAreRefused(_ url: String) async throws {
        try await withServer { _, loop in
            let error = await loop.failure(.local(url))
            #expect(error?.code == .badURL)
            #expect(error?.description.contains("secret") == false)
        }
    }

    @Test(arguments: [
        HTTPField(name: "X-A", value: "1\r\nHost: evil"), HTTPField(name: "X A", value: "1"),
        HTTPField(name: "", value: "1"),
    ])
    func headersThatCannotBeSentAreRefused(_ field: HTTPField) async throws {
        try await withServer { server, loop in
            #expect(await loop.failure(.local(server.url("/")) { $0.headers = [field] })?.code == .badHeader)
            #expect(server.requests.isEmpty)
        }
    }

    @Test func validatorThatCannotBeSentIsLeftOut() async throws {
        try await withServer { server, loop in
            _ = try await loop.fetch(.local(server.url("/")) { $0.entityTag = "\"1\"\r\nX-Evil: 1" })
            #expect(server.requests.first?.headers["if-none-match"] == nil)
            #expect(server.requests.first?.headers["x-evil"] == nil)
        }
    }

    @Test func nobodyListens() async throws {
        try await withServer { _, loop in
            let gone = try LoopbackServer()
            gone.stop()
            let error = await loop.failure(.local(gone.url("/")))
            #expect(error?.code == .cannotConnect)
            #expect(error?.description == "cannot connect: connection refused")
        }
    }

    @Test(arguments: ["http://talentwatch.invalid/", "http://인재.invalid/"])
    func unknownHost(_ url: String) async throws {
        try await withServer { _, loop in
            #expect(await loop.failure(.local(url))?.code == .cannotResolve)
        }
    }

    @Test func bodyOverTheLimit() async throws {
        try await withServer { server, loop in
            server.route("/declared", .response(body: [UInt8](repeating: 1, count: 1001)))
            server.route("/exact", .response(body: [UInt8](repeating: 1, count: 1000)))
            server.route("/endless", .endlessBody(of: Array("again ".utf8), upTo: 50 << 20))
            let small = FetchLimits(maximumBodySize: 1000)
            let answer = try await loop.answer(.local(server.url("/exact")) { $0.limits = small })
            #expect(answer.body.count == 1000)
            for path in ["/declared", "/endless"] {
                let error = await loop.failure(.local(server.url(path)) { $0.limits = small })
                #expect(error == FetchError(.tooLarge, "the body is larger than 1000 bytes", status: 200))
            }
        }
    }

    @Test func bombIsCountedUnpacked() async throws {
        try await withServer { server, loop in
            let bomb = LoopbackGzip.bomb(expandingTo: 100 << 20)
            #expect(bomb.count < 1 << 20)
            server.route("/", .response(headers: ["Content-Encoding": "gzip"], body: bomb))
            #expect(await loop.failure(.local(server.url("/")))?.code == .tooLarge)
        }
    }

    @Test func endlessHeader() async throws {
        try await withServer { server, loop in
            server.route("/fields", .endlessHeader(upTo: 50 << 20))
            server.route("/line", .raw(Array("HTTP/1.1 200 OK\r\nX: ".utf8) + [UInt8](repeating: 0x61, count: 4 << 20)))
            for path in ["/fields", "/line"] {
                #expect(await loop.failure(.local(server.url(path)))?.code == .headersTooLarge)
            }
        }
    }

    @Test func dripTakesTooLong() async throws {
        try await withServer { server, loop in
            server.route("/", .dripping([UInt8](repeating: 1, count: 10_000), every: .milliseconds(20)))
            let limits = FetchLimits(timeout: .milliseconds(300), stallTimeout: .seconds(10))
            let error = await loop.failure(.local(server.url("/")) { $0.limits = limits })
            #expect(error == FetchError(.timedOut, "not complete after 300 ms", status: 200))
        }
    }

    @Test(arguments: ["/silent", "/halted"])
    func silenceIsAStall(_ path: String) async throws {
        try await withServer { server, loop in
            let gate = LoopbackGate()
            server.route("/silent", .held(by: gate, .response()))
            server.route("/halted", .halted(by: gate, after: [1, 2, 3], declaring: 10))
            let limits = FetchLimits(timeout: .seconds(30), stallTimeout: .milliseconds(200))
            let error = await loop.failure(.local(server.url(path)) { $0.limits = limits })
            #expect(error?.code == .stalled)
            #expect(error?.description == "the server sent nothing for 200 ms")
        }
    }

    @Test func cutAnswers() async throws {
        try await withServer { server, loop in
            server.route("/cut", .cut([1, 2, 3], declaring: 10))
            server.route("/none", .hangUp)
            server.route("/chunked", .raw(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel".utf8)))
            let cut = await loop.failure(.local(server.url("/cut")))
            #expect(
                cut
                    == FetchError(
                        .cutShort, "the server closed the connection before the body was complete", status: 200))
            #expect(await loop.failure(.local(server.url("/none")))?.code == .cutShort)
            #expect(await loop.failure(.local(server.url("/chunked")))?.code == .cutShort)
        }
    }

    @Test func answersThatAreNotHTTP() async throws {
        try await withServer { server, loop in
            server.route("/", .raw([UInt8](repeating: 0, count: 300)))
            server.route("/ssh", .raw(Array("SSH-2.0-x\u{1B}[31m\r\n".utf8)))
            for path in ["/", "/ssh"] {
                let error = await loop.failure(.local(server.url(path)))
                #expect(error?.code == .protocolError)
                #expect(error?.description == "the answer is not HTTP")
            }
        }
    }

    @Test func damagedCompression() async throws {
        try await withServer { server, loop in
            var damaged = LoopbackGzip.stored(Array("<rss/>".utf8))
            damaged[12] ^= 0xFF
            server.route("/", .response(headers: ["Content-Encoding": "gzip"], body: damaged))
            let error = await loop.failure(.local(server.url("/")))
            #expect(error == FetchError(.decoding, "the compressed body is damaged", status: 200))
            // Asked once more, for an answer without compression.
            #expect(server.requests.map { $0.headers["accept-encoding"] == "identity" } == [false, true])
        }
    }

    @Test(arguments: ["gzip", "utf-8", "none", "x-unknown"])
    func codingThatIsNamedButNotUsed(_ coding: String) async throws {
        try await withServer { server, loop in
            server.route("/", .response(headers: ["Content-Encoding": coding], text: "<rss/>"))
            let response = try await loop.fetch(.local(server.url("/")))
            #expect(text(response) == "<rss/>")
            let next = try await loop.fetch(.local(server.url("/none")))
            #expect(next.status == 404)
            #expect(server.requests.last?.headers["accept-encoding"] != nil)
        }
    }

    @Test func plainServerOnATLSPort() async throws {
        try await withServer { server, loop in
            let error = await loop.failure(.local("https://\(server.address):\(server.port)/"))
            #expect(error?.code == .tlsHandshake)
        }
    }

    @Test func handshakeWithoutAnAnswer() async throws {
        try await withServer { _, loop in
            let deaf = try LoopbackServer(isDeaf: true)
            let request = FetchRequest.local("https://\(deaf.address):\(deaf.port)/") {
                $0.limits = FetchLimits(connectTimeout: .milliseconds(200), stallTimeout: .milliseconds(50))
            }
            let error = await loop.failure(request)
            #expect(error == FetchError(.connectTimedOut, "no connection after 200 ms"))
            deaf.stop()
        }
    }

    @Test func missingAuthorityFile() async throws {
        try await withServer { server, loop in
            let request = FetchRequest.local("https://\(server.address):\(server.port)/") {
                $0.certificateAuthorityFile = "/nonexistent/ca.pem"
            }
            #expect(await loop.failure(request)?.code == .tlsAuthorityFile)
        }
    }

    @Test func textsAreBounded() {
        #expect(
            FetchError(.system, String(repeating: "x", count: 1000)).description.count == FetchError.maximumTextLength)
    }
}
