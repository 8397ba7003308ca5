import Logging
import ServiceLifecycle
import Synchronization
import WatchEngine

/// Tells the service manager and `talentwatch status` how the daemon is, each time that changes.
final class StatusService: Service {
    /// Counts are looked at so often; faults are told at once.
    private static let interval = Duration.seconds(10)
    /// The same before there is anything to count.
    private static let startInterval = Duration.milliseconds(100)

    private struct Told {
        var line = ""
        var faults: [StandingFault] = []
        var isSilenceTold = false
    }

    private let store: Store
    private let polls: PollService
    private let faults: StandingFaults
    private let notifier: SystemdNotifier
    private let time: any TimeSource
    private let logger: Logger
    private let told = Mutex(Told())

    init(
        store: Store, polls: PollService, faults: StandingFaults, notifier: SystemdNotifier, time: any TimeSource,
        logger: Logger
    ) {
        self.store = store
        self.polls = polls
        self.faults = faults
        self.notifier = notifier
        self.time = time
        self.logger = logger
    }

    /// Tells until the group shuts down.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let isReady = await self.polls.isReady
                if isReady { await self.tell() }
                await self.faults.change(within: isReady ? Self.interval : Self.startInterval, time: self.time)
            }
        }
    }

    /// Tells what is new.
    ///
    /// - Parameter isReady: whether the service manager waits for the end of a reload.
    func tell(isReady: Bool = false) async {
        let faults = faults.all
        let counts = await polls.counts()
        // While the store gives no answer, its fault says so.
        let newest = try? await store.lastSeq()
        let line = Self.line(watched: counts.watched, failing: counts.failing, newestAlert: newest, faults: faults)
        let before = told.withLock { told in
            defer {
                told.line = line
                told.faults = faults
            }
            return told
        }
        if isReady {
            notifier.ready(status: line)
        } else if line != before.line {
            notifier.tell(status: line)
        }
        if faults != before.faults { publish(faults) }
    }

    /// "Watching 33 feeds, 2 failing, newest alert #18; the store cannot be used: database or disk is full".
    static func line(watched: Int, failing: Int, newestAlert: Int64?, faults: [StandingFault]) -> String {
        var line = "Watching \(watched) \(watched == 1 ? "feed" : "feeds")"
        if failing > 0 { line += ", \(failing) failing" }
        if let newestAlert, newestAlert > 0 { line += ", newest alert #\(newestAlert)" }
        return ([line] + faults.map(\.text)).joined(separator: "; ")
    }

    private func publish(_ faults: [StandingFault]) {
        let failure: (any Error)?
        do {
            try store.publish(faults)
            failure = nil
        } catch {
            failure = error
        }
        let isNews = told.withLock { told in
            defer { told.isSilenceTold = failure != nil }
            return !told.isSilenceTold
        }
        if let failure, isNews {
            logger.warning("`talentwatch status` cannot be told what is wrong", metadata: ["reason": "\(failure)"])
        }
    }
}
