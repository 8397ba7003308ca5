extension MoveLexicon {
    /// Decodes the `Lexicon` dictionaries of one or more configuration files, each appended to the ones before.
    ///
    /// - Parameter values: What stands under the key `Lexicon`, in the order of the files.
    /// - Throws: All faults of all files at once.
    public init(decoding values: [LexiconValue]) throws(LexiconReport) {
        self.init()
        var decoder = LexiconDecoder()
        for value in values {
            decoder.decode(value, into: &self)
        }
        guard decoder.faults.isEmpty else { throw LexiconReport(faults: decoder.faults) }
    }
}

/// Walks a value tree and collects what it cannot use.
private struct LexiconDecoder {
    var faults: [LexiconFault] = []

    mutating func decode(_ value: LexiconValue, into lexicon: inout MoveLexicon) {
        guard
            let top = dictionary(
                value, at: "Lexicon", allowed: ["Organizations", "Roles", "Verbs", "Words", "OtherDomains"])
        else { return }
        for (index, entry) in array(top["Organizations"], at: "Lexicon.Organizations").enumerated() {
            let path = "Lexicon.Organizations[\(index)]"
            guard
                let fields = dictionary(
                    entry, at: path, allowed: ["Name", "Aliases", "Units", "Laboratories", "Domain"]),
                let name = requiredString(fields["Name"], at: path + ".Name")
            else { continue }
            lexicon.organizations.append(
                MoveLexicon.Organization(
                    name: name,
                    aliases: strings(fields["Aliases"], at: path + ".Aliases"),
                    units: strings(fields["Units"], at: path + ".Units"),
                    laboratories: strings(fields["Laboratories"], at: path + ".Laboratories"),
                    domain: choice(fields["Domain"], at: path + ".Domain", default: .other)))
        }
        for (index, entry) in array(top["Roles"], at: "Lexicon.Roles").enumerated() {
            let path = "Lexicon.Roles[\(index)]"
            guard let fields = dictionary(entry, at: path, allowed: ["Name", "Aliases", "Field"]),
                let name = requiredString(fields["Name"], at: path + ".Name")
            else { continue }
            lexicon.roles.append(
                MoveLexicon.Role(
                    name: name,
                    aliases: strings(fields["Aliases"], at: path + ".Aliases"),
                    field: choice(fields["Field"], at: path + ".Field", default: .executive)))
        }
        for (index, entry) in array(top["Verbs"], at: "Lexicon.Verbs").enumerated() {
            decodeVerb(entry, at: "Lexicon.Verbs[\(index)]", into: &lexicon)
        }
        decodeLists(top, into: &lexicon)
    }

    private mutating func decodeVerb(_ entry: LexiconValue, at path: String, into lexicon: inout MoveLexicon) {
        guard let fields = dictionary(entry, at: path, allowed: ["Language", "Kind", "Frame", "Strength", "Forms"]),
            let language = requiredString(fields["Language"], at: path + ".Language"),
            let kindName = requiredString(fields["Kind"], at: path + ".Kind"),
            let frameName = requiredString(fields["Frame"], at: path + ".Frame")
        else { return }
        guard language == "ko" || language == "en" else {
            fault(path + ".Language", language, "is no language of move verbs", "write ko or en")
            return
        }
        guard let kind: MoveKind = named(kindName, at: path + ".Kind"),
            let frame: MoveLexicon.Frame = named(frameName, at: path + ".Frame")
        else { return }
        var isStrong = true
        if let strength = fields["Strength"] {
            guard case .string(let text) = strength, text == "strong" || text == "weak" else {
                fault(path + ".Strength", nil, "is no strength", "write strong or weak")
                return
            }
            isStrong = text == "strong"
        }
        let forms = strings(fields["Forms"], at: path + ".Forms")
        if forms.isEmpty {
            fault(path + ".Forms", nil, "has no forms", "list at least one stem or word")
        }
        lexicon.verbs.append(
            MoveLexicon.Verb(language: language, kind: kind, frame: frame, isStrong: isStrong, forms: forms))
    }

    private mutating func decodeLists(_ top: [String: LexiconValue], into lexicon: inout MoveLexicon) {
        if let value = top["Words"] {
            let names = Set(MoveLexicon.WordList.allCases.map(\.rawValue))
            let lists = dictionary(value, at: "Lexicon.Words", allowed: names) ?? [:]
            for list in MoveLexicon.WordList.allCases where lists[list.rawValue] != nil {
                let path = "Lexicon.Words.\(list.rawValue)"
                lexicon.words[list, default: []] += strings(lists[list.rawValue], at: path)
            }
        }
        if let value = top["OtherDomains"] {
            let lists = dictionary(value, at: "Lexicon.OtherDomains", allowed: nil) ?? [:]
            for name in lists.keys.sorted() {
                lexicon.otherDomains[name, default: []] += strings(lists[name], at: "Lexicon.OtherDomains.\(name)")
            }
        }
    }

    // MARK: Values

    private mutating func fault(_ keyPath: String, _ value: String?, _ problem: String, _ mend: String) {
        faults.append(LexiconFault(keyPath: keyPath, value: value, problem: problem, mend: mend))
    }

    private mutating func dictionary(
        _ value: LexiconValue, at path: String, allowed: Set<String>?
    ) -> [String: LexiconValue]? {
        guard case .dictionary(let entries) = value else {
            fault(path, nil, "is \(value.typeName)", "write a dictionary: { … }")
            return nil
        }
        if let allowed {
            for key in entries.keys.sorted() where !allowed.contains(key) {
                fault(
                    "\(path).\(key)", nil, "is an unknown key",
                    "known here: \(allowed.sorted().joined(separator: ", "))")
            }
        }
        return entries
    }

    private mutating func array(_ value: LexiconValue?, at path: String) -> [LexiconValue] {
        switch value {
        case nil: return []
        case .array(let entries): return entries
        case .some(let other):
            fault(path, nil, "is \(other.typeName)", "write a list: ( … )")
            return []
        }
    }

    private mutating func strings(_ value: LexiconValue?, at path: String) -> [String] {
        var result: [String] = []
        for (index, entry) in array(value, at: path).enumerated() {
            if let text = requiredString(entry, at: "\(path)[\(index)]") { result.append(text) }
        }
        return result
    }

    private mutating func requiredString(_ value: LexiconValue?, at path: String) -> String? {
        guard let value else {
            fault(path, nil, "is missing", "add it")
            return nil
        }
        guard case .string(let text) = value else {
            fault(path, nil, "is \(value.typeName)", "write a string")
            return nil
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            fault(path, nil, "is empty", "write a word")
            return nil
        }
        return text
    }

    private mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ value: LexiconValue?, at path: String, default fallback: Value
    ) -> Value where Value.RawValue == String {
        guard let value, let text = requiredString(value, at: path) else { return fallback }
        return named(text, at: path) ?? fallback
    }

    private mutating func named<Value: RawRepresentable & CaseIterable>(
        _ text: String, at path: String
    ) -> Value? where Value.RawValue == String {
        if let result = Value(rawValue: text) { return result }
        let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
        fault(path, text, "is not known here", "write one of: \(known)")
        return nil
    }
}
