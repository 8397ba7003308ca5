internal import Glibc
internal import Synchronization

/// Nanoseconds of the monotonic clock.
typealias MonotonicTime = UInt64

/// What all transfers of one loop share. Not Sendable: of the loop's thread alone.
final class LoopGauges {
    /// The time the loop woke up last; callbacks use it in place of a clock of their own.
    var now: MonotonicTime = monotonicNow()
    /// Bytes of bodies received and not yet handed over.
    var bodyBytes = 0 {
        didSet { if bodyBytes > mostBodyBytes { rise() } }
    }
    /// No socket may have this number or a greater one.
    var socketDescriptorLimit: Int
    /// Above this only the preferred collector goes on receiving.
    let maximumBodyBytes: Int
    /// The collector with the largest body, while there are too many bytes.
    var preferred: ResponseCollector?
    let statistics: LoopStatistics
    /// Bodies handed over and still held.
    let ledger: BodyLedger
    private var mostBodyBytes = 0

    init(
        maximumBodyBytes: Int, socketDescriptorLimit: Int = .max, statistics: LoopStatistics, ledger: BodyLedger
    ) {
        self.socketDescriptorLimit = socketDescriptorLimit
        self.ledger = ledger
        self.maximumBodyBytes = maximumBodyBytes
        self.statistics = statistics
    }

    /// Bytes of bodies in hand, here and with those who fetched them.
    var heldBytes: Int { bodyBytes + ledger.bytes }

    var isFull: Bool { heldBytes > maximumBodyBytes }

    /// Whether those who fetched hold so much that nothing more may come before they give some back.
    var isLentOut: Bool { ledger.bytes > maximumBodyBytes }

    private func rise() {
        mostBodyBytes = bodyBytes
        statistics.peak.store(bodyBytes, ordering: .relaxed)
    }
}

@available(*, unavailable)
extension LoopGauges: Sendable {}

func monotonicNow() -> MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(time.tv_sec) * 1_000_000_000 + MonotonicTime(time.tv_nsec)
}

extension Duration {
    /// Whole nanoseconds, between none and 100 years.
    var clampedNanoseconds: MonotonicTime {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return MonotonicTime(min(seconds, 3_155_760_000)) * 1_000_000_000 + MonotonicTime(attoseconds / 1_000_000_000)
    }

    /// Whole milliseconds, rounded up, at least 1, since libcurl takes 0 as "no bound".
    var clampedMilliseconds: Int {
        max(1, Int((clampedNanoseconds + 999_999) / 1_000_000))
    }
}
