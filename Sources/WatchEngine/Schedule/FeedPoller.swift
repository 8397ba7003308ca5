import FeedParser
import Foundation
import HTTPFetch
import Logging
import TalentMatch

/// Polls one feed: asks, reads, decides, commits. Values go one way; the commit is the one exit.
struct FeedPoller: Sendable {
    let transfers: TransferLoop
    let store: Store
    let commits: CommitQueue
    let time: any TimeSource
    /// 0 ..< 1.
    let random: @Sendable () -> Double
    let logger: Logger
    /// Tells each failure at once: when every feed is asked just once.
    let tellsEveryFailure: Bool

    /// The feed's state after the poll; nil when the task was cancelled, and then nothing has changed.
    func poll(_ feed: FeedConfiguration, state: FeedState, active: ActiveConfiguration) async -> FeedState? {
        let polling = active.configuration.polling
        var next = state
        let outcome: PollOutcome
        var document: Document?
        do {
            let answer = try await ask(feed, state: state, polling: polling)
            next.accept(answer)
            document = try answer.document(unlessHash: state.bodyHash, isRead: state.isRead)
                .map { try parse($0, feed: feed, limit: polling.maximumBodySize) }
            outcome = document == nil ? .unchanged : .read
        } catch {
            guard !Task.isCancelled else { return nil }
            // Back to before: the validators of a document that cannot be read would hide its next version behind a 304.
            next = state
            outcome = next.accept(error, now: time.now)
        }
        let now = time.now
        next.lastAttempt = now
        if outcome == .read || outcome == .unchanged { next.lastSuccess = now }
        let policy = RefreshPolicy(
            interval: feed.interval ?? polling.interval, maximumInterval: polling.maximumInterval)
        let check = policy.next(after: outcome, failures: next.failures, jitter: random())
        next.nextCheck = now.adding(check.interval)
        next.interval = check.interval
        next.reason = check.reason
        if outcome == .gone { next.gone = now }
        next.isFailureReported = report(feed, before: state, after: next, polling: polling)
        return await commit(document, feed: feed, state: state, next: next, active: active)
    }

    private struct Document {
        var feed: ParsedFeed
        var hash: UInt64
    }

    private func ask(
        _ feed: FeedConfiguration, state: FeedState, polling: PollingConfiguration
    ) async throws(PollFailure) -> FeedAnswer {
        if let path = feed.localPath {
            let file = try LocalFeedFile.read(path, validator: state.entityTag, maximumSize: polling.maximumBodySize)
            return FeedAnswer(status: nil, body: file.bytes, url: feed.url, entityTag: file.validator)
        }
        do {
            return try FeedAnswer(
                try await transfers.fetch(feed.request(polling: polling, state: state)), now: time.now)
        } catch let error as FetchError {
            throw PollFailure(error.description, status: error.status)
        } catch let error as PollFailure {
            throw error
        } catch {
            throw PollFailure("\(error)")
        }
    }

    private func parse(
        _ answer: FeedAnswer.Body, feed: FeedConfiguration, limit: Int
    ) throws(PollFailure) -> Document {
        var options = ParseOptions(contentType: answer.contentType, baseURL: answer.url)
        options.timeZone = feed.timeZone?.secondsFromGMT(for: time.now)
        options.encodingOverride = feed.encoding
        do {
            return Document(feed: try parseFeed(answer.bytes, options: options), hash: answer.hash)
        } catch {
            throw PollFailure(error.description, status: answer.status)
        }
    }

    /// Decides and commits. When the store fails, nothing counts as seen, and the feed is asked again soon.
    private func commit(
        _ document: Document?, feed: FeedConfiguration, state: FeedState, next: FeedState, active: ActiveConfiguration
    ) async -> FeedState? {
        do {
            var change = FeedChange(state: next)
            if let document {
                change.state.bodyHash = document.hash
                change = try await decide(document.feed, feed: feed, before: state, next: change.state, active: active)
                for warning in document.feed.warnings {
                    logger.debug(
                        "feed is not as it should be", metadata: ["feed": "\(feed.name)", "what": "\(warning)"])
                }
            }
            try await commits.commit(change)
            return change.state
        } catch {
            guard !Task.isCancelled else { return nil }
            logger.error(
                "the store cannot be written; the feed is asked again",
                metadata: ["feed": "\(feed.name)", "reason": "\(error)"])
            var retry = state
            retry.nextCheck = time.now.adding(Self.storeRetry)
            return retry
        }
    }

    private static let storeRetry = Duration.seconds(30)

    private func decide(
        _ document: ParsedFeed, feed: FeedConfiguration, before: FeedState, next: FeedState, active: ActiveConfiguration
    ) async throws -> FeedChange {
        let now = time.now
        let identities = ItemIdentity.identities(of: document)
        let memory =
            before.isRead
            ? try await store.memory(
                of: before.id, identities: identities, fingerprints: document.items.map(ItemIdentity.fingerprint))
            : FeedMemory()
        let window = feed.firstPollWindow ?? active.configuration.polling.firstPollWindow
        let decision = IngestDecision(
            judge: active.judge, feedName: feed.name, language: feed.language, isFirstPoll: !before.isRead,
            oldestAlert: window.start(before: now), now: now, secondsFromUTC: time.secondsFromUTC(at: now))
        return decision.change(state: next, feed: document, identities: identities, memory: memory)
    }

    /// Tells a failure once when it begins to matter, and once when it is over.
    ///
    /// - Returns: whether a failure that lasts has been told.
    private func report(
        _ feed: FeedConfiguration, before: FeedState, after: FeedState, polling: PollingConfiguration
    ) -> Bool {
        let metadata: Logger.Metadata = ["feed": "\(feed.name)", "url": "\(feed.printableURL)"]
        switch HealthReport.due(
            before: before, after: after, polling: polling, now: time.now, tellsAll: tellsEveryFailure)
        {
        case .none:
            return before.isFailureReported && after.failures > 0
        case .fails:
            logger.warning(
                "feed cannot be read", metadata: metadata.merging(["reason": "\(after.lastError ?? "")"]) { $1 })
            return true
        case .isReadAgain:
            logger.notice("feed is read again", metadata: metadata)
            return false
        }
    }
}

extension FeedState {
    fileprivate mutating func accept(_ answer: FeedAnswer) {
        httpStatus = answer.status
        // A 304 may bring newer validators (RFC 9110, 15.4.5); one that brings none leaves the old ones good.
        if answer.body != nil || answer.entityTag != nil || answer.lastModified != nil {
            entityTag = answer.entityTag ?? (answer.body == nil ? entityTag : nil)
            lastModified = answer.lastModified ?? (answer.body == nil ? lastModified : nil)
        }
        failures = 0
        failingSince = nil
        lastError = nil
        gone = nil
    }

    fileprivate mutating func accept(_ failure: any Error, now: Date) -> PollOutcome {
        let failure = failure as? PollFailure ?? PollFailure("\(failure)")
        httpStatus = failure.status
        failures += 1
        failingSince = failingSince ?? now
        lastError = failure.message
        return failure.status == 410 ? .gone : .failed(retryAfter: failure.retryAfter)
    }
}

extension FirstPollWindow {
    fileprivate func start(before now: Date) -> Date {
        switch self {
        case .within(let duration): now.addingTimeInterval(-duration.seconds)
        case .forever: .distantPast
        }
    }
}
