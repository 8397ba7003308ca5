@testable import WatchEngine

extension Store {
    /// What the store knows of items whose identities are given.
    func memory(of feedID: Int64, identities: [ItemIdentity]) async throws -> FeedMemory {
        try memory(of: feedID) { _ in identities }.memory
    }

    /// What a feed was seen to do with the keys of its items.
    func habits(of feedID: Int64) async throws -> FeedHabits {
        try memory(of: feedID) { _ in [] }.memory.habits
    }
}
