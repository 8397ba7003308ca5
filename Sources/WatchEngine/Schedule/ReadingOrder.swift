/// Which of the documents that have come is read and judged next: a value without a clock.
///
/// Two are read at once, and a third where it is small. A document that is likely to take long waits behind the others and
/// is read beside them, never beside another such one: so however many hostile documents come, they hold one place.
struct ReadingOrder {
    /// A document that has come.
    struct Document: Sendable, Equatable {
        var feedID: Int64
        /// In bytes.
        var size: Int
        /// Whether the program once ended while a document of this feed was read.
        var isSuspect = false
    }

    /// Places for documents of any kind, and one more for small ones.
    static let generalPlaces = 2
    static let places = generalPlaces + 1
    /// A document up to this size is small: it cannot take long.
    static let smallSize = 64 << 10
    /// A document beyond this size is likely to take long when its feed has not been read yet.
    static let largeSize = 256 << 10
    /// A feed whose last document took so long is likely to take long.
    static let costlyTime = Duration.milliseconds(500)
    /// So many may be read before a costly one that came earlier.
    static let patience = 64

    private struct Waiting {
        var number: Int
        var document: Document
        /// How many were read instead.
        var passes = 0
    }

    private struct Reading {
        var document: Document
        var isCostly: Bool
        var begun: Duration
    }

    private var quick: [Waiting] = []
    private var costly: [Waiting] = []
    private var reading = [Reading?](repeating: nil, count: ReadingOrder.places)
    /// Feeds whose last document took long.
    private var costlyFeeds: Set<Int64> = []
    /// Feeds whose last document was large and took no long time.
    private var quickFeeds: Set<Int64> = []

    /// How many wait.
    var waitingCount: Int { quick.count + costly.count }

    /// Takes a document in, with a number to know it by.
    mutating func arrive(_ number: Int, _ document: Document) {
        let waiting = Waiting(number: number, document: document)
        if isCostly(document) { costly.append(waiting) } else { quick.append(waiting) }
    }

    /// The document waits no longer: it was given up.
    mutating func leave(_ number: Int) {
        quick.removeAll { $0.number == number }
        costly.removeAll { $0.number == number }
    }

    /// The number of the next document to be read, and its place; nil when none may be.
    mutating func next(at uptime: Duration) -> (number: Int, place: Int)? {
        if let place = reading[..<Self.generalPlaces].firstIndex(where: { $0 == nil }) {
            let mayBeCostly = !reading.contains { $0?.isCostly == true }
            let isTurn = quick.isEmpty || (costly.first?.passes ?? 0) >= Self.patience
            if mayBeCostly, isTurn, !costly.isEmpty {
                return begin(costly.removeFirst(), isCostly: true, place: place, uptime: uptime)
            }
            guard !quick.isEmpty else { return nil }
            if mayBeCostly, !costly.isEmpty { costly[0].passes += 1 }
            return begin(quick.removeFirst(), isCostly: false, place: place, uptime: uptime)
        }
        guard reading[Self.generalPlaces] == nil,
            let index = quick.firstIndex(where: { $0.document.size <= Self.smallSize })
        else { return nil }
        return begin(quick.remove(at: index), isCostly: false, place: Self.generalPlaces, uptime: uptime)
    }

    /// The document in a place has been read.
    mutating func finish(_ place: Int, at uptime: Duration) {
        guard let done = reading[place] else { return }
        reading[place] = nil
        let feedID = done.document.feedID
        if uptime - done.begun >= Self.costlyTime {
            costlyFeeds.insert(feedID)
            quickFeeds.remove(feedID)
        } else {
            costlyFeeds.remove(feedID)
            if done.document.size > Self.largeSize { quickFeeds.insert(feedID) }
        }
    }

    private func isCostly(_ document: Document) -> Bool {
        let isUnknown = !quickFeeds.contains(document.feedID)
        return document.isSuspect || costlyFeeds.contains(document.feedID)
            || (isUnknown && document.size > Self.largeSize)
    }

    private mutating func begin(
        _ waiting: Waiting, isCostly: Bool, place: Int, uptime: Duration
    ) -> (number: Int, place: Int) {
        reading[place] = Reading(document: waiting.document, isCostly: isCostly, begun: uptime)
        return (waiting.number, place)
    }
}
