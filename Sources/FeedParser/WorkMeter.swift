/// Counts the work that reading one document takes, and says when to stop: at the end of the budget, or when nobody waits
/// for the document any more.
///
/// What does the work cannot throw, since much of it runs inside libxml2's callbacks. Once `isOver`, searches find nothing
/// and loops end; `DocumentReader` then throws what `check` says. Belongs to one reading, on one thread.
final class WorkMeter {
    private enum Stop { case steps, bytes, cancelled }

    /// Steps between two looks at the bounds: a small part of a millisecond.
    private static let stepsBetweenLooks = 64 << 10

    private let budget: (steps: Int, bytes: Int)
    private let isCancelled: @Sendable () -> Bool
    private var stop: Stop?
    private var bookedSteps = 0
    /// Bytes of text made so far.
    private(set) var bytes = 0
    /// Runs down to the next look. Nothing else has access meanwhile: nothing here calls out while it changes.
    @exclusivity(unchecked) private var untilLook: Int

    /// A meter for a document of `size` bytes.
    init(budget: ParseBudget, size: Int, isCancelled: @escaping @Sendable () -> Bool) {
        self.budget = budget.total(for: size)
        self.isCancelled = isCancelled
        untilLook = Self.stepsBetweenLooks
        look()
    }

    /// A meter that counts and never stops.
    init() {
        budget = (.max, .max)
        isCancelled = { false }
        untilLook = Self.stepsBetweenLooks
    }

    /// Steps taken so far.
    var steps: Int { bookedSteps + Self.stepsBetweenLooks - untilLook }

    @inline(__always)
    var isOver: Bool { stop != nil }

    @inline(__always)
    func spend(_ steps: Int) {
        untilLook -= steps
        if untilLook < 0 { look() }
    }

    /// Counts text that was made.
    func make(_ count: Int) {
        bytes += count
        if bytes > budget.bytes, stop == nil { stop = .bytes }
    }

    @inline(never)
    private func look() {
        bookedSteps += Self.stepsBetweenLooks - untilLook
        untilLook = Self.stepsBetweenLooks
        guard stop == nil else { return }
        if isCancelled() {
            stop = .cancelled
        } else if bookedSteps > budget.steps {
            stop = .steps
        }
    }

    /// Throws why the work has to stop, if it has to.
    func check() throws(FeedParseError) {
        switch stop {
        case nil: return
        case .cancelled: throw FeedParseError(.cancelled, "no longer wanted")
        case .steps:
            throw FeedParseError(
                .tooMuchWork, "takes more than \(budget.steps) steps to read, too many for a document of its size")
        case .bytes:
            throw FeedParseError(
                .tooMuchWork, "makes more than \(budget.bytes) bytes of text, too many for a document of its size")
        }
    }
}

// MARK: - Searches that count

extension WorkMeter {
    /// The place of `byte` in `text` at or behind `start`; nil as well once the work is over.
    func index(of byte: UInt8, in text: Bytes, from start: Int) -> Int? {
        guard !isOver else { return nil }
        let hit = text.index(of: byte, from: start)
        spend(max(1, (hit ?? text.count) - start))
        return hit
    }

    /// The place of `literal` in `text` at or behind `start`; nil as well once the work is over.
    func index(of literal: StaticString, in text: Bytes, from start: Int) -> Int? {
        guard !isOver else { return nil }
        let hit = text.index(of: literal, from: start)
        spend(max(1, (hit ?? text.count) - start))
        return hit
    }
}
