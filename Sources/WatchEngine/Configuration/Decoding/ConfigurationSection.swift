/// The keys that one kind of dictionary may have.
protocol ConfigurationKey: RawRepresentable<String>, CaseIterable, Hashable {}

/// A dictionary of the configuration whose keys are known beforehand.
struct ConfigurationSection<Key: ConfigurationKey> {
    /// The dictionary itself.
    let field: ConfigurationField
    private var fields: [Key: ConfigurationField] = [:]

    /// Reports a value that is no dictionary, and each key that is not among `Key`'s.
    init?(_ field: ConfigurationField) {
        guard case .dictionary(let entries) = field.node.value else {
            let mend =
                field.keyPath.isEmpty
                ? "put the keys into { … }" : "write { \(Key.allCases.first?.rawValue ?? "") = …; }"
            field.reportKind("a dictionary", mend)
            return nil
        }
        self.field = field
        for entry in entries {
            let path = Self.path(field.keyPath, entry.key)
            if let key = Key(rawValue: entry.key) {
                fields[key] = ConfigurationField(node: entry.node, keyPath: path, faults: field.faults)
            } else {
                let keys = Key.allCases.map(\.rawValue)
                field.faults.report(
                    ConfigurationFault(
                        file: entry.node.file, line: entry.keyLine, keyPath: path, value: nil,
                        problem: "is not a key that is known here",
                        mend: ConfigurationField.mend(
                            "write \(ConfigurationField.listing(keys))", entry.key, among: keys)))
            }
        }
    }

    /// The value under `key`, if the dictionary has it.
    subscript(_ key: Key) -> ConfigurationField? { fields[key] }

    /// The value under a key that must be there.
    func required(_ key: Key, _ mend: String) -> ConfigurationField? {
        if let field = fields[key] { return field }
        field.faults.report(
            ConfigurationFault(
                file: field.node.file, line: field.node.line, keyPath: Self.path(field.keyPath, key.rawValue),
                value: nil,
                problem: "is missing", mend: mend))
        return nil
    }

    /// The key path of `key`, for faults of what is missing.
    func path(_ key: Key) -> String { Self.path(field.keyPath, key.rawValue) }

    private static func path(_ parent: String, _ key: String) -> String {
        let shown = ShownText.plain(key)
        return parent.isEmpty ? shown : "\(parent).\(shown)"
    }
}
