import WatchEngine

/// A tree of files in memory, for tests of the loader.
struct MemoryFiles {
    var files: [String: [UInt8]]

    init(_ texts: [String: String]) {
        files = texts.mapValues { Array($0.utf8) }
    }

    var reading: FileReading {
        let files = files
        return FileReading(
            currentFolder: "/work dir",
            contents: { path, limit throws(FileReading.Failure) in
                if path.hasSuffix("/locked") {
                    throw FileReading.Failure(isMissing: false, reason: "may not be read by this user")
                }
                guard let bytes = files[path] else { throw .missing }
                guard bytes.count <= limit else { throw FileReading.Failure(isMissing: false, reason: "is too large") }
                return bytes
            },
            names: { folder throws(FileReading.Failure) in
                let prefix = folder.hasSuffix("/") ? folder : folder + "/"
                let names = Set(
                    files.keys.filter { $0.hasPrefix(prefix) }.compactMap {
                        $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init)
                    })
                if folder.hasSuffix("/lockedfolder") {
                    throw FileReading.Failure(isMissing: false, reason: "may not be read by this user")
                }
                if names.isEmpty { throw .missing }
                return Array(names)
            },
            canonical: { $0 }
        )
    }

    /// Loads `/etc/tw/main.plist` of the tree.
    func load(environment: [String: String] = [:]) throws -> Configuration {
        try ConfigurationLoader.load(path: "/etc/tw/main.plist", environment: environment, files: reading)
    }
}

/// Loads one file's text.
func loadText(_ text: String, environment: [String: String] = [:]) throws -> Configuration {
    try MemoryFiles(["/etc/tw/main.plist": text]).load(environment: environment)
}

/// The lines of the report that loading gives, without the folder of the files; empty when there is none.
func faultLines(_ files: [String: String], environment: [String: String] = [:]) -> [String] {
    do {
        _ = try ConfigurationLoader.load(
            path: "/etc/tw/main.plist", environment: environment,
            files: MemoryFiles(Dictionary(uniqueKeysWithValues: files.map { ("/etc/tw/" + $0.key, $0.value) })).reading)
        return []
    } catch {
        return error.description.split(separator: "\n", omittingEmptySubsequences: false).map {
            String($0).replacing("/etc/tw/", with: "")
        }
    }
}

/// The faults of one file's text, without the last line that counts them.
func faults(_ text: String, environment: [String: String] = [:]) -> [String] {
    faultLines(["main.plist": text], environment: environment).dropLast()
}
