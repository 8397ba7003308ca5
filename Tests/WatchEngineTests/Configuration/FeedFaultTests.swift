import Foundation
import Testing
import WatchEngine

/// What the loader says of wrong feeds, word for word, and what it makes of good ones.
struct FeedFaultTests {
    private static let hours = "write seconds, or a number with ms, s, m, h, d or w, such as 15m or \"1h 30m\""

    static let urls: [(String, String)] = [
        ("ftp://x/y", "= \"ftp://x/y\": is not an http or https URL; write https://… or http://…"),
        ("gopher://x", "= \"gopher://x\": is not an http or https URL; write https://… or http://…"),
        ("javascript:alert(1)", "= \"javascript:alert(1)\": is not an http or https URL; write https://… or http://…"),
        ("example.org/feed", "= \"example.org/feed\": has no scheme; write https://example.org/feed"),
        ("example.org:8080/feed", "= \"example.org:8080/feed\": has no scheme; write https://example.org:8080/feed"),
        (
            "feed://example.org/a",
            "= \"feed://example.org/a\": is not an http or https URL; write https://example.org/a"
        ),
        (
            "feed:https://example.org/a",
            "= \"feed:https://example.org/a\": is not an http or https URL; write https://example.org/a"
        ),
        ("feed", "= \"feed\": is not an http or https URL; write https://… or http://…"),
        ("https:/example.org", "= \"https:/example.org\": has no // after its scheme; write https://HOST/PATH"),
        ("https://", "= \"https://\": has no host that can be asked; write https://HOST/PATH"),
        ("https:///a", "= \"https:///a\": has no host that can be asked; write https://HOST/PATH"),
        ("https://a..b/", "= \"https://a..b/\": has no host that can be asked; write https://HOST/PATH"),
        ("https://a_b,c/", "= \"https://a_b,c/\": has no host that can be asked; write https://HOST/PATH"),
        ("https://a:0/", "= \"https://a:0/\": has a port that is none; write a port from 1 to 65535, or none"),
        ("https://a:65536/", "= \"https://a:65536/\": has a port that is none; write a port from 1 to 65535, or none"),
        ("https://a:http/", "= \"https://a:http/\": has a port that is none; write a port from 1 to 65535, or none"),
        ("https://[::1/", "= \"https://[::1/\": has no host that can be asked; write https://HOST/PATH"),
        ("https://a/b c", "= \"https://a/b c\": has white space in it; remove the space, or write %20"),
        ("https://a/b\\nc", "= \"https://a/b\\nc\": has white space in it; remove it"),
        ("https://user:geheim@a/", ": holds a user name or a password; move them to Username and PasswordFile"),
        ("ftp://user:geheim@a/", ": holds a user name or a password; move them to Username and PasswordFile"),
        ("https:/user:geheim@a/b", ": has no // after its scheme; write https://HOST/PATH"),
        ("feed:user:geheim@a/b", ": holds a user name or a password; move them to Username and PasswordFile"),
        ("user:geheim@a/b", ": holds a user name or a password; move them to Username and PasswordFile"),
        (
            "file://host/a.xml",
            "= \"file://host/a.xml\": is a file URL of another host; write file:///PATH, or file:PATH for a path beside this file"
        ),
        ("file:", "= \"file:\": names no file; write file:///PATH, or file:PATH for a path beside this file"),
        ("file:///a/", "= \"file:///a/\": names no file; write file:///PATH, or file:PATH for a path beside this file"),
        ("file:a%zz", "= \"file:a%zz\": names no file; write file:///PATH, or file:PATH for a path beside this file"),
        ("", "is empty"),
    ]

    @Test(arguments: urls)
    func urlFaults(url: String, expected: String) {
        let found = faults("{ Feeds = ( { Name = a; URL = \"\(url)\"; } ); }")
        let separator = expected.hasPrefix("=") ? " " : ""
        let whole = url.isEmpty ? ": is empty; write a text, or remove the key" : separator + expected
        #expect(found == ["main.plist:1: Feeds[0].URL" + whole])
    }

