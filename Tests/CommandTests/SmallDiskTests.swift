import Foundation
import Glibc
import TestSupport
import Testing

/// The real thing: a small file system that is filled up under the daemon and has room again.
@Suite struct SmallDiskTests {
    // Needs the right to mount, as root has it or in a user namespace.
    @Test(
        .enabled("no file system can be mounted here") { await SmallDisk.isPossible() },
        arguments: [(true, false), (false, true), (true, true)])
    func isFilledAndFreed(hasState: Bool, hasLogs: Bool) async throws {
        let place = try TemporaryDirectory()
        for name in ["disk", "rest"] {
            try FileManager.default.createDirectory(atPath: place.file(name), withIntermediateDirectories: false)
        }
        let disk = SmallDisk(mountPoint: place.file("disk"))
        let (state, log) = (hasState ? "disk/state" : "rest/state", hasLogs ? "disk/logs" : "rest/logs")
        let feeds = try GrowingFeeds(count: 4, stateDirectory: place.file(state), logDirectory: place.file(log))
        let daemon = try ProgramRun(["run", "--config", feeds.configurationPath], wrapper: disk.wrapper)
        let logs = { @Sendable in
            // In the daemon's view of the files, the disk lies where the configuration says.
            let path = "/proc/\(daemon.process)/root" + place.file(log)
            let texts = ["a.log", "a.jsonl"].map {
                (try? String(contentsOfFile: path + "/" + $0, encoding: .utf8)) ?? ""
            }
            return WrittenLogs(text: texts[0], json: texts[1])
        }
        try #require(await eventually { logs().lines.count >= 8 }, "\(daemon.errors)")

        // What the daemon frees meanwhile is filled up as well.
        let failure = hasState ? "the store cannot be used" : "alert log cannot be written"
        let isFull = await eventually {
            (try? disk.fill("filler", of: daemon)) != nil && daemon.errors.contains(failure)
        }
        try #require(isFull, "\(daemon.errors)")
        if !hasState {
            let asked = feeds.server.requests.count
            try #require(await eventually { feeds.server.requests.count >= asked + feeds.count }, "\(daemon.errors)")
        }

        #expect(unlink(disk.path("filler", of: daemon)) == 0)
        let config = ["--config", feeds.configurationPath]
        if hasState {
            // After a store that failed, feeds wait for some time: this has them asked at once.
            for feed in 0..<feeds.count {
                let result = try await ProgramRun.run(
                    ["feeds", "refresh", "f\(feed)"] + config, wrapper: disk.wrapper(beside: daemon))
                #expect(result.code == 0, "\(result.errors)")
            }
            #expect(await daemon.says("the store can be used again"), "\(daemon.errors)")
        }
        feeds.stopGrowing()
        #expect(
            await eventually { logs().complaints(expected: feeds.items).isEmpty },
            "\(logs().complaints(expected: feeds.items)) \(daemon.errors)")
        let alerts = try await ProgramRun.run(
            ["alerts", "--format", "jsonl"] + config, wrapper: disk.wrapper(beside: daemon))
        #expect(alerts.output == logs().json, "\(alerts.errors)")
        #expect(
            daemon.errors.split(separator: "\n").count { $0.contains("the store cannot be used") } == (hasState ? 1 : 0)
        )
        daemon.send(SIGTERM)
        #expect(await daemon.result(within: .seconds(20))?.code == 0, "\(daemon.errors)")
    }
}
