import Foundation
import TestSupport
import Testing

@testable import WatchEngine

@Suite struct StorePlaceTests {
    private let directory: TemporaryDirectory
    private var state: String { directory.file("state") }

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func aStoreThatWasTakenAwayIsPutBackWhole() async throws {
        let store = try Store.open(directory: state)
        _ = try await store.register(feeds: [("https://a.example/f", "가")])
        #expect(store.place() == .kept)
        try FileManager.default.removeItem(atPath: state)
        #expect(store.place() == .gone)
        try await store.restorePlace()
        #expect(store.place() == .replaced)
        let again = try Store.open(directory: state)
        #expect(try await again.feedStates().count == 1)
        withExtendedLifetime(store) {}
    }

    @Test func aStoreThatWasReplacedIsNotTouched() async throws {
        let store = try Store.open(directory: state)
        try FileManager.default.moveItem(atPath: state, toPath: directory.file("old"))
        try directory.write("other", to: "state/talentwatch.db")
        #expect(store.place() == .replaced)
        await #expect(throws: StoreError.self) { try await store.restorePlace() }
        #expect(directory.read("state/talentwatch.db") == "other")
    }

    @Test func aLockThatWasTakenAwayCounts() throws {
        let store = try Store.open(directory: state)
        try FileManager.default.removeItem(atPath: state + "/talentwatch.lock")
        #expect(store.place() == .replaced)
    }

    // MARK: - Backup

    @Test func aBackupTouchesNothingThatIsThere() async throws {
        let store = try Store.open(directory: state)
        let copy = directory.file("copy.db")
        try directory.write("mine", to: "copy.db.partial")
        try directory.write("victim", to: "victim")
        try await store.backUp(to: copy)
        #expect(directory.read("copy.db.partial") == "mine")
        #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
        let link = directory.file("link.db")
        for target in [directory.file("victim"), "/nowhere/at/all"] {
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
            let error = await #expect(throws: StoreError.self) { try await store.backUp(to: link) }
            #expect(error?.description.contains("exists already") == true)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
            try FileManager.default.removeItem(atPath: link)
        }
        #expect(directory.read("victim") == "victim")
    }

    @Test func aBackupThatIsBrokenOffLeavesNothing() async throws {
        let store = try Store.open(directory: state)
        let copy = directory.file("copies/copy.db")
        try directory.write("", to: "copies/other")
        let task = Task { [store] in
            while !Task.isCancelled { await Task.yield() }
            try await store.backUp(to: copy)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.file("copies")) == ["other"])
    }
}
