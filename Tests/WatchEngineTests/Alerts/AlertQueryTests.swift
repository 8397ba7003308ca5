import Foundation
import TalentMatch
import TestSupport
import Testing

@testable import WatchEngine

@Suite struct AlertQueryTests: AlertLogTesting {
    let directory: TemporaryDirectory
    let files = FailingFileSystem()
    let time = ManualTime(now: Fixtures.now)
    let told = RecordedLog()

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// One alert for each move, the seqs from 1.
    private func makeAlerts(moves: [AlertMove], in store: Store) async throws {
        let feed = try await store.register(feeds: [("https://a.example/f", "가")])[0]
        var change = FeedChange(state: feed)
        change.newItems = moves.enumerated().map { number, move in
            let draft = AlertDraft(
                type: .alert, time: Fixtures.now, secondsFromUTC: 0, severity: .normal, rules: ["r"], matches: [],
                moves: [move])
            return FeedChange.NewItem(
                item: Fixtures.item(guid: "g\(number)"),
                identity: ItemIdentity(keys: [UInt64(number)]), matchedRules: ["r"], alert: draft)
        }
        #expect(try await store.commit([change]) == moves.count)
    }

    @Test(arguments: [
        ("éva TARDOS", "Éva Tardos"), ("ÉVA", "e\u{301}va"), ("илья", "ИЛЬЯ СУЦКЕВЕР"),
        ("ΣΟΦΙΑΣ", "Σοφίας".replacing("ί", with: "ι")),
        ("Weiss", "WEIß"), ("openai", "ＯｐｅｎＡＩ"), ("오픈ai", "오픈AI"), ("자오", "자오"),
    ])
    func namesAreFoundWithoutRegardToCase(wanted: String, name: String) async throws {
        let store = try Store.open(directory: directory.path)
        try await makeAlerts(
            moves: [
                AlertMove(kind: "join", person: .init(name: name, aliases: []), role: nil, from: nil, to: nil),
                AlertMove(
                    kind: "join", person: .init(name: "x", aliases: ["y", name]), role: nil, from: name, to: nil),
                AlertMove(kind: "join", person: nil, role: name, from: nil, to: name),
                AlertMove(kind: "join", person: .init(name: "x", aliases: []), role: nil, from: "y", to: "z"),
            ], in: store)
        var query = AlertQuery()
        query.person = wanted
        #expect(try await store.alerts(query).map(\.seq) == [1, 2])
        query.person = nil
        query.organization = wanted
        #expect(try await store.alerts(query).map(\.seq) == [2, 3])
    }

    @Test func manyAlertsAreReadInPages() async throws {
        let store = try Store.open(directory: directory.path)
        try await makeAlerts(1203, in: store)
        var seen: [Int64] = []
        try await store.forEachAlert { seen.append($0.seq) }
        #expect(seen == Array(1...1203))
        var query = AlertQuery()
        query.newest = 1001
        query.since = Fixtures.now
        query.rule = "r"
        #expect(try await store.alerts(query).map(\.seq) == Array(203...1203))
        query.newest = 0
        #expect(try await store.alerts(query).isEmpty)
    }

    @Test func noReadIsOpenWhileAlertsAreHandedOn() async throws {
        let store = try Store.open(directory: directory.path)
        try await makeAlerts(2, in: store)
        struct Stop: Error {}
        var seen = 0
        await #expect(throws: Stop.self) {
            try await store.forEachAlert { _ in
                seen += 1
                // The connections can be closed in the midst of it.
                try store.close()
                throw Stop()
            }
        }
        #expect(seen == 1)
    }
}
