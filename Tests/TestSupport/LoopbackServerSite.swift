import Glibc
import Synchronization

/// What the threads of one loopback server share: routes, records, the listening socket, and the word to stop.
final class LoopbackSite: Sendable {
    private struct State {
        var handlers: [String?: LoopbackServer.Handler] = [:]
        var requests: [LoopbackRequest] = []
        var waiters: [(count: Int, continuation: CheckedContinuation<[LoopbackRequest], Never>)] = []
        var isStopped = false
    }

    /// Open once the server is to stop; every wait of every thread watches it.
    let stopGate = LoopbackGate()
    private let listener: Int32
    private let state = Mutex(State())
    /// Connections served at one time; more wait in the system's queue.
    private static let maximumConnections = 512

    init(listener: Int32) {
        self.listener = listener
    }

    var requests: [LoopbackRequest] { state.withLock { $0.requests } }

    func setHandler(for path: String?, _ handler: @escaping LoopbackServer.Handler) {
        state.withLock { $0.handlers[path] = handler }
    }

    func requests(atLeast count: Int) async -> [LoopbackRequest] {
        await withCheckedContinuation { continuation in
            let ready: [LoopbackRequest]? = state.withLock { state in
                if state.requests.count >= count || state.isStopped { return state.requests }
                state.waiters.append((count, continuation))
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }

    /// Records the request and finds its answer.
    func answer(to request: LoopbackRequest) -> LoopbackAnswer {
        let path = String(request.path.prefix { $0 != "?" })
        let (handler, ready, requests) = state.withLock { state in
            state.requests.append(request)
            let count = state.requests.count
            let ready = state.waiters.filter { $0.count <= count }
            state.waiters.removeAll { $0.count <= count }
            return (state.handlers[path] ?? state.handlers[nil], ready, state.requests)
        }
        for waiter in ready { waiter.continuation.resume(returning: requests) }
        return handler?(request) ?? .response(404, text: "no route")
    }

    func stop() {
        let (waiters, requests) = state.withLock { state in
            state.isStopped = true
            defer { state.waiters = [] }
            return (state.waiters, state.requests)
        }
        for waiter in waiters { waiter.continuation.resume(returning: requests) }
        stopGate.open()
    }

    /// The accepting thread: one more thread for each connection, all joined before it returns.
    func acceptConnections() {
        var threads: [LoopbackThread] = []
        var count = 0
        while waitUntilReady(listener, POLLIN) {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { continue }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            threads.removeAll { $0.joinIfEnded() }
            while threads.count >= Self.maximumConnections { threads.removeFirst().join() }
            let number = count
            count += 1
            do {
                threads.append(
                    try LoopbackThread { LoopbackConnection(descriptor, number: number, site: self).serve() })
            } catch {
                close(descriptor)
            }
        }
        close(listener)
        for thread in threads { thread.join() }
    }

    /// Leaves all connections in the system's queue.
    func ignoreConnections() {
        _ = wait(for: stopGate)
        close(listener)
    }

    /// Waits for a descriptor; false if the server stops first.
    func waitUntilReady(_ descriptor: Int32, _ events: Int32) -> Bool {
        wait(for: descriptor, events, milliseconds: -1) ?? false
    }

    /// Waits for the gate; false if the server stops first.
    func wait(for gate: LoopbackGate) -> Bool {
        wait(for: gate.descriptor, POLLIN, milliseconds: -1) ?? false
    }

    /// Lets time pass; false if the server stops first.
    func pause(_ duration: Duration) -> Bool {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        return wait(for: -1, 0, milliseconds: Int32(clamping: milliseconds)) == nil
    }

    /// True when the descriptor is ready, false when the server is to stop, nil when the time is over.
    private func wait(for descriptor: Int32, _ events: Int32, milliseconds: Int32) -> Bool? {
        var watched = [
            pollfd(fd: descriptor, events: Int16(events), revents: 0),
            pollfd(fd: stopGate.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        var result: Int32
        repeat { result = poll(&watched, 2, milliseconds) } while result < 0 && errno == EINTR
        if watched[1].revents != 0 { return false }
        return result > 0 ? true : nil
    }
}
