import Foundation
import Glibc
import TestSupport
import Testing

@testable import WatchEngine

/// `feeds refresh`: from the command through the state directory to the feed's site.
@Suite(.serialized) struct RefreshCommandTests {
    @Test func theDaemonAsksTheFeedNow() async throws {
        let watched = try WatchedFeeds()
        let config = ["--config", watched.configurationPath]
        let none = try await ProgramRun.run(["feeds", "refresh", "utf8.xml"] + config)
        #expect(none.code == 69)
        #expect(none.errors == "talentwatch: no daemon runs on \(watched.directory.file("state"))\n")

        let daemon = try ProgramRun(["run"] + config)
        _ = await watched.server.requests(atLeast: 5)
        let unknown = try await ProgramRun.run(["feeds", "refresh", "utf9.xml"] + config)
        #expect(unknown.code == 65)
        #expect(unknown.errors == "talentwatch: there is no feed \"utf9.xml\"; did you mean \"utf8.xml\"?\n")
        #expect(watched.server.requests.count == 5)

        while !watched.directory.read("log/alerts.log").contains("utf8.xml") { await Task.yield() }
        let result = try await ProgramRun.run(["feeds", "refresh", watched.server.url("/utf8.xml")] + config)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output == "the daemon (process \(daemon.process)) was told to ask \"utf8.xml\" now\n")
        #expect(await daemon.says("feed is asked on request feed=\"utf8.xml\""), "\(daemon.errors)")
        #expect(await watched.server.requests(atLeast: 6).last?.path == "/utf8.xml")
        #expect(!FileManager.default.fileExists(atPath: watched.directory.file("state/refresh-requests")))
        daemon.send(SIGTERM)
        #expect(await daemon.result().code == 0)
    }

    @Test func requestsAreTakenOnce() throws {
        let directory = try TemporaryDirectory()
        let requests = RefreshRequests(directory: directory.path)
        #expect(try requests.take() == [])
        for name in ["가", "b c", "가"] { try requests.add(name) }
        #expect(try requests.take() == ["가", "b c"])
        #expect(try requests.take() == [])
        let elsewhere = RefreshRequests(directory: directory.file("nowhere"))
        #expect(throws: RefreshRequests.Failure.self) { try elsewhere.add("x") }
    }

    /// Writers and a reader at once: each request is taken exactly once.
    @Test func noneIsLostAmongWriters() async throws {
        let directory = try TemporaryDirectory()
        let requests = RefreshRequests(directory: directory.path)
        let taken = try await withThrowingTaskGroup(of: [String].self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<100 { try requests.add("\(writer)-\(number)") }
                    return []
                }
            }
            group.addTask {
                var taken: [String] = []
                for _ in 0..<200 { taken += try requests.take() }
                return taken
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let all = try taken + requests.take()
        #expect(all.count == 400)
        #expect(Set(all).count == 400)
    }
}
