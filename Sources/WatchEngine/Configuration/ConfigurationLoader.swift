internal import TalentMatch

/// Reads and checks the configuration.
public enum ConfigurationLoader {
    /// Where the configuration is when nobody says.
    public static let defaultPath = "/etc/talentwatch/talentwatch.plist"
    /// The environment variable that names the configuration.
    public static let pathVariable = "TALENTWATCH_CONFIG"

    /// The path of the main file: `explicit` (`--config`), else `$TALENTWATCH_CONFIG`, else `defaultPath`.
    public static func locate(explicit: String?, environment: [String: String]) -> String {
        if let explicit { return explicit }
        if let path = environment[pathVariable], !path.isEmpty { return path }
        return defaultPath
    }

    /// Reads the main file at `path` and all it includes, and checks them as a whole.
    ///
    /// Blocks while it reads files. Of `environment`, `STATE_DIRECTORY`, `LOGS_DIRECTORY` and `CREDENTIALS_DIRECTORY` count.
    ///
    /// - Throws: every fault of every file, in their order.
    public static func load(
        path: String, environment: [String: String], files: FileReading = .system
    ) throws(ConfigurationReport) -> Configuration {
        let faults = FaultLog()
        let place = ConfigurationPlace(files: files, environment: environment)
        let tree = ConfigurationFiles(main: path, place: place, faults: faults)
        func fields(_ key: TopKey) -> [ConfigurationField] { tree.sections.compactMap { $0[key] } }

        let settings = SettingsDecoding(place: place)
        let state = fields(.stateDirectory)
        for again in state.dropFirst() {
            again.report("is set already at \(state[0].reference(from: again))", "remove one of the two")
        }
        var feedDecoding = FeedDecoding(place: place)
        let feeds = feedDecoding.decode(fields(.feeds))
        var configuration = Configuration(
            sourcePath: path, files: tree.paths, stateDirectory: settings.stateDirectory(state.first),
            alertLogs: settings.alertLogs(fields(.alertLogs)),
            polling: PollingDecoding(place: place).decode(fields(.polling)),
            retention: settings.retention(fields(.retention)), feeds: feeds.feeds)
        let terms = TermLists(fields(.terms), faults: faults)
        var rules = RuleDecoding(feedNames: feeds.names, terms: terms, faults: faults)
        configuration.rules = rules.decode(fields(.rules))
        let lexicons = fields(.lexicon).compactMap { field -> PropertyListNode? in
            if case .dictionary = field.node.value { return field.node }
            field.reportKind("a dictionary", "write { … }")
            return nil
        }
        configuration.lexicon = LexiconDecoding(faults: faults).decode(lexicons)
        guard faults.isEmpty else { throw ConfigurationReport(faults: faults.sorted()) }
        configuration.warnings = faults.warnings
        return configuration
    }

    /// The state directory that the files name, whatever faults they have: a daemon may still run on it by an older
    /// configuration.
    ///
    /// Blocks while it reads files.
    public static func stateDirectory(
        path: String, environment: [String: String], files: FileReading = .system
    ) -> String {
        let place = ConfigurationPlace(files: files, environment: environment)
        let tree = ConfigurationFiles(main: path, place: place, faults: FaultLog())
        return SettingsDecoding(place: place).stateDirectory(
            tree.sections.lazy.compactMap { $0[TopKey.stateDirectory] }.first)
    }
}
