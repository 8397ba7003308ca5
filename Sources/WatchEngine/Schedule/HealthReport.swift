import FoundationEssentials

/// When a feed's health is worth a line in the daemon's log: once when a failure has lasted, once when it is over.
enum HealthReport: Equatable {
    case none
    case fails
    case isReadAgain

    /// What is to be told after a poll.
    ///
    /// A feed that has never been read is told at its first failure, since its address may be wrong. Others are told when
    /// they have failed for long: so many times (FailuresBeforeReport) and so much time (FailingTimeBeforeReport).
    static func due(
        before: FeedState, after: FeedState, polling: PollingConfiguration, now: Date, tellsAll: Bool
    ) -> HealthReport {
        if after.failures == 0 { return before.isFailureReported ? .isReadAgain : .none }
        if tellsAll { return .fails }
        if before.isFailureReported { return .none }
        if !after.isRead || after.gone != nil { return .fails }
        let failingTime = now.timeIntervalSince(after.failingSince ?? now)
        let isLong =
            after.failures >= polling.failuresBeforeReport && failingTime >= polling.failingTimeBeforeReport.seconds
        return isLong ? .fails : .none
    }
}
