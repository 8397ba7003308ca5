/// An item cut into tokens and sentences: the title as one sentence, then the sentences of the text.
struct Document {
    /// A sentence as a range of `tokens`.
    struct Sentence {
        var field: ItemField
        /// Index into `fields`.
        var fieldIndex: Int
        var range: Range<Int>
        var isTitle: Bool { field == .title }
    }

    struct Field {
        var name: ItemField
        var original: [UInt32]
        var folded: [UInt32]
        /// Where each scalar stood in the text as given, when that was not composed.
        var offsets: [Int]?
    }

    let vocabulary: Vocabulary
    private(set) var fields: [Field] = []
    var tokens: [Token] = []
    private(set) var sentences: [Sentence] = []
    private var titleTokenCount = 0

    /// Scalars read of the title and of the text; news says who moved in its first sentences.
    static let titleLimit = 400
    static let textLimit = 1200
    /// Sentences read of the text.
    static let sentenceLimit = 8

    init(title: String, text: (field: ItemField, value: String)?, vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        add(title, as: .title, limit: Self.titleLimit)
        if let text { add(text.value, as: text.field, limit: Self.textLimit) }
        splitClauses()
    }

    private mutating func add(_ text: String, as name: ItemField, limit: Int) {
        var tokenizer = Tokenizer(text, limit: limit, vocabulary: vocabulary)
        tokenizer.run()
        let base = tokens.count
        let fieldIndex = fields.count
        fields.append(
            Field(name: name, original: tokenizer.original, folded: tokenizer.folded, offsets: tokenizer.offsets))
        tokens.append(contentsOf: tokenizer.tokens)
        if name == .title { titleTokenCount = tokens.count }
        guard tokens.count > base else { return }
        if name == .title {
            // A headline that is one quotation is read as if it were none.
            if tokens[base].mark == 0x22, tokens[tokens.count - 1].mark == 0x22,
                tokens[base...].filter({ $0.mark == 0x22 }).count == 2
            {
                for index in base..<tokens.count { tokens[index].quote = .none }
            }
            sentences.append(Sentence(field: name, fieldIndex: fieldIndex, range: base..<tokens.count))
            return
        }
        var start = base
        var count = 0
        for index in base..<tokens.count {
            let token = tokens[index]
            let isLast = index == tokens.count - 1
            guard isLast || ((token.mark == 0x2E || token.mark == 0x3F || token.mark == 0x21) && endsSentence(index))
            else { continue }
            sentences.append(Sentence(field: name, fieldIndex: fieldIndex, range: start..<(index + 1)))
            start = index + 1
            count += 1
            if count == Self.sentenceLimit { break }
        }
    }

    private func endsSentence(_ index: Int) -> Bool {
        guard index + 1 < tokens.count else { return true }
        let previous = tokens[max(index - 1, 0)]
        // "Dr." and initials do not end a sentence.
        if previous.isLatin, previous.isCapitalized, previous.end - previous.start <= 2,
            previous.end == tokens[index].start,
            !previous.has(.topic), !previous.has(.place)
        {
            return false
        }
        return tokens[index + 1].hasSpaceBefore || tokens[index + 1].mark != 0
    }

    /// "names X as founder heads to Y": another clause begins at a conjunction between two verbs of its sentence.
    private mutating func splitClauses() {
        var shift: Int32 = 0
        for sentence in sentences {
            for index in sentence.range {
                tokens[index].clause += shift
                let word = tokens[index].function
                if word == .as || word == .subordinate, opensClause(index, sentence.range) {
                    shift += 1
                    tokens[index].clause += 1
                }
            }
        }
    }

    private func opensClause(_ index: Int, _ range: Range<Int>) -> Bool {
        guard range.lowerBound < index,
            (range.lowerBound..<index).contains(where: { tokens[$0].has(.verb) })
        else { return false }
        var next = index + 1
        while next < range.upperBound, next - index <= 6 {
            let token = tokens[next]
            if token.mark != 0 && token.mark != 0x27 && token.mark != 0x2D { return false }
            if token.has(.verb), next > index + 1 {
                let form = stem(next).lowercased()
                return !form.hasPrefix("to ") && !form.hasPrefix("will ") && !form.hasSuffix("ing")
                    && tokens[next - 1].function != .to
            }
            if token.function == .to || token.function == .who { return false }
            next += 1
        }
        return false
    }

    /// The text from the start of one token to the end of another's stem.
    func text(_ first: Int, _ last: Int, in sentence: Int) -> String {
        slice(tokens[first].start, tokens[last].end, in: sentence)
    }

    func slice(_ start: Int, _ end: Int, in sentence: Int) -> String {
        let original = fields[sentences[sentence].fieldIndex].original
        var view = String.UnicodeScalarView()
        for value in original[start..<max(start, end)] {
            if let scalar = Unicode.Scalar(value) { view.append(scalar) }
        }
        return String(view)
    }

    /// The field a token is in.
    func field(of index: Int) -> Field {
        index < titleTokenCount ? fields[0] : fields[fields.count - 1]
    }

    /// The folded scalars of the field a token is in.
    func folded(of index: Int) -> [UInt32] {
        index < titleTokenCount ? fields[0].folded : fields[fields.count - 1].folded
    }

    func folded(_ token: Token, in sentence: Int) -> ArraySlice<UInt32> {
        fields[sentences[sentence].fieldIndex].folded[token.start..<token.end]
    }

    func entry(_ index: Int) -> TermEntry? {
        let entry = tokens[index].entry
        return entry >= 0 ? vocabulary.entries[Int(entry)] : nil
    }

    func verb(_ index: Int) -> MoveLexicon.Verb? {
        guard let entry = entry(index), entry.verb >= 0 else { return nil }
        return vocabulary.lexicon.verbs[Int(entry.verb)]
    }

    func organization(_ index: Int) -> MoveLexicon.Organization? {
        guard let entry = entry(index), entry.organization >= 0 else { return nil }
        return vocabulary.lexicon.organizations[Int(entry.organization)]
    }

    /// The domain of the organisation some tokens name; AI when one of them says so.
    func domain(_ range: ClosedRange<Int>) -> MoveLexicon.Domain? {
        if range.contains(where: { tokens[$0].has(.topic) || entry($0)?.isLaboratory == true }) { return .ai }
        return range.lazy.compactMap { organization($0)?.domain }.first
    }

    func roleField(_ index: Int) -> MoveLexicon.Field? {
        if let entry = entry(index), entry.role >= 0 { return vocabulary.lexicon.roles[Int(entry.role)].field }
        return tokens[index].roleSuffix > 0 ? .executive : nil
    }

    /// The stem of a token as text, for looking it up in small fixed sets.
    func stem(_ index: Int) -> String {
        guard let sentence = sentences.firstIndex(where: { $0.range.contains(index) }) else { return "" }
        return text(index, index, in: sentence)
    }
}
