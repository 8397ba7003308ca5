import Synchronization

/// A configuration that is in force, with its rules made ready: replaced as a whole or not at all.
public struct ActiveConfiguration: Sendable {
    /// The values of the files.
    public private(set) var configuration: Configuration
    /// What judges items by its rules.
    public let judge: ItemJudge
    /// Hosts that several feeds come from: a connection to them is worth keeping for the next one.
    let sharedHosts: Set<HostKey>
    /// Rises with each replacement.
    public fileprivate(set) var generation = 0

    /// Makes the rules of `configuration` ready.
    ///
    /// - Throws: `RuleSetError`.
    public init(_ configuration: Configuration) throws {
        self.configuration = configuration
        judge = try ItemJudge(rules: configuration.rules, lexicon: configuration.lexicon)
        var met: Set<HostKey> = []
        var shared: Set<HostKey> = []
        for feed in configuration.feeds where !met.insert(HostKey(url: feed.url)).inserted {
            shared.insert(HostKey(url: feed.url))
        }
        sharedHosts = shared
    }

    /// The same with at most so many requests in flight at once.
    public func limited(toConcurrency concurrency: Int) -> ActiveConfiguration {
        var limited = self
        limited.configuration.polling.concurrency = min(configuration.polling.concurrency, concurrency)
        return limited
    }
}

/// The configuration that the services work by. They take one snapshot for each piece of work, so none is done by half
/// of an old and half of a new one. Any thread.
public final class LiveConfiguration: Sendable {
    private let active: Mutex<ActiveConfiguration>

    /// Begins with `active`.
    public init(_ active: ActiveConfiguration) {
        self.active = Mutex(active)
    }

    /// The configuration in force now.
    public var current: ActiveConfiguration {
        active.withLock { $0 }
    }

    /// Puts another one in force.
    public func replace(with next: ActiveConfiguration) {
        active.withLock { active in
            let generation = active.generation + 1
            active = next
            active.generation = generation
        }
    }
}
