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
    /// Where documents wait to be read and judged.
    let gate: WorkGate
    let progress = PollProgress()
    /// Tells each failure at once: when every feed is asked just once.
    let tellsEveryFailure: Bool

    /// What a poll came to.
    struct Outcome: Sendable {
        /// The feed's state after the poll; nil when the task was cancelled, and then nothing has changed.
        var state: FeedState?
        /// What the answer says of the host that gave it.
        var answer = HostAnswer.nothing
        /// That host, where the poll does not know it to be the feed's own.
        var host: HostKey?
        /// What it answered, where that was an error.
        var status: Int?
    }

    /// Polls a feed.
    func poll(_ feed: FeedConfiguration, state: FeedState, active: ActiveConfiguration) async -> Outcome {
        progress.begin(state.id, at: time.uptime)
        defer { progress.pause(state.id) }
        var outcome = Outcome()
        outcome.state = await poll(feed, state: state, active: active, outcome: &outcome)
        // Whatever became of it, some of its items may be stored now.
        outcome.state?.isNew = false
        return outcome
    }

    private func poll(
        _ feed: FeedConfiguration, state: FeedState, active: ActiveConfiguration, outcome: inout Outcome
    ) async -> FeedState? {
        do {
            do {
                let next = try await takeAnswer(of: feed, state: state, active: active)
                outcome.answer = .served
                return next
            } catch let failure as PollFailure {
                outcome.answer = HostAnswer(failure)
                outcome.host = failure.url.map { HostKey(url: $0) }
                outcome.status = failure.status
                return try await takeFailure(failure, of: feed, state: state, active: active)
            } catch  where !Store.concernsAll(error) {
                let failure = PollFailure("its items cannot be stored: \(Store.reason(error))")
                return try await takeFailure(failure, of: feed, state: state, active: active)
            }
        } catch {
            guard !Task.isCancelled else { return nil }
            await commits.note(error)
            // Nothing counts as seen that was not stored: the feed is asked again from where it was.
            var lost = state
            let check = RefreshPolicy.lost(
                after: state.reason == RefreshPolicy.lostReason ? state.interval : nil,
                usual: feed.interval ?? active.configuration.polling.interval)
            lost.nextCheck = time.now.adding(check.interval)
            lost.interval = check.interval
            lost.reason = check.reason
            return lost
        }
    }

    /// Asks and reads, and commits what that brought.
    ///
    /// - Throws: `PollFailure`, `DatabaseError`, `CancellationError`.
    private func takeAnswer(
        of feed: FeedConfiguration, state: FeedState, active: ActiveConfiguration
    ) async throws -> FeedState {
        let limits = feed.dailyLimits(polling: active.configuration.polling)
        let asked = state.asked(limits: limits, now: time.now)
        let answer = try await ask(feed, state: asked, active: active)
        var next = state
        next.accept(answer, now: time.now)
        next.lastAttempt = time.now
        next.lastSuccess = time.now
        guard let body = answer.document(unlessHash: asked.bodyHash, isRead: state.isRead) else {
            return try await commit(
                FeedChange(state: next), after: .unchanged(freshFor: answer.freshFor), of: feed, before: state,
                active: active)
        }
        let accepted = next
        let outcome = PollOutcome.read(freshFor: answer.freshFor)
        let document = ReadingOrder.Document(
            feedID: state.id, size: body.bytes.count, isSuspect: state.interruptedReads > 0)
        progress.pause(state.id)
        // Others make room at once and are committed together; storing a large one is work of its own, done while its feed's
        // mark stands.
        let (change, place) = try await gate.run(document, holdsPlace: \.isLarge) { cancellation in
            progress.begin(state.id, at: time.uptime)
            return try read(body, feed: feed, before: state, next: accepted, active: active, cancellation)
        }
        defer { place?.end() }
        return try await commit(change, after: outcome, of: feed, before: state, active: active)
    }

    /// Commits a failure; the rest is as it was before, since validators of a document that cannot be read would hide its
    /// next version behind a 304.
    ///
    /// - Throws: `DatabaseError`, `CancellationError`.
    private func takeFailure(
        _ failure: PollFailure, of feed: FeedConfiguration, state: FeedState, active: ActiveConfiguration
    ) async throws -> FeedState {
        try Task.checkCancellation()
        var change = FeedChange(state: state)
        let outcome = change.state.accept(failure, entry: feed.entryHash, now: time.now)
        return try await commit(change, after: outcome, of: feed, before: state, active: active)
    }

    private func commit(
        _ change: FeedChange, after outcome: PollOutcome, of feed: FeedConfiguration, before state: FeedState,
        active: ActiveConfiguration
    ) async throws -> FeedState {
        var change = change
        plan(&change.state, after: outcome, feed: feed, polling: active.configuration.polling)
        report(feed, before: state, after: &change.state, polling: active.configuration.polling)
        reportUsage(of: feed, before: state.usage, after: change.state.usage)
        if case .unchanged = outcome { change.isQuiet = change.state.differsOnlyInTimes(from: state) }
        try await commits.commit(change)
        return change.state
    }

    private func ask(
        _ feed: FeedConfiguration, state: FeedState, active: ActiveConfiguration
    ) async throws(PollFailure) -> FeedAnswer {
        let polling = active.configuration.polling
        if let path = feed.localPath {
            let file = try LocalFeedFile.read(path, validator: state.entityTag, maximumSize: polling.maximumBodySize)
            return FeedAnswer(status: nil, body: file.bytes, url: feed.url, entityTag: file.validator)
        }
        do {
            var request = feed.request(polling: polling, state: state, now: time.now)
            request.keepsConnection = active.sharedHosts.contains(HostKey(url: request.url))
            return try FeedAnswer(try await transfers.fetch(request), now: time.now)
        } catch let error as FetchError {
            throw PollFailure(error.description, status: error.status)
        } catch let error as PollFailure {
            throw error
        } catch {
            throw PollFailure("\(error)")
        }
    }

    /// Parses a document and decides what it means. On a thread that may block.
    ///
    /// - Throws: `PollFailure` when it is no feed, `DatabaseError` when the store's memory cannot be read,
    ///   `CancellationError`.
    private func read(
        _ body: FeedAnswer.Body, feed: FeedConfiguration, before: FeedState, next: FeedState,
        active: ActiveConfiguration, _ cancellation: ReaderThread.Cancellation
    ) throws -> FeedChange {
        let document = try Self.parse(body, of: feed, now: time.now) { cancellation.isCancelled }
        for warning in document.warnings {
            logger.debug("feed is not as it should be", metadata: ["feed": "\(feed.name)", "what": "\(warning)"])
        }
        var change = try decide(document, feed: feed, before: before, next: next, active: active, cancellation)
        change.state.bodyHash = body.hash
        change.state.interruptedReads = 0
        change.endsInterruption = before.interruptedReads > 0
        change.state.reading = ReadingNote(document.encodingRepair)
        change.state.tempo = FeedTempo(
            of: document, newItems: !change.newItems.isEmpty, before: before.tempo, now: time.now)
        return change
    }

    /// - Throws: `PollFailure` when it is no feed, `CancellationError` when the poll was cancelled meanwhile: nothing is known
    ///   of the document then, and nothing may be stored.
    static func parse(
        _ body: FeedAnswer.Body, of feed: FeedConfiguration, now: Date,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> ParsedFeed {
        var options = ParseOptions(contentType: body.contentType, baseURL: body.url, isCancelled: isCancelled)
        options.timeZone = feed.timeZone?.secondsFromGMT(for: now)
        options.encodingOverride = feed.encoding
        do {
            return try parseFeed(body.bytes, options: options).listingNewestFirst
        } catch {
            guard error.code != .cancelled else { throw CancellationError() }
            throw PollFailure(error.description, status: body.status)
        }
    }

    private func plan(
        _ state: inout FeedState, after outcome: PollOutcome, feed: FeedConfiguration, polling: PollingConfiguration
    ) {
        let policy = RefreshPolicy(
            explicitInterval: feed.interval, usualInterval: polling.interval, minimumInterval: polling.minimumInterval,
            maximumInterval: polling.maximumInterval)
        let now = time.now
        let check = policy.next(
            after: outcome, failures: state.failures, tempo: state.tempo, now: now, jitter: random())
        state.nextCheck = now.adding(check.interval)
        state.interval = check.interval
        state.reason = check.reason
    }

    private func decide(
        _ document: ParsedFeed, feed: FeedConfiguration, before: FeedState, next: FeedState,
        active: ActiveConfiguration, _ cancellation: ReaderThread.Cancellation
    ) throws -> FeedChange {
        let now = time.now
        let polling = active.configuration.polling
        let firstPoll = before.hasHadItems ? before.usage?.firstPoll : now
        let (identities, memory) =
            before.isNew
            ? (ItemIdentity.identities(of: document), FeedMemory())
            : try store.memory(of: before.id) { ItemIdentity.identities(of: document, habits: $0) }
        let window = feed.firstPollWindow ?? polling.firstPollWindow
        let decision = IngestDecision(
            judge: active.judge, feedName: feed.name, language: feed.language, isFirstPoll: firstPoll != nil,
            oldestAlert: window.start(before: firstPoll ?? now), now: now, secondsFromUTC: time.secondsFromUTC(at: now),
            limits: feed.dailyLimits(polling: polling), firstPoll: firstPoll)
        var work = IngestWork(decision, state: next, feed: document, identities: identities, memory: memory)
        var judged = 0
        while work.judgeNext() {
            judged += 1
            if judged.isMultiple(of: Self.itemsAtOnce) { try cancellation.check() }
        }
        return work.change
    }

    /// Items judged before a stop is noticed: some milliseconds of work.
    private static let itemsAtOnce = 32
}

extension FeedState {
    mutating func accept(_ answer: FeedAnswer, now: Date) {
        httpStatus = answer.status
        if answer.body != nil {
            entityTag = answer.entityTag
            lastModified = answer.lastModified
            validatorsSince = now
        } else {
            // A 304 may bring newer validators (RFC 9110, 15.4.5); one that brings none leaves the old ones good.
            entityTag = answer.entityTag ?? entityTag
            lastModified = answer.lastModified ?? lastModified
        }
        relocation = Relocation.after(relocation, permanentURL: answer.permanentURL, now: now)
        failures = 0
        failingSince = nil
        lastError = nil
        gone = nil
    }

    mutating func accept(_ failure: PollFailure, entry: UInt64, now: Date) -> PollOutcome {
        lastAttempt = now
        httpStatus = failure.status
        failures += 1
        failingSince = failingSince ?? now
        lastError = failure.message
        let wasMoved = relocation?.isInForce(now: now) == true
        if failures >= Relocation.failuresAllowed || failure.status == 410 { relocation = nil }
        guard failure.status == 410, !wasMoved else { return .failed(retryAfter: failure.retryAfter) }
        gone = now
        goneEntry = entry
        return .gone
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
