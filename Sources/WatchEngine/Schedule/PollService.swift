public import HTTPFetch
public import Logging
public import ServiceLifecycle

/// Asks the feeds when they are due, a bounded number at a time, and follows changes of the configuration.
public actor PollService: Service {
    /// How the service ends.
    public enum Mode: Sendable {
        /// Polls until it is told to stop.
        case forever
        /// Polls every feed once, whatever its next check, and ends.
        case once
    }

    /// Overdue feeds are spread over this time at a start and after the machine slept.
    private static let startSpread = Duration.seconds(60)
    /// A look at the schedule that comes so much too late means that the machine slept.
    private static let sleepSuspicion = Duration.seconds(30)
    /// When a reload that the store refused is tried again.
    private static let reloadRetryWait = Duration.seconds(30)
    /// How often hosts that are no longer asked are forgotten.
    private static let hostSweep = Duration.seconds(600)

    let mode: Mode
    let store: Store
    let configuration: LiveConfiguration
    private let poller: FeedPoller
    let time: any TimeSource
    private let faults: StandingFaults
    let logger: Logger
    private let signal = WakeSignal()
    var schedule = PollSchedule()
    private var generation = -1
    private var punctuality = Punctuality()
    /// Until when the service sleeps, by the monotonic clock; nil while it looks at the schedule, is about to, or has no end.
    private(set) var sleepEnd: Duration?
    /// When the quiet of the hosts is over that are left alone.
    var quietEnds: [HostKey: Duration] = [:]
    /// Those of them that the store does not know yet.
    var unkeptQuiets: [HostQuiet] = []
    /// Those that the process before left.
    var startQuiets: [HostQuiet] = []
    /// Feeds of quiet hosts that a single round did not ask.
    public internal(set) var skipped = 0
    private var nextSweep = Duration.zero
    /// Whether the store could not keep the last poll that ended.
    private var losesPolls = false
    private var reloadRetry = Duration.zero

    /// - Parameters:
    ///   - random: 0 ..< 1, for the spread of feeds over time.
    ///   - alertsMade: called when the store has new alerts.
    public init(
        mode: Mode, store: Store, configuration: LiveConfiguration, transfers: TransferLoop, time: any TimeSource,
        random: @escaping @Sendable () -> Double, faults: StandingFaults = StandingFaults(), logger: Logger,
        alertsMade: @escaping @Sendable () -> Void
    ) {
        self.mode = mode
        self.store = store
        self.configuration = configuration
        self.time = time
        self.faults = faults
        self.logger = logger
        poller = FeedPoller(
            transfers: transfers, store: store,
            commits: CommitQueue(
                store: store, time: time, faults: faults, logger: logger, alertsMade: alertsMade), time: time,
            random: random, logger: logger, gate: WorkGate(time: time, marks: store.readingMarks),
            tellsEveryFailure: mode == .once)
    }

    /// Tells the service that the configuration changed. Any thread.
    public nonisolated func wake() {
        signal.wake()
    }

    /// Has a feed asked now, as far as its host's limits allow; false when it is not watched or is being asked.
    public func refresh(feedNamed name: String) -> Bool {
        guard schedule.hasten(feedNamed: name, uptime: time.uptime) else { return false }
        lookAgain()
        return true
    }

    /// Whether the first feeds are registered, so that they can be counted.
    public var isReady: Bool { generation >= 0 }

    /// How many feeds are watched, how many of them cannot be read now, and how many are being asked.
    public func counts() -> (watched: Int, failing: Int, underWay: Int) {
        (schedule.count, schedule.failingCount, schedule.underWay)
    }

    /// How far polling is behind: the delay of the most overdue feed while there is room for it, or the time that a poll
    /// has been at one thing beyond what it may take. A service that is stuck itself never answers.
    public func lag() -> Duration {
        let polling = configuration.current.configuration.polling
        let uptime = time.uptime
        let hasRoom = schedule.underWay < polling.concurrency
        let overdue = hasRoom ? schedule.nextDue().map { uptime - $0 } ?? .zero : .zero
        let longest = configuration.current.configuration.feeds.compactMap(\.timeout).max() ?? .zero
        let allowed = max(polling.timeout, longest)
        let oldest = poller.progress.oldest.map { uptime - $0 - allowed } ?? .zero
        return max(.zero, overdue, oldest)
    }

    /// Polls so far of which nothing could be stored.
    public func unstored() async -> Int {
        await poller.commits.failures
    }

    /// Polls until the group shuts down; polls in flight are then dropped, and nothing of them is stored.
    ///
    /// - Throws: `DatabaseError` when the feeds cannot be registered at the start.
    public func run() async throws {
        try await loadFeeds()
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                while let entry = await next() {
                    let active = configuration.current
                    group.addTask {
                        let outcome = await self.poller.poll(entry.feed, state: entry.state, active: active)
                        await self.finish(entry, outcome)
                        await self.keepQuiets()
                    }
                }
                if Task.isShuttingDownGracefully { group.cancelAll() }
            }
        } onGracefulShutdown: {
            self.signal.wake()
        }
        logger.info(
            "polling has ended",
            metadata: [
                "polls": "\(punctuality.polls)", "late_half_ms": "\(punctuality.quantile(0.5).milliseconds)",
                "late_99_percent_ms": "\(punctuality.quantile(0.99).milliseconds)",
            ])
    }

    /// The next feed to ask, as soon as it is due and there is room; nil when the service is to end.
    private func next() async -> PollSchedule.Entry? {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            if generation != configuration.current.generation, time.uptime >= reloadRetry { await reload() }
            sweep()
            let hasRoom = schedule.underWay < configuration.current.configuration.polling.concurrency
            if hasRoom, let entry = schedule.takeDue(at: time.uptime) {
                punctuality.note(time.uptime - entry.due)
                return entry
            }
            var due = schedule.nextDue()
            if generation != configuration.current.generation { due = min(due ?? reloadRetry, reloadRetry) }
            if mode == .once, due == nil, schedule.underWay == 0 { return nil }
            sleepEnd = hasRoom ? due : nil
            await signal.wait(atMost: hasRoom ? due.map { $0 - time.uptime } : nil, time: time)
            sleepEnd = nil
            if hasRoom, let due, time.uptime - due > Self.sleepSuspicion {
                schedule.spreadOverdue(spread, uptime: time.uptime)
            }
        }
        return nil
    }

    private var spread: PollSchedule.Spread {
        PollSchedule.Spread(
            burst: mode == .once ? .max : configuration.current.configuration.polling.concurrency,
            time: Self.startSpread)
    }

    private func sweep() {
        guard time.uptime >= nextSweep else { return }
        nextSweep = time.uptime + Self.hostSweep
        schedule.forgetIdleHosts(at: time.uptime)
    }

    /// Has the service look at the schedule, which has changed.
    func lookAgain() {
        sleepEnd = nil
        signal.wake()
    }

    private func finish(_ entry: PollSchedule.Entry, _ outcome: FeedPoller.Outcome) {
        defer { lookAgain() }
        hear(outcome, from: entry)
        schedule.finish(entry, state: outcome.state, isLast: mode == .once, uptime: time.uptime, now: time.now)
        guard let state = outcome.state else { return }
        let isLost = state.reason == RefreshPolicy.lostReason
        // The first poll that is kept again tells that there is room for those that were not.
        if losesPolls, !isLost { schedule.hastenLost(spread, uptime: time.uptime) }
        losesPolls = isLost
    }

    private func reload() async {
        do {
            try await loadFeeds()
            faults.end(.feedRegister)
        } catch {
            faults.begin(
                .feedRegister, "the feeds of the new configuration cannot be registered: \(Store.reason(error))",
                at: time.now)
            logger.error(
                "the feeds cannot be registered in the store; the old ones stay until they can",
                metadata: ["reason": "\(error)"])
            reloadRetry = time.uptime + Self.reloadRetryWait
        }
    }

    private func loadFeeds() async throws {
        let active = configuration.current
        let feeds = active.configuration.feeds
        var states = try await store.register(feeds: feeds.map { ($0.url, $0.name) })
        if generation < 0 {
            try await takeQuiets()
            await blameInterrupted(&states, feeds: feeds)
        }
        generation = active.generation
        var leftOut: Set<Int64> = []
        for index in states.indices {
            if mode == .once, isLeftOut(states[index], feeds[index]) { leftOut.insert(states[index].id) }
            if mode == .once, states[index].interruptedReads < 2 { states[index].nextCheck = nil }
            // A gone feed whose entry has changed since is given another chance.
            if states[index].gone != nil, states[index].goneEntry != feeds[index].entryHash { states[index].gone = nil }
        }
        let polling = active.configuration.polling
        schedule.setPoliteness(perHost: polling.perHost, gap: polling.hostGap)
        schedule.replace(
            with: zip(feeds, states).filter { !leftOut.contains($1.id) }, uptime: time.uptime, now: time.now,
            spread: spread)
        if mode == .once { startQuiets.forEach(skip) }
        startQuiets = []
    }
}
