/// How late feeds are asked after their due time: a count of polls by lateness, in buckets that double from a millisecond.
struct Punctuality: Equatable {
    private var buckets = [Int](repeating: 0, count: 24)
    private(set) var polls = 0

    /// Counts a poll that began so long after its due time.
    mutating func note(_ lateness: Duration) {
        polls += 1
        let milliseconds = max(0, lateness.milliseconds)
        let bucket = Int64.bitWidth - milliseconds.leadingZeroBitCount
        buckets[min(bucket, buckets.count - 1)] += 1
    }

    /// A lateness that this share of the polls did not exceed, rounded up to a bucket's end; zero before the first.
    func quantile(_ share: Double) -> Duration {
        let wanted = Int((Double(polls) * share).rounded(.up))
        var met = 0
        for (bucket, count) in buckets.enumerated() where count > 0 {
            met += count
            if met >= wanted { return .milliseconds(1 << bucket) }
        }
        return .zero
    }
}
