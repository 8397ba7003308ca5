import Testing

@testable import WatchEngine

/// What is taken out of a URL without libcurl: its host for politeness, and what may be shown of it.
@Suite struct URLPartsTests {
    @Test(arguments: [
        ("https://h.example/x", "https://h.example/x"), ("https://u:p@h.example/x", "https://h.example/x"),
        ("http://u@h.example?a@b", "http://h.example?a@b"), ("https://h.example/@a", "https://h.example/@a"),
        ("https://u:p@q@h.example/", "https://h.example/"), ("x:y://u:p@h.example/", "x:y://h.example/"),
        ("view-source:http://u:p@h.example/", "view-source:http://h.example/"), ("file:/srv/a@b", "file:/srv/a@b"),
        ("", ""), (":", ":"), ("://u@", "://"),
    ])
    func secretsAreNotShown(url: String, shown: String) {
        #expect(FeedConfiguration(name: "가", url: url).printableURL == shown)
    }

    @Test(arguments: [
        ("HTTPS://u:p@Example.ORG:443/a", "https://example.org"), ("http://127.1:8080?x", "http://127.0.0.1:8080"),
        ("http://10.0.0.1#x", "http://10.0.0.1"), ("http://a@b@[::1]:80/", "http://[::1]"),
        ("file:///srv/feed.xml", "file:///srv/feed.xml"), ("http:", "http:"), ("", ""),
    ])
    func hostsAreCompared(url: String, host: String) {
        #expect(HostKey(url: url).text == host)
    }
}
