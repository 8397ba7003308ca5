internal import Synchronization

/// Keeps a body that was handed over counted among the bytes in flight, until the last copy of its response is gone.
///
/// Without it a reader slower than the network would gather bodies without a bound.
public final class BodyHold: Sendable {
    private let bytes: Int
    private let ledger: BodyLedger

    init(bytes: Int, ledger: BodyLedger) {
        self.bytes = bytes
        self.ledger = ledger
        ledger.lend(bytes)
    }

    deinit {
        ledger.giveBack(bytes)
    }
}

/// How many bytes of bodies are held by those who fetched them. Any thread.
final class BodyLedger: Sendable {
    private let held = Atomic(0)
    private let isAwaited = Atomic(false)
    private let mailbox: Mailbox

    init(mailbox: Mailbox) {
        self.mailbox = mailbox
    }

    /// Bytes held now.
    var bytes: Int { held.load(ordering: .acquiring) }

    fileprivate func lend(_ bytes: Int) {
        held.add(bytes, ordering: .acquiringAndReleasing)
    }

    fileprivate func giveBack(_ bytes: Int) {
        held.subtract(bytes, ordering: .acquiringAndReleasing)
        if isAwaited.exchange(false, ordering: .acquiringAndReleasing) { mailbox.wake() }
    }

    /// Asks for the loop to be woken at the next return.
    func wakeAtNextReturn() {
        isAwaited.store(true, ordering: .releasing)
    }
}
