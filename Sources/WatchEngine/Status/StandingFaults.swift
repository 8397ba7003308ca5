public import FoundationEssentials
import Synchronization

/// Something that is wrong with the daemon as a whole and lasts. Feeds have states of their own.
public struct StandingFault: Sendable, Equatable {
    /// Since when.
    public var since: Date
    /// What, in one line.
    public var text: String

    /// A fault that began at `since`.
    public init(since: Date, text: String) {
        self.since = since
        self.text = text
    }
}

/// What is wrong with the daemon now: those who meet a fault report it here, and take it back when it is over, so that
/// `status` and the service manager can tell it for as long as it lasts. Any thread.
public final class StandingFaults: Sendable {
    /// What a fault is about; there is one fault about each at a time.
    public enum Subject: Sendable, Hashable {
        /// A damaged store was found at the start.
        case damagedStore
        /// The store's file is not at its place any more.
        case storePlace
        /// Nothing can be stored.
        case store
        /// The store is larger than it may be, and nothing is left to remove.
        case storeSize
        /// The feeds of a new configuration.
        case feedRegister
        /// The alert logs of a new configuration.
        case alertLogRegister
        /// One alert log, by its path.
        case alertLog(String)
        /// The configuration on disk.
        case configuration
    }

    private let faults = Mutex<[(subject: Subject, fault: StandingFault)]>([])
    private let signal = WakeSignal()

    /// No faults.
    public init() {}

    /// The faults, oldest first.
    public var all: [StandingFault] { faults.withLock { $0.map(\.fault) } }

    /// Reports a fault; one about the same subject that lasts keeps its beginning.
    public func begin(_ subject: Subject, _ text: String, at now: Date) {
        let text = PrintableText.line(text)
        faults.withLock { faults in
            if let index = faults.firstIndex(where: { $0.subject == subject }) {
                faults[index].fault.text = text
            } else {
                faults.append((subject, StandingFault(since: now, text: text)))
            }
        }
        signal.wake()
    }

    /// Takes a fault back; does nothing where there is none.
    public func end(_ subject: Subject) {
        let isNews = faults.withLock { faults in
            let count = faults.count
            faults.removeAll { $0.subject == subject }
            return faults.count < count
        }
        if isNews { signal.wake() }
    }

    /// Takes back the faults of alert logs other than these: nobody writes those any more.
    func endAlertLogs(otherThan paths: Set<String>) {
        for path in faults.withLock({ $0.map(\.subject) }).compactMap({ subject -> String? in
            if case .alertLog(let path) = subject, !paths.contains(path) { path } else { nil }
        }) {
            end(.alertLog(path))
        }
    }

    /// Returns when a fault begins, changes or ends, when the task is cancelled, or after `duration`. One waiter at a time.
    public func change(within duration: Duration, time: any TimeSource) async {
        await signal.wait(atMost: duration, time: time)
    }
}
