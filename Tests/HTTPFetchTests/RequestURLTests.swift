import Testing

@testable import HTTPFetch

struct RequestURLTests {
    @Test(arguments: [
        ("http://e.org", "http://e.org", "e.org"), ("HTTP://E.org:80/A", "http://E.org:80/A", "e.org"),
        ("https://e.org:443?q", "https://e.org:443?q", "e.org"), ("https://e.org:80/", "https://e.org:80/", "e.org:80"),
        ("http://e.org:/", "http://e.org:/", "e.org"), ("http://u:p@e.org/a@b#c", "http://e.org/a@b", "e.org"),
        ("http://e.org#@evil.org/", "http://e.org", "e.org"),
        ("http://e.org?@evil.org/", "http://e.org?@evil.org/", "e.org"),
        ("http://a@b@e.org/", "http://e.org/", "e.org"), ("http://[::1]:8080/", "http://[::1]:8080/", "[::1]:8080"),
        ("http://한국.kr/뉴 스", "http://한국.kr/%EB%89%B4%20%EC%8A%A4", "xn--3e0b707e.kr"),
    ])
    func parts(_ url: String, _ text: String, _ authority: String) throws {
        let parsed = try RequestURL(url)
        #expect(parsed.text == text)
        #expect(parsed.authority == authority)
    }

    @Test(arguments: [
        ("http://a/", "http://A:80/x", true), ("http://a/", "https://a/", false),
        ("http://a/", "http://a:8080/", false),
        ("https://a/", "https://u@a:443", true), ("http://a/", "http://a.b/", false),
        ("http://a:80/", "https://a:80/", false),
    ])
    func origins(_ one: String, _ other: String, _ isSame: Bool) throws {
        #expect(try RequestURL(one).hasSameOrigin(as: try RequestURL(other)) == isSame)
    }

    @Test(arguments: [
        ("http://[fe80::1]:8/", "fe80::1"), ("http://A.b:8/", "a.b"), ("http://1.2.3.4/x:1", "1.2.3.4"),
    ])
    func hosts(_ url: String, _ host: String) throws {
        #expect(try RequestURL(url).host == host)
    }

    @Test(arguments: [
        ("http://u%3A:p%40%zz@h/", Credentials(username: "u:", password: "p@%zz")),
        ("http://u@h/", Credentials(username: "u", password: "")), ("http://h/", nil),
    ])
    func userInfo(_ url: String, _ expected: Credentials?) throws {
        #expect(try RequestURL(url).credentials == expected)
    }

    @Test(arguments: [
        ("ftp://h/", RequestURL.Fault.scheme), ("http:/h", .scheme), ("", .scheme), ("http://", .syntax),
        ("http://@/", .syntax),
        ("http://h\\@evil/", .syntax), ("http://a b/", .syntax), ("http://h/\r\n", .syntax),
        ("http://h/\u{7F}", .syntax),
        ("http://h/" + String(repeating: "a", count: RequestURL.maximumLength), .syntax),
    ])
    func faults(_ url: String, _ fault: RequestURL.Fault) {
        #expect(throws: fault) { try RequestURL(url) }
    }

    @Test func credentialsDoNotShow() {
        let credentials = Credentials(username: "user", password: "secret")
        #expect(!"\(credentials) \(String(reflecting: credentials)) \([credentials])".contains("secret"))
    }
}
