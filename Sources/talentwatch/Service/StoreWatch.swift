import Logging
import ServiceLifecycle
import WatchEngine

/// Ends the daemon where its store cannot serve it any longer, and the next start can do better: when the file turns out to
/// be damaged, and when it was taken away from its place. The alert logs have what is stored by then.
struct StoreWatch: Service {
    /// The place is looked at so often.
    private static let interval = Duration.seconds(20)

    let store: Store
    let faults: StandingFaults
    let time: any TimeSource
    let logger: Logger

    func run() async throws {
        let isLost = await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    await store.untilDamaged()
                    return false
                }
                group.addTask { await isPlaceLost() }
                let isLost = await group.next() ?? false
                group.cancelAll()
                return isLost
            }
        }
        if let damage = store.damage {
            throw CommandFailure(
                .inputOutput,
                PrintableText.line(
                    "the store is damaged (\(damage)): the next start sets it aside and keeps what can be read"))
        }
        guard isLost else { return }
        try await leave()
    }

    /// Returns true when the store was found elsewhere than at its place twice in a row: a hand that replaces files needs a
    /// moment between two steps.
    private func isPlaceLost() async -> Bool {
        var before = Store.Place.kept
        while !Task.isCancelled {
            // The sleep ends early only with the task.
            try? await time.sleep(for: Self.interval)
            guard !Task.isCancelled else { return false }
            let place = store.place()
            tell(place, before: before)
            if place != .kept, place == before { return true }
            before = place
        }
        return false
    }

    private func tell(_ place: Store.Place, before: Store.Place) {
        guard place != before else { return }
        guard place != .kept else {
            faults.end(.storePlace)
            return logger.notice("the store is at its place again")
        }
        let text =
            "the store \(place == .gone ? "was removed from" : "was replaced at") its place under the daemon (\(store.path))"
        faults.begin(.storePlace, text, at: time.now)
        logger.error("\(text)")
    }

    /// Ends the daemon; what it knows goes where the next one looks, unless something else is there.
    private func leave() async throws {
        guard store.place() == .gone else {
            throw CommandFailure(
                .inputOutput,
                PrintableText.line(
                    "\(store.path) was replaced under the daemon: the next start goes on with what is there now"))
        }
        do {
            try await store.restorePlace()
        } catch {
            throw CommandFailure(
                .inputOutput, PrintableText.line("\(store.path) was removed, and cannot be put back: \(error)"))
        }
        throw CommandFailure(
            .inputOutput,
            PrintableText.line("\(store.path) was removed under the daemon, and was put back: start it again"))
    }
}
