/// The requests that wait for a place, first come, first served. Those cancelled while they wait keep their place as a
/// gap until it is reached or gaps are the most of the queue.
struct WaitingTransfers {
    /// How many wait, gaps not counted.
    private(set) var count = 0
    private var queue: [Transfer] = []
    private var head = 0

    mutating func append(_ transfer: Transfer) {
        queue.append(transfer)
        count += 1
    }

    mutating func removeFirst() -> Transfer? {
        while head < queue.count {
            let transfer = queue[head]
            head += 1
            if head == queue.count || head >= 1024 && head * 2 > queue.count { compact() }
            if case .waiting = transfer.phase {
                count -= 1
                return transfer
            }
        }
        return nil
    }

    /// Says that one of the transfers, still `waiting`, is about to be finished by other means.
    mutating func forgetOne() {
        count -= 1
    }

    private mutating func compact() {
        queue.removeFirst(head)
        head = 0
    }
}
