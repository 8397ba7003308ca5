import Foundation
import TestSupport
import Testing

@testable import HTTPFetch

@Suite(.timeLimit(.minutes(1)))
struct ProxyTests {
    @Test func environmentIsReadInCurlsWay() {
        let proxies = ProxyConfiguration(environment: [
            "http_proxy": "http://a", "HTTP_PROXY": "http://evil", "HTTPS_PROXY": "http://b", "https_proxy": "http://c",
            "ALL_PROXY": "socks5h://d", "NO_PROXY": "x.org, 10.0.0.0/8", "no_proxy": "",
        ])
        #expect(
            proxies
                == ProxyConfiguration(
                    http: "http://a", https: "http://c", all: "socks5h://d", exceptions: ["x.org", "10.0.0.0/8"]))
        #expect(ProxyConfiguration(environment: ["HTTP_PROXY": "http://evil"]) == ProxyConfiguration())
    }

    @Test(arguments: [
        ("http://e.org/", "h"), ("https://e.org/", "all"), ("http://x.org/", nil), ("http://a.X.org:8080/", nil),
        ("http://ax.org/", "h"), ("http://x.org./", nil), ("http://10.2.3.4/", nil), ("http://11.2.3.4/", "h"),
        ("http://[fd00::9]:1/", nil), ("http://[fd00::a]/", "h"), ("http://x.org.evil/", "h"),
    ])
    func exceptions(_ url: String, _ expected: String?) throws {
        let proxies = ProxyConfiguration(
            http: "h", all: "all", exceptions: [".x.org", "10.0.0.0/8", "[fd00::9]", "/", ""])
        #expect(proxies.proxy(for: try RequestURL(url)) == expected)
        #expect(ProxyConfiguration(http: "h", all: "all", exceptions: ["*"]).proxy(for: try RequestURL(url)) == nil)
    }

    @Test func theLoopsProxyIsUsedUnlessTheRequestSaysOtherwise() async throws {
        let proxy = try LoopbackServer()
        let other = try LoopbackServer()
        for server in [proxy, other] { server.routeOthers { .response(text: "by \($0.headers["host"] ?? "")") } }
        let configuration = TransferLoopConfiguration(proxies: ProxyConfiguration(http: proxy.url("")))
        try await withServer(configuration) { server, loop in
            server.route("/x", .response(text: "direct"))
            let usual = try await loop.fetch(.local("http://feeds.invalid/x"))
            #expect(text(usual) == "by feeds.invalid")
            #expect(proxy.requests.first?.path == "http://feeds.invalid/x")
            let own = try await loop.fetch(.local("http://feeds.invalid/x") { $0.proxy = other.url("") })
            #expect(text(own) == "by feeds.invalid")
            #expect(other.requests.count == 1)
            let direct = try await loop.fetch(.local(server.url("/x")) { $0.proxy = "" })
            #expect(text(direct) == "direct")
        }
        proxy.stop()
        other.stop()
    }

    @Test func environmentOfTheProcessIsNotLookedAt() async {
        await #expect(processExitsWith: .success) {
            setenv("http_proxy", "http://127.0.0.1:1", 1)
            setenv("ALL_PROXY", "http://127.0.0.1:1", 1)
            try await withServer { server, loop in
                server.route("/", .response(text: "direct"))
                let response = try await loop.fetch(.local(server.url("/")))
                try #require(text(response) == "direct")
            }
        }
    }

    @Test func failuresOfTheProxyAreItsOwn() async throws {
        let proxy = try LoopbackServer()
        proxy.routeOthers { _ in .response(403, text: "no") }
        try await withServer { _, loop in
            // CONNECT asks for a host and port, not a path.
            let tunnel = await loop.failure(.local("https://feeds.invalid/x") { $0.proxy = proxy.url("") })
            #expect(tunnel == FetchError(.proxy, "the proxy answered 403"))
            let stranger = try LoopbackServer()
            stranger.routeOthers { _ in .response(407, text: "who?") }
            let unnamed = await loop.failure(.local("https://feeds.invalid/x") { $0.proxy = stranger.url("") })
            #expect(unnamed == FetchError(.proxy, "the proxy wants a user name and a password (407)"))
            stranger.stop()
            let gone = try LoopbackServer()
            gone.stop()
            let closed = await loop.failure(.local("http://feeds.invalid/") { $0.proxy = gone.url("") })
            #expect(closed == FetchError(.proxy, "cannot connect to the proxy: connection refused"))
            let unknown = await loop.failure(
                .local("http://feeds.invalid/") { $0.proxy = "http://u:secret@proxy.invalid" })
            #expect(unknown == FetchError(.proxy, "the name of the proxy cannot be resolved"))
            let wrong = await loop.failure(.local("http://feeds.invalid/") { $0.proxy = "gopher://secret@p" })
            #expect(wrong?.code == .proxy)
            #expect(wrong?.description.contains("secret") == false)
        }
        proxy.stop()
    }
}
