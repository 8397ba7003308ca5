/// The keys a configuration file may have at its top.
enum TopKey: String, ConfigurationKey {
    case include = "Include"
    case stateDirectory = "StateDirectory"
    case alertLogs = "AlertLogs"
    case polling = "Polling"
    case retention = "Retention"
    case feeds = "Feeds"
    case terms = "Terms"
    case rules = "Rules"
    case lexicon = "Lexicon"
}

enum AlertLogKey: String, ConfigurationKey {
    case path = "Path"
    case format = "Format"
}

enum RetentionKey: String, ConfigurationKey {
    case items = "Items"
    case known = "Known"
    case alerts = "Alerts"
    case maximumSize = "MaximumSize"
}

/// Decodes what stands beside feeds and rules: where the store and the logs are, and how long things are kept.
struct SettingsDecoding {
    /// Where the store is when neither the file nor systemd says.
    static let defaultStateDirectory = "/var/lib/talentwatch"
    /// Where relative log paths start when systemd does not say.
    static let defaultLogsDirectory = "/var/log/talentwatch"
    /// The one log when the files name none.
    static let defaultAlertLog = "alerts.log"
    static let retentionRange: ClosedRange<Duration> = .seconds(60)...DurationText.longest
    /// Fewer would not hold the stories of a few days.
    static let alertsRange = 10_000...1_000_000_000
    static let sizeRange = 16 << 20...1 << 50

    let place: ConfigurationPlace

    /// The folder of the store, as an absolute path.
    func stateDirectory(_ field: ConfigurationField?) -> String {
        if let field, let path = field.path() { return place.absolute(path, besideFile: field.node.file) }
        return place.environmentFolder("STATE_DIRECTORY") ?? Self.defaultStateDirectory
    }

    /// The alert logs of all files' `AlertLogs` lists; without any such list, the default log.
    func alertLogs(_ fields: [ConfigurationField]) -> [AlertLogConfiguration] {
        guard !fields.isEmpty else {
            return [AlertLogConfiguration(path: logPath(Self.defaultAlertLog), format: .text)]
        }
        var logs: [AlertLogConfiguration] = []
        var firstPlace: [String: ConfigurationField] = [:]
        let mend = "write ( { Path = \"alerts.log\"; Format = text; } )"
        for field in fields {
            for element in field.list(of: "logs", mend: mend) ?? [] {
                guard let section = ConfigurationSection<AlertLogKey>(element) else { continue }
                let format = section[.format].map { $0.choice(AlertLogConfiguration.Format.self) } ?? .text
                guard let pathField = section.required(.path, "write Path = \"alerts.log\";"),
                    let text = pathField.path()
                else { continue }
                guard !text.hasSuffix("/") else {
                    pathField.report("names a folder", "write the path of a file")
                    continue
                }
                let path = logPath(text)
                if let first = firstPlace[path] {
                    pathField.report("is the same log as \(first.reference(from: pathField))", "remove one of the two")
                    continue
                }
                firstPlace[path] = pathField
                if let format { logs.append(AlertLogConfiguration(path: path, format: format)) }
            }
        }
        return logs
    }

    /// How long things are kept.
    func retention(_ fields: [ConfigurationField]) -> RetentionConfiguration {
        var retention = RetentionConfiguration()
        let values = MergedSections<RetentionKey>(fields)
        let known = values[.known]?.duration(in: Self.retentionRange)
        if let items = values[.items]?.duration(in: Self.retentionRange) { retention.items = items }
        if let alerts = values[.alerts]?.integer(in: Self.alertsRange) { retention.alerts = alerts }
        if let field = values[.maximumSize] { retention.maximumSize = field.byteBound(in: Self.sizeRange) }
        if let known, known < retention.items {
            values[.known]?.report(
                "is shorter than Items, which is \(DurationText.text(retention.items))",
                "write at least that, or leave it away")
        }
        // What the user wrote counts; a default that does not fit to it yields.
        retention.known = known ?? max(retention.known, retention.items)
        return retention
    }

    private func logPath(_ text: String) -> String {
        let folder = place.environmentFolder("LOGS_DIRECTORY") ?? Self.defaultLogsDirectory
        return PathText.normalized(PathText.join(folder, text))
    }
}

/// One dictionary whose keys may stand in several files, each key once.
struct MergedSections<Key: ConfigurationKey> {
    private var fields: [Key: ConfigurationField] = [:]

    /// Reports a key that a later file sets again.
    init(_ sections: [ConfigurationField]) {
        for field in sections {
            guard let section = ConfigurationSection<Key>(field) else { continue }
            for key in Key.allCases {
                guard let value = section[key] else { continue }
                if let first = fields[key] {
                    value.report("is set already at \(first.reference(from: value))", "remove one of the two")
                } else {
                    fields[key] = value
                }
            }
        }
    }

    subscript(_ key: Key) -> ConfigurationField? { fields[key] }
}

extension ConfigurationField {
    /// Where this value stands, for the fault of another: `line 3`, or `feeds.plist:3` when that is in another file.
    func reference(from other: ConfigurationField) -> String {
        let file = ShownText.path(node.file)
        guard let line = node.line else { return node.file == other.node.file ? keyPath : "\(file) (\(keyPath))" }
        return node.file == other.node.file ? "line \(line)" : "\(file):\(line)"
    }
}