    static let goodURLs: [(String, String)] = [
        ("https://example.org", "https://example.org"),
        ("HTTP://Example.org:80/a?b=c#d", "HTTP://Example.org:80/a?b=c#d"),
        ("https://medium.com/feed/@who", "https://medium.com/feed/@who"),
        ("https://[2001:db8::1]:8443/a", "https://[2001:db8::1]:8443/a"),
        ("https://127.0.0.1:8080/a", "https://127.0.0.1:8080/a"),
        ("https://example.org./a", "https://example.org./a"),
        (
            "https://한국.example/초지능?q=영입#끝",
            "https://한국.example/%EC%B4%88%EC%A7%80%EB%8A%A5?q=%EC%98%81%EC%9E%85#%EB%81%9D"
        ),
        ("file:sample/sample.xml", "file:///etc/tw/sample/sample.xml"),
        ("file:../a b%20c.xml", "file:///etc/a%20b%20c.xml"),
        ("file:///srv/초.xml", "file:///srv/%EC%B4%88.xml"),
        ("file:/srv/a.xml", "file:///srv/a.xml"),
        ("file://localhost/srv/a.xml", "file:///srv/a.xml"),
    ]

    @Test(arguments: goodURLs)
    func goodURLsAreTaken(url: String, expected: String) throws {
        // White space is refused everywhere but in the paths of files, where people write it.
        let feeds = try loadText("{ Feeds = ( { Name = a; URL = \"\(url.replacing(" ", with: "%20"))\"; } ); }").feeds
        #expect(feeds.map(\.url) == [expected])
    }

