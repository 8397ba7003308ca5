import Foundation
import Glibc
import TestSupport
import Testing

@testable import WatchEngine

@Suite struct AlertLogFileTests {
    let directory: TemporaryDirectory
    let files = FailingFileSystem()

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func log(_ format: AlertLogConfiguration.Format = .text) -> AlertLogFile {
        AlertLogFile(path: directory.file("logs/alerts.log"), format: format, files: files)
    }

    @Test func makesItsDirectoryAndAppends() throws {
        let log = log()
        #expect(try log.prepare().lastSeq == nil)
        try log.append(["t #1 [r] | a", "t #2 [r] | b"])
        #expect(try !log.prepare().isChanged)
        try log.append(["t #3 [r] | c"])
        #expect(directory.read("logs/alerts.log") == "t #1 [r] | a\nt #2 [r] | b\nt #3 [r] | c\n")
    }

    @Test(
        arguments: [
            ("", nil, ""), ("t #7 [r] | a\n", 7, "t #7 [r] | a\n"),
            ("t #7 [r] | a\nt #8 [r] | to", 7, "t #7 [r] | a\n"),
            ("t #8 [r] | to", nil, ""), ("t #7 [r] | a\n\0\0\0\0", 7, "t #7 [r] | a\n"),
            ("t #7 [r] | a #9 b\n", 7, "t #7 [r] | a #9 b\n"), ("no line of ours\n", nil, "no line of ours\n"),
        ] as [(String, Int64?, String)])
    func findsItsLastLineAndMendsATornOne(before: String, seq: Int64?, after: String) throws {
        try directory.write(before, to: "logs/alerts.log")
        #expect(try log().prepare().lastSeq == seq)
        #expect(directory.read("logs/alerts.log") == after)
    }

    @Test func readsTheSeqOfAJSONLine() throws {
        try directory.write(
            AlertLine.json(Fixtures.alert(seq: 41)) + "\n{\"v\":1,\"seq\":42,\"ty", to: "logs/alerts.log")
        #expect(try log(.json).prepare().lastSeq == 41)
    }

    @Test func followsARename() throws {
        let log = log()
        let first = try log.prepare()
        try log.append(["t #1 [r] | a"])
        #expect(rename(directory.file("logs/alerts.log"), directory.file("logs/alerts.log.1")) == 0)
        let second = try log.prepare()
        #expect(second.isChanged)
        try log.append(["t #2 [r] | b"])
        #expect(directory.read("logs/alerts.log.1") == "t #1 [r] | a\n")
        #expect(directory.read("logs/alerts.log") == "t #2 [r] | b\n")
        #expect(try log.lastSeq(inRenamed: first.identity) == 1)
    }

    /// logrotate renames to `alerts.log.1`, with `extension` to `alerts.1.log`, with `dateext` to `alerts-20261124.log`.
    @Test(arguments: ["alerts.log.1", "alerts.1.log", "alerts-20261124.log", "0", ".hidden"])
    func findsARenamedFileUnderAnyName(name: String) throws {
        let log = log()
        let first = try log.prepare()
        try log.append(["t #1 [r] | a"])
        try directory.write("t #9 [r] | another\n", to: "logs/alerts.log.2")
        #expect(mkdir(directory.file("logs/alerts.log.d"), 0o755) == 0)
        #expect(rename(directory.file("logs/alerts.log"), directory.file("logs/" + name)) == 0)
        _ = try log.prepare()
        #expect(try log.lastSeq(inRenamed: first.identity) == 1)
        #expect(unlink(directory.file("logs/" + name)) == 0)
        // The descriptor is closed by now, so the inode is free; no entry leads to it.
        #expect(try log.lastSeq(inRenamed: first.identity) == nil)
        #expect(directory.read("logs/alerts.log") == "")
    }

    @Test func looksAtABoundedNumberOfEntries() throws {
        let identity = try log().prepare().identity
        #expect(try files.find(identity, beside: directory.file("logs/alerts.log"), atMost: 3) != nil)
        #expect(try files.find(identity, beside: directory.file("logs/alerts.log"), atMost: 0) == nil)
    }

    @Test func aSymbolicLinkToAFileIsALog() throws {
        try directory.write("", to: "data/real.log")
        try directory.write("", to: "logs/other")
        #expect(symlink(directory.file("data/real.log"), directory.file("logs/alerts.log")) == 0)
        let log = log()
        let first = try log.prepare()
        try log.append(["t #1 [r] | a"])
        #expect(rename(directory.file("data/real.log"), directory.file("data/real-1.log")) == 0)
        #expect(try log.prepare().isChanged)
        try log.append(["t #2 [r] | b"])
        #expect(directory.read("data/real.log") == "t #2 [r] | b\n")
        #expect(try log.lastSeq(inRenamed: first.identity) == 1)
    }

    @Test(arguments: ["directory", "pipe", "link to a pipe", "/dev/null"])
    func whatIsNoFileIsRefused(kind: String) throws {
        var path = directory.file("alerts.log")
        switch kind {
        case "directory": #expect(mkdir(path, 0o755) == 0)
        case "pipe": #expect(mkfifo(path, 0o600) == 0)
        case "link to a pipe":
            #expect(mkfifo(directory.file("pipe"), 0o600) == 0)
            #expect(symlink(directory.file("pipe"), path) == 0)
        default: path = kind
        }
        let log = AlertLogFile(path: path, format: .text, files: files)
        for _ in 0..<2 {
            let error = #expect(throws: LogFileError.self) { try log.prepare() }
            #expect(error?.description == "cannot open \(path): it is not a regular file")
        }
    }

    @Test func aWriteThatIsCutShortIsMendedBeforeTheNext() throws {
        let log = log()
        _ = try log.prepare()
        files.cutNextWrite(at: 20)
        #expect(throws: LogFileError.self) { try log.append(["t #1 [r] | a", "t #2 [r] | b"]) }
        #expect(try log.prepare().lastSeq == 1)
        try log.append(["t #2 [r] | b"])
        #expect(directory.read("logs/alerts.log") == "t #1 [r] | a\nt #2 [r] | b\n")
    }

    @Test func errorsNameTheFileAndTheReason() throws {
        let log = AlertLogFile(path: "/proc/nowhere/alerts.log", format: .text, files: PosixFileSystem())
        let error = #expect(throws: LogFileError.self) { try log.prepare() }
        #expect(error?.description == "cannot create /proc/nowhere: No such file or directory")
    }
}
