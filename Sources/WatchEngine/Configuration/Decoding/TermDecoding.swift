internal import TalentMatch

/// The keys of a term that is written as a dictionary.
enum TermKey: String, ConfigurationKey {
    case term = "Term"
    case spellings = "Spellings"
    case word = "Word"
}

/// One entry of a term list or of a rule's condition, before the lists it names are known.
indirect enum TermEntry {
    /// A term with its spellings.
    case term(TermGroup)
    /// All terms of a list.
    case reference(name: String, ConfigurationField)
    /// Several entries that count as one.
    case oneOf([TermEntry], ConfigurationField)
}

/// Decodes terms: a string, `"@list"`, an array of spellings, or a dictionary.
enum TermDecoding {
    /// The most characters of a term.
    static let termLength = 200

    /// The entries of a list, or the one entry that stands in its place.
    static func entries(_ field: ConfigurationField) -> [TermEntry] {
        field.elements().compactMap { entry($0, isNested: false) }
    }

    private static func entry(_ field: ConfigurationField, isNested: Bool) -> TermEntry? {
        switch field.node.value {
        case .string(let text) where text.hasPrefix("@"):
            let name = String(text.dropFirst())
            guard !name.isEmpty else {
                field.report("names no list", "write @ and the name of a list in Terms")
                return nil
            }
            return .reference(name: name, field)
        case .string: return spelling(field).map { .term(TermGroup(spellings: [$0])) }
        case .array where isNested:
            field.report("is a list within a group of spellings", "write the spellings in one list")
            return nil
        case .array(let nodes):
            guard !nodes.isEmpty else {
                field.report("is an empty group of spellings", "write spellings, or remove it")
                return nil
            }
            return .oneOf(field.elements().compactMap { entry($0, isNested: true) }, field)
        case .dictionary: return dictionary(field).map(TermEntry.term)
        default:
            field.reportKind("a term", "write a string; digits in quotes")
            return nil
        }
    }

    private static func dictionary(_ field: ConfigurationField) -> TermGroup? {
        guard let section = ConfigurationSection<TermKey>(field) else { return nil }
        var spellings: [String] = []
        let fields = [section[.term], section[.spellings]].compactMap(\.self).flatMap { $0.elements() }
        spellings = fields.compactMap(spelling)
        if fields.isEmpty {
            field.report("is a term without spellings", "write Term = \"…\";")
        }
        let word = section[.word].map { $0.boolean() } ?? false
        guard let word, !spellings.isEmpty else { return nil }
        return TermGroup(spellings: spellings, wholeWord: word)
    }

    private static func spelling(_ field: ConfigurationField) -> String? {
        guard let line = field.line() else { return nil }
        let text = XMLScanner.trimmed(line)
        guard text.unicodeScalars.contains(where: isLetterOrDigit) else {
            field.report("has no letter and no digit", "write a word")
            return nil
        }
        guard text.unicodeScalars.count <= termLength else {
            field.report("has more than \(termLength) characters", "shorten it")
            return nil
        }
        let inner = text.drop { $0 == "*" }.reversed().drop { $0 == "*" }
        guard !inner.contains("*") else {
            field.report("has a * in its middle", "write * only at an end")
            return nil
        }
        return text
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        // Hangul fillers are letters that nobody sees.
        if scalar.properties.isDefaultIgnorableCodePoint { return false }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            return true
        default: return false
        }
    }
}
