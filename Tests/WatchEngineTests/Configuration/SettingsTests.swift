import Testing
import WatchEngine

/// What right settings mean: merged, by default, and in the environment that systemd gives.
struct SettingsTests {
    @Test func settingsOfSeveralFilesAreMerged() throws {
        let files = MemoryFiles([
            "/etc/tw/main.plist":
                "{ Include = b.plist; Polling = { Interval = 30m; }; AlertLogs = ( { Path = a; } ); }",
            "/etc/tw/b.plist": "{ Polling = { PerHost = 4; }; AlertLogs = ( { Path = b; Format = json; } ); }",
        ])
        let configuration = try files.load()
        #expect(configuration.polling.interval == .seconds(1800))
        #expect(configuration.polling.perHost == 4)
        #expect(configuration.alertLogs.map(\.path) == ["/var/log/talentwatch/a", "/var/log/talentwatch/b"])
    }

    @Test func pathsAreRelativeToTheirFile() throws {
        let files = MemoryFiles([
            "/etc/tw/main.plist": "{ Include = \"sub/b.plist\"; }",
            "/etc/tw/sub/b.plist": "{ StateDirectory = \"../state\"; Polling = { CACertificates = \"ca.pem\"; }; }",
            "/etc/tw/sub/ca.pem": "certificate",
        ])
        let configuration = try files.load(environment: ["STATE_DIRECTORY": "/env"])
        #expect(configuration.stateDirectory == "/etc/tw/state")
        #expect(configuration.polling.certificateAuthorityFile == "/etc/tw/sub/ca.pem")
    }

    @Test(arguments: [
        ("/var/lib/private/tw", "/var/lib/private/tw"), ("/a:/b", "/a"), ("var/lib", "/work dir/var/lib"),
        ("", "/var/lib/talentwatch"),
    ])
    func systemdNamesTheFolders(value: String, state: String) throws {
        #expect(try loadText("{}", environment: ["STATE_DIRECTORY": value]).stateDirectory == state)
        let logs = try loadText("{ AlertLogs = ( { Path = \"x/a.log\"; } ); }", environment: ["LOGS_DIRECTORY": value])
            .alertLogs
        #expect(logs.map(\.path) == [(value.isEmpty ? "/var/log/talentwatch" : state) + "/x/a.log"])
    }

    @Test func numbersAndTruthValuesAreTakenAsTheyAre() throws {
        let xml = """
            <plist><dict><key>Polling</key><dict>
            <key>Interval</key><integer>600</integer><key>ConnectTimeout</key><real>2.5</real>
            <key>Concurrency</key><integer>8</integer><key>PerHost</key><string>3</string>
            <key>MaximumBodySize</key><integer>65536</integer><key>AllowPrivateNetworks</key><true/>
            <key>FirstPollWindow</key><string>forever</string><key>HostGap</key><integer>0</integer>
            <key>NoProxy</key><string>localhost, .example.org</string><key>Proxy</key><string>none</string>
            </dict></dict></plist>
            """
        let polling = try loadText(xml).polling
        #expect(polling.interval == .seconds(600))
        #expect(polling.connectTimeout == .milliseconds(2500))
        #expect(polling.concurrency == 8)
        #expect(polling.perHost == 3)
        #expect(polling.maximumBodySize == 65536)
        #expect(polling.allowPrivateNetworks)
        #expect(polling.firstPollWindow == .forever)
        #expect(polling.hostGap == .zero)
        #expect(polling.noProxy == ["localhost", ".example.org"])
        #expect(polling.proxy == .direct)
    }

    @Test(arguments: ["YES", "yes", "true", "TRUE", "1", "<*BY>", "<*I1>"])
    func truth(word: String) throws {
        #expect(try loadText("{ Polling = { AllowPrivateNetworks = \(word); }; }").polling.allowPrivateNetworks)
    }

    @Test func defaultsYieldToWhatIsWritten() throws {
        let short = try loadText("{ Polling = { Interval = 1m; Timeout = 5s; }; }").polling
        #expect(short.minimumInterval == .seconds(60))
        #expect(short.connectTimeout == .seconds(5) && short.stallTimeout == .seconds(5))
        let long = try loadText("{ Polling = { Interval = 2d; }; }").polling
        #expect(long.maximumInterval == .seconds(2 * 86400))
    }

    @Test func noLogsAtAllCanBeAskedFor() throws {
        #expect(try loadText("{ AlertLogs = (); }").alertLogs == [])
    }
}
