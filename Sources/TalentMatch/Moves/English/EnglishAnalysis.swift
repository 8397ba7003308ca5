/// The English reading of a document.
enum EnglishAnalysis {
    static func findings(_ document: Document) -> Findings {
        var mentions = EnglishMentions(document)
        mentions.run()
        var findings = mentions.findings
        EnglishCancellation(document: document).apply(to: &findings)
        var votes = EnglishVotes(document, findings: findings)
        votes.run()
        return votes.findings
    }
}
