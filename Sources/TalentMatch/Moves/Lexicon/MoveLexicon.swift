/// What the move extractor knows: organisations, roles, move verbs and word lists, as plain data.
///
/// The shipped one is `Config/lexicon.plist`; users' files append to it. Decoded once, immutable, free to share.
public struct MoveLexicon: Sendable, Equatable {
    /// What an organisation does, which decides how much AI the rest of the text must show.
    public enum Domain: String, Sendable, CaseIterable {
        /// An AI laboratory or company: moves of its leaders are AI news by themselves.
        case ai
        /// A technology company.
        case tech
        /// A university or research institute.
        case research
        /// A ministry, agency or parliament.
        case government
        /// An investor.
        case venture
        /// Anything else that is known by name.
        case other
    }

    /// An organisation with its spellings; its units count as the organisation itself.
    public struct Organization: Sendable, Equatable {
        /// The name shown for it.
        public var name: String
        /// Other spellings, in any language.
        public var aliases: [String]
        /// Parts of it that news names alone.
        public var units: [String]
        /// Units that do AI themselves, whatever the domain of the whole.
        public var laboratories: [String]
        /// What it does.
        public var domain: Domain
    }

    /// What sort of position a role is.
    public enum Field: String, Sendable, CaseIterable {
        /// Research posts.
        case research
        /// Posts that carry AI in their name.
        case ai
        /// Engineering posts.
        case technical
        /// Management posts.
        case executive
        /// Founders.
        case founder
        /// Forms of address, which are seldom the news.
        case title
        /// Offices of state.
        case government
        /// Posts outside technology.
        case other
    }

    /// A role with its spellings.
    public struct Role: Sendable, Equatable {
        /// The name shown for it.
        public var name: String
        /// Other spellings.
        public var aliases: [String]
        /// What sort of position it is.
        public var field: Field
    }

    /// Who takes which place (particle in Korean, position and preposition in English) around a move verb.
    public enum Frame: String, Sendable, CaseIterable {
        /// C takes A (from B): hires, 영입.
        case takes
        /// B loses A to C: loses, 빼앗기다.
        case loses
        /// C makes A its R: names, 임명.
        case appoints
        /// A takes the post R: takes over, 맡다.
        case assumes
        /// A goes (from B) to C: joins, 합류.
        case goes
        /// A leaves B: quits, 떠나다.
        case leaves
        /// A founds D: founds, 창업.
        case founds
        /// C promotes A to R: promotes, 승진.
        case promotes
        /// C offers A money: offers, 제안.
        case offers
        /// C changes its unit U: reorganises, 개편.
        case reforms
    }

    /// Move verbs that share a kind and a frame.
    public struct Verb: Sendable, Equatable {
        /// `ko` (stems) or `en` (whole words).
        public var language: String
        /// The kind of move it tells.
        public var kind: MoveKind
        /// Who stands where around it.
        public var frame: Frame
        /// Whether it tells a move without more support than a person or a post.
        public var isStrong: Bool
        /// The stems or words.
        public var forms: [String]
    }

    /// The organisations.
    public var organizations: [Organization]
    /// The roles.
    public var roles: [Role]
    /// The move verbs.
    public var verbs: [Verb]
    /// Word lists by what they mean to the extractor.
    public var words: [WordList: [String]]
    /// Words of news that is no talent news: sports, shows, politics and more, by domain.
    public var otherDomains: [String: [String]]

    /// The word lists a lexicon can hold.
    public enum WordList: String, Sendable, CaseIterable {
        case topics = "Topics"
        case people = "People"
        case formerMarks = "FormerMarks"
        case currentMarks = "CurrentMarks"
        case originMarks = "OriginMarks"
        case successionMarks = "SuccessionMarks"
        case negations = "Negations"
        case denials = "Denials"
        case hedges = "Hedges"
        case plans = "Plans"
        case speech = "Speech"
        case jobAds = "JobAds"
        case essays = "Essays"
        case background = "Background"
        case things = "Things"
        case dealWords = "DealWords"
        case layoffs = "Layoffs"
        case numbers = "Numbers"
        case places = "Places"
        case outlets = "Outlets"
        case koreanSurnames = "KoreanSurnames"
        case foreignSurnames = "ForeignSurnames"
        case givenNames = "GivenNames"
        case foreignGivenNames = "ForeignGivenNames"
        case englishCommon = "EnglishCommon"
        case koreanCommon = "KoreanCommon"
        case koreanOrganizationSuffixes = "KoreanOrgSuffixes"
        case englishOrganizationSuffixes = "EnglishOrgSuffixes"
        case koreanRoleSuffixes = "KoreanRoleSuffixes"
        case koreanUnitSuffixes = "KoreanUnitSuffixes"
        case koreanNameSyllables = "KoreanNameSyllables"
        case returning = "Returning"
        case knownPeople = "KnownPeople"
        case executives = "Executives"
        case otherRoles = "OtherRoles"
        case funding = "Funding"
        case surveys = "Surveys"
        case housePrefixes = "HousePrefixes"
    }

    /// An empty lexicon.
    public init() {
        organizations = []
        roles = []
        verbs = []
        words = [:]
        otherDomains = [:]
    }
}
