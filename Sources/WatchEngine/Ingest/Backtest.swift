import FoundationEssentials
import TalentMatch

/// What other rules would have made of a stored item.
public struct BacktestVerdict: Sendable, Equatable {
    /// Rules that flag it now and did not before, in the configuration's order.
    public var added: [String]
    /// Rules that flagged it before and do not now.
    public var dropped: [String]
    /// Rules that flag it as before.
    public var kept: [String]
    /// What the new rules make of it.
    public var judgement: Judgement
}

/// Tries rules on stored items: a pure function of an item, the new rules and what flagged it before.
public struct Backtest: Sendable {
    private let judge: ItemJudge
    private let before: ItemJudge?
    private let languages: [String: String]

    /// - Parameters:
    ///   - next: the configuration to try.
    ///   - before: the one to compare it with; nil compares with what the daemon found when the items came.
    public init(_ next: ActiveConfiguration, against before: ActiveConfiguration? = nil) {
        judge = next.judge
        self.before = before?.judge
        languages = Dictionary(
            next.configuration.feeds.compactMap { feed in feed.language.map { (feed.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// What changes for an item.
    public func verdict(_ item: StoredItem) -> BacktestVerdict {
        let text = ItemText(
            title: item.title, summary: item.summary, content: item.content, author: item.author,
            categories: item.categories, feedName: item.feedName, language: languages[item.feedName])
        let judgement = judge.judge(text)
        let old = before.map { $0.judge(text).rules.map(\.rule) } ?? item.matchedRules
        let new = judgement.rules.map(\.rule)
        return BacktestVerdict(
            added: new.filter { !old.contains($0) }, dropped: old.filter { !new.contains($0) },
            kept: new.filter { old.contains($0) }, judgement: judgement)
    }

    /// The alert that the added rules of an item make when they are applied.
    func draft(_ verdict: BacktestVerdict, now: Date, secondsFromUTC: Int) -> AlertDraft? {
        var judgement = verdict.judgement
        judgement.rules.removeAll { !verdict.added.contains($0.rule) }
        guard let severity = judgement.rules.map(\.severity).max() else { return nil }
        return AlertDraft(
            type: .alert, time: now, secondsFromUTC: secondsFromUTC, severity: severity,
            rules: judgement.rules.map(\.rule), matches: judgement.alertMatches,
            moves: judgement.moves.map(judge.alertMove))
    }
}
