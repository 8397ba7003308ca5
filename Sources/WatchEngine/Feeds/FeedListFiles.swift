/// The files of a configuration, for feeds to be written into and taken out of.
///
/// The configuration is checked with the change before any file is replaced: a change that would leave faults leaves
/// everything as it was. Blocks while it reads and writes files.
public struct FeedListFiles: Sendable {
    /// Why nothing was changed.
    public enum Failure: Error, Sendable, Equatable {
        /// The configuration would have these faults.
        case faults(ConfigurationReport)
        /// The file cannot be edited, or is none of the configuration.
        case refused(String)
        /// The file cannot be read or written.
        case inputOutput(String)
    }

    private let main: String
    private let environment: [String: String]
    private let place: ConfigurationPlace

    /// The files of the configuration whose main file is `path`.
    public init(path: String, environment: [String: String]) {
        main = path
        self.environment = environment
        place = ConfigurationPlace(files: .system, environment: environment)
    }

    /// Writes `entries` into `file`, else into the first included file that has `Feeds`, else into the main file.
    ///
    /// - Parameter file: relative to the main file's folder; it need not be there yet.
    /// - Returns: the path of the file.
    public func add(_ entries: [FeedListEditor.Entry], file: String?) throws -> String {
        let path = place.files.canonical(try file.map { place.absolute($0, besideFile: main) } ?? defaultFile())
        try edit(path) { bytes in
            do {
                return try FeedListEditor.adding(entries, to: bytes)
            } catch {
                throw Failure.refused("\(path) \(error)")
            }
        } check: { configuration in
            let names = Set(configuration.feeds.map(\.name))
            guard entries.allSatisfy({ names.contains($0.name) }) else {
                throw Failure.refused("\(path) is no file of the configuration: name it in Include first")
            }
        }
        return path
    }

    /// Takes the feed called `name` out of the file that has it.
    ///
    /// - Returns: the path of the file; nil when no file has such a feed.
    public func remove(name: String) throws -> String? {
        guard let file = try load().files.first(where: { try hasFeed(name, $0) }) else { return nil }
        let path = place.files.canonical(file)
        try edit(path) { bytes in
            do {
                return try FeedListEditor.removing(name: name, from: bytes) ?? bytes
            } catch {
                throw Failure.refused("\(path) \(error)")
            }
        } check: { configuration in
            guard !configuration.feeds.contains(where: { $0.name == name }) else {
                throw Failure.inputOutput("\(path) was changed by somebody else just now: try again")
            }
        }
        return path
    }

    private func load(files: FileReading = .system) throws -> Configuration {
        do {
            return try ConfigurationLoader.load(path: main, environment: environment, files: files)
        } catch {
            throw Failure.faults(error)
        }
    }

    /// Reads, changes, checks and replaces, while no other process does.
    private func edit(
        _ path: String, _ change: ([UInt8]) throws -> [UInt8], check: (Configuration) throws -> Void
    ) throws {
        do {
            try FileReplacement.locking(folder: PathText.folder(of: path)) {
                let before = try contents(path)
                let after = try change(before ?? [])
                try check(load(files: place.files.with(after, at: path)))
                guard try contents(path) == before else {
                    throw Failure.inputOutput("\(path) was changed by somebody else just now: try again")
                }
                try FileReplacement.replace(path, with: after)
            }
        } catch let failure as FileReplacement.Failure {
            throw Failure.inputOutput(failure.message)
        }
    }

    /// nil when there is no such file.
    private func contents(_ path: String) throws -> [UInt8]? {
        do {
            return try place.files.contents(path, PropertyListReader.Limits.standard.fileSize)
        } catch {
            if error.isMissing { return nil }
            throw Failure.inputOutput("\(path) \(error.reason)")
        }
    }

    private func defaultFile() throws -> String {
        let files = try load().files
        return try files.dropFirst().first { try list(of: $0) != nil } ?? files.first ?? place.absolute(main)
    }

    private func hasFeed(_ name: String, _ path: String) throws -> Bool {
        try list(of: path)?.contains { feed in
            guard case .string(let text) = feed[FeedKey.name.rawValue]?.value else { return false }
            return XMLScanner.trimmed(text) == name
        } ?? false
    }

    /// The elements of a file's `Feeds`; nil when it has none.
    private func list(of path: String) throws -> [PropertyListNode]? {
        let node = PropertyListReader.read(try contents(path) ?? [], file: path, faults: FaultLog())
        guard case .array(let feeds) = node?[TopKey.feeds.rawValue]?.value else { return nil }
        return feeds
    }
}

extension FileReading {
    /// The same files, but with `bytes` in the one at `path`, a canonical path.
    fileprivate func with(_ bytes: [UInt8], at path: String) -> FileReading {
        var changed = self
        changed.contents = { [self] asked, limit throws(Failure) in
            if canonical(asked) == path { return bytes }
            return try contents(asked, limit)
        }
        changed.names = { [self] folder throws(Failure) in
            let names = try names(folder)
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            let isHere = canonical(folder) == PathText.folder(of: path)
            return isHere && !names.contains(name) ? names + [name] : names
        }
        return changed
    }
}
