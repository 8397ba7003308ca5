internal import TalentMatch

/// The `Terms` of all files, and what `@name` stands for.
struct TermLists {
    /// The lists in the order of the files.
    private var lists: [String: (field: ConfigurationField, entries: [TermEntry])] = [:]
    private var names: [String] = []
    private var resolved: [String: [TermGroup]] = [:]
    /// Whether a list has a fault, so that it may stand for fewer terms than the user wrote.
    private(set) var isDamaged = false
    private let faults: FaultLog

    /// Decodes all lists; a name that comes twice is a fault.
    init(_ dictionaries: [ConfigurationField], faults: FaultLog) {
        self.faults = faults
        let count = faults.count
        for dictionary in dictionaries {
            guard case .dictionary(let entries) = dictionary.node.value else {
                dictionary.reportKind("a dictionary", "write { NAME = ( \"TERM\", … ); }")
                continue
            }
            for entry in entries {
                let field = ConfigurationField(
                    node: entry.node, keyPath: "\(dictionary.keyPath).\(ShownText.plain(entry.key))", faults: faults)
                add(entry.key, field)
            }
        }
        for name in names {
            var path: [String] = []
            _ = terms(of: name, path: &path)
        }
        isDamaged = faults.isIncomplete || faults.count > count
    }

    private mutating func add(_ name: String, _ field: ConfigurationField) {
        if name.isEmpty || name.hasPrefix("@") || name.contains(where: \.isWhitespace) {
            field.report(
                "is a list whose name is empty, begins with @ or has white space", "give it a name of one word")
            return
        }
        if let first = lists[name] {
            field.report(
                "is a list that is there already (\(first.field.reference(from: field)))",
                "give one of the two another name")
            return
        }
        let entries = TermDecoding.entries(field)
        if case .array(let nodes) = field.node.value, nodes.isEmpty {
            field.report("is an empty list", "write terms, or remove it")
        }
        lists[name] = (field, entries)
        names.append(name)
    }
}

// MARK: - Resolving

extension TermLists {
    /// Every term of `entries` for itself, each once.
    mutating func terms(of entries: [TermEntry]) -> [TermGroup] {
        var path: [String] = []
        return Self.unique(entries.flatMap { terms(of: $0, path: &path) })
    }

    /// One term for each of `entries`; a list becomes one term with all its spellings, so that any of them will do.
    mutating func alternatives(of entries: [TermEntry]) -> [TermGroup] {
        var path: [String] = []
        return entries.compactMap { entry in
            switch entry {
            case .term(let term): return term
            case .reference(_, let field), .oneOf(_, let field):
                return merged(self.terms(of: entry, path: &path), field)
            }
        }
    }

    private mutating func terms(of entry: TermEntry, path: inout [String]) -> [TermGroup] {
        switch entry {
        case .term(let term): return [term]
        case .oneOf(let entries, let field):
            let terms = entries.flatMap { self.terms(of: $0, path: &path) }
            return merged(terms, field).map { [$0] } ?? []
        case .reference(let name, let field):
            guard lists[name] != nil else {
                // A file that could not be read may hold the list.
                if !faults.isIncomplete {
                    let known =
                        names.isEmpty
                        ? "add the list to Terms"
                        : "write one of \(names.prefix(8).map { "@" + ShownText.plain($0) }.joined(separator: ", "))"
                    let nearest = Suggestion.nearest(to: name, among: names)
                    field.report(
                        "names a list that is not in Terms",
                        nearest.map { "did you mean @\(ShownText.plain($0))?" } ?? known)
                }
                return []
            }
            if let start = path.firstIndex(of: name) {
                let cycle = (path[start...] + [name]).map { "@" + ShownText.plain($0) }.joined(separator: " → ")
                field.report("makes lists that hold each other (\(cycle))", "remove one of the references")
                return []
            }
            return terms(of: name, path: &path)
        }
    }

    private mutating func terms(of name: String, path: inout [String]) -> [TermGroup] {
        if let terms = resolved[name] { return terms }
        guard let list = lists[name] else { return [] }
        path.append(name)
        let terms = Self.unique(list.entries.flatMap { self.terms(of: $0, path: &path) })
        path.removeLast()
        resolved[name] = terms
        return terms
    }

    /// One term with the spellings of all `terms`.
    ///
    /// A term is a whole word or it is not, for all its spellings; Latin spellings are whole words either way, so only
    /// Hangul ones can be at odds.
    private func merged(_ terms: [TermGroup], _ field: ConfigurationField) -> TermGroup? {
        guard !terms.isEmpty else { return nil }
        let isWord = terms.contains(where: \.wholeWord)
        guard !isWord || terms.allSatisfy({ $0.wholeWord || !$0.spellings.contains(where: Self.hasHangul) }) else {
            field.report(
                "makes one term of Hangul words with Word = YES and without",
                "write Word = YES for all of them or for none")
            return nil
        }
        var seen: Set<String> = []
        let spellings = terms.flatMap(\.spellings).filter { seen.insert($0).inserted }
        return TermGroup(spellings: spellings, wholeWord: isWord)
    }

    private static func hasHangul(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x1100...0x11FF, 0x3130...0x318F, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xFFA0...0xFFDC: true
            default: false
            }
        }
    }

    private static func unique(_ terms: [TermGroup]) -> [TermGroup] {
        var seen: Set<[String]> = []
        return terms.filter { seen.insert($0.spellings + [$0.wholeWord ? "word" : ""]).inserted }
    }
}
