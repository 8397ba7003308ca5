import Testing
import WatchEngine

/// What the loader says of wrong settings, word for word.
struct SettingsFaultTests {
    static let top: [(String, [String])] = [
        ("( a )", ["main.plist:1: is a list, not a dictionary; put the keys into { … }"]),
        ("{ Poling = {}; }", ["main.plist:1: Poling: is not a key that is known here; did you mean Polling?"]),
        ("{ polling = {}; }", ["main.plist:1: polling: is not a key that is known here; did you mean Polling?"]),
        (
            "{ Colour = red; }",
            [
                "main.plist:1: Colour: is not a key that is known here; write Include, StateDirectory, AlertLogs, Polling, Retention, Feeds, Terms, Rules or Lexicon"
            ]
        ),
        ("{ StateDirectory = ( a ); }", ["main.plist:1: StateDirectory: is a list, not a string; write a string"]),
        (
            "{ StateDirectory = \"\"; }",
            ["main.plist:1: StateDirectory = \"\": is empty; write a text, or remove the key"]
        ),
        (
            "{ StateDirectory = \"~/tw\"; }",
            [
                "main.plist:1: StateDirectory = \"~/tw\": begins with ~, which stands for nothing here; write the whole path"
            ]
        ),
        (
            "{ StateDirectory = \"a\\nb\"; }",
            [
                "main.plist:1: StateDirectory = \"a\\nb\": has a line end or another control character; write it on one line"
            ]
        ),
        ("{ Lexicon = word; }", ["main.plist:1: Lexicon = \"word\": is a string, not a dictionary; write { … }"]),
        (
            "{ Retention = 180d; }",
            ["main.plist:1: Retention = \"180d\": is a string, not a dictionary; write { Items = …; }"]
        ),
        (
            "{ Retention = { Items = 1s; }; }",
            ["main.plist:1: Retention.Items = \"1s\": is not from 1m to 36600d; write a duration from 1m to 36600d"]
        ),
        (
            "{ Retention = { Items = 90d; Known = 60d; Alerts = 5; }; }",
            [
                "main.plist:1: Retention.Alerts = \"5\": is not from 10000 to 1000000000; write a whole number from 10000 to 1000000000",
                "main.plist:1: Retention.Known = \"60d\": is shorter than Items, which is 90d; write at least that, or leave it away",
            ]
        ),
        (
            "{ Retention = { MaximumSize = 5; }; }",
            [
                "main.plist:1: Retention.MaximumSize = \"5\": is not from 16 MiB to 1048576 GiB; write a size from 16 MiB to 1048576 GiB, or none"
            ]
        ),
        (
            "{ Retention = { MaximumSize = some; }; }",
            [
                "main.plist:1: Retention.MaximumSize = \"some\": is not a size; write bytes, or a number with KiB, MiB, GiB, KB, MB or GB, such as \"10 MiB\", or none"
            ]
        ),
        (
            "{ Retention = { Item = 1d; }; }",
            ["main.plist:1: Retention.Item: is not a key that is known here; did you mean Items?"]
        ),
    ]

    static let logs: [(String, [String])] = [
        (
            "{ AlertLogs = { Path = a; }; }",
            [
                "main.plist:1: AlertLogs: is a dictionary, not a list of logs; write ( { Path = \"alerts.log\"; Format = text; } )"
            ]
        ),
        (
            "{ AlertLogs = ( alerts.log ); }",
            ["main.plist:1: AlertLogs[0] = \"alerts.log\": is a string, not a dictionary; write { Path = …; }"]
        ),
        (
            "{ AlertLogs = (\n{ Format = json; } ); }",
            ["main.plist:2: AlertLogs[0].Path: is missing; write Path = \"alerts.log\";"]
        ),
        (
            "{ AlertLogs = ( { Path = a; Format = jsn; } ); }",
            ["main.plist:1: AlertLogs[0].Format = \"jsn\": is not one of text, json; did you mean json?"]
        ),
        (
            "{ AlertLogs = ( { Path = a; Format = xml; } ); }",
            ["main.plist:1: AlertLogs[0].Format = \"xml\": is not one of text, json; write text or json"]
        ),
        (
            "{ AlertLogs = ( { Path = \"logs/\"; } ); }",
            ["main.plist:1: AlertLogs[0].Path = \"logs/\": names a folder; write the path of a file"]
        ),
        (
            "{ AlertLogs = (\n { Path = a; },\n { Path = \"./b/../a\"; Format = json; } ); }",
            ["main.plist:3: AlertLogs[1].Path = \"./b/../a\": is the same log as line 2; remove one of the two"]
        ),
    ]

