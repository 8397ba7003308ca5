import HTTPFetch
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RedirectTests {
    @Test func hopsAreFollowedAndTold() async throws {
        try await withServer { server, loop in
            server.route("/a", .redirect(301, to: "/b"))
            server.route("/b", .redirect(308, to: server.url("/c#part")))
            server.route("/c", .redirect(302, to: "d?x=1"))
            server.route("/d", .response(text: "here"))
            let response = try await loop.fetch(.local(server.url("/a")))
            #expect(text(response) == "here")
            #expect(response.url == server.url("/d?x=1"))
            #expect(
                response.redirects == [
                    Redirect(status: 301, url: server.url("/b")), Redirect(status: 308, url: server.url("/c")),
                    Redirect(status: 302, url: server.url("/d?x=1")),
                ])
            #expect(response.permanentURL == server.url("/c"))
        }
    }

    @Test func temporaryFirstIsNotPermanent() {
        let redirects = [Redirect(status: 302, url: "http://b/"), Redirect(status: 301, url: "http://c/")]
        #expect(FetchResponse(status: 200, url: "http://c/", redirects: redirects).permanentURL == nil)
        #expect(FetchResponse(status: 200, url: "http://a/").permanentURL == nil)
    }

    @Test func loopsEnd() async throws {
        try await withServer { server, loop in
            server.route("/a", .redirect(to: "/b"))
            server.route("/b", .redirect(to: "/a"))
            let error = await loop.failure(.local(server.url("/a")) { $0.limits.maximumRedirects = 5 })
            #expect(error == FetchError(.tooManyRedirects, "more than 5 redirects", status: 302))
            #expect(server.requests.count == 6)
        }
    }

    @Test(arguments: [
        "file:///etc/passwd", "gopher://127.0.0.1:70/_x", "ftp://127.0.0.1/", "javascript:alert(1)", "data:,x", "//",
    ])
    func onlyToHTTP(_ target: String) async throws {
        try await withServer { server, loop in
            server.route("/", .redirect(to: target))
            let error = await loop.failure(.local(server.url("/")))
            #expect(error?.code == .badRedirect)
            #expect(error?.description.contains("passwd") == false)
        }
    }

    @Test func withoutLocationItIsAnAnswer() async throws {
        try await withServer { server, loop in
            server.route("/", .response(302))
            let answer = try await loop.answer(.local(server.url("/")))
            #expect(answer.status == 302)
            server.route("/300", .response(300, headers: ["Location": "/x"]))
            let answer2 = try await loop.answer(.local(server.url("/300")))
            #expect(answer2.status == 300)
        }
    }

    @Test func secretsStayAtTheOrigin() async throws {
        try await withServer { server, loop in
            let other = try LoopbackServer(address: "127.0.0.2")
            server.route("/a", .redirect(to: "/b"))
            server.route("/b", .redirect(to: other.url("/c")))
            other.route("/c", .redirect(to: server.url("/d")))
            server.route("/d", .response(text: "end"))
            let response = try await loop.fetch(
                .local(server.url("/a")) {
                    $0.headers = [HTTPField(name: "Cookie", value: "session=1"), HTTPField(name: "X-Key", value: "k")]
                    $0.credentials = Credentials(username: "u", password: "p")
                    $0.entityTag = "\"1\""
                    $0.accept = "application/rss+xml"
                })
            #expect(text(response) == "end")
            for request in server.requests.prefix(2) {
                #expect(request.headers["authorization"] == "Basic dTpw")
                #expect(request.headers["cookie"] == "session=1")
                #expect(request.headers["x-key"] == "k")
            }
            for request in other.requests + server.requests.suffix(1) {
                #expect(request.headers["authorization"] == nil)
                #expect(request.headers["cookie"] == nil)
                #expect(request.headers["x-key"] == nil)
                #expect(request.headers["if-none-match"] == "\"1\"")
                #expect(request.headers["accept"] == "application/rss+xml")
            }
            #expect(other.requests.count == 1)
            #expect(server.requests.count == 3)
            other.stop()
        }
    }

    @Test func anotherPortIsAnotherOriginAndUserInfoOfARedirectIsDropped() async throws {
        try await withServer { server, loop in
            let other = try LoopbackServer()
            server.route("/", .redirect(to: "http://evil:pass@\(other.address):\(other.port)/x"))
            let response = try await loop.fetch(.local("http://u:p@\(server.address):\(server.port)/"))
            #expect(response.url == other.url("/x"))
            #expect(response.redirects == [Redirect(status: 302, url: other.url("/x"))])
            #expect(server.requests.first?.headers["authorization"] == "Basic dTpw")
            #expect(other.requests.first?.headers["authorization"] == nil)
            other.stop()
        }
    }

    @Test(arguments: [
        ("http://gone.invalid/", "the host name cannot be resolved (redirected to gone.invalid)"),
        ("http://u:secret@gone.invalid/?key=secret", "the host name cannot be resolved (redirected to gone.invalid)"),
    ])
    func errorsTellWhereARedirectLed(_ target: String, _ text: String) async throws {
        try await withServer { server, loop in
            server.route("/", .redirect(to: target))
            let error = await loop.failure(.local(server.url("/")))
            #expect(error == FetchError(.cannotResolve, text))
        }
    }

    @Test func aStrangeHostIsNotRepeated() async throws {
        try await withServer { server, loop in
            server.route("/", .redirect(to: "http://go\u{202E}ne\u{1B}[2J.invalid/"))
            let error = await loop.failure(.local(server.url("/")))
            #expect(error?.description.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 } == true)
            #expect(error?.description.contains("redirected to") == (error?.code == .badRedirect))
        }
    }

    @Test func aRedirectIntoAPrivateNetworkIsRefused() async throws {
        try await withServer { proxy, loop in
            // A proxy stands for the public Internet here: the policy lets it be asked for a public name.
            proxy.routeOthers { _ in .redirect(to: "http://10.0.0.1/admin") }
            let error = await loop.failure(FetchRequest(url: "http://feeds.invalid/", proxy: proxy.url("")))
            #expect(error?.code == .addressRefused)
            #expect(proxy.requests.count == 1)
        }
    }

    @Test func setCookieIsForgotten() async throws {
        try await withServer { server, loop in
            server.route("/a", .response(302, headers: ["Location": "/b", "Set-Cookie": "a=1"]))
            server.route("/b", .response())
            _ = try await loop.fetch(.local(server.url("/a")))
            #expect(server.requests.last?.headers["cookie"] == nil)
        }
    }

    @Test func bodyOfARedirectIsBoundedAndNotKept() async throws {
        try await withServer { server, loop in
            server.route("/short", .response(301, headers: ["Location": "/end"], text: "moved"))
            server.route(
                "/long", .response(301, headers: ["Location": "/end"], body: [UInt8](repeating: 1, count: 2000)))
            server.route("/end", .response(text: "end"))
            let limits = FetchLimits(maximumBodySize: 1000)
            let response = try await loop.fetch(.local(server.url("/short")) { $0.limits = limits })
            #expect(text(response) == "end")
            #expect(await loop.failure(.local(server.url("/long")) { $0.limits = limits })?.code == .tooLarge)
        }
    }
}
