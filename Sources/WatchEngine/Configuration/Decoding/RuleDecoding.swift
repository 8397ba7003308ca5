internal import TalentMatch

/// The keys of a rule.
enum RuleKey: String, ConfigurationKey {
    case name = "Name"
    case any = "Any"
    case all = "All"
    case none = "None"
    case fields = "In"
    case feeds = "Feeds"
    case languages = "Languages"
    case near = "Near"
    case minimum = "Minimum"
    case severity = "Severity"
    case moves = "Moves"
    case people = "People"
    case organizations = "Organizations"
    case enabled = "Enabled"
}

/// Decodes `Rules` and checks the rules of all files against each other, the term lists and the feeds.
struct RuleDecoding {
    /// The names of all feeds, enabled or not.
    let feedNames: [String]
    var terms: TermLists
    let faults: FaultLog

    private var firstName: [String: ConfigurationField] = [:]
    private let knownFeeds: Set<String>

    init(feedNames: [String], terms: TermLists, faults: FaultLog) {
        self.feedNames = feedNames
        self.terms = terms
        self.faults = faults
        knownFeeds = Set(feedNames)
    }

    /// The rules of all files' `Rules` lists.
    mutating func decode(_ lists: [ConfigurationField]) -> [RuleDefinition] {
        var rules: [RuleDefinition] = []
        for list in lists {
            for element in list.list(of: "rules", mend: "write ( { Name = \"…\"; Any = ( \"…\" ); } )") ?? [] {
                guard let section = ConfigurationSection<RuleKey>(element) else { continue }
                if let rule = rule(section) { rules.append(rule) }
            }
        }
        return rules
    }

    private mutating func rule(_ section: ConfigurationSection<RuleKey>) -> RuleDefinition? {
        let name = name(section)
        var rule = RuleDefinition(name: name ?? "")
        let count = faults.count
        rule.any = section[.any].map { terms.terms(of: TermDecoding.entries($0)) } ?? []
        let isAnyWhole = faults.count == count && !terms.isDamaged
        rule.all = section[.all].map { terms.alternatives(of: TermDecoding.entries($0)) } ?? []
        rule.none = section[.none].map { terms.terms(of: TermDecoding.entries($0)) } ?? []
        decodeScope(section, &rule)
        decodeMoves(section, &rule)
        rule.severity = section[.severity]?.choice(Severity.self) ?? rule.severity
        rule.isEnabled = section[.enabled]?.boolean() ?? true
        checkNotEmpty(section)
        decodeCounts(section, &rule, isAnyWhole: isAnyWhole)
        return name == nil ? nil : rule
    }

    private mutating func name(_ section: ConfigurationSection<RuleKey>) -> String? {
        guard let field = section.required(.name, "write Name = \"…\";"), let text = field.line() else { return nil }
        let name = XMLScanner.trimmed(text)
        if let other = firstName[name] {
            field.report(
                "is the name of another rule (\(other.reference(from: field)))", "give each rule a name of its own")
            return nil
        }
        firstName[name] = field
        return name
    }

    private func decodeScope(_ section: ConfigurationSection<RuleKey>, _ rule: inout RuleDefinition) {
        if let field = section[.fields] {
            let fields = field.elements().compactMap { $0.choice(ItemField.self) }
            if case .array(let nodes) = field.node.value, nodes.isEmpty {
                field.report(
                    "names no field",
                    "write \(ConfigurationField.listing(ItemField.allCases.map(\.rawValue))), or remove the key")
            }
            rule.fields = Set(fields)
        }
        rule.languages = section[.languages]?.elements().compactMap { $0.language() } ?? []
        rule.feeds = section[.feeds]?.elements().compactMap(feedName) ?? []
    }

    private func feedName(_ field: ConfigurationField) -> String? {
        guard let text = field.string() else { return nil }
        let name = XMLScanner.trimmed(text)
        // A file that could not be read may hold the feed.
        guard knownFeeds.contains(name) || faults.isIncomplete else {
            field.report(
                "names a feed that is not in Feeds",
                ConfigurationField.mend("write the Name of a feed", name, among: feedNames))
            return nil
        }
        return name
    }

