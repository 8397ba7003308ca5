import Foundation
import Glibc

/// Waits until `condition` holds; false when it does not within `limit`.
public func eventually(
    within limit: Duration = .seconds(60), _ condition: @escaping @Sendable () -> Bool
) async -> Bool {
    await withCheckedContinuation { continuation in
        // A thread of its own: those of the tests are busy with them.
        Thread.detachNewThread {
            let start = ContinuousClock().now
            var holds = condition()
            while !holds, ContinuousClock().now - start < limit {
                poll(nil, 0, 20)
                holds = condition()
            }
            continuation.resume(returning: holds)
        }
    }
}
