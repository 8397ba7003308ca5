import Foundation
import Glibc
import TestSupport

/// What is to go wrong with the disk under a run of the program: see Tests/FaultPoints.
struct DiskFault: Sendable, CustomStringConvertible {
    enum Mode: String, Sendable, CaseIterable {
        /// The N-th operation fails with EIO, and only that one.
        case fail
        /// From the N-th on, all fail with ENOSPC.
        case last
        /// The N-th, if it is a write, stores half of its bytes, and what follows fails with ENOSPC.
        case short
        /// kill -9 before the N-th.
        case kill
        /// kill -9 in the middle of the N-th.
        case tear
        /// A power cut before the N-th: all that was not synced is lost.
        case power

        var kills: Bool { [.kill, .tear, .power].contains(self) }
    }

    var mode: Mode
    /// Counted from 1.
    var operation: Int

    var description: String { "\(mode.rawValue) \(operation)" }

    fileprivate var variables: [String: String] {
        [
            "FAULT_MODE": mode.rawValue, "FAULT_AT": "\(operation)",
            "FAULT_ERRNO": "\(mode == .fail ? EIO : ENOSPC)",
        ]
    }
}

/// Directories whose disk fails as told, for a program that is started with `environment`.
struct FaultyDisk: Sendable {
    let environment: [String: String]
    private let report: String

    /// - Parameters:
    ///   - directories: the faults are for all below them.
    ///   - report: a file that is made, outside of them.
    private init(directories: [String], report: String, variables: [String: String]) {
        self.report = report
        environment = variables.merging([
            "LD_PRELOAD": ProgramRun.built("libFaultPoints.so"), "FAULT_REPORT": report,
            "FAULT_DIRECTORIES": directories.joined(separator: ":"),
        ]) { $1 }
    }

    /// A disk with one fault; nil for none.
    ///
    /// - Parameter copies: an empty directory for what is synced, the same for all runs on the disk up to a power cut.
    init(_ directories: [String], report: String, fault: DiskFault?, copies: String?) {
        var variables = fault?.variables ?? [:]
        variables["FAULT_COPIES"] = copies
        self.init(directories: directories, report: report, variables: variables)
    }

    /// A disk that is full (ENOSPC) or read-only (EROFS) as long as the file `valve` exists.
    init(_ directories: [String], report: String, valve: String, code: Int32) {
        self.init(
            directories: directories, report: report,
            variables: ["FAULT_MODE": "valve", "FAULT_VALVE": valve, "FAULT_ERRNO": "\(code)"])
    }

    /// A disk on which nothing comes to its end as long as the file `valve` exists.
    init(_ directories: [String], report: String, stalledBy valve: String) {
        self.init(
            directories: directories, report: report, variables: ["FAULT_MODE": "stall", "FAULT_VALVE": valve])
    }

    /// Operations so far that were refused, held up, cut or the end of the program: the second number of the report.
    var refused: Int {
        guard let data = FileManager.default.contents(atPath: report), data.count >= 16 else { return 0 }
        return Int(data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self) })
    }
}
