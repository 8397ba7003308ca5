internal import Foundation

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
    /// The absolute path that relative paths start from.
    public var currentFolder: String

    /// Makes a file system of its four questions.
    public init(
        currentFolder: String,
        contents: @escaping @Sendable (_ path: String, _ limit: Int) throws(Failure) -> [UInt8],
        names: @escaping @Sendable (_ folder: String) throws(Failure) -> [String],
        canonical: @escaping @Sendable (_ path: String) -> String
    ) {
        self.currentFolder = currentFolder
        self.contents = contents
        self.names = names
        self.canonical = canonical
    }

    /// The machine's file system. Blocks while it reads.
    public static var system: FileReading {
        FileReading(
            currentFolder: FileManager.default.currentDirectoryPath,
            contents: { path, limit throws(Failure) in try readRegularFile(path, limit: limit) },
            names: { folder throws(Failure) in
                do {
                    return try FileManager.default.contentsOfDirectory(atPath: folder)
                } catch {
                    throw failure(error)
                }
            },
            canonical: { path in URL(filePath: path).resolvingSymlinksInPath().path }
        )
    }

    private static func readRegularFile(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        do {
            // Asked first, since opening a pipe or a device could wait or read for ever.
            let attributes = try FileManager.default.attributesOfItem(
                atPath: URL(filePath: path).resolvingSymlinksInPath().path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                throw Failure(isMissing: false, reason: "is not a regular file")
            }
            if let size = attributes[.size] as? NSNumber, size.intValue > limit {
                throw Failure(isMissing: false, reason: "is larger than \(ByteSizeText.text(limit))")
            }
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch let failure as Failure {
            throw failure
        } catch {
            throw failure(error)
        }
    }

    private static func failure(_ error: any Error) -> Failure {
        switch (error as? CocoaError)?.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: .missing
        case .fileReadNoPermission: Failure(isMissing: false, reason: "may not be read by this user")
        default: Failure(isMissing: false, reason: "cannot be read (\(ShownText.plain(String(describing: error))))")
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
