/// File name patterns: `*` (any run), `?` (any one character), `[a-z]` and `[!a-z]`; none of them matches a slash.
enum Glob {
    /// More paths than this are no list of configuration files.
    private static let limit = 20_000

    /// Whether `path` has a character that makes it a pattern.
    static func isPattern(_ path: String) -> Bool { path.contains { "*?[".contains($0) } }

    /// The paths that match `pattern`, sorted; a folder that is not there matches nothing.
    static func paths(matching pattern: String, files: FileReading) throws(FileReading.Failure) -> [String] {
        var found = [pattern.hasPrefix("/") ? "/" : ""]
        let parts = pattern.split(separator: "/").map(String.init)
        for (index, part) in parts.enumerated() {
            guard isPattern(part) else {
                found = found.map { PathText.join($0, part) }
                continue
            }
            var next: [String] = []
            for folder in found {
                for name in try names(of: folder, files: files, mayBeFile: index > 0)
                where matches(name, pattern: part) && (!name.hasPrefix(".") || part.hasPrefix(".")) {
                    next.append(PathText.join(folder, name))
                }
                guard next.count <= limit else {
                    throw FileReading.Failure(isMissing: false, reason: "has too many files (more than \(limit))")
                }
            }
            found = next
        }
        return found.sorted()
    }

    private static func names(
        of folder: String, files: FileReading, mayBeFile: Bool
    ) throws(FileReading.Failure) -> [String] {
        do {
            return try files.names(folder.isEmpty ? files.currentFolder : folder)
        } catch {
            if error.isMissing { return [] }
            throw error
        }
    }

    /// Whether the whole of `name` matches `pattern`; linear in both but for one step back at each `*`.
    static func matches(_ name: String, pattern: String) -> Bool {
        let name = Array(name)
        let pattern = Array(pattern)
        var n = 0
        var p = 0
        var star: (pattern: Int, name: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p, n)
                p += 1
            } else if p < pattern.count, let next = step(name[n], pattern, p) {
                n += 1
                p = next
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                n = last.name + 1
                p = last.pattern + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }

    /// The place in the pattern after the one that `character` matches.
    private static func step(_ character: Character, _ pattern: [Character], _ place: Int) -> Int? {
        switch pattern[place] {
        case "?": return place + 1
        case "[":
            guard let end = pattern[(place + 1)...].dropFirst().firstIndex(of: "]") else {
                return character == "[" ? place + 1 : nil
            }
            var set = pattern[(place + 1)..<end]
            let isNegated = set.first == "!" || set.first == "^"
            if isNegated { set = set.dropFirst() }
            return contains(set, character) != isNegated ? end + 1 : nil
        default: return pattern[place] == character ? place + 1 : nil
        }
    }

    private static func contains(_ set: ArraySlice<Character>, _ character: Character) -> Bool {
        var index = set.startIndex
        while index < set.endIndex {
            if index + 2 < set.endIndex, set[index + 1] == "-" {
                if set[index] <= character, character <= set[index + 2] { return true }
                index += 3
            } else {
                if set[index] == character { return true }
                index += 1
            }
        }
        return false
    }
}
