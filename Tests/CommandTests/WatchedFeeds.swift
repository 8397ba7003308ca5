import Foundation
import TestSupport

/// Five feeds of a loopback server, as the web has them, and a configuration that watches them.
final class WatchedFeeds: Sendable {
    let server: LoopbackServer
    let directory: TemporaryDirectory

    var configurationPath: String { directory.file("talentwatch.plist") }

    init(interval: String = "15m") throws {
        server = try LoopbackServer()
        directory = try TemporaryDirectory()
        server.routeFeed("/utf8.xml", body: Array(Self.utf8.utf8), entityTag: "\"v1\"")
        server.route(
            "/euckr.xml", .response(headers: ["Content-Type": "text/xml; charset=euc-kr"], body: try Self.eucKR()))
        server.route("/atom.xml", .response(headers: ["Content-Type": "application/atom+xml"], text: Self.atom))
        server.route(
            "/page.html",
            .response(
                headers: ["Content-Type": "text/html"], text: "<!DOCTYPE html><html><body><p>초지능</p></body></html>"))
        server.route("/broken", .response(500, text: "초지능"))
        try configure(interval: interval)
    }

    func configure(interval: String = "15m", rules: String = WatchedFeeds.rules) throws {
        let feeds = ["utf8.xml", "euckr.xml", "atom.xml", "page.html", "broken"]
            .map { "{ Name = \"\($0)\"; URL = \"\(server.url("/" + $0))\"; FirstPollWindow = forever; }" }
            .joined(separator: ",\n    ")
        try directory.write(
            """
            {
              StateDirectory = "state";
              AlertLogs = ( { Path = "\(directory.file("log/alerts.log"))"; Format = text; },
                            { Path = "\(directory.file("log/alerts.jsonl"))"; Format = json; } );
              Polling = { Interval = \(interval); MinimumInterval = 1s; AllowPrivateNetworks = YES; Timeout = 5s; ConnectTimeout = 5s; HostGap = 0; PerHost = 8; };
              Feeds = (
                \(feeds)
              );
              Rules = ( \(rules) );
            }
            """, to: "talentwatch.plist")
    }

    static let rules =
        #"{ Name = "초지능"; Any = ( "초지능", "superintelligence" ); }, { Name = "임명"; All = ( "임명" ); Severity = high; }"#

    private static let utf8 = """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0"><channel><title>가나일보</title><link>https://a.example/</link>
        <item><title>라온랩, 윤서도를 초<![CDATA[지능]]> 연구소장으로 임명</title><link>https://a.example/1</link><guid>1</guid>
        <description>&lt;p&gt;라온랩이 &lt;b&gt;윤서도&lt;/b&gt;를 임명했다.&lt;/p&gt;</description></item>
        <item><title>오늘의 날씨</title><link>https://a.example/2</link><guid>2</guid></item>
        </channel></rss>
        """

    private static func eucKR() throws -> [UInt8] {
        let text = """
            <rss version="2.0"><channel><title>다라신문</title>
            <item><title>한빛대, 새 총장 임명</title><link>https://b.example/1</link><guid>b1</guid></item>
            </channel></rss>
            """
        // 0x80000940: CFStringEncodings.EUC_KR.
        let encoding = String.Encoding(rawValue: 0x8000_0940)
        guard let data = text.data(using: encoding) else { throw CocoaError(.fileWriteInapplicableStringEncoding) }
        return Array(data)
    }

    private static let atom = """
        <feed xmlns="http://www.w3.org/2005/Atom" xml:base="/news/"><title>Atom Daily</title><id>urn:a</id>
        <entry><title>Superintelligence lab names chief</title><id>urn:a:1</id><link href="2026/1"/>
        <updated>2026-11-24T00:00:00Z</updated><summary>Northwind put Ada Vale in charge.</summary></entry></feed>
        """
}
