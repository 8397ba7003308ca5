/// Finds moves of AI talent in an item: who went from where to where in which role.
///
/// Pure and deterministic. It cuts title and text into tokens and lexicon terms in one pass, leaves at once when no move
/// word is among them, and else reads the places around the move words by the frames of the lexicon. Safe from any thread.
public struct MoveExtractor: Sendable {
    let vocabulary: Vocabulary

    /// Compiles a lexicon; takes some milliseconds, so keep the extractor.
    public init(lexicon: MoveLexicon) {
        vocabulary = Vocabulary(lexicon)
    }

    /// Reads an item.
    ///
    /// - Parameters:
    ///   - title: The headline.
    ///   - summary: The summary in plain text; read when it is there.
    ///   - content: The full text, of which the first sentences are read when there is no summary.
    ///   - language: Unused so far except as a hint; the script of the text decides.
    public func extract(title: String, summary: String?, content: String?, language: String? = nil) -> MoveExtraction {
        var text: (field: ItemField, value: String)?
        if let summary, !summary.isEmpty {
            text = (.summary, summary)
        } else if let content, !content.isEmpty {
            text = (.content, content)
        }
        let document = Document(title: title, text: text, vocabulary: vocabulary)
        guard
            document.tokens.contains(where: { $0.has([.verb, .succession]) || $0.particle == .bound || $0.has(.role) })
        else {
            return MoveExtraction(isTalentEvent: false, events: [], reason: "no move word")
        }
        let isKorean = document.isKorean
        let findings = isKorean ? KoreanAnalysis.findings(document) : EnglishAnalysis.findings(document)
        return MoveDecision(document: document, findings: findings, isKorean: isKorean).extraction()
    }
}

extension Document {
    /// Whether the item is read as Korean: a headline with Hangul in it.
    var isKorean: Bool {
        for sentence in sentences.prefix(2) where tokens[sentence.range].contains(where: { $0.isHangul }) {
            return true
        }
        return false
    }
}
