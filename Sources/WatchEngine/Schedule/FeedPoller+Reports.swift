import FoundationEssentials
import Logging

/// What a poll tells the daemon's log.
extension FeedPoller {
    /// Tells once that the feed brings more than is taken in a day, and once that all of it is taken in again.
    func reportUsage(of feed: FeedConfiguration, before: FeedUsage?, after: FeedUsage?) {
        // Made only where it is needed: most polls have nothing to tell.
        var metadata: Logger.Metadata { ["feed": "\(feed.name)", "url": "\(feed.printableURL)"] }
        switch UsageReport.due(before: before, after: after, tellsAll: tellsEveryFailure) {
        case .none: break
        case .begins:
            logger.warning(
                "feed is not taken in whole",
                metadata: metadata.merging(["reason": "\(after?.reason ?? "")"]) { $1 })
        case .ends: logger.notice("feed is taken in whole again", metadata: metadata)
        }
    }

    /// Tells a failure once when it begins to matter, and once when it is over; a long silence once.
    func report(
        _ feed: FeedConfiguration, before: FeedState, after: inout FeedState, polling: PollingConfiguration
    ) {
        var metadata: Logger.Metadata { ["feed": "\(feed.name)", "url": "\(feed.printableURL)"] }
        switch HealthReport.due(
            before: before, after: after, polling: polling, now: time.now, tellsAll: tellsEveryFailure)
        {
        case .none:
            after.isFailureReported = before.isFailureReported && after.failures > 0
        case .fails:
            logger.warning(
                "feed cannot be read", metadata: metadata.merging(["reason": "\(after.lastError ?? "")"]) { $1 })
            after.isFailureReported = true
        case .isReadAgain:
            logger.notice("feed is read again", metadata: metadata)
            after.isFailureReported = false
        }
        reportReading(before: before.reading, after: after.reading, metadata: metadata)
        let isStale = after.isStale(now: time.now)
        // What was silent long before it was first read is no event; `feeds list` shows it.
        if isStale, before.isRead, !before.isStalenessReported, let newest = after.tempo.newestItem {
            logger.warning(
                "feed answers but has brought nothing for long",
                metadata: metadata.merging(["newest_item": "\(InternetTime.text(newest))"]) { $1 })
        }
        after.isStalenessReported = isStale || (after.failures > 0 && before.isStalenessReported)
    }

    /// Tells once when a feed begins to be read with faults or in two encodings, and once when the faults are over.
    private func reportReading(before: ReadingNote?, after: ReadingNote?, metadata: @autoclosure () -> Logger.Metadata)
    {
        guard before?.kind != after?.kind else { return }
        let metadata = metadata().merging(["what": "\(after?.text ?? "")"]) { $1 }
        switch (before?.kind, after?.kind) {
        case (_, .fault): logger.warning("feed is read, but not all of its text", metadata: metadata)
        case (.fault, _): logger.notice("feed's text is read again", metadata: metadata)
        case (_, .mixed): logger.notice("feed is in two encodings", metadata: metadata)
        default: break
        }
    }
}
