internal import CCurl
internal import Glibc
internal import Synchronization

/// What other threads ask of the loop's thread.
enum LoopCommand: Sendable {
    case start(Transfer)
    case cancel(Transfer)
    case bound(TransferBounds)
    case shutDown
}

/// The one way to the loop's thread: a locked list of commands and an eventfd that wakes the thread up.
///
/// It is bounded by its users: one `start` and at most one `cancel` for each task that waits.
final class Mailbox: Sendable {
    private struct Contents {
        var commands: [LoopCommand] = []
        var isClosed = false
    }

    /// Readable when there are commands.
    let wakeDescriptor: Int32
    private let contents = Mutex(Contents())

    init() throws(FetchError) {
        wakeDescriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wakeDescriptor >= 0 else {
            throw FetchError(.system, "no descriptor for the transfer loop: errno \(errno)")
        }
    }

    deinit {
        close(wakeDescriptor)
    }

    /// Leaves a command; false if the loop takes no more. Any thread.
    func send(_ command: LoopCommand) -> Bool {
        let (isSent, wasEmpty) = contents.withLock { contents in
            guard !contents.isClosed else { return (false, false) }
            contents.commands.append(command)
            return (true, contents.commands.count == 1)
        }
        // With more than one command in the list the thread is awake already, or about to be.
        if wasEmpty { eventfd_write(wakeDescriptor, 1) }
        return isSent
    }

    /// Wakes the thread up without a command. Any thread.
    func wake() {
        eventfd_write(wakeDescriptor, 1)
    }

    /// Takes all commands. The loop's thread.
    func drain() -> [LoopCommand] {
        var count: eventfd_t = 0
        eventfd_read(wakeDescriptor, &count)
        return contents.withLock { contents in
            var commands: [LoopCommand] = []
            swap(&commands, &contents.commands)
            return commands
        }
    }

    /// Takes no more commands and gives back those not yet taken. The loop's thread.
    func closeDown() -> [LoopCommand] {
        contents.withLock { contents in
            contents.isClosed = true
            var commands: [LoopCommand] = []
            swap(&commands, &contents.commands)
            return commands
        }
    }
}
