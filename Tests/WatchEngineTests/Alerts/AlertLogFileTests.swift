import Foundation
import Glibc
import TestSupport
import Testing

@testable import WatchEngine

@Suite struct AlertLogFileTests {
    private static let t = "2026-11-24T21:39:55+09:00"
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
        #expect(try log.prepare(believingUpTo: .max).lastSeq == nil)
        try log.append(["\(Self.t) #1 [r] | a", "\(Self.t) #2 [r] | b"])
        #expect(try !log.prepare(believingUpTo: .max).isChanged)
        try log.append(["\(Self.t) #3 [r] | c"])
        #expect(
            directory.read("logs/alerts.log") == "\(Self.t) #1 [r] | a\n\(Self.t) #2 [r] | b\n\(Self.t) #3 [r] | c\n")
    }

    @Test(
        arguments: [
            ("", ""), ("\(t) #7 [r] | a\n\(t) #8 [r] | to", "\(t) #7 [r] | a\n"),
            ("\(t) #7 [r] | a\nrotated by hand", "\(t) #7 [r] | a\nrotated by hand\n"),
        ])
    func mendsATornLineOfOursAndEndsAForeignOne(before: String, after: String) throws {
        try directory.write(before, to: "logs/alerts.log")
        let log = log()
        _ = try log.prepare(believingUpTo: .max)
        #expect(directory.read("logs/alerts.log") == after)
        try log.append(["\(Self.t) #8 [r] | b"])
        #expect(directory.read("logs/alerts.log") == after + "\(Self.t) #8 [r] | b\n")
    }

    @Test func readsTheSeqOfAJSONLine() throws {
        try directory.write(
            AlertLine.json(Fixtures.alert(seq: 41)) + "\n{\"v\":1,\"seq\":42,\"ty", to: "logs/alerts.log")
        #expect(try log(.json).prepare(believingUpTo: .max).lastSeq == 41)
    }

    @Test func followsARename() throws {
        let log = log()
        let first = try log.prepare(believingUpTo: .max)
        try log.append(["\(Self.t) #1 [r] | a"])
        #expect(rename(directory.file("logs/alerts.log"), directory.file("logs/alerts.log.1")) == 0)
        let second = try log.prepare(believingUpTo: .max)
        #expect(second.isChanged)
        try log.append(["\(Self.t) #2 [r] | b"])
        #expect(directory.read("logs/alerts.log.1") == "\(Self.t) #1 [r] | a\n")
        #expect(directory.read("logs/alerts.log") == "\(Self.t) #2 [r] | b\n")
        #expect(try log.lastSeq(inRenamed: first.identity, believingUpTo: .max) == 1)
    }

    /// logrotate renames to `alerts.log.1`, with `extension` to `alerts.1.log`, with `dateext` to `alerts-20261124.log`.
    @Test(arguments: ["alerts.log.1", "alerts.1.log", "alerts-20261124.log", "0", ".hidden"])
    func findsARenamedFileUnderAnyName(name: String) throws {
        let log = log()
        let first = try log.prepare(believingUpTo: .max)
        try log.append(["\(Self.t) #1 [r] | a"])
        try directory.write("\(Self.t) #9 [r] | another\n", to: "logs/alerts.log.2")
        #expect(mkdir(directory.file("logs/alerts.log.d"), 0o755) == 0)
        #expect(rename(directory.file("logs/alerts.log"), directory.file("logs/" + name)) == 0)
        _ = try log.prepare(believingUpTo: .max)
        #expect(try log.lastSeq(inRenamed: first.identity, believingUpTo: .max) == 1)
        #expect(unlink(directory.file("logs/" + name)) == 0)
        // The descriptor is closed by now, so the inode is free; no entry leads to it.
        #expect(try log.lastSeq(inRenamed: first.identity, believingUpTo: .max) == nil)
        #expect(directory.read("logs/alerts.log") == "")
    }

    @Test func looksAtABoundedNumberOfEntries() throws {
        let identity = try log().prepare(believingUpTo: .max).identity
        #expect(try files.find(identity, beside: directory.file("logs/alerts.log"), atMost: 3) != nil)
        #expect(try files.find(identity, beside: directory.file("logs/alerts.log"), atMost: 0) == nil)
    }

    @Test func aSymbolicLinkToAFileIsALog() throws {
        try directory.write("", to: "data/real.log")
        try directory.write("", to: "logs/other")
        #expect(symlink(directory.file("data/real.log"), directory.file("logs/alerts.log")) == 0)
        let log = log()
        let first = try log.prepare(believingUpTo: .max)
        try log.append(["\(Self.t) #1 [r] | a"])
        #expect(rename(directory.file("data/real.log"), directory.file("data/real-1.log")) == 0)
        #expect(try log.prepare(believingUpTo: .max).isChanged)
        try log.append(["\(Self.t) #2 [r] | b"])
        #expect(directory.read("data/real.log") == "\(Self.t) #2 [r] | b\n")
        #expect(try log.lastSeq(inRenamed: first.identity, believingUpTo: .max) == 1)
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
            let error = #expect(throws: LogFileError.self) { try log.prepare(believingUpTo: .max) }
            #expect(error?.description == "cannot open \(path): it is not a regular file")
        }
    }

    @Test func aWriteThatIsCutShortIsMendedBeforeTheNext() throws {
        let log = log()
        _ = try log.prepare(believingUpTo: .max)
        files.cutNextWrite(at: 50)
        #expect(throws: LogFileError.self) { try log.append(["\(Self.t) #1 [r] | a", "\(Self.t) #2 [r] | b"]) }
        #expect(try log.prepare(believingUpTo: .max).lastSeq == 1)
        try log.append(["\(Self.t) #2 [r] | b"])
        #expect(directory.read("logs/alerts.log") == "\(Self.t) #1 [r] | a\n\(Self.t) #2 [r] | b\n")
    }

    @Test func errorsNameTheFileAndTheReason() throws {
        let log = AlertLogFile(path: "/proc/nowhere/alerts.log", format: .text, files: PosixFileSystem())
        let error = #expect(throws: LogFileError.self) { try log.prepare(believingUpTo: .max) }
        #expect(error?.description == "cannot create /proc/nowhere: No such file or directory")
    }
}
