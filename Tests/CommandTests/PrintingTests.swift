import Glibc
import TestSupport
import Testing

/// `run --print` with readers of all kinds: none of them holds up or ends the daemon.
@Suite(.serialized) struct PrintingTests {
    /// A pipe that only this process holds the ends of.
    private struct Pipe {
        var reader: Int32
        var writer: Int32

        init() {
            var ends: [Int32] = [-1, -1]
            // A socket pair, since a pipe would be open in programs that other tests start just now.
            socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends)
            (reader, writer) = (ends[0], ends[1])
        }

        /// Leaves no room in the pipe.
        func fill() {
            _ = fcntl(writer, F_SETFL, O_NONBLOCK)
            let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 4096)
            while write(writer, bytes, bytes.count) > 0 {}
            _ = fcntl(writer, F_SETFL, 0)
        }
    }

    @Test func aReaderWhoDoesNotReadHoldsNobodyUp() async throws {
        let watched = try WatchedFeeds(interval: "1s")
        let pipe = Pipe()
        defer { close(pipe.reader) }
        pipe.fill()
        let daemon = try ProgramRun(
            ["run", "--print", "--config", watched.configurationPath], descriptors: [STDOUT_FILENO: pipe.writer])
        close(pipe.writer)
        // Several rounds of polls: the daemon goes on.
        _ = await watched.server.requests(atLeast: 15)
        let told = ContinuousClock().now
        daemon.send(SIGTERM)
        let result = await daemon.result()
        #expect(result.code == 0, "\(result.errors)")
        #expect(ContinuousClock().now - told < .seconds(3))
        #expect(watched.directory.read("log/alerts.log").split(separator: "\n").count == 3)
        #expect(result.errors.contains("talentwatch has stopped"))
    }

    @Test func aReaderWhoLeavesEndsThePrintingAlone() async throws {
        let watched = try WatchedFeeds(interval: "1s")
        let pipe = Pipe()
        close(pipe.reader)
        let daemon = try ProgramRun(
            ["run", "--print", "--config", watched.configurationPath], descriptors: [STDOUT_FILENO: pipe.writer])
        close(pipe.writer)
        #expect(await daemon.says("nobody reads the printed alerts any more"), "\(daemon.errors)")
        let asked = watched.server.requests.count
        _ = await watched.server.requests(atLeast: asked + 10)
        daemon.send(SIGTERM)
        let result = await daemon.result()
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count { $0.contains("nobody reads") } == 1)
        #expect(watched.directory.read("log/alerts.log").split(separator: "\n").count == 3)
    }

    @Test func aReaderOfOneRoundTakesItsTime() async throws {
        let watched = try WatchedFeeds()
        let pipe = Pipe()
        pipe.fill()
        let program = try ProgramRun(
            ["run", "--once", "--print", "--config", watched.configurationPath],
            descriptors: [STDOUT_FILENO: pipe.writer])
        close(pipe.writer)
        // Polled and logged, but not yet printed.
        #expect(await program.says("feed cannot be read"), "\(program.errors)")
        var output: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(pipe.reader, &bytes, bytes.count), count > 0 { output += bytes[..<count] }
        close(pipe.reader)
        #expect(await program.result().code == 0)
        let lines = String(decoding: output.drop { $0 == UInt8(ascii: "x") }, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 3)
    }

    @Test func aStopEndsTheWaitForAReaderOfOneRound() async throws {
        let watched = try WatchedFeeds()
        let pipe = Pipe()
        defer { close(pipe.reader) }
        pipe.fill()
        let program = try ProgramRun(
            ["run", "--once", "--print", "--config", watched.configurationPath],
            descriptors: [STDOUT_FILENO: pipe.writer])
        close(pipe.writer)
        while watched.directory.read("log/alerts.log").split(separator: "\n").count < 3 { await Task.yield() }
        let told = ContinuousClock().now
        program.send(SIGTERM)
        #expect(await program.result().code == 0)
        #expect(ContinuousClock().now - told < .seconds(3))
    }
}
