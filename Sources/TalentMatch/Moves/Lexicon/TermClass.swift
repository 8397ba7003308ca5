/// What a term of the lexicon means to the extractor. A term can mean several things.
struct TermClass: OptionSet, Sendable {
    let rawValue: UInt64

    static let organization = TermClass(rawValue: 1 << 0)
    static let role = TermClass(rawValue: 1 << 1)
    static let verb = TermClass(rawValue: 1 << 2)
    static let topic = TermClass(rawValue: 1 << 3)
    static let people = TermClass(rawValue: 1 << 4)
    static let former = TermClass(rawValue: 1 << 5)
    static let current = TermClass(rawValue: 1 << 6)
    static let origin = TermClass(rawValue: 1 << 7)
    static let succession = TermClass(rawValue: 1 << 8)
    static let negation = TermClass(rawValue: 1 << 9)
    static let denial = TermClass(rawValue: 1 << 10)
    static let hedge = TermClass(rawValue: 1 << 11)
    static let plan = TermClass(rawValue: 1 << 12)
    static let speech = TermClass(rawValue: 1 << 13)
    static let jobAd = TermClass(rawValue: 1 << 14)
    static let essay = TermClass(rawValue: 1 << 15)
    static let background = TermClass(rawValue: 1 << 16)
    static let thing = TermClass(rawValue: 1 << 17)
    static let deal = TermClass(rawValue: 1 << 18)
    static let layoff = TermClass(rawValue: 1 << 19)
    static let number = TermClass(rawValue: 1 << 20)
    static let place = TermClass(rawValue: 1 << 21)
    static let outlet = TermClass(rawValue: 1 << 22)
    /// A verb of going back, whose only organisation is the goal.
    static let returning = TermClass(rawValue: 1 << 24)
    /// News of money and products, beside which a founding is background.
    static let funding = TermClass(rawValue: 1 << 25)
    /// Of studies and statistics, which tell a trend.
    static let survey = TermClass(rawValue: 1 << 26)
    /// A word of another domain than technology; which one is `TermEntry.domain`.
    static let otherDomain = TermClass(rawValue: 1 << 23)

    /// The class of the terms of a word list; `nil` for lists that are looked up by whole word or by suffix.
    init?(_ list: MoveLexicon.WordList) {
        switch list {
        case .topics: self = .topic
        case .people: self = .people
        case .formerMarks: self = .former
        case .currentMarks: self = .current
        case .originMarks: self = .origin
        case .successionMarks: self = .succession
        case .negations: self = .negation
        case .denials: self = .denial
        case .hedges: self = .hedge
        case .plans: self = .plan
        case .speech: self = .speech
        case .jobAds: self = .jobAd
        case .essays: self = .essay
        case .background: self = .background
        case .things: self = .thing
        case .dealWords: self = .deal
        case .layoffs: self = .layoff
        case .numbers: self = .number
        case .places: self = .place
        case .outlets: self = .outlet
        case .returning: self = .returning
        case .funding: self = .funding
        case .surveys: self = .survey
        case .koreanSurnames, .foreignSurnames, .givenNames, .foreignGivenNames, .englishCommon, .koreanCommon,
            .koreanOrganizationSuffixes, .englishOrganizationSuffixes, .koreanRoleSuffixes, .koreanUnitSuffixes,
            .koreanNameSyllables, .knownPeople, .executives, .otherRoles, .housePrefixes:
            return nil
        }
    }

    init(rawValue: UInt64) {
        self.rawValue = rawValue
    }
}

/// What a whole word that is no term says about names.
struct WordClass: OptionSet, Sendable {
    let rawValue: Int32

    static let englishCommon = WordClass(rawValue: 1 << 0)
    static let koreanCommon = WordClass(rawValue: 1 << 1)
    static let givenName = WordClass(rawValue: 1 << 2)
    static let koreanSurname = WordClass(rawValue: 1 << 3)
    static let foreignSurname = WordClass(rawValue: 1 << 4)
    static let organizationSuffix = WordClass(rawValue: 1 << 5)
    static let koreanNameSyllable = WordClass(rawValue: 1 << 6)
    /// A word of the name of someone the lexicon knows: 르쿤, Sutskever.
    static let knownName = WordClass(rawValue: 1 << 7)

    /// A transliterated given name that looks like a Korean full name: 조나단.
    static let foreignGivenName = WordClass(rawValue: 1 << 8)

    init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    init?(_ list: MoveLexicon.WordList) {
        switch list {
        case .englishCommon: self = .englishCommon
        case .koreanCommon: self = .koreanCommon
        case .givenNames: self = .givenName
        case .foreignGivenNames: self = .foreignGivenName
        case .koreanSurnames: self = .koreanSurname
        case .foreignSurnames: self = .foreignSurname
        case .englishOrganizationSuffixes: self = .organizationSuffix
        case .koreanNameSyllables: self = .koreanNameSyllable
        default: return nil
        }
    }
}

/// Which letter case a Latin term must have in the text.
enum CaseRule: Sendable {
    /// Any case (verbs, common nouns).
    case any
    /// A capital first letter (names).
    case initial
    /// The very letters of the lexicon (short all-capital names such as MS and words such as AI).
    case exact
}

/// One distinct spelling of the lexicon with everything it stands for.
struct TermEntry: Sendable {
    var classes: TermClass
    var organization: Int32 = -1
    /// Whether the spelling is that of a unit.
    var isUnit = false
    /// Whether the unit does AI itself.
    var isLaboratory = false
    var role: Int32 = -1
    var verb: Int32 = -1
    var domain: Int32 = -1
    var caseRule: CaseRule = .any
    var exact: [UInt32] = []
}