    private func decodeCounts(
        _ section: ConfigurationSection<RuleKey>, _ rule: inout RuleDefinition, isAnyWhole: Bool
    ) {
        if let field = section[.near] {
            rule.near = field.integer(in: 1...1000)
            if section[.all].map({ $0.elements().count < 2 }) ?? true {
                field.report("needs two terms in All", "write both terms into All, or remove it")
            }
        }
        if let field = section[.minimum], let minimum = field.integer(in: 1...1000) {
            rule.minimum = minimum
            if section[.any] == nil {
                field.report("counts terms of Any, which the rule does not have", "write Any, or remove it")
            } else if minimum > rule.any.count, isAnyWhole {
                // With faults in its terms the rule would have fewer than the user wrote.
                field.report("is more than the number of terms in Any (\(rule.any.count))", "lower it, or add terms")
            }
        }
    }

    private func checkNotEmpty(_ section: ConfigurationSection<RuleKey>) {
        let conditions: [RuleKey] = [.any, .all, .moves, .people, .organizations]
        for key in conditions {
            guard let field = section[key] else { continue }
            if case .array(let nodes) = field.node.value, nodes.isEmpty { continue }
            if key != .moves || !field.isNo { return }
        }
        section.field.report(
            "is a rule without a condition", "write Any, All, Moves, People or Organizations")
    }
}

// MARK: - Moves

extension RuleDecoding {
    private mutating func decodeMoves(_ section: ConfigurationSection<RuleKey>, _ rule: inout RuleDefinition) {
        rule.people = names(section[.people])
        rule.organizations = names(section[.organizations])
        if let field = section[.moves] {
            rule.moves = moves(field) ?? .off
            if rule.moves == .off, section[.people] != nil || section[.organizations] != nil, field.isNo {
                field.report(
                    "is NO in a rule with People or Organizations, which ask for a move", "write any, or remove it")
            }
        } else if section[.people] != nil || section[.organizations] != nil {
            // Whose move it is can only be asked of a move.
            rule.moves = .any
        }
    }

    private mutating func names(_ field: ConfigurationField?) -> [String] {
        guard let field else { return [] }
        return terms.terms(of: TermDecoding.entries(field)).flatMap(\.spellings)
    }

    private func moves(_ field: ConfigurationField) -> MoveCondition? {
        if field.isNo { return .off }
        if case .boolean(true) = field.node.value { return .any }
        let conditions = field.elements().compactMap(moveWord)
        if case .array(let nodes) = field.node.value, nodes.isEmpty { return .off }
        if conditions.contains(.any) { return .any }
        let kinds = conditions.reduce(into: Set<MoveKind>()) { kinds, condition in
            if case .kinds(let more) = condition { kinds.formUnion(more) }
        }
        return kinds.isEmpty ? nil : .kinds(kinds)
    }

    /// `any`, or one kind of move.
    private func moveWord(_ field: ConfigurationField) -> MoveCondition? {
        guard let text = field.string() else { return nil }
        let word = XMLScanner.trimmed(text).lowercased()
        if ["any", "yes", "true", "1"].contains(word) { return .any }
        if let kind = MoveKind(rawValue: word) { return .kinds([kind]) }
        let words = ["any"] + MoveKind.allCases.map(\.rawValue)
        let mend = "write \(ConfigurationField.listing(words))"
        field.report(
            "is not one of \(words.joined(separator: ", "))", ConfigurationField.mend(mend, word, among: words))
        return nil
    }
}

extension ConfigurationField {
    /// Whether the value says no in one of the spellings of a truth value.
    fileprivate var isNo: Bool {
        switch node.value {
        case .boolean(let flag): !flag
        case .string(let text): ["no", "false", "0", "off", "none"].contains(XMLScanner.trimmed(text).lowercased())
        default: false
        }
    }
}
