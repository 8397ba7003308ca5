import FoundationEssentials
import Logging

/// Feeds that the program ended over.
extension PollService {
    /// A single round waits so long for a feed that it was to leave alone, and leaves it out otherwise.
    private static let longestRoundWait = Duration.seconds(10)

    /// Has the feeds wait whose documents the process before was reading as it ended, if it did not end by itself.
    func blameInterrupted(_ states: inout [FeedState], feeds: [FeedConfiguration]) async {
        guard let marks = store.readingMarks, !marks.leftBehind.isEmpty else { return }
        let polling = configuration.current.configuration.polling
        let ends = Dictionary(states.map { ($0.id, $0.interruptedReads) }) { first, _ in first }
        let blamed = Set(InterruptedRead.blamed(marks.leftBehind, ends: ends))
        var changed: [FeedState] = []
        for index in states.indices where blamed.contains(states[index].id) {
            let feed = feeds[index]
            states[index].noteInterruption(
                usual: feed.interval ?? polling.interval, maximum: polling.maximumInterval, now: time.now)
            // Once may be chance: somebody killed the program just then.
            logger.log(
                level: states[index].interruptedReads > 1 ? .error : .notice,
                "the program ended while this feed was read; it is asked again later, and beside quick ones alone",
                metadata: [
                    "feed": "\(feed.name)", "url": "\(feed.printableURL)", "times": "\(states[index].interruptedReads)",
                    "next_check": "\(states[index].nextCheck.map { InternetTime.text($0) } ?? "")",
                ])
            changed.append(states[index])
        }
        do {
            try await store.keepInterrupted(changed)
            marks.forgetLeftBehind()
        } catch {
            logger.error(
                "that is not kept for the next start", metadata: ["reason": "\(Store.reason(error))"])
        }
    }

    /// Whether a single round leaves a feed out: one that may well end the program again. The first time may have been
    /// chance, and the feed is read behind all others.
    func isLeftOut(_ state: FeedState, _ feed: FeedConfiguration) -> Bool {
        guard feed.isEnabled, state.gone == nil, state.interruptedReads > 1,
            state.wait(at: time.now) > Self.longestRoundWait
        else { return false }
        logger.warning(
            "feed is not asked in this round",
            metadata: [
                "feed": "\(feed.name)", "url": "\(feed.printableURL)", "reason": "\(state.lastError ?? "")",
                "next_check": "\(state.nextCheck.map { InternetTime.text($0) } ?? "")",
            ])
        return true
    }
}

extension FeedState {
    /// Takes into account that the program ended while the feed was read.
    mutating func noteInterruption(usual: Duration, maximum: Duration, now: Date) {
        interruptedReads += 1
        failures += 1
        failingSince = failingSince ?? now
        lastError = InterruptedRead.message(ends: interruptedReads)
        isFailureReported = true
        let check = InterruptedRead.next(ends: interruptedReads, usual: usual, maximum: maximum)
        nextCheck = now.adding(check.interval)
        interval = check.interval
        reason = check.reason
    }
}
