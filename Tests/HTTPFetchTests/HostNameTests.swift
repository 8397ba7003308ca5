import TestSupport
import Testing

@testable import HTTPFetch

/// One form of a host, however it is written: what is judged, compared and spared.
@Suite(.timeLimit(.minutes(1)))
struct HostNameTests {
    @Test(arguments: [
        ("example.org", "example.org"), ("EXAMPLE.org", "example.org"), ("example.org.", "example.org"),
        ("ex%61mple.org", "example.org"), ("a_b.example", "a_b.example"), ("한국.com", "xn--3e0b707e.com"),
        ("%ED%95%9C.com", "xn--6q8b.com"), ("ⓛocalhost", "localhost"), ("loc\u{AD}alhost", "localhost"),
        ("%6cocalhost", "localhost"), ("LOCALHOST.", "localhost"), ("127.1", "127.0.0.1"), ("0x7f.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"), ("017700000001", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0", "0.0.0.0"),
        ("127.0.0.1.", "127.0.0.1"), ("①②⑦.0.0.1", "127.0.0.1"), ("１２７.0.0.1", "127.0.0.1"),
        ("127。0。0。1", "127.0.0.1"), ("0x7f。1", "127.0.0.1"), ("%31%32%37.0.0.1", "127.0.0.1"),
        ("127%2e0.0.1", "127.0.0.1"), ("[::1]", "::1"), ("[0:0:0:0:0:0:0:1]", "::1"), ("[FE80::1%25lo]", "fe80::1"),
        ("[::FFFF:127.0.0.1]", "::ffff:127.0.0.1"), ("127.0.0.1%00.example.com", nil), ("a%2Fb", nil), ("a b", nil),
        ("a@b", nil), ("a/b", nil), ("a?b", nil), ("a#b", nil), ("a\\b", nil), ("", nil), (".", nil), ("[::1", nil),
    ])
    func everySpellingIsOne(_ host: String, _ expected: String?) {
        #expect(HostName.normalized(host[...]) == expected)
    }

    /// An address in its usual form is known at a glance, and every other one is not taken for one: a percent-encoded digit
    /// sends both the long way.
    @Test func addressesKnownAtAGlanceAreWhatLibcurlMakesOfThem() {
        let numbers = [
            "0", "1", "00", "01", "9", "10", "099", "127", "255", "256", "300", "1000", "4294967295", "0x1", "",
        ]
        var hosts = ["1.2.3", "1.2.3.4.5", ".1.2.3.4", "1..2.3.4", "1.2.3.4.", "1.2.3.4..", "1.2.3.-4", "1.2.3.4a"]
        for number in numbers {
            for place in 0..<4 {
                var parts = ["10", "0", "255", "7"]
                parts[place] = number
                hosts.append(parts.joined(separator: "."))
            }
        }
        for host in hosts {
            let spelled = host.replacing("1", with: "%31", maxReplacements: 1)
            guard spelled != host else { continue }
            #expect(HostName.normalized(host[...]) == HostName.normalized(spelled[...]), "\(host)")
        }
    }

    @Test(arguments: [
        ("Example.ORG:443", "443", "example.org"), ("example.org:0443", "443", "example.org"),
        ("example.org:", "443", "example.org"), ("example.org:8443", "443", "example.org:8443"),
        ("[::1]:80", "80", "[::1]"), ("[0::1]:81", "80", "[::1]:81"), ("127.1:81", "80", "127.0.0.1:81"),
        ("한국.com:80", "80", "xn--3e0b707e.com"), (":80", "80", nil),
    ])
    func portsAreComparedAsNumbers(_ authority: String, _ port: String, _ expected: String?) {
        #expect(HostName.authority(authority[...], defaultPort: port) == expected)
    }

    @Test func secretsStayWithTheHostHoweverItIsWritten() throws {
        let here = try RequestURL("http://127.0.0.1:81/a")
        for same in ["http://127.1:81/", "http://①②⑦.0.0.1:081/", "http://u@%31%32%37.0.0.1:81/"] {
            #expect(here.hasSameOrigin(as: try RequestURL(same)))
        }
        for other in ["https://127.0.0.1:81/", "http://127.0.0.2:81/", "http://127.0.0.1/", "http://localhost:81/"] {
            #expect(!here.hasSameOrigin(as: try RequestURL(other)))
        }
        #expect(throws: RequestURL.Fault.self) { try RequestURL("http://a%00b/") }
    }

    @Test func exceptionsOfProxiesMeanTheHost() throws {
        let proxies = ProxyConfiguration(http: "h", exceptions: ["한국.com", "127.1", "LOCAL.example."])
        for url in ["http://www.xn--3e0b707e.com/", "http://①②⑦.0.0.1/", "http://a.local.example/"] {
            #expect(proxies.proxy(for: try RequestURL(url)) == nil)
        }
        #expect(proxies.proxy(for: try RequestURL("http://한국.org/")) == "h")
    }

    @Test func aProxyIsAskedForNoPrivateHostHoweverItIsWritten() async throws {
        try await withServer { proxy, loop in
            let hosts = [
                "①②⑦.0.0.1", "１２７.0.0.1", "127。0。0。1", "ⓛocalhost", "%31%32%37.0.0.1", "127%2e0.0.1", "localhost.",
                "127.0.0.1.", "017700000001", "[::ffff:10.0.0.1]", "[fe80::1%25lo]", "x.local",
                "metadata.google.internal",
                "router.home.arpa", "localhost.localdomain", "ip6-localhost",
            ]
            proxy.routeOthers { request in
                // Each host is also where a redirect of a public site leads.
                guard let index = request.path.split(separator: "/").last.flatMap({ Int($0) }) else {
                    return .response(text: "reached")
                }
                return .redirect(to: "http://\(hosts[index])/x")
            }
            for (index, host) in hosts.enumerated() {
                for url in ["http://\(host)/x", "http://feeds.invalid/\(index)"] {
                    let error = await loop.failure(FetchRequest(url: url, proxy: proxy.url("")))
                    #expect(error?.code == .addressRefused, "\(url)")
                }
            }
            #expect(proxy.requests.count == hosts.count)
        }
    }

    @Test func whatAPersonTypedMayBePrivateButLeadsNowhereElse() async throws {
        try await withServer { server, loop in
            server.route("/away", .redirect(to: server.url("/x")))
            server.route("/x", .response(text: "x"))
            func request(_ url: String, proxy: String? = nil) -> FetchRequest {
                FetchRequest(url: url, proxy: proxy, addressPolicy: .publicAfterRedirect)
            }
            let typed = try await loop.fetch(request(server.url("/away")))
            #expect(text(typed) == "x")
            // A public site, here one behind a proxy, must not lead there.
            let proxy = try LoopbackServer()
            proxy.routeOthers { _ in .redirect(to: server.url("/x")) }
            let error = await loop.failure(request("http://feeds.invalid/", proxy: proxy.url("")))
            #expect(error?.code == .addressRefused)
            #expect(server.requests.count == 2)
            proxy.stop()
        }
    }
}
