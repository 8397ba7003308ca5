/// What paths in the configuration are relative to.
struct ConfigurationPlace {
    /// The file system.
    let files: FileReading
    /// The process's environment variables.
    let environment: [String: String]

    /// `path` of a file as an absolute path without `.` and `..`; relative ones start from the folder of `file`.
    func absolute(_ path: String, besideFile file: String) -> String {
        absolute(PathText.join(PathText.folder(of: file), path))
    }

    /// `path` as an absolute path; relative ones start from the current folder.
    func absolute(_ path: String) -> String {
        PathText.normalized(PathText.join(files.currentFolder, path))
    }

    /// A folder that systemd hands over; of several, the first.
    func environmentFolder(_ variable: String) -> String? {
        guard let first = environment[variable]?.split(separator: ":").first else { return nil }
        return absolute(String(first))
    }
}

extension ConfigurationField {
    /// A path as it was written; what a shell would put something in place of is refused, since nothing does so here.
    ///
    /// - Parameter prefix: a variable that may stand at the beginning.
    func path(allowing prefix: String? = nil) -> String? {
        guard let text = line() else { return nil }
        if let prefix, text.hasPrefix(prefix) { return text }
        if let problem = PathText.unexpanded(text) {
            report(problem, "write the whole path")
            return nil
        }
        return text
    }

    /// The absolute path of a file beside this one that can be read now.
    func readableFile(_ place: ConfigurationPlace) -> String? {
        guard let text = path() else { return nil }
        let path = place.absolute(text, besideFile: node.file)
        do {
            _ = try place.files.contents(path, PropertyListReader.Limits.standard.fileSize)
            return path
        } catch {
            report(
                "names a file that \(error.reason) (\(ShownText.path(path)))",
                "write the path of a file that can be read")
            return nil
        }
    }
}
