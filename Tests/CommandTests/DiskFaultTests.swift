import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// After SQLite's manner: the N-th operation on the disk fails, or is the program's end, for N = 1, 2, 3 … until a run
/// survives. Whatever N was, the next run mends it all.
///
/// In CI the most telling modes; TALENTWATCH_FAULTS=all asks for every mode at every point.
@Suite(.serialized) struct DiskFaultTests {
    private static let isWhole = ProcessInfo.processInfo.environment["TALENTWATCH_FAULTS"] == "all"
    /// A run does this in a twentieth of a second; one that hangs is killed.
    private static let longestRun = Duration.seconds(30)
    private static let childrenAtOnce = 2
    /// Far more operations than a run has.
    private static let mostOperations = 2000

    @Test(arguments: isWhole ? DiskFault.Mode.allCases : [.tear])
    func firstStart(mode: DiskFault.Mode) async throws {
        try await injectUntilARunSurvives(mode) { try FaultScene(rounds: 1, for: mode) }
    }

    @Test(arguments: isWhole ? DiskFault.Mode.allCases : [.fail, .tear, .power])
    func steadyState(mode: DiskFault.Mode) async throws {
        try await injectUntilARunSurvives(mode) {
            let scene = try FaultScene(rounds: 1, for: mode)
            let first = try await scene.run(fault: nil, within: Self.longestRun)
            #expect(first.result?.code == 0, "\(first.result?.errors ?? "hangs")")
            try scene.write(rounds: 2)
            return scene
        }
    }

    private func injectUntilARunSurvives(
        _ mode: DiskFault.Mode, _ scene: @escaping @Sendable () async throws -> FaultScene
    ) async throws {
        let complaints = try await withThrowingTaskGroup(of: (survived: Bool, complaints: [String]).self) { group in
            var complaints: [String] = []
            var survived = false
            var operation = 0
            while true {
                while !survived, operation < Self.mostOperations, operation < Self.childrenAtOnce {
                    operation += 1
                    let fault = DiskFault(mode: mode, operation: operation)
                    group.addTask { try await Self.inject(fault, into: try await scene()) }
                }
                guard let outcome = try await group.next() else { break }
                complaints += outcome.complaints
                survived = survived || outcome.survived
                if !survived, operation < Self.mostOperations {
                    operation += 1
                    let fault = DiskFault(mode: mode, operation: operation)
                    group.addTask { try await Self.inject(fault, into: try await scene()) }
                }
            }
            if !survived { complaints.append("no run of \(operation) survived") }
            // A first start makes some 200 operations, a later run some 70.
            if operation < 40 { complaints.append("only \(operation) operations were met") }
            if Self.isWhole { print("\(mode): \(operation) operations") }
            return complaints
        }
        #expect(complaints == [])
    }

    /// One fault, one run that mends what it left; what is wrong then.
    private static func inject(
        _ fault: DiskFault, into scene: FaultScene
    ) async throws -> (survived: Bool, complaints: [String]) {
        var complaints: [String] = []
        let before = scene.logs
        let (broken, refused) = try await scene.run(fault: fault, within: longestRun)
        if let broken {
            let isEndExpected =
                fault.mode.kills && refused > 0
                ? broken.code == 128 + SIGKILL : broken.code == 0 || (broken.code == 74 && refused > 0)
            if !isEndExpected { complaints.append("exit code \(broken.code): \(broken.errors)") }
            let saysWhy = broken.errors.contains("talentwatch: ") && !broken.errors.contains("NSCocoaErrorDomain")
            if broken.code == 74, !saysWhy { complaints.append("does not say why: \(broken.errors)") }
            if broken.code == 0 {
                complaints += scene.complaints.prefix(1).map { "said to be done, but \($0): \(broken.errors)" }
            }
        } else {
            complaints.append("hangs")
        }
        let mended = try await scene.run(fault: nil, within: longestRun).result
        if mended?.code != 0 { complaints.append("cannot be mended: \(mended?.errors ?? "hangs")") }
        for word in ["error:", "critical:", "warning:"] where mended?.errors.contains(word) == true {
            complaints.append("mended with an \(mended?.errors ?? "")")
        }
        complaints += scene.complaints
        if !scene.logs.json.hasPrefix(before.json) || !scene.logs.text.hasPrefix(before.text) {
            complaints.append("lines that were written are not there any more")
        }
        let alerts = try await ProgramRun.run(["alerts", "--format", "jsonl", "--config", scene.configurationPath])
        if alerts.output != scene.logs.json { complaints.append("the store says \(alerts.output)") }
        return (refused == 0, complaints.map { "\(fault): \($0)" })
    }
}

