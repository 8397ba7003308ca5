/// The Korean reading of a document.
enum KoreanAnalysis {
    static func findings(_ document: Document) -> Findings {
        var names = KoreanNames(document)
        names.run()
        var mentions = KoreanMentions(document, persons: names.persons)
        mentions.run()
        var findings = mentions.findings
        findings.verbs.sort { $0.token < $1.token }
        KoreanCancellation(document: document).apply(to: &findings)
        var votes = KoreanVotes(document, findings: findings)
        votes.run()
        return votes.findings
    }
}