    static let keys: [(String, [String])] = [
        ("Language = kr;", ["Language = \"kr\": is not a language code; did you mean ko?"]),
        ("Language = Korean;", ["Language = \"Korean\": is not a language code; did you mean ko?"]),
        ("Language = \"한국어\";", ["Language = \"한국어\": is not a language code; did you mean ko?"]),
        ("Language = xx;", ["Language = \"xx\": is not a language code; write a language code such as ko or en"]),
        (
            "Language = \"ko_KR\";",
            ["Language = \"ko_KR\": is not a language code; write a language code such as ko or en"]
        ),
        ("Interval = 0;", ["Interval = \"0\": is not from 1s to 366d; write a duration from 1s to 366d"]),
        ("Timeout = 2h;", ["Timeout = \"2h\": is not from 100ms to 1h; write a duration from 100ms to 1h"]),
        (
            "UserAgent = \"a\\r\\nb\";",
            ["UserAgent = \"a\\U000d\\nb\": has a line end or another control character; write it on one line"]
        ),
        ("TimeZone = Asia/Soul;", ["TimeZone = \"Asia/Soul\": is not a time zone; did you mean Asia/Seoul?"]),
        (
            "TimeZone = KST;",
            [
                "TimeZone = \"KST\": is not a time zone; write a zone such as Asia/Seoul, or a distance from UTC such as \"+09:00\""
            ]
        ),
        (
            "TimeZone = \"+9\";",
            [
                "TimeZone = \"+9\": is not a distance from UTC; write a zone such as Asia/Seoul, or a distance from UTC such as \"+09:00\""
            ]
        ),
        ("Encoding = EUC-KO;", ["Encoding = \"EUC-KO\": is not an encoding that is known; did you mean EUC-KR?"]),
        (
            "Encoding = secret-code;",
            ["Encoding = \"secret-code\": is not an encoding that is known; write UTF-8, EUC-KR, CP949 or another"]
        ),
        (
            "MaximumItemsPerDay = few;",
            ["MaximumItemsPerDay = \"few\": is not a whole number; write a whole number from 1 to 10000000"]
        ),
        ("FirstPollWindow = ever;", ["FirstPollWindow = \"ever\": is not a duration; \(hours), or forever"]),
        ("Enabled = perhaps;", ["Enabled = \"perhaps\": is neither YES nor NO; write YES or NO"]),
        ("Enable = NO;", ["Enable: is not a key that is known here; did you mean Enabled?"]),
        ("Url = \"https://b\";", ["Url: is not a key that is known here; did you mean URL?"]),
        ("Headers = ( a );", ["Headers: is a list, not a dictionary; write { NAME = \"VALUE\"; }"]),
        ("Headers = geheim;", ["Headers: is a string, not a dictionary; write { NAME = \"VALUE\"; }"]),
        (
            "Headers = { \"X Key\" = geheim; };",
            ["Headers.X Key: is not the name of a header; write a name such as X-API-Key"]
        ),
        (
            "Headers = { X-Key = a; x-key = geheim; };",
            ["Headers.x-key: is a header that is there already; remove one of the two"]
        ),
        ("Headers = { Host = geheim; };", ["Headers.Host: is a header that the program sets itself; remove it"]),
        (
            "Headers = { User-Agent = geheim; };",
            ["Headers.User-Agent: is set by a key of its own; write UserAgent = \"…\"; in the feed"]
        ),
        (
            "Headers = { X-Key = \"geheim\\nX: y\"; };",
            ["Headers.X-Key: has a line end or another control character; write it on one line"]
        ),
        ("Headers = { X-Key = ( geheim ); };", ["Headers.X-Key: is a list, not a string; write a string"]),
        ("Username = who;", ["Username = \"who\": has no password with it; write PasswordFile = \"…\"; beside it"]),
        ("PasswordFile = pw;", ["PasswordFile = \"pw\": has no user name with it; write Username = \"…\"; beside it"]),
        (
            "Username = who; PasswordFile = none;",
            [
                "PasswordFile = \"none\": names a file that is not there (none); write the path of a file that holds the password"
            ]
        ),
        (
            "Username = who; PasswordFile = two;",
            ["PasswordFile = \"two\": names a file that is not one line; write the password alone into the file"]
        ),
        (
            "Username = who; PasswordFile = empty;",
            ["PasswordFile = \"empty\": names a file that is not one line; write the password alone into the file"]
        ),
        (
            "Username = \"a:b\"; PasswordFile = pw;",
            ["Username = \"a:b\": has a colon, which HTTP does not allow there; write the user name alone"]
        ),
        (
            "Proxy = socks5;",
            [
                "Proxy = \"socks5\": is not the URL of a proxy; write http://HOST:PORT, https://, socks4://, socks5:// or socks5h://, or none"
            ]
        ),
        (
            "CACertificate = none;",
            [
                "CACertificate = \"none\": names a file that is not there (none); write the path of a file that can be read"
            ]
        ),
    ]

    @Test(arguments: keys)
    func keyFaults(text: String, expected: [String]) {
        let files = [
            "main.plist": "{ Feeds = ( { Name = a; URL = \"https://a\"; \(text) } ); }", "pw": "geheim\n",
            "two": "geheim\nmehr\n",
            "empty": "\n",
        ]
        #expect(faultLines(files).dropLast() == expected.map { "main.plist:1: Feeds[0]." + $0 })
    }

    @Test func secretsAreNeverShown() {
        for (text, _) in Self.keys + Self.urls.map({ ("URL = \"\($0.0)\";", [$0.1]) }) {
            let found = faultLines([
                "main.plist": "{ Feeds = ( { Name = a; \(text) } ); }", "pw": "geheim", "two": "geheim\nmehr",
            ])
            #expect(!found.joined().contains("geheim"), "\(text)")
        }
    }