/// A store, two logs and two feeds of the local disk, of which a second round changes the one and adds to both.
private final class FaultScene: Sendable {
    private static let feeds = 2
    private let directory: TemporaryDirectory
    /// What was synced, where that matters.
    private let copies: String?
    private let runs = Atomic(0)
    private let rounds = Mutex(0)

    var configurationPath: String { directory.file("t.plist") }
    var logs: WrittenLogs {
        WrittenLogs(text: directory.read("disk/log/a.log"), json: directory.read("disk/log/a.jsonl"))
    }

    init(rounds: Int, for mode: DiskFault.Mode) throws {
        directory = try TemporaryDirectory()
        copies = mode == .power ? directory.file("copies") : nil
        if let copies { try FileManager.default.createDirectory(atPath: copies, withIntermediateDirectories: false) }
        try FileManager.default.createDirectory(atPath: directory.file("disk"), withIntermediateDirectories: false)
        let feeds = (0..<Self.feeds).map { "{ Name = f\($0); URL = \"file:f\($0).xml\"; }" }.joined(separator: ", ")
        try directory.write(
            """
            {
              StateDirectory = "disk/state";
              AlertLogs = ( { Path = "\(directory.file("disk/log/a.log"))"; Format = text; },
                            { Path = "\(directory.file("disk/log/a.jsonl"))"; Format = json; } );
              Polling = { Interval = 1s; MinimumInterval = 1s; MaximumInterval = 1s; FirstPollWindow = forever; };
              Feeds = ( \(feeds) );
              Rules = ( { Name = "초지능"; Any = ( "초지능" ); }, { Name = "소장"; Any = ( "소장" ); } );
            }
            """, to: "t.plist")
        try write(rounds: rounds)
    }

    /// Two more items in each feed a round; from the second on, an item of the first has another rule's word as well.
    func write(rounds: Int) throws {
        self.rounds.withLock { $0 = rounds }
        for feed in 0..<Self.feeds {
            let items = (0..<(2 * rounds)).map { number in
                let edit = feed == 0 && number == 0 && rounds > 1 ? " 소장" : ""
                let id = "\(feed)-\(number)"
                return "<item><guid isPermaLink='false'>\(id)</guid><title>초지능 \(id)\(edit)</title></item>"
            }
            try directory.write(
                "<rss version='2.0'><channel><title>f</title>\(items.joined())</channel></rss>", to: "f\(feed).xml")
        }
    }

    /// Asks the feeds once; nil as the result when that took too long.
    func run(
        fault: DiskFault?, within limit: Duration
    ) async throws -> (result: ProgramRun.Result?, refused: Int) {
        let number = runs.add(1, ordering: .relaxed).newValue
        let disk = FaultyDisk(
            [directory.file("disk")], report: directory.file("report\(number)"), fault: fault, copies: copies)
        let run = try ProgramRun(["run", "--once", "--config", configurationPath], environment: disk.environment)
        let result = await run.result(within: limit)
        return (result, disk.refused)
    }

    /// What is wrong with the logs, given what the feeds hold now.
    var complaints: [String] {
        let rounds = rounds.withLock { $0 }
        var expected = Set((0..<Self.feeds).flatMap { feed in (0..<(2 * rounds)).map { "\(feed)-\($0)" } })
        if rounds > 1 { expected.insert("0-0 update") }
        return logs.complaints(expected: expected)
    }
}
