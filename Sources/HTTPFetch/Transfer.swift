/// One fetch on its way: what was asked, who waits for it, and how far it has come.
///
/// @unchecked Sendable is sound since it is written by the asking task only before it is handed to the loop (the mailbox's
/// lock orders the two) and by the loop's thread alone after that.
final class Transfer: @unchecked Sendable {
    typealias Outcome = Result<FetchResponse, FetchError>

    enum Phase {
        /// Not yet seen by the loop.
        case created
        case waiting
        case active(Exchange)
        case finished
    }

    let request: FetchRequest
    var phase = Phase.created
    /// The redirects followed so far.
    var redirects: [Redirect] = []
    /// Whether a redirect has led away from the origin asked: secrets stay at home from then on.
    var hasLeftOrigin = false
    /// Of the hop in flight.
    var addressPolicy: AddressPolicy
    /// Whether the server's compression was found to be wrong, so that it is asked for none.
    var refusesCompression = false
    /// For the origin asked.
    var credentials: Credentials?
    /// When the whole fetch is over; set when it becomes active.
    var deadline: MonotonicTime = 0
    private var continuation: CheckedContinuation<Outcome, Never>?

    init(_ request: FetchRequest) {
        self.request = request
        addressPolicy = request.addressPolicy
    }

    /// Says who waits. Once, before the transfer is handed to the loop.
    func attach(_ continuation: CheckedContinuation<Outcome, Never>) {
        self.continuation = continuation
    }

    /// Gives the outcome to the one who waits; later calls do nothing.
    func finish(_ outcome: Outcome) {
        phase = .finished
        continuation?.resume(returning: outcome)
        continuation = nil
    }
}
