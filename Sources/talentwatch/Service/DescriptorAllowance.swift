import Glibc
import HTTPFetch

/// How many requests may be in flight at once by the number of descriptors that the system lets the process open
/// (RLIMIT_NOFILE). Without one left, libdispatch ends the process and SQLite fails: so requests never take the last ones.
struct DescriptorAllowance: Equatable {
    /// Descriptors that may be open at once.
    var limit: Int

    /// A request that resolves its host has a pair of sockets and asks a name server or two; later it has one socket or two.
    private static let perTransfer = 4
    /// Connections kept for the next request.
    private static let idle = TransferLoopConfiguration().maximumIdleConnections
    /// For the store, the logs, files that are read, and the runtime.
    private static let spare = 96

    /// Descriptors that so many requests at once take, with all else.
    static func needed(for concurrency: Int) -> Int { spare + idle + concurrency * perTransfer }

    /// Of `wanted` requests at once, as many as the limit allows, and one at least.
    func concurrency(wanted: Int) -> Int {
        min(wanted, max(1, (limit - Self.spare - Self.idle) / Self.perTransfer))
    }

    /// The bounds of a transfer loop that is to have `wanted` requests at once.
    func bounds(wanted: Int) -> TransferBounds {
        TransferBounds(
            transfers: concurrency(wanted: wanted), socketDescriptorLimit: max(limit / 2, limit - Self.spare))
    }

    /// The soft limit that serves `wanted` requests at once: as it is where it is enough, else what is needed or, if the hard
    /// limit is less, that.
    static func softLimit(for wanted: Int, soft: Int, hard: Int) -> Int {
        max(soft, min(needed(for: wanted), hard))
    }

    /// Raises the soft limit of the process for `wanted` requests at once, as far as its hard limit lets it.
    static func raised(for wanted: Int) -> DescriptorAllowance {
        var limits = rlimit()
        // Without the limits, what every Linux grants is counted on.
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else {
            return DescriptorAllowance(limit: 1024)
        }
        let soft = Int(clamping: limits.rlim_cur)
        let target = softLimit(for: wanted, soft: soft, hard: Int(clamping: limits.rlim_max))
        guard target > soft else { return DescriptorAllowance(limit: soft) }
        limits.rlim_cur = rlim_t(target)
        let isRaised = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0
        return DescriptorAllowance(limit: isRaised ? target : soft)
    }
}
