extension PersonName {
    /// Whether two names are of one person, as far as spelling tells.
    ///
    /// Equal names or aliases are the same in any case and order of words; so is a family name alone beside a full name that
    /// has it. Transliterated names are the same when their consonants agree and their vowels are nearly as many (셩지아 자오,
    /// 성지아 자오, Shengjia Zhao). Korean names of three syllables differ by one syllable between two people, so among
    /// themselves they must be equal.
    public func isSamePerson(as other: PersonName) -> Bool {
        let mine = spellings
        return other.spellings.contains { theirs in mine.contains { $0.isOfOnePerson(with: theirs) } }
    }

    private var spellings: [NameSpelling] {
        ([name] + aliases).map { NameSpelling($0) }
    }
}
