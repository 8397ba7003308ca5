/// Reads the main file and all it includes, each once.
struct ConfigurationFiles {
    /// The most files of one configuration.
    static let fileLimit = 4096
    /// How deep files may include each other.
    static let depthLimit = 32

    /// The top dictionaries in the order they were read: an including file before those it includes.
    private(set) var sections: [ConfigurationSection<TopKey>] = []
    /// The absolute paths of all files, in the same order.
    private(set) var paths: [String] = []

    private let place: ConfigurationPlace
    private let faults: FaultLog
    /// Where each file was included first, by its canonical path; the main file by itself.
    private var includedAt: [String: String] = [:]

    init(main path: String, place: ConfigurationPlace, faults: FaultLog) {
        self.place = place
        self.faults = faults
        faults.begin(file: path)
        do {
            let bytes = try place.files.contents(place.absolute(path), PropertyListReader.Limits.standard.fileSize)
            includedAt[place.files.canonical(place.absolute(path))] = path
            read(bytes, file: path, stack: [])
        } catch {
            faults.report(
                file: path, line: nil, problem: error.reason,
                mend: "write the file, or name another with --config or $TALENTWATCH_CONFIG")
            faults.markIncomplete()
        }
    }

    private mutating func read(_ bytes: [UInt8], file: String, stack: [String]) {
        paths.append(place.absolute(file))
        guard let node = PropertyListReader.read(bytes, file: file, faults: faults) else {
            faults.markIncomplete()
            return
        }
        let field = ConfigurationField(node: node, keyPath: "", faults: faults)
        guard let section = ConfigurationSection<TopKey>(field) else {
            faults.markIncomplete()
            return
        }
        sections.append(section)
        guard let include = section[.include] else { return }
        for element in include.elements() { self.include(element, stack: stack + [file]) }
    }

    private mutating func include(_ field: ConfigurationField, stack: [String]) {
        guard let text = field.path() else {
            faults.markIncomplete()
            return
        }
        let path = PathText.join(PathText.folder(of: field.node.file), text)
        guard Glob.isPattern(text) else {
            readIncluded(path, field, stack: stack, mayRepeat: false)
            return
        }
        do {
            let paths = try Glob.paths(matching: path, files: place.files)
            var faulty = 0
            for (index, found) in paths.enumerated() {
                let before = faults.count
                readIncluded(found, field, stack: stack, mayRepeat: true)
                if faults.count > before { faulty += 1 }
                if faulty == Self.faultyFileLimit, index + 1 < paths.count {
                    field.report(
                        "matches \(paths.count) files; \(faulty) have faults, and the \(paths.count - index - 1) behind them are not read",
                        "mend the files, or name fewer")
                    faults.markIncomplete()
                    return
                }
            }
        } catch {
            field.report("names files in a folder that \(error.reason)", "make the folder readable, or remove it")
            faults.markIncomplete()
        }
    }

    /// A pattern that meets so many files with faults was not meant like that, or all of them have the same.
    private static let faultyFileLimit = 20

    /// Reads one included file. A pattern may meet files that were read already; a plain name must not.
    private mutating func readIncluded(_ path: String, _ field: ConfigurationField, stack: [String], mayRepeat: Bool) {
        let canonical = place.files.canonical(place.absolute(path))
        if let first = includedAt[canonical] {
            guard !mayRepeat else { return }
            if let start = stack.firstIndex(where: { place.files.canonical(place.absolute($0)) == canonical }) {
                let cycle = (stack[start...] + [path]).map(ShownText.path).joined(separator: " → ")
                field.report("makes files that include each other (\(cycle))", "remove it")
            } else {
                field.report("is included already at \(ShownText.path(first))", "remove one of the two")
            }
            return
        }
        guard stack.count < Self.depthLimit else {
            field.report(
                "makes files include each other more than \(Self.depthLimit) levels deep", "include it further up")
            return
        }
        guard includedAt.count < Self.fileLimit else {
            field.report("makes more than \(Self.fileLimit) files", "put several into one")
            return
        }
        includedAt[canonical] = field.node.line.map { "\(field.node.file):\($0)" } ?? field.node.file
        do {
            let bytes = try place.files.contents(place.absolute(path), PropertyListReader.Limits.standard.fileSize)
            faults.begin(file: path)
            read(bytes, file: path, stack: stack)
        } catch {
            field.report(
                "names a file that \(error.reason) (\(ShownText.path(path)))",
                "write the name of a file that can be read, or remove it")
            faults.markIncomplete()
        }
    }
}
