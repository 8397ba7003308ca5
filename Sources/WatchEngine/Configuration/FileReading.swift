internal import Foundation
import Glibc

/// The file system as the loader sees it, so that tests can give it a tree in memory.
public struct FileReading: Sendable {
    /// Why a file or folder could not be read, as the rest of a sentence.
    public struct Failure: Error, Sendable, Equatable {
        /// Whether the thing is not there at all.
        public var isMissing: Bool
        /// Such as `is not there` or `may not be read by this user`.
        public var reason: String

        /// Makes a failure.
        public init(isMissing: Bool, reason: String) {
            self.isMissing = isMissing
            self.reason = reason
        }

        /// What is not there.
        public static let missing = Failure(isMissing: true, reason: "is not there")
    }

    /// The bytes of the regular file at a path; a file larger than the given number of bytes is a failure.
    public var contents: @Sendable (_ path: String, _ limit: Int) throws(Failure) -> [UInt8]
    /// The names of what lies in a folder, in any order.
    public var names: @Sendable (_ folder: String) throws(Failure) -> [String]
    /// One path for each file, however it was named (symbolic links resolved).
    public var canonical: @Sendable (_ path: String) -> String
    /// The permissions of the file at a path; nil where they are not to be had.
    public var mode: @Sendable (_ path: String) -> UInt32?
    /// The absolute path that relative paths start from.
    public var currentFolder: String

    /// Makes a file system of its questions.
    public init(
        currentFolder: String,
        contents: @escaping @Sendable (_ path: String, _ limit: Int) throws(Failure) -> [UInt8],
        names: @escaping @Sendable (_ folder: String) throws(Failure) -> [String],
        canonical: @escaping @Sendable (_ path: String) -> String,
        mode: @escaping @Sendable (_ path: String) -> UInt32? = { _ in nil }
    ) {
        self.currentFolder = currentFolder
        self.contents = contents
        self.names = names
        self.canonical = canonical
        self.mode = mode
    }

    /// The machine's file system. Blocks while it reads.
    public static var system: FileReading {
        FileReading(
            currentFolder: FileManager.default.currentDirectoryPath,
            contents: { path, limit throws(Failure) in try readRegularFile(path, limit: limit) },
            names: { folder throws(Failure) in try entries(of: folder) },
            canonical: { path in URL(filePath: path).resolvingSymlinksInPath().path },
            mode: { path in
                var status = stat()
                return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
            }
        )
    }

    private static func readRegularFile(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        // Not blocking: the path may lead to a pipe or a device.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(isMissing: false, reason: "is not a regular file")
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: pieceSize)
        while true {
            guard bytes.count <= limit, status.st_size <= limit else {
                throw Failure(isMissing: false, reason: "is larger than \(ByteSizeText.text(limit))")
            }
            let count = read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(errno) }
            if count == 0 { return bytes }
            // The kernel's own files tell no size, and some have no end.
            guard status.st_size > 0 else { throw Failure(isMissing: false, reason: "is no file on a disk") }
            bytes.append(contentsOf: piece[..<count])
        }
    }

    private static func entries(of folder: String) throws(Failure) -> [String] {
        guard let stream = opendir(folder) else {
            // A pattern meets files where folders could be.
            throw errno == ENOTDIR || errno == ELOOP ? .missing : failure(errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            guard names.count < entryLimit else {
                throw Failure(isMissing: false, reason: "has more than \(entryLimit) entries")
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                // readdir(3) ends the name with a NUL inside d_name's 256 bytes.
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static let pieceSize = 64 << 10
    private static let entryLimit = 100_000

    private static func failure(_ code: Int32) -> Failure {
        switch code {
        case ENOENT, ENOTDIR: .missing
        case EACCES, EPERM: Failure(isMissing: false, reason: "may not be read by this user")
        case ENXIO, ENODEV: Failure(isMissing: false, reason: "is not a regular file")
        default: Failure(isMissing: false, reason: "cannot be read (\(String(cString: strerror(code))))")
        }
    }
}

/// Paths as text; nothing here asks the file system.
enum PathText {
    /// `path` as seen from `folder`: itself when absolute.
    static func join(_ folder: String, _ path: String) -> String {
        if path.hasPrefix("/") || folder.isEmpty { return path }
        return folder.hasSuffix("/") ? folder + path : folder + "/" + path
    }

    /// What in a path a shell would put something in place of, `~` or a variable, as the problem of a fault; nil for none.
    static func unexpanded(_ path: String) -> String? {
        if path.hasPrefix("~") { return "begins with ~, which stands for nothing here" }
        let variable = path.split(separator: "/").first { part in
            part.hasPrefix("$") && part.dropFirst().first.map { $0 == "{" || $0 == "_" || $0.isLetter } ?? false
        }
        return variable.map { "has \(ShownText.plain(String($0))), which stands for nothing here" }
    }

    /// The folder a file lies in; empty when `path` is a bare name.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// `path` without `.`, `..` and doubled slashes.
    static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !path.hasPrefix("/") {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        if path.hasPrefix("/") { return "/" + joined }
        return joined.isEmpty ? "." : joined
    }
}
