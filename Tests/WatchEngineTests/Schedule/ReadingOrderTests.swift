import Testing

@testable import WatchEngine

/// Whose document is read next.
@Suite struct ReadingOrderTests {
    private func arrive(
        _ order: inout ReadingOrder, _ feeds: ClosedRange<Int>, size: Int = 100_000, isSuspect: Bool = false
    ) {
        for feed in feeds { order.arrive(feed, .init(feedID: Int64(feed), size: size, isSuspect: isSuspect)) }
    }

    /// Lets all begin that may, and answers with their numbers.
    private func begin(_ order: inout ReadingOrder, at uptime: Duration = .zero) -> [Int] {
        var numbers: [Int] = []
        while let next = order.next(at: uptime) { numbers.append(next.number) }
        return numbers
    }

    /// Has a feed's document read, which takes so long.
    private func learn(_ order: inout ReadingOrder, _ feed: Int, size: Int, took: Duration) throws {
        arrive(&order, feed...feed, size: size)
        let place = try #require(order.next(at: .zero)?.place)
        order.finish(place, at: took)
    }

    @Test func twoAtATimeInTheOrderTheyCame() throws {
        var order = ReadingOrder()
        arrive(&order, 1...4)
        #expect(begin(&order) == [1, 2])
        order.finish(1, at: .zero)
        #expect(begin(&order) == [3])
        #expect(order.waitingCount == 1)
        order.finish(0, at: .zero)
        order.finish(1, at: .zero)
        #expect(begin(&order) == [4])
    }

    @Test func aSmallDocumentHasAPlaceMore() {
        var order = ReadingOrder()
        arrive(&order, 1...3)
        arrive(&order, 4...5, size: ReadingOrder.smallSize)
        #expect(begin(&order) == [1, 2, 4])
        order.finish(2, at: .zero)
        #expect(begin(&order) == [5])
    }

    @Test func oneCostlyDocumentAtATimeBehindTheOthers() {
        var order = ReadingOrder()
        arrive(&order, 1...3, size: ReadingOrder.largeSize + 1)
        arrive(&order, 4...5)
        #expect(begin(&order) == [4, 5])
        order.finish(0, at: .zero)
        #expect(begin(&order) == [1])
        order.finish(1, at: .zero)
        // The other place is left to others, for as long as it takes.
        #expect(begin(&order, at: .seconds(1000)) == [])
        arrive(&order, 6...6)
        #expect(begin(&order, at: .seconds(1000)) == [6])
        order.finish(0, at: .seconds(1000))
        #expect(begin(&order, at: .seconds(1000)) == [2])
    }

    @Test func whatTookLongIsCostlyNextTimeAndWhatDidNotIsNot() throws {
        var order = ReadingOrder()
        try learn(&order, 1, size: 1000, took: ReadingOrder.costlyTime)
        try learn(&order, 2, size: ReadingOrder.largeSize + 1, took: .milliseconds(499))
        try learn(&order, 3, size: ReadingOrder.largeSize + 1, took: .milliseconds(500))
        arrive(&order, 1...1, size: 1000)
        arrive(&order, 3...3, size: 1000)
        arrive(&order, 2...2, size: ReadingOrder.largeSize + 1)
        #expect(begin(&order) == [2, 1])
        order.finish(1, at: .zero)
        #expect(begin(&order) == [3])
        // It was quick this time.
        arrive(&order, 1...1, size: 1000)
        #expect(begin(&order) == [1])
    }

    @Test func suspectsAreNeverReadTogether() {
        var order = ReadingOrder()
        arrive(&order, 1...2, size: 10, isSuspect: true)
        #expect(begin(&order) == [1])
        arrive(&order, 3...3, size: 10)
        #expect(begin(&order) == [3])
        order.finish(1, at: .zero)
        #expect(begin(&order) == [])
        order.finish(0, at: .zero)
        #expect(begin(&order) == [2])
    }

    @Test func aCostlyDocumentIsNotPassedForEver() {
        var order = ReadingOrder()
        arrive(&order, 1...1, size: ReadingOrder.largeSize + 1)
        arrive(&order, 2...1000)
        var read: [Int] = []
        while let next = order.next(at: .zero) {
            read.append(next.number)
            order.finish(next.place, at: .zero)
        }
        #expect(read.firstIndex(of: 1) == ReadingOrder.patience)
        #expect(read.count == 1000)
    }

    @Test func whoGivesUpIsNotWaitedFor() {
        var order = ReadingOrder()
        arrive(&order, 1...3)
        arrive(&order, 4...4, size: ReadingOrder.largeSize + 1)
        #expect(begin(&order) == [1, 2])
        order.leave(3)
        order.leave(4)
        #expect(order.waitingCount == 0)
        order.finish(0, at: .zero)
        #expect(begin(&order) == [])
    }

    /// However documents come and go: never more at once than there are places, never two costly ones, and all are read.
    @Test func everyDocumentIsReadOnceWithinTheBounds() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            var order = ReadingOrder()
            var reading: [Int: ReadingOrder.Document] = [:]
            var documents: [Int: ReadingOrder.Document] = [:]
            var read: [Int] = []
            var arrivals = 0
            var uptime = Duration.zero
            while arrivals < 40 || order.waitingCount > 0 || !reading.isEmpty {
                if arrivals < 40, Bool.random(using: &random) {
                    arrivals += 1
                    let size = [10, 100_000, 1_000_000].randomElement(using: &random) ?? 10
                    let isSuspect = Int.random(in: 0..<10, using: &random) == 0
                    let document = ReadingOrder.Document(
                        feedID: .random(in: 1...10, using: &random), size: size, isSuspect: isSuspect)
                    documents[arrivals] = document
                    order.arrive(arrivals, document)
                } else if let place = reading.keys.randomElement(using: &random) {
                    reading[place] = nil
                    order.finish(place, at: uptime)
                }
                while let (number, place) = order.next(at: uptime) {
                    #expect(reading[place] == nil)
                    reading[place] = documents[number]
                    read.append(number)
                }
                #expect(reading.count <= ReadingOrder.places)
                #expect(reading.values.count(where: \.isSuspect) <= 1)
                #expect(reading.values.count { $0.size > ReadingOrder.smallSize } <= ReadingOrder.generalPlaces)
                uptime += .milliseconds(Int.random(in: 0...300, using: &random))
            }
            #expect(read.sorted() == Array(1...40))
        }
    }
}