    static let polling: [(String, [String])] = [
        ("Interval = soon;", ["Polling.Interval = \"soon\": is not a duration; \(durationMend)"]),
        ("Interval = 15min;", ["Polling.Interval = \"15min\": is not a duration; \(durationMend)"]),
        ("Interval = ( 1 );", ["Polling.Interval: is a list, not a duration; \(durationMend)"]),
        (
            "Interval = 500ms; MinimumInterval = 1s;",
            ["Polling.Interval = \"500ms\": is not from 1s to 366d; write a duration from 1s to 366d"]
        ),
        (
            "Interval = 1m; MinimumInterval = 5m;",
            [
                "Polling.MinimumInterval = \"5m\": is longer than Interval (1m); shorten it, or set a longer Interval"
            ]
        ),
        (
            "Interval = 2d; MaximumInterval = 1d;",
            [
                "Polling.Interval = \"2d\": is longer than MaximumInterval (1d); shorten it, or set a longer MaximumInterval"
            ]
        ),
        (
            "Interval = 10m; MinimumInterval = 1h;",
            [
                "Polling.MinimumInterval = \"1h\": is longer than Interval (10m); shorten it, or set a longer Interval"
            ]
        ),
        (
            "MaximumInterval = \"10m 30s\";",
            [
                "Polling.MaximumInterval = \"10m 30s\": is shorter than Interval (15m, its default); lengthen it, or set a shorter Interval"
            ]
        ),
        (
            "Timeout = 5s; ConnectTimeout = 10s;",
            [
                "Polling.ConnectTimeout = \"10s\": is longer than Timeout (5s); shorten it, or set a longer Timeout"
            ]
        ),
        (
            "Timeout = 12s; StallTimeout = 15s;",
            [
                "Polling.StallTimeout = \"15s\": is longer than Timeout (12s); shorten it, or set a longer Timeout"
            ]
        ),
        (
            "Concurrency = 0;",
            ["Polling.Concurrency = \"0\": is not from 1 to 1024; write a whole number from 1 to 1024"]
        ),
        (
            "Concurrency = many;",
            ["Polling.Concurrency = \"many\": is not a whole number; write a whole number from 1 to 1024"]
        ),
        ("PerHost = { };", ["Polling.PerHost: is a dictionary, not a number; write a whole number from 1 to 64"]),
        ("PerHost = 0;", ["Polling.PerHost = \"0\": is not from 1 to 64; write a whole number from 1 to 64"]),
        (
            "MaximumRedirects = 21;",
            ["Polling.MaximumRedirects = \"21\": is not from 0 to 20; write a whole number from 0 to 20"]
        ),
        ("MaximumBodySize = 10M;", ["Polling.MaximumBodySize = \"10M\": is not a size; \(sizeMend)"]),
        ("MaximumBodySize = ( );", ["Polling.MaximumBodySize: is a list, not a size; \(sizeMend)"]),
        (
            "MaximumBodySize = 12;",
            ["Polling.MaximumBodySize = \"12\": is not from 1 KiB to 1 GiB; write a size from 1 KiB to 1 GiB"]
        ),
        (
            "MaximumBodySize = \"64 MiB\";",
            [
                "Polling.MaximumBodySize = \"64 MiB\": is more than MaximumBytesInFlight (32 MiB); lower it, or raise MaximumBytesInFlight"
            ]
        ),
        (
            "MaximumBytesInFlight = \"1 MiB\";",
            [
                "Polling.MaximumBytesInFlight = \"1 MiB\": is less than MaximumBodySize (10 MiB); raise it, or lower MaximumBodySize"
            ]
        ),
        (
            "MaximumItemsPerDay = 0;",
            ["Polling.MaximumItemsPerDay = \"0\": is not from 1 to 10000000; write a whole number from 1 to 10000000"]
        ),
        (
            "MaximumItemPerDay = 5;",
            ["Polling.MaximumItemPerDay: is not a key that is known here; did you mean MaximumItemsPerDay?"]
        ),
        (
            "MaximumBytesPerDay = 12;",
            ["Polling.MaximumBytesPerDay = \"12\": is not from 1 KiB to 1024 GiB; write a size from 1 KiB to 1024 GiB"]
        ),
        ("MaximumBytesPerDay = lots;", ["Polling.MaximumBytesPerDay = \"lots\": is not a size; \(sizeMend)"]),
        (
            "AllowPrivateNetworks = maybe;",
            ["Polling.AllowPrivateNetworks = \"maybe\": is neither YES nor NO; write YES or NO"]
        ),
        (
            "AllowPrivateNetworks = { };",
            ["Polling.AllowPrivateNetworks: is a dictionary, not YES or NO; write YES or NO"]
        ),
        (
            "FirstPollWindow = always;",
            ["Polling.FirstPollWindow = \"always\": is not a duration; \(durationMend), or forever"]
        ),
        ("UserAgent = \"\";", ["Polling.UserAgent = \"\": is empty; write a text, or remove the key"]),
        (
            "Proxy = \"ftp://p\";",
            [
                "Polling.Proxy = \"ftp://p\": is not the URL of a proxy; write http://HOST:PORT, https://, socks4://, socks5:// or socks5h://, or none"
            ]
        ),
        (
            "Proxy = \"http://user:geheim@:3128\";",
            ["Polling.Proxy: has no host that can be asked; write http://HOST:PORT"]
        ),
        (
            "CACertificates = \"none.pem\";",
            [
                "Polling.CACertificates = \"none.pem\": names a file that is not there (none.pem); write the path of a file that can be read"
            ]
        ),
        (
            "CACertificates = \"/root/locked\";",
            [
                "Polling.CACertificates = \"/root/locked\": names a file that may not be read by this user (/root/locked); write the path of a file that can be read"
            ]
        ),
        (
            "FailuresBeforeReport = 0;",
            ["Polling.FailuresBeforeReport = \"0\": is not from 1 to 1000; write a whole number from 1 to 1000"]
        ),
        ("Intervall = 15m;", ["Polling.Intervall: is not a key that is known here; did you mean Interval?"]),
        ("MinInterval = 15m;", ["Polling.MinInterval: is not a key that is known here; did you mean MinimumInterval?"]),
    ]

    private static let durationMend = "write seconds, or a number with ms, s, m, h, d or w, such as 15m or \"1h 30m\""
    private static let sizeMend = "write bytes, or a number with KiB, MiB, GiB, KB, MB or GB, such as \"10 MiB\""

    @Test(arguments: top + logs)
    func settingFaults(text: String, expected: [String]) {
        #expect(faults(text) == expected)
    }

    @Test(arguments: polling)
    func pollingFaults(text: String, expected: [String]) {
        #expect(faults("{ Polling = { \(text) }; }") == expected.map { "main.plist:1: " + $0 })
    }

    @Test func aSettingStandsInOneFile() {
        let lines = faultLines([
            "main.plist": "{ Include = b.plist;\n StateDirectory = a;\n Polling = { Interval = 30m; }; }",
            "b.plist": "{ StateDirectory = b;\n Polling = { PerHost = 4; Interval = 20m; }; }",
        ])
        #expect(
            lines == [
                "b.plist:1: StateDirectory = \"b\": is set already at main.plist:2; remove one of the two",
                "b.plist:2: Polling.Interval = \"20m\": is set already at main.plist:3; remove one of the two",
                "2 faults in 1 file",
            ])
    }
}
