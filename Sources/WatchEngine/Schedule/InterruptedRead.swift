/// What follows when the program ended while documents were read: killed by one of them, or by somebody just then. Pure.
///
/// | feeds whose marks stood | blamed |
/// |---|---|
/// | none of them blamed before | all |
/// | some blamed before | those alone |
///
/// Feeds that are blamed are never read at the same time (`ReadingOrder`), so one that is to blame is soon blamed alone, and
/// one that is not is read well and free again.
enum InterruptedRead {
    /// The longest wait after the first end.
    static let firstWait = Duration.seconds(300)
    /// The shortest after the second, when chance is no longer likely; then it doubles.
    static let secondWait = Duration.seconds(60)
    /// How often the wait doubles at most.
    private static let maximumDoublings = 24

    /// In place of what the site or the document would be blamed for.
    static func message(ends: Int) -> String {
        ends == 1
            ? "the program ended while it was read" : "the program ended while it was read, \(ends) times so far"
    }

    /// The feeds that are blamed.
    ///
    /// - Parameters:
    ///   - marks: those whose marks stood.
    ///   - ends: how often each was blamed before, where it was.
    static func blamed(_ marks: [Int64], ends: [Int64: Int]) -> [Int64] {
        let known = marks.filter { ends[$0, default: 0] > 0 }
        return known.isEmpty ? marks : known
    }

    /// When a blamed feed is asked again.
    ///
    /// - Parameters:
    ///   - ends: how often it has been blamed, this time included.
    ///   - usual: the interval at which it is asked.
    ///   - maximum: MaximumInterval.
    static func next(ends: Int, usual: Duration, maximum: Duration) -> NextCheck {
        let doublings = min(max(ends - 1, 0), maximumDoublings)
        var wait = min(usual, firstWait) * (1 << doublings)
        if doublings > 0 { wait = max(wait, secondWait * (1 << (doublings - 1))) }
        return NextCheck(interval: min(wait, max(usual, maximum)), reason: message(ends: ends))
    }
}
