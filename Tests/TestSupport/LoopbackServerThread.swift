import Glibc
import Synchronization

/// A POSIX thread that can be joined, once.
final class LoopbackThread: Sendable {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        let hasEnded = Atomic(false)

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    private let work: Work
    /// Nil once joined.
    private let identity: Mutex<pthread_t?>

    init(_ body: @escaping @Sendable () -> Void) throws {
        let work = Work(body)
        let context = Unmanaged.passRetained(work)
        var thread: pthread_t = 0
        // Not made by its initializer, which now one module has and now another, as other files import them.
        let result = withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { attributes in
            guard let attributes = attributes.baseAddress else { return ENOMEM }
            pthread_attr_init(attributes)
            pthread_attr_setstacksize(attributes, 512 << 10)
            defer { pthread_attr_destroy(attributes) }
            return pthread_create(
                &thread, attributes,
                { context in
                    guard let context else { return nil }
                    let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                    work.body()
                    work.hasEnded.store(true, ordering: .releasing)
                    return nil
                }, context.toOpaque())
        }
        guard result == 0 else {
            context.release()
            throw LoopbackServer.StartError(reason: "pthread_create: errno \(result)")
        }
        self.work = work
        identity = Mutex(thread)
    }

    func join() {
        let thread = identity.withLock { identity in
            defer { identity = nil }
            return identity
        }
        if let thread { pthread_join(thread, nil) }
    }

    /// Joins if that takes no waiting.
    func joinIfEnded() -> Bool {
        guard work.hasEnded.load(ordering: .acquiring) else { return false }
        join()
        return true
    }
}
