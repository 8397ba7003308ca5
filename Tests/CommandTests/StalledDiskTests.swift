import Foundation
import Glibc
import TestSupport
import Testing

/// A disk that neither works nor fails, as a broken one or a lost network file system does: the daemon is not shown to the
/// watchdog as alive, and loses nothing where the disk comes back before that has it restarted.
@Suite struct StalledDiskTests {
    private static let stuck = "the daemon makes no progress; the watchdog is not fed until it does"

    /// Under the store no transaction ends, under the logs no line is written.
    @Test(arguments: ["state", "logs"]) func theWatchdogIsNotFedWhileNothingIsWritten(to directory: String) async throws
    {
        let place = try TemporaryDirectory()
        let feeds = try GrowingFeeds(
            count: 2, stateDirectory: place.file("state"), logDirectory: place.file("logs"))
        let listener = try NotifyListener(path: place.file("notify"))
        let disk = FaultyDisk(
            [place.file(directory)], report: place.file("report"), stalledBy: place.file("stalled"))
        let daemon = try ProgramRun(
            ["run", "--config", feeds.configurationPath],
            environment: disk.environment.merging([
                "NOTIFY_SOCKET": place.file("notify"), "WATCHDOG_USEC": "1500000",
            ]) { $1 })
        try #require(await fed(listener), "\(daemon.errors)")
        let logs = { @Sendable in WrittenLogs(text: place.read("logs/a.log"), json: place.read("logs/a.jsonl")) }
        try #require(await eventually { logs().lines.count >= 4 }, "\(daemon.errors)")

        // On a busy machine it may have been late before.
        let before = Self.count(Self.stuck, daemon)
        try place.write("", to: "stalled")
        try #require(
            await eventually { disk.refused > 0 && Self.count(Self.stuck, daemon) > before }, "\(daemon.errors)")
        // Whatever was on its way is through by now; several turns of the watchdog bring nothing.
        while let message = listener.waiting() { #expect(message != "READY=1") }
        // But for one whose question was open as the disk stalled.
        var feedings = 0
        while feedings < 3, await eventually(within: .seconds(2), { listener.waiting() == "WATCHDOG=1" }) {
            feedings += 1
        }
        #expect(feedings < 2, "\(daemon.errors)")

        try FileManager.default.removeItem(atPath: place.file("stalled"))
        #expect(await daemon.says("the daemon makes progress again"), "\(daemon.errors)")
        #expect(await fed(listener))
        feeds.stopGrowing()
        #expect(
            await eventually { logs().complaints(expected: feeds.items).isEmpty },
            "\(logs().complaints(expected: feeds.items)) \(daemon.errors)")
        daemon.send(SIGTERM)
        #expect(await daemon.result(within: .seconds(20))?.code == 0, "\(daemon.errors)")
    }

    private static func count(_ text: String, _ daemon: ProgramRun) -> Int {
        daemon.errors.split(separator: "\n").count { $0.contains(text) }
    }

    private func fed(_ listener: NotifyListener) async -> Bool {
        while let message = await listener.next() {
            if message == "WATCHDOG=1" { return true }
        }
        return false
    }
}