    @Test func feedsAreCheckedAgainstEachOther() {
        let text = """
            { Feeds = (
              { Name = a; URL = "https://example.org/x"; },
              { Name = a; URL = "https://example.org/y"; },
              { Name = b; URL = "HTTPS://EXAMPLE.org:443/x#top"; },
              { URL = "https://example.org/z"; },
              { Name = c; },
              c,
            ); }
            """
        #expect(
            faults(text) == [
                "main.plist:3: Feeds[1].Name = \"a\": is the name of another feed (line 2); give each feed a name of its own",
                "main.plist:4: Feeds[2].URL = \"HTTPS://EXAMPLE.org:443/x#top\": is the URL of another feed (line 2); remove one of the two",
                "main.plist:5: Feeds[3].Name: is missing; write Name = \"…\";",
                "main.plist:6: Feeds[4].URL: is missing; write URL = \"https://…\";",
                "main.plist:7: Feeds[5] = \"c\": is a string, not a dictionary; write { Name = …; }",
            ])
    }

    @Test func everyKeyIsKept() throws {
        var files = MemoryFiles([
            "/etc/tw/main.plist": """
            { Feeds = ( {
                Name = "AI타임스"; URL = "https://example.org/rss"; Language = ko-KR; Interval = 1h; Timeout = 5s; UserAgent = "x/1";
                Headers = { X-Key = "k"; Cookie = "a=b"; }; Username = who; PasswordFile = "pw"; Proxy = "socks5h://p:1080";
                CACertificate = "ca.pem"; TimeZone = Asia/Seoul; Encoding = euc-kr; FirstPollWindow = 7d; Enabled = NO;
                MaximumItemsPerDay = 50; MaximumBytesPerDay = "2 MiB";
            } ); }
            """
        ])
        files.files["/etc/tw/pw"] = Array("\u{FEFF}geheim\r\n".utf8)
        files.files["/etc/tw/ca.pem"] = [1]
        let feed = try #require(try files.load().feeds.first)
        #expect(feed.name == "AI타임스")
        #expect(feed.language == "ko-kr")
        #expect(feed.interval == .seconds(3600))
        #expect(feed.timeout == .seconds(5))
        #expect(feed.userAgent == "x/1")
        #expect(
            feed.headers == [
                RequestHeader(name: "X-Key", value: Secret("k")), RequestHeader(name: "Cookie", value: Secret("a=b")),
            ])
        #expect(feed.username == "who")
        #expect(feed.password == Secret("geheim"))
        #expect(feed.passwordFile == "/etc/tw/pw")
        #expect(feed.proxy == .server("socks5h://p:1080"))
        #expect(feed.certificateAuthorityFile == "/etc/tw/ca.pem")
        #expect(feed.timeZone?.secondsFromGMT(for: Date(timeIntervalSince1970: 1_800_000_000)) == 9 * 3600)
        #expect(feed.encoding == "EUC-KR")
        #expect(feed.firstPollWindow == .within(.seconds(7 * 86400)))
        #expect(feed.maximumItemsPerDay == 50)
        #expect(feed.maximumBytesPerDay == 2 << 20)
        #expect(!feed.isEnabled)
        var dump = ""
        Swift.dump(feed, to: &dump)
        #expect(!dump.contains("geheim") && !dump.contains("a=b"))
        #expect(!"\(feed)".contains("geheim"))
    }

    @Test(arguments: [("\"+09:00\"", 32400), ("\"-03:30\"", -12600), ("UTC", 0), ("GMT", 0)])
    func timeZones(text: String, seconds: Int) throws {
        let feeds = try loadText("{ Feeds = ( { Name = a; URL = \"https://a\"; TimeZone = \(text); } ); }").feeds
        #expect(feeds.first?.timeZone?.secondsFromGMT() == seconds)
    }

    @Test func systemdCredentialsAreFound() throws {
        var files = MemoryFiles([
            "/etc/tw/main.plist": """
            { Feeds = ( { Name = a; URL = "https://a"; Username = u; PasswordFile = one; },
                        { Name = b; URL = "https://b"; Username = u; PasswordFile = "$CREDENTIALS_DIRECTORY/two"; },
                        { Name = c; URL = "https://c"; Username = u; PasswordFile = "/etc/tw/three"; } ); }
            """
        ])
        files.files["/run/cred/one"] = Array("1".utf8)
        files.files["/run/cred/two"] = Array("2\n".utf8)
        files.files["/etc/tw/three"] = Array("3".utf8)
        let feeds = try files.load(environment: ["CREDENTIALS_DIRECTORY": "/run/cred"]).feeds
        #expect(feeds.map { $0.password?.value } == ["1", "2", "3"])
    }
}
