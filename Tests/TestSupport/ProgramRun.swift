import Foundation
import Glibc
import Synchronization

/// The built program, run as a user runs it.
public final class ProgramRun: Sendable {
    /// What a finished run left.
    public struct Result: Sendable {
        /// The exit code; 128 and the signal's number when a signal ended it.
        public var code: Int32
        /// Everything on stdout.
        public var output: String
        /// Everything on stderr.
        public var errors: String

        /// The lines of stdout.
        public var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    private let directory: TemporaryDirectory
    private let end: ProcessEnd
    /// The process's id.
    public let process: Int32

    private static let path = built("talentwatch")

    /// Where the build put a file: beside the test bundle.
    public static func built(_ name: String) -> String {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// Starts the program. `environment` is all it gets, with TZ, HOME and PATH where they are not given.
    ///
    /// posix_spawn(3), since Foundation's Process can wait for ever where several run at once.
    ///
    /// - Parameters:
    ///   - descriptors: what the program's descriptors are in this process, in place of files; nil for closed ones.
    ///   - wrapper: a program, by its path, and arguments that run it, such as `/usr/bin/setpriv`.
    public init(
        _ arguments: [String], environment: [String: String] = [:], input: String = "",
        descriptors: [Int32: Int32?] = [:], wrapper: [String] = []
    ) throws {
        directory = try TemporaryDirectory()
        try directory.write(input, to: "in")
        let variables = ["TZ": "UTC", "HOME": directory.path, "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, directory.file("in"), O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, directory.file("out"), O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, directory.file("err"), O_WRONLY | O_CREAT, 0o600)
        for (descriptor, source) in descriptors {
            if let source {
                posix_spawn_file_actions_adddup2(&actions, source, descriptor)
            } else {
                posix_spawn_file_actions_addclose(&actions, descriptor)
            }
        }
        let line = wrapper + [Self.path] + arguments
        let words = line.map { strdup($0) } + [nil]
        let pairs = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + pairs).forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, line[0], &actions, nil, words, pairs)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ENOENT) }
        self.process = process
        let end = ProcessEnd()
        self.end = end
        // A thread of its own: waitpid blocks.
        Thread.detachNewThread { [process] in
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            let signal = status & 0x7F
            end.finish(signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
        }
    }

    deinit {
        // A test that failed half-way leaves no daemon behind.
        if !end.hasEnded { kill(process, SIGKILL) }
    }

    /// What the program has printed so far.
    public var output: String { directory.read("out") }
    /// What it has printed to stderr so far.
    public var errors: String { directory.read("err") }

    /// Sends a signal.
    public func send(_ signal: Int32) { kill(process, signal) }

    /// Waits until the program has a handler for a signal; false when it ends before.
    public func catches(_ signal: Int32) async -> Bool {
        while !end.hasEnded {
            let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
            for line in status.split(separator: "\n") where line.hasPrefix("SigCgt:") {
                let mask = UInt64(line.dropFirst("SigCgt:".count).drop { $0 == "\t" }, radix: 16) ?? 0
                if mask >> UInt64(signal - 1) & 1 == 1 { return true }
            }
            await Task.yield()
        }
        return false
    }

    /// The most memory the program has had, in bytes: its high-water mark, looked at until it ends. (wait4's figure begins
    /// at the size of the process that spawned it.)
    public func peakMemory() async -> Int {
        await withCheckedContinuation { continuation in
            // A thread of its own: those of the tests are busy with them.
            Thread.detachNewThread { [end, process] in
                var peak = 0
                while !end.hasEnded {
                    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
                    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
                        peak = max(peak, (Int(line.filter(\.isNumber)) ?? 0) << 10)
                    }
                    poll(nil, 0, 10)
                }
                continuation.resume(returning: peak)
            }
        }
    }

    /// Waits for the end.
    public func result() async -> Result {
        let code = await end.code()
        return Result(code: code, output: output, errors: errors)
    }

    /// Waits for the end; kills the program when it takes longer than `limit`, and then returns nil.
    public func result(within limit: Duration) async -> Result? {
        let start = ContinuousClock().now
        let killing = DispatchWorkItem { [end, process] in
            if !end.hasEnded { kill(process, SIGKILL) }
        }
        DispatchQueue.global().asyncAfter(
            deadline: .now() + .seconds(Int(limit.components.seconds)), execute: killing)
        let result = await result()
        killing.cancel()
        return ContinuousClock().now - start < limit ? result : nil
    }

    /// Waits until stdout or stderr contains `text`; false when the program ends, or a minute passes, without it.
    public func says(_ text: String) async -> Bool {
        await withCheckedContinuation { continuation in
            // A thread of its own: those of the tests are busy with them.
            Thread.detachNewThread { [self] in
                let start = ContinuousClock().now
                var found = false
                while !found {
                    let isLast = end.hasEnded || ContinuousClock().now - start > .seconds(60)
                    found = output.contains(text) || errors.contains(text)
                    if isLast { break }
                    poll(nil, 0, 10)
                }
                continuation.resume(returning: found)
            }
        }
    }

    /// Runs the program to its end.
    public static func run(
        _ arguments: [String], environment: [String: String] = [:], input: String = "",
        descriptors: [Int32: Int32?] = [:], wrapper: [String] = []
    ) async throws -> Result {
        try await ProgramRun(
            arguments, environment: environment, input: input, descriptors: descriptors, wrapper: wrapper
        ).result()
    }
}

/// The end of a process, awaited by anybody.
private final class ProcessEnd: Sendable {
    private struct State {
        var code: Int32?
        var waiters: [CheckedContinuation<Int32, Never>] = []
    }

    private let state = Mutex(State())

    var hasEnded: Bool { state.withLock { $0.code != nil } }

    func finish(_ code: Int32) {
        let waiters = state.withLock { state in
            state.code = code
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: code) }
    }

    func code() async -> Int32 {
        await withCheckedContinuation { continuation in
            let code = state.withLock { state in
                if state.code == nil { state.waiters.append(continuation) }
                return state.code
            }
            if let code { continuation.resume(returning: code) }
        }
    }
}
