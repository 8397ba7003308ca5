import Foundation
import TestSupport
import Testing

/// What a person sees first: the shipped rules and lexicon on the shipped sample.
@Suite struct ShippedSampleTests {
    private struct Explained: Decodable {
        struct Event: Decodable {
            struct Person: Decodable { var name: String }
            var kind: String
            var person: Person?
            var role: String?
            var from: String?
            var to: String?
        }
        var id: String
        var flagged: Bool
        var events: [Event]
    }

    @Test func exactlyTheIntendedItemsAreFlaggedAndRead() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let state = try TemporaryDirectory()
        let result = try await ProgramRun.run(
            [
                "explain", "--format", "jsonl", "--config",
                root.appendingPathComponent("Config/talentwatch.plist").path,
                root.appendingPathComponent("Config/sample/sample.xml").path,
            ], environment: ["STATE_DIRECTORY": state.path])
        #expect(result.code == 0, "\(result.errors)")
        let items = try result.lines.map { try JSONDecoder().decode(Explained.self, from: Data($0.utf8)) }
        #expect(items.map(\.id) == (1...13).map { "sample-" + ($0 < 10 ? "0" : "") + "\($0)" })
        #expect(items.map(\.flagged) == [Bool](repeating: true, count: 8) + [Bool](repeating: false, count: 5))
        #expect(items.suffix(5).allSatisfy { $0.events.isEmpty })
        let model = try #require(items[0].events.first)
        #expect(model.kind == "appointment")
        #expect(model.person?.name == "셩지아 자오")
        #expect(model.role == "수석과학자")
        #expect(model.from == "오픈AI")
        #expect(model.to == "메타 초지능연구소")
        #expect(items[1].events.first?.role == "chief scientist")
        #expect(items[3].events.first?.role == "head of evaluations")
        #expect(items[3].events.first?.from == "Anthropic")
    }
}
