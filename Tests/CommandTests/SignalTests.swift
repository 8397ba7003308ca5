import Glibc
import TestSupport
import Testing

/// Signals that come while the daemon starts.
@Suite(.serialized) struct SignalTests {
    /// A configuration that takes a while to read.
    private func largeConfiguration() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let feeds = (1...5000).map { "{ Name = \"\($0)\"; URL = \"http://127.0.0.1:9/\($0)\"; }" }
            .joined(separator: ",\n")
        try directory.write(
            "{ StateDirectory = state; AlertLogs = (); Feeds = (\n\(feeds)\n); }", to: "talentwatch.plist")
        return directory
    }

    /// A stop is caught from the first moment on; once SIGHUP is too, the configuration is being read.
    @Test(arguments: [SIGTERM, SIGINT], [SIGTERM, SIGHUP])
    func aStopDuringTheStartIsClean(signal: Int32, after caught: Int32) async throws {
        let directory = try largeConfiguration()
        let daemon = try ProgramRun(["run", "--config", directory.file("talentwatch.plist")])
        #expect(await daemon.catches(caught))
        let told = ContinuousClock().now
        daemon.send(signal)
        let result = await daemon.result()
        #expect(result.code == 0, "\(result.errors)")
        #expect(ContinuousClock().now - told < .seconds(3))
    }

    @Test func aReloadDuringTheStartIsDoneAfterIt() async throws {
        let watched = try WatchedFeeds()
        let daemon = try ProgramRun(["run", "--config", watched.configurationPath])
        // The first thing that is said comes before anything runs.
        #expect(await daemon.says("talentwatch starts"))
        daemon.send(SIGHUP)
        #expect(await daemon.says("configuration reloaded"), "\(daemon.errors)")
        daemon.send(SIGTERM)
        #expect(await daemon.result().code == 0)
    }

    @Test func aSingleRoundTakesNoReload() async throws {
        let watched = try WatchedFeeds()
        let gate = LoopbackGate()
        watched.server.route("/broken", .held(by: gate, .response(500, text: "")))
        let program = try ProgramRun(["run", "--once", "--config", watched.configurationPath])
        #expect(await program.catches(SIGHUP))
        program.send(SIGHUP)
        gate.open()
        let result = await program.result()
        #expect(result.code == 0)
        #expect(!result.errors.contains("reload"))
    }
}
