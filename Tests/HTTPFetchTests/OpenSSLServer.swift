import Foundation
import Glibc
import Synchronization

/// A TLS server for tests: `openssl s_server` with a certificate for 127.0.0.1 that is its own authority.
///
/// It answers any path with a page that says whether the TLS session is "New" or "Reused". Debian's package of the
/// certificate authorities, which the program itself needs, brings openssl along.
final class OpenSSLServer: Sendable {
    enum Validity {
        case now, past
    }

    struct Failure: Error {
        var reason: String
    }

    static let isAvailable = access(program, X_OK) == 0
    private static let program = "/usr/bin/openssl"

    let port: Int
    /// A PEM file that makes the server's certificate trusted.
    let authorityFile: String
    private let directory: String
    /// Nil once stopped.
    private let process: Mutex<pid_t?>

    /// - Parameter options: further ones of `s_server`.
    init(_ validity: Validity = .now, options: [String] = []) throws {
        directory = NSTemporaryDirectory() + "talentwatch-tls-\(UUID().uuidString)"
        authorityFile = directory + "/certificate.pem"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try Self.write(Self.configuration(in: directory), to: directory + "/openssl.cnf")
        try Self.write("", to: directory + "/index.txt")
        try Self.write("01", to: directory + "/serial")
        let configuration = ["-config", directory + "/openssl.cnf"]
        try Self.run(
            ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=test"]
                + ["-keyout", directory + "/key.pem", "-out", directory + "/request.pem"] + configuration)
        let dates =
            switch validity {
            case .now: ["-days", "1"]
            case .past: ["-startdate", "20200101000000Z", "-enddate", "20200102000000Z"]
            }
        try Self.run(
            ["ca", "-batch", "-notext", "-selfsign", "-in", directory + "/request.pem"]
                + ["-keyfile", directory + "/key.pem", "-out", authorityFile] + dates + configuration)
        let (process, output) = try Self.spawn(
            ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", authorityFile, "-key", directory + "/key.pem"]
                + options)
        self.process = Mutex(process)
        defer { close(output) }
        port = try Self.port(in: output)
    }

    deinit {
        stop()
    }

    func stop() {
        let process = process.withLock { process in
            defer { process = nil }
            return process
        }
        guard let process else { return }
        kill(process, SIGKILL)
        _ = Self.wait(for: process)
        do {
            try FileManager.default.removeItem(atPath: directory)
        } catch {
            print("left behind: \(directory): \(error)")
        }
    }

    /// The port in the line "ACCEPT 127.0.0.1:34567".
    private static func port(in output: Int32) throws -> Int {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(output, &buffer, buffer.count)
            guard count > 0 else { throw Failure(reason: "s_server ended") }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let line = lines.first(where: { $0.hasPrefix("ACCEPT ") }),
                let port = line.split(separator: ":").last.flatMap({ Int($0) })
            {
                return port
            }
        }
    }

    private static func run(_ arguments: [String]) throws {
        let (process, output) = try spawn(arguments)
        defer { close(output) }
        guard wait(for: process) == 0 else { throw Failure(reason: arguments.joined(separator: " ")) }
    }

    /// Starts openssl with its standard output in a pipe. Foundation's `Process` is not used: of two that are started at
    /// one time, one may not see the other end.
    private static func spawn(_ arguments: [String]) throws -> (process: pid_t, output: Int32) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw Failure(reason: "socketpair: errno \(errno)")
        }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let result = posix_spawn(&process, program, &actions, nil, &words, nil)
        guard result == 0 else {
            close(ends[0])
            throw Failure(reason: "posix_spawn: errno \(result)")
        }
        return (process, ends[0])
    }

    private static func wait(for process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        return status
    }

    private static func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    private static func configuration(in directory: String) -> String {
        """
        [ca]
        default_ca = authority
        [authority]
        database = \(directory)/index.txt
        serial = \(directory)/serial
        new_certs_dir = \(directory)
        default_md = sha256
        policy = policy
        x509_extensions = extensions
        [policy]
        commonName = supplied
        [extensions]
        subjectAltName = IP:127.0.0.1
        [req]
        distinguished_name = name
        [name]

        """
    }
}
