import Foundation
import Glibc
import TestSupport

/// A file system of 4 MiB in memory, mounted in a namespace of the one program that is started through `wrapper`, so that
/// it is gone with the program, whatever happens to the test. Others see it through `path(_:of:)` as long as that runs.
struct SmallDisk: Sendable {
    private static let size = 4 << 20
    private static let mount =
        #"mount -t tmpfs -o size="$2",mode=755 tmpfs "$1" && shift 2 && exec "$@""#

    /// The empty directory that it is mounted on.
    let mountPoint: String

    /// What runs a program on it: without root, as the root of a user namespace.
    var wrapper: [String] {
        [
            "/usr/bin/unshare", geteuid() == 0 ? "-m" : "-rm", "/bin/sh", "-c", Self.mount, "sh", mountPoint,
            "\(Self.size)",
        ]
    }

    /// What runs a program beside the one that is on the disk, so that it sees the disk too.
    func wrapper(beside program: ProgramRun) -> [String] {
        let namespaces = geteuid() == 0 ? ["-m"] : ["-U", "--preserve-credentials", "-m"]
        return ["/usr/bin/nsenter", "-t", "\(program.process)"] + namespaces + ["--"]
    }

    /// Whether this machine lets it be mounted; containers often do not.
    static func isPossible() async -> Bool {
        guard let directory = try? TemporaryDirectory() else { return false }
        let disk = SmallDisk(mountPoint: directory.path)
        return (try? await ProgramRun.run(["--version"], wrapper: disk.wrapper).code) == 0
    }

    /// Where this process finds a file of the disk that `program` is on.
    func path(_ name: String, of program: ProgramRun) -> String {
        "/proc/\(program.process)/root\(mountPoint)/\(name)"
    }

    /// Writes into a file of the disk until not a byte more fits.
    func fill(_ name: String, of program: ProgramRun) throws {
        let descriptor = open(path(name, of: program), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        defer { close(descriptor) }
        let bytes = [UInt8](repeating: 0, count: 4096)
        // Bounded by the disk's size, whatever else becomes free meanwhile.
        for _ in 0..<(2 * Self.size / bytes.count) where write(descriptor, bytes, bytes.count) <= 0 {
            guard errno == ENOSPC else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            return
        }
    }
}
